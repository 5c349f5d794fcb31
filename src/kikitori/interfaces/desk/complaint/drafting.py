"""Drafts while they are typed: kept after each pause, by HTMX or by a button; nothing is ever sent from here."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.drafts import Page, Saved, discard_draft, save_draft
from kikitori.casework.enclosures import enclose
from kikitori.casework.errors import Invalid
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.folding import folded
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.complaint.uploads import files_given, refused_in_words
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor

#: The forms whose text is kept while it is typed.
FORMS = {form.value: form for form in (Step.REPLY, Step.NOTE)}
_DIGITS = 18


@desk_page(Permission.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, actor: Actor, reference: str, form: str) -> HttpResponse:
    """Keep what was typed so far (`body`), or throw the draft `discard` away. HTMX gets a line, others a 303."""
    if form not in FORMS:
        raise Http404
    standing = stand(
        request, actor, reference
    )  # before the method: what is unseen does not exist, however one asks
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "discard" in request.POST:
        return _discard(request, standing)
    page = page_of(request)
    if page is None:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    text, now = request.POST.get("body", ""), timezone.now()
    try:
        if given := files_given(request.FILES):
            kept = enclose(
                actor, standing.complaint, form=FORMS[form], text=text, files=given, page=page, now=now
            )
            for words in refused_in_words(kept.refused):
                messages.error(request, words)
        saved = save_draft(actor, standing.complaint, form=FORMS[form], text=text, page=page, now=now)
    except Invalid:
        return _line(request, standing, form, None, HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.headers.get("HX-Request") == "true":
        return _line(request, standing, form, saved)
    if saved.draft is not None:
        messages.success(request, _("The draft is saved. Nothing has been sent."))
    return back(standing, saved.draft.pk if saved.draft else None)


def page_of(request: HttpRequest) -> Page | None:
    """The page something was typed into; None where it does not say which it is."""
    token = request.POST.get("token", "")
    return Page(token, number_in(request, "draft"), number_in(request, "revision")) if token else None


def start_of(standing: Standing) -> str:
    """The side on which somebody left off: that of their newest draft."""
    newest = next(iter(standing.drafts), None)
    return "internal" if newest is not None and newest.form == Step.NOTE.value else ""


def _discard(request: HttpRequest, standing: Standing) -> HttpResponse:
    number = number_in(request, "discard")
    if number is not None and discard_draft(standing.actor, standing.complaint, draft=number):
        messages.success(request, _("The draft has been thrown away."))
    return back(standing)


def back(standing: Standing, number: int | None = None) -> HttpResponse:
    """To the composer of the complaint, with this draft in it."""
    asked = f"?draft={number}" if number else ""
    address = f"{complaint_address(standing.complaint.reference)}{asked}#composer"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _line(
    request: HttpRequest, standing: Standing, form: str, saved: Saved | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    """What the page says below the text: when it was kept, and what other windows hold."""
    context = {
        "form_name": form,
        "saved": saved,
        "others": [(row, folded(row.text)) for row in saved.others] if saved else [],
        "complaint": standing.complaint,
        "standing": standing,
        "refused": saved is None,
    }
    return render(request, "desk/complaint/_draft_line.html", context, status=status)


def number_in(request: HttpRequest, name: str) -> int | None:
    """A number that was sent; None where it is none."""
    raw = request.POST.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS else None
