"""The page on which a case file is put together; sending it off hands out the PDF."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.case_file import FileMade, hand_out_file
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.paper.bundle import Keeps
from kikitori.foundation.paper.compiled import NotSet
from kikitori.interfaces.desk.case_pdf.drawn import Easel
from kikitori.interfaces.desk.case_pdf.form import CaseFileForm, chosen_of, groups_of
from kikitori.interfaces.desk.case_pdf.gathered import Gathered
from kikitori.interfaces.desk.case_pdf.reader_words import FOR_WHOM, MEANING
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.look.handing_out import inert
from kikitori.records.access.case_file import FileFor
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.record_paper import record_as_pdf
from kikitori.records.people.actor import Actor


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def case_file(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """GET: what goes in, `?for=` whom. POST: the PDF, and for somebody outside an entry on the timeline."""
    standing = stand(request, actor, reference)
    reader = _reader(request, standing)
    if request.method == "POST":
        return _made(request, standing, reader)
    form = CaseFileForm(initial={"language": _language(standing, reader)}, label_suffix="")
    return _page(request, standing, reader, form)


def _reader(request: HttpRequest, standing: Standing) -> FileFor:
    """For whom; what is not for this actor to make is made for ourselves."""
    asked = request.POST.get("for", "") if request.method == "POST" else request.GET.get("for", "")
    return next((each for each in _readers(standing) if each.value == asked), FileFor.HOUSE)


def _readers(standing: Standing) -> list[FileFor]:
    outside = may(standing.actor, NEEDED[Step.MAKE_FILE], standing.complaint).allowed
    return list(FileFor) if outside else [FileFor.HOUSE]


def _language(standing: Standing, reader: FileFor) -> str:
    theirs = reader is FileFor.COMPLAINANT
    return tongue(standing.complaint.language if theirs else get_language() or "ja")


def _page(
    request: HttpRequest,
    standing: Standing,
    reader: FileFor,
    form: CaseFileForm,
    *,
    ticked: list[str] | None = None,
    empty: bool = False,
) -> HttpResponse:
    gathered = Gathered(standing, reader)
    context: dict[str, Any] = {
        "complaint": standing.complaint,
        "form": form,
        "reader": reader,
        "readers": [(each, FOR_WHOM[each], MEANING[each], each is reader) for each in _readers(standing)],
        "groups": groups_of(gathered, ticked),
        "out": gathered.out,
        "empty": empty,
        "is_ours": gathered.is_ours,
    }
    wrong = empty or form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/case_file.html", context, status=status)


def _made(request: HttpRequest, standing: Standing, reader: FileFor) -> HttpResponse:
    form = CaseFileForm(request.POST, label_suffix="")
    ticked = request.POST.getlist("in")
    if not form.is_valid():
        return _page(request, standing, reader, form, ticked=ticked)
    with override(form.cleaned_data["language"]):
        gathered = Gathered(standing, reader)
        chosen = chosen_of(gathered, ticked)
        easel = Easel(keeps=gathered.is_ours and not standing.complaint.anonymous)
        record = gathered.record(chosen, easel) if chosen else None
        blacking = gathered.out.blacking(form.cleaned_data["black"])
    if record is None:
        return _page(request, standing, reader, form, ticked=ticked, empty=True)
    try:
        paper = record_as_pdf(
            record,
            at=standing.now,
            files=easel.files,
            blacking=blacking,
            keeps=Keeps.FILES if easel.has_attached else Keeps.PAGES,
        )
    except NotSet:
        messages.error(request, _("The case file could not be made. Try again with fewer files."))
        return _page(request, standing, reader, form, ticked=ticked)
    left_out = len(gathered.items) - len(chosen)
    made = FileMade(reader=reader, content=paper.content, items=len(chosen), left_out=left_out)
    hand_out_file(standing.actor, standing.complaint, made, now=standing.now)
    name = f"{standing.complaint.reference}-{reader.value}.pdf"
    return inert(HttpResponse(paper.content, content_type="application/pdf"), name)
