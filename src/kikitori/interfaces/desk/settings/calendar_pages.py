"""Business days: the hours of everybody and of each team, looked at first and then saved.

„Look at it first“ writes nothing and shows the coming months as they would be. Whoever saves over somebody else's
change reads both first (409). Nothing that was typed is lost on the way.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.complaint.conflict import Difference, shown
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.calendar_forms import (
    CalendarForm,
    HoursForm,
    TeamCalendarForm,
    initial_of,
    initial_of_team,
)
from kikitori.interfaces.desk.settings.days_ahead import ahead
from kikitori.interfaces.desk.settings.recount_words import recount_offer
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Team
from kikitori.records.people.terms import Setting


@dataclass(frozen=True)
class Subject:
    """Whose calendar a page is about: everybody's, or that of one team."""

    organisation: Organisation
    team: Team | None

    @property
    def url(self) -> str:
        """Its page."""
        if self.team is None:
            return reverse("desk:calendar")
        return reverse("desk:calendar_team", args=[self.team.pk])

    def form(self, data: Any = None) -> HoursForm:
        """The form, as it stands or as it was sent."""
        seen = newest_change(Setting.CALENDAR)
        if self.team is None:
            initial = initial_of(self.organisation, seen)
            return CalendarForm(data, initial=initial, zone=self.organisation.time_zone)
        return TeamCalendarForm(
            data, initial=initial_of_team(self.team, self.organisation, seen), team=self.team
        )

    def present(self) -> BusinessCalendar:
        """The calendar as it is."""
        return calendar_of(self.organisation, self.team)

    def closures(self) -> list[Closure]:
        """Those that hold for the team, everybody's among them; for everybody's calendar, those of the teams too."""
        rows = Closure.objects.select_related("team").order_by("yearly", "first", "id")
        return list(rows.filter(Q(team=None) | Q(team=self.team)) if self.team else rows)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody's calendar."""
    return _answer(request, actor, Subject(frame_of(request).organisation, None))


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def team_calendar_page(request: HttpRequest, actor: Actor, team: int) -> HttpResponse:
    """A team's calendar. 404 for no such team."""
    found = Team.objects.filter(pk=team).first()
    if found is None:
        raise Http404
    return _answer(request, actor, Subject(frame_of(request).organisation, found))


def _answer(request: HttpRequest, actor: Actor, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return _page(request, subject, subject.form())
    form, now = subject.form(request.POST), timezone.now()
    planned = _planned(form, now)
    if planned is None:
        return _page(request, subject, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("do") != "save":
        return _page(request, subject, form, planned)
    try:
        form.put(actor, now)
    except NotNow:
        return _page(request, subject, form, planned, HTTPStatus.CONFLICT)
    messages.success(request, _("The business days are set. Dates are counted by them from now on."))
    answer = redirect(subject.url)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _planned(form: HoursForm, now: datetime) -> BusinessCalendar | None:
    """The calendar as it would be; None where something is wrong, all of it said beside its field."""
    valid = form.is_valid()
    try:
        planned = form.planned(now)
    except Invalid as invalid:
        form.blame(
            {field: problem for field, problem in invalid.problems.items() if field not in form.errors}
        )
        return None
    return planned if valid else None


def _page(
    request: HttpRequest,
    subject: Subject,
    form: HoursForm,
    planned: BusinessCalendar | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The form and the coming months: as they are, or as they would be."""
    present = subject.present()
    shown_calendar = planned or present
    today = frame_of(request).now.astimezone(shown_calendar.zone).date()
    closures = subject.closures()
    fresh = subject.form()
    conflict = status == HTTPStatus.CONFLICT
    context = {
        "form": form,
        "today": today,
        "subject": subject,
        "seen": fresh.initial["seen"] if conflict or not form.is_bound else form["seen"].value(),
        "differences": differences(fresh, form) if conflict else [],
        "ahead": ahead(shown_calendar, today, present if planned else None),
        "planned": planned,
        "zone_before": present.zone.key,
        "zone_after": shown_calendar.zone.key,
        "offer": recount_offer(frame_of(request).actor),
        "teams": Team.objects.order_by("name"),
        "closures": [row for row in closures if subject.team is None or row.team_id is None],
        "closures_of_team": [row for row in closures if subject.team and row.team_id],
    }
    return render(request, "desk/settings/calendar.html", context, status=status)


def differences(fresh: HoursForm, typed: HoursForm) -> list[Difference]:
    """Where what stands now is not what was typed; hours that mean the same are not different."""
    pairs = (
        Difference(
            str(field.label),
            shown(field, fresh.initial.get(name)),
            shown(field, typed.meant(name)),
        )
        for name, field in typed.fields.items()
        if not typed[name].is_hidden
    )
    return [pair for pair in pairs if pair.differs]
