"""Handing out what came from strangers: the bytes of a mail, its HTML, its files. Nothing of it can act here.

Everything is a download of no kind, but for pictures that browsers only paint and for cleaned HTML in a frame; each
with a policy of its own that allows nothing, and without a name or a kind that the sender has chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.foundation.mail.metadata import LARGEST, without_metadata
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.mails.frame import framed
from kikitori.interfaces.desk.mails.opened import RASTER, Opened, found_kind, mail_or_404, scan_warning
from kikitori.interfaces.look.handing_out import BYTES, inert
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

#: For the frame: pictures that came with the mail, and nothing else.
_PICTURES = (
    "default-src 'none'; img-src data:; sandbox; frame-ancestors 'self'; form-action 'none'; base-uri 'none'"
)
_PIECE = 256 * 1024


@desk_page()
@require_safe
def mail_original(_request: HttpRequest, actor: Actor, mail: int) -> HttpResponseBase:
    """The mail as it came, byte for byte."""
    found = _there(mail_or_404(actor, mail))
    answer = StreamingHttpResponse(_pieces(found), content_type=BYTES)
    answer.headers["Content-Length"] = str(found.size)
    return inert(answer, f"mail-{found.pk}.eml")


@desk_page()
@require_safe
def mail_html(_request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """Its HTML, cleaned, for the frame on its page. 404 where it has none."""
    opened = Opened(mail_or_404(actor, mail))
    if opened.reading is None or not opened.reading.html_present:
        raise Http404
    answer = HttpResponse(framed(opened))
    answer.headers["Content-Security-Policy"] = _PICTURES
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def mail_attachment(request: HttpRequest, actor: Actor, mail: int, enclosed: int) -> HttpResponseBase:
    """Something enclosed: a download; with `?show` a picture. Where there is danger, only after a second click (POST).

    For complaints that are anonymous, pictures go out without what they tell of whoever took them.
    """
    opened = Opened(_there(mail_or_404(actor, mail)))
    row = opened.mail.attachments.filter(number=enclosed).first()
    if row is None:
        raise Http404
    head = next(_content(opened.mail, row), b"")
    kind = found_kind(head)
    clean = _stripped(opened, row, kind) if opened.is_anonymous else None
    warnings = [each for each in (scan_warning(row), _metadata_left(opened, clean)) if each]
    if warnings and request.method != "POST":
        context = {"mail": opened.mail, "file": row, "warnings": warnings}
        return render(request, "desk/mails/careful.html", context, status=HTTPStatus.OK)
    pieces = iter([clean]) if clean is not None else _content(opened.mail, row)
    if kind in RASTER and not warnings and "show" in request.GET:
        return inert(StreamingHttpResponse(pieces, content_type=kind), row.name, attachment=False)
    return inert(StreamingHttpResponse(pieces, content_type=BYTES), row.name or f"{row.number}.bin")


def _stripped(opened: Opened, row: Attachment, kind: str) -> bytes | None:
    if kind not in RASTER or row.size > LARGEST:
        return None
    return without_metadata(kind, b"".join(_content(opened.mail, row)))


def _metadata_left(opened: Opened, clean: bytes | None) -> str:
    if not opened.is_anonymous or clean is not None:
        return ""
    return _(
        "This complaint is anonymous, and this kind of file may tell who made it: a name, a device, a place. "
        "We cannot take that out. Do not pass it on."
    )


def _there(mail: Mail) -> Mail:
    """The mail, whose bytes are there."""
    try:
        with raw_of(mail):
            return mail
    except NotStored as gone:
        raise Http404 from gone


def _pieces(mail: Mail) -> Iterator[bytes]:
    with raw_of(mail) as raw:
        for at in range(0, len(raw), _PIECE):
            yield raw[at : at + _PIECE]


def _content(mail: Mail, row: Attachment) -> Iterator[bytes]:
    """What it holds, in pieces; nothing where the mail has no such part any more."""
    with raw_of(mail) as raw:
        enclosed = read_mail(raw, charset=mail.read_as).attachments
        if row.number < len(enclosed):
            yield from enclosed[row.number].content()
