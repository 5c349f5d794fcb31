"""Reads about dates: the organisation's working days, open promises, what is late."""

from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import YEAR_END, BusinessCalendar
from kikitori.records.deadlines.calendar import Closure as ClosedDays
from kikitori.records.deadlines.models import Closure, Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation


def house_calendar() -> BusinessCalendar:
    """Working days of the organisation. Two queries."""
    return calendar_of(the_organisation())


def calendar_of(organisation: Organisation) -> BusinessCalendar:
    """Its zone, Japanese holidays, and the closures it has entered. One query.

    Until closures are entered the Japanese year-end closure holds.
    """
    closures = tuple(
        ClosedDays(row.first, row.last, row.name_ja, row.name_en, yearly=row.yearly)
        for row in Closure.objects.order_by("id")
    )
    return BusinessCalendar(zone=ZoneInfo(organisation.time_zone), closures=closures or (YEAR_END,))


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
