"""One report on an incident of leaked data: nine items, each writing a version; to read and to print."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.breach.reporting import KINDS, write_breach_report
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.breaches.forms import ItemsForm
from kikitori.interfaces.desk.breaches.found import ReportOf, Shown, breach_or_404, first_items, form_of
from kikitori.interfaces.desk.breaches.pages import see, told, zone_of
from kikitori.interfaces.desk.complaint.reports import how_sure
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.look.words import language
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.labels import REPORT_KIND
from kikitori.records.deadlines.report_forms import ReportKind
from kikitori.records.people.actor import Actor


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_report(request: HttpRequest, actor: Actor, breach: int, report: str) -> HttpResponse:
    """Write it, begun from what the incident knows. 409 where somebody has written it meanwhile."""
    kind = _kind(report)
    own = breach_or_404(actor, breach)
    shown = Shown(actor, own)
    this = next(each for each in shown.reports if each.kind is kind)
    if this.sent is not None or not shown.may_report:
        return see(own)
    if request.method != "POST":
        first = first_items(shown, kind, zone_of(request))
        seen = this.newest.number if this.newest else 0
        return _page(request, shown, this, ItemsForm(form_of(kind), seen=seen, first=first))
    form = ItemsForm(form_of(kind), request.POST)
    if form.is_valid():
        seen, now = form.cleaned_data["seen"] or 0, frame_of(request).now
        try:
            write_breach_report(actor, own, kind=kind.value, items=form.items, seen=seen, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow as not_now:
            messages.error(request, told(not_now, actor))
            return _page(request, shown, this, form, HTTPStatus.CONFLICT)
        else:
            messages.success(
                request, _("Kept. Nothing has been sent: print it, or copy it into the authority's own form.")
            )
            return see(own)
    return _page(request, shown, this, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page(Permission.KEEP_BREACHES)
@require_safe
def breach_report_paper(request: HttpRequest, actor: Actor, breach: int, report: str) -> HttpResponse:
    """On paper: the last version, or `?version=`; 404 where nothing was written."""
    kind = _kind(report)
    own = breach_or_404(actor, breach)
    this = next(each for each in Shown(actor, own).reports if each.kind is kind)
    wanted = request.GET.get("version", "")
    found = {str(each.number): each for each in this.versions}
    version = found.get(wanted) if wanted else this.newest
    if version is None:
        raise Http404
    tongue = language(get_language())
    context = {
        "breach": own,
        "report": this,
        "title": REPORT_KIND[kind],
        "version": version,
        "items": [
            (item.name.in_(tongue), version.items.get(item.id, ""), how_sure(item))
            for item in form_of(kind).items
        ],
        "others": [each for each in this.versions if each.pk != version.pk],
    }
    return render(request, "desk/breaches/report_paper.html", context)


def _kind(report: str) -> ReportKind:
    for kind in KINDS:
        if kind.value.replace("_", "-") == report:
            return kind
    raise Http404


def _page(
    request: HttpRequest, shown: Shown, this: ReportOf, form: ItemsForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "breach": shown.incident,
        "shown": shown,
        "report": this,
        "title": REPORT_KIND[this.kind],
        "form": form,
        "conflict": status == HTTPStatus.CONFLICT,
        "newest": this.newest,
    }
    return render(request, "desk/breaches/report.html", context, status=status)
