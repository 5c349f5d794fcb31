"""The buttons of a mail's page: it is a complaint, it belongs to one, nothing is to be done, read it otherwise."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.read_again import read_again
from kikitori.casework.refusals import note_caught
from kikitori.casework.sort_mail import attach_held_to, discard_held, file_held_as_complaint
from kikitori.foundation.mail.charset_names import canonical
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.folding import folded
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.mails.forms import AttachForm, DiscardForm, FileForm, MailForm
from kikitori.interfaces.desk.mails.mail_page import draw
from kikitori.interfaces.desk.mails.opened import Opened, mail_or_404
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.people.actor import Actor

#: What mails to Japanese and English offices are written in, the likeliest first.
CHARSETS = (
    "utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "windows-1252", "gb18030", "big5", "euc-kr", "koi8-r", "utf-16",
)  # fmt: skip
_BEGINNING = 240


@desk_page(Permission.SORT_MAIL)
@require_POST
def mail_file(request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """It is a complaint."""
    found, form = mail_or_404(actor, mail), FileForm(request.POST)
    form.is_valid()
    try:
        complaint = file_held_as_complaint(
            actor, mail, now=frame_of(request).now, tell=bool(form.cleaned_data.get("tell"))
        )
    except NotNow:
        return draw(request, actor, found, decided_meanwhile=True, status=HTTPStatus.CONFLICT)
    messages.success(
        request, _("The mail is a complaint now: %(reference)s.") % {"reference": complaint.reference}
    )
    return _to(complaint_address(complaint.reference))


@desk_page(Permission.SORT_MAIL)
@require_POST
def mail_attach(request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """It belongs to a complaint."""
    found, form = mail_or_404(actor, mail), AttachForm(request.POST)
    form.is_valid()
    complaint = form.complaint(actor)
    if complaint is None or not form.is_valid():
        return _again(request, actor, mail, form)
    try:
        attach_held_to(
            actor,
            mail,
            complaint,
            writer=form.cleaned_data["writer"],
            remember=form.cleaned_data["remember"],
            now=frame_of(request).now,
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _again(request, actor, mail, form)
    except StepNotPossible as impossible:
        note_caught(actor, impossible, complaint, now=frame_of(request).now)
        form.add_error("reference", _("This complaint is handled elsewhere and takes no more words."))
        return _again(request, actor, mail, form)
    except NotNow:
        return draw(request, actor, found, decided_meanwhile=True, status=HTTPStatus.CONFLICT)
    messages.success(
        request, _("The mail has been attached to %(reference)s.") % {"reference": complaint.reference}
    )
    return _to(complaint_address(complaint.reference))


@desk_page(Permission.SORT_MAIL)
@require_POST
def mail_discard(request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """Nothing is to be done."""
    found, form = mail_or_404(actor, mail), DiscardForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, mail, form)
    try:
        discard_held(actor, mail, reason=form.cleaned_data["reason"], now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _again(request, actor, mail, form)
    except NotNow:
        return draw(request, actor, found, decided_meanwhile=True, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The mail is discarded. It can still be read under “Discarded”."))
    return _to(reverse("desk:mails"))


@desk_page(Permission.SORT_MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_read_again(request: HttpRequest, actor: Actor, mail: int) -> HttpResponse:
    """How it would read by each charset, side by side. POST: read it by one of them from now on."""
    found = mail_or_404(actor, mail)
    if request.method == "POST":
        try:
            read_again(actor, mail, charset=request.POST.get("charset", ""), now=frame_of(request).now)
        except Invalid:
            messages.error(request, _("This charset is not known. Nothing was changed."))
        else:
            messages.success(request, _("The mail has been read again. The original is unchanged."))
        return _to(reverse("desk:mail", args=[mail]))
    opened = Opened(found)
    previews = []
    for charset in ("", *CHARSETS):
        reading = opened.read_as(charset)
        if reading is not None:
            previews.append(
                {
                    "charset": charset,
                    "name": charset or reading.charset,
                    "subject": reading.subject[:_BEGINNING],
                    "beginning": folded(reading.text, _BEGINNING, _BEGINNING).beginning,
                    "current": charset == found.read_as or (charset and _same(charset, found.read_as)),
                }
            )
    return render(request, "desk/mails/read_again.html", {"mail": found, "previews": previews})


def _same(charset: str, python_name: str) -> bool:
    return bool(python_name) and canonical(charset) == python_name


def _again(request: HttpRequest, actor: Actor, mail: int, form: MailForm) -> HttpResponse:
    return draw(request, actor, mail_or_404(actor, mail), typed=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
