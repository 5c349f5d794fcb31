"""Read and understood 既読・理解済み: the button, and for leads and auditors who has read what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.guideline_reading import asked_to_read, mark_guideline_read
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.guidelines.shown import Said, said
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.prevention.guideline_queries import to_be_read
from kikitori.records.prevention.guidelines import GuidelineRead, GuidelineVersion


@desk_page(Permission.INVESTIGATE)
@require_POST
def guideline_read(request: HttpRequest, actor: Actor, guideline: int, version: int) -> HttpResponse:
    """I have read this version and understood it. Leads back to it, or to `next` within the desk."""
    row = GuidelineVersion.objects.filter(guideline=guideline, number=version).first()
    if row is None:
        raise Http404
    mark_guideline_read(actor, row.pk, now=frame_of(request).now)
    messages.success(request, _("Noted that you have read this version and understood it."))
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        answer = redirect(onward)
    else:
        answer = redirect("desk:guideline_version", guideline, version)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


@dataclass(frozen=True, slots=True)
class Column:
    """A version everybody is asked to read: how many have, of how many."""

    version: GuidelineVersion
    title: Said
    read: int
    asked: int


@desk_page(Permission.OVERSEE_GUIDELINES)
@require_safe
def guideline_readers_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Who has read which version, by name: one row for each person, one column for each guideline. Three queries."""
    people, versions = list(asked_to_read()), list(to_be_read())
    marks = GuidelineRead.objects.filter(version__in=versions, staff__in=people)
    read = {(mark.staff_id, mark.version_id): mark.at for mark in marks}
    columns = [
        Column(row, said(row.text.title), sum(version == row.pk for _, version in read), len(people))
        for row in versions
    ]
    rows: list[tuple[Staff, list[tuple[Column, datetime | None]], int]] = []
    for person in people:
        cells = [(column, read.get((person.pk, column.version.pk))) for column in columns]
        rows.append((person, cells, sum(at is None for _, at in cells)))
    return render(request, "desk/guidelines/readers.html", {"columns": columns, "rows": rows})
