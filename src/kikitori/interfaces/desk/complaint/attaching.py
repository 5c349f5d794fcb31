"""Adding files to what one writes and taking them away again; handing them out to whoever sees what they lie with."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.enclosures import Enclosed as Kept
from kikitori.casework.enclosures import enclose, is_handed_out, take_away
from kikitori.casework.errors import Invalid
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.desk.complaint.drafting import FORMS, back, number_in, page_of
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.complaint.uploads import files_given, refused_in_words
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.look.handing_out import BYTES, inert
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import FileFlaw, file_name
from kikitori.records.letters.raw import content_of
from kikitori.records.people.actor import Actor


@desk_page(Permission.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, actor: Actor, reference: str, form: str) -> HttpResponse:
    """Keep the chosen `files` with what was typed; `drop`: take that one away. HTMX gets the list, others a 303."""
    if form not in FORMS:
        raise Http404
    standing = stand(request, actor, reference)  # before the method: what is unseen does not exist
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    dropped = number_in(request, "drop")
    if dropped is not None:
        take_away(actor, standing.complaint, enclosure=dropped)
    kept = keep_files(request, standing, form)
    if kept is None:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = refused_in_words(kept.refused)
    if request.headers.get("HX-Request") == "true":
        return _part(request, standing, form, kept, said)
    for words in said:
        messages.error(request, words)
    if kept.added:
        number = len(kept.added)
        told = ngettext(
            "%(n)s file has been added. Nothing has been sent.",
            "%(n)s files have been added. Nothing has been sent.",
            number,
        )
        messages.success(request, told % {"n": number})
    elif dropped is not None:
        messages.success(request, _("The file has been removed."))
    return back(standing, kept.draft.pk if kept.draft else None)


def keep_files(request: HttpRequest, standing: Standing, form: str) -> Kept | None:
    """What was typed, and the files chosen with it; None where the page does not say which it is."""
    page = page_of(request)
    if page is None:
        return None
    given = files_given(request.FILES)
    try:
        return enclose(
            standing.actor,
            standing.complaint,
            form=FORMS[form],
            text=request.POST.get("body", ""),
            files=given,
            page=page,
            now=timezone.now(),
        )
    except Invalid:
        return Kept(None, [], [(file_name(each.name), FileFlaw.TEXT) for each in given])


def _part(request: HttpRequest, standing: Standing, form: str, kept: Kept, said: list[str]) -> HttpResponse:
    rows = kept.draft.enclosures.defer("raw").order_by("pk") if kept.draft else []
    context = {
        "complaint": standing.complaint,
        "form_name": form,
        "files": [_shown(row, standing) for row in rows],
        "refused": said,
    }
    return render(request, "desk/complaint/_attach.html", context)


def _shown(row: Enclosure, standing: Standing) -> Enclosed:
    row.complaint = standing.complaint
    return Enclosed(row)


@desk_page()
@require_safe
def attached(request: HttpRequest, actor: Actor, reference: str, enclosed: int) -> HttpResponse:
    """One file, to be saved and never shown; 404 for one in somebody else's draft, or not known to be clean."""
    standing = stand(request, actor, reference)
    row = standing.complaint.enclosures.select_related("draft").filter(pk=enclosed).first()
    if row is None or (row.draft is not None and row.draft.staff_id != actor.own_staff_id):
        raise Http404
    if not is_handed_out(row):
        raise Http404
    try:
        answer = HttpResponse(content_of(row), content_type=BYTES)
    except NotStored as gone:
        raise Http404 from gone
    return inert(answer, row.name or f"{row.pk}.bin")
