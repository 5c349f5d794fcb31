"""A report to an authority on paper: one version of it, item by item, with how sure we are of each."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.complaint.reports import how_sure, reports_shown
from kikitori.interfaces.desk.complaint.standing import stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.look.words import language
from kikitori.records.deadlines.labels import REPORT_KIND
from kikitori.records.people.actor import Actor


@desk_page()
@require_safe
def report_on_paper(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """`?kind=`, and `?version=` for an earlier one; 404 where nothing was written."""
    standing = stand(request, actor, reference)
    wanted, number = request.GET.get("kind", ""), request.GET.get("version", "")
    shown = next((each for each in reports_shown(standing) if wanted in ("", each.kind.value)), None)
    versions = {str(each.number): each for each in shown.versions} if shown else {}
    version = versions.get(number) if number else (shown.newest if shown else None)
    if shown is None or version is None:
        raise Http404
    tongue = language(get_language())
    items = [
        (item.name.in_(tongue), version.items.get(item.id, ""), how_sure(item)) for item in shown.form.items
    ]
    context = {
        "complaint": standing.complaint,
        "shown": shown,
        "title": REPORT_KIND[shown.kind],
        "version": version,
        "items": items,
        "others": [each for each in shown.versions if each.pk != version.pk],
    }
    return render(request, "desk/complaint/report.html", context)
