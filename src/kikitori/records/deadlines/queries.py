"""Reads about dates: the organisation's working days, open promises, what is late."""

from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import YEAR_END, BusinessCalendar, well_known
from kikitori.records.deadlines.calendar import Closure as ClosedDays
from kikitori.records.deadlines.models import Closure, Promise
from kikitori.records.deadlines.promises import OUTLIVING, PromiseState
from kikitori.records.deadlines.weeks import week_from_json
from kikitori.records.people.models import Organisation, Team
from kikitori.records.people.queries import the_organisation

#: Of promises: those about a complaint that goes on, and those of a kind that can outlive it.
OF_OPEN = Q(complaint__state__in=sorted(state.value for state in OPEN))
CAN_OUTLIVE = Q(kind__in=sorted(kind.value for kind in OUTLIVING))
#: Of promises: those neither kept nor replaced by another date, whether or not anybody waits for them.
UNKEPT = Q(
    state__in=[PromiseState.MISSED.value, PromiseState.OPEN.value],
    kept_at__isnull=True,
    replaced_by__isnull=True,
)
#: Of promises: those that somebody still waits for. Once a complaint has ended nobody waits for news of it any more;
#: what a person has promised by hand, a call above all, can still be done, and whether it holds is asked after the end
#: (`lapsed`, kept in casework/promising.py).
STILL_OWED = UNKEPT & Q(lapsed=False)


def house_calendar() -> BusinessCalendar:
    """Working days of the organisation. Two queries."""
    return calendar_of(the_organisation())


def calendar_of(organisation: Organisation, team: Team | None = None) -> BusinessCalendar:
    """When `organisation` works, or one of its teams: hours, zone, holidays, closures. One query.

    A team without hours of its own works when everybody does. Closures of everybody close every team.
    """
    whose = Q(team__isnull=True) | Q(team=team) if team else Q(team__isnull=True)
    closures = [
        ClosedDays(row.first, row.last, row.name_ja, row.name_en, yearly=row.yearly)
        for row in Closure.objects.filter(whose).order_by("id")
    ]
    if organisation.closed_at_year_end:
        closures.append(YEAR_END)
    return well_known(
        BusinessCalendar(
            zone=ZoneInfo((team and team.time_zone) or organisation.time_zone),
            week=week_from_json((team and team.week) or organisation.week),
            holiday_country=organisation.holiday_country,
            closures=tuple(closures),
        )
    )


def open_promises(complaint: Complaint) -> list[Promise]:
    """What this person may still expect from us, soonest first."""
    return list(complaint.promises.filter(state=PromiseState.OPEN.value).order_by("due_at", "id"))


def promises_due(complaints: QuerySet[Complaint]) -> QuerySet[Promise]:
    """Unkept promises of `complaints`, soonest first: open ones, and missed ones nobody has made good."""
    return (
        Promise.objects.filter(
            complaint__in=complaints,
            state__in=(PromiseState.OPEN.value, PromiseState.MISSED.value),
            kept_at__isnull=True,
        )
        .select_related("complaint", "complaint__assignee")
        .order_by("due_at", "id")
    )
