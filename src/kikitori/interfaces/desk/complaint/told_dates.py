"""A date that a message of ours tells, and that nobody has put on record: offered as a promise, never made by itself.

Read from the entries the page shows anyway, so it costs no query. „No promise“ stands on the timeline
(`date_set_aside`) with the entry it is about, and so does a promise made from here (`told_in`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from kikitori.casework.promise import TELLING
from kikitori.foundation.language.dates_said import SaidDate, dates_promised
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step, is_possible
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.calendar import CalendarError
from kikitori.records.deadlines.holiday_tables import HolidayTableError

#: Only our latest words are looked at: what was told long ago has been dealt with, or is past.
_LATEST = 3
_QUOTED = 60
_LONGEST = 300
_MADE = (EventKind.PROMISED.value, EventKind.DATE_SET_ASIDE.value)


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A date told in entry `entry`. `quote`: the sentence, cut for a line; `what`: the sentence for the promise."""

    entry: int
    is_call: bool
    quote: str
    what: str
    day: date
    at: datetime | None

    @property
    def time(self) -> str:
        """The time of day that was told, if one was."""
        return f"{self.at:%H:%M}" if self.at else ""


def told_date_of(standing: Standing, known: Known) -> ToldDate | None:
    """The first date of our latest messages that waits to be put on record; None where this reader could not."""
    if not is_possible(standing.state, Step.PROMISE):
        return None
    if not may(standing.actor, NEEDED[Step.PROMISE], standing.complaint).allowed:
        return None
    ours = [event for event in known.events if event.kind in TELLING][-_LATEST:]
    return next((found for event in reversed(ours) for found in _open_dates(standing, known, event)), None)


def told_date_in(standing: Standing, entry: object) -> ToldDate | None:
    """The date that waits in one entry, by its number as it came with an address. Two queries at most."""
    if not isinstance(entry, int) and not (isinstance(entry, str) and entry.isascii() and entry.isdigit()):
        return None
    number = int(entry)
    if number.bit_length() > 63:  # noqa: PLR2004 - beyond what a table can number
        return None
    about = Q(pk=number, kind__in=TELLING) | Q(kind__in=_MADE, data__told_in=number)
    events = list(standing.complaint.events.filter(about).order_by("pk"))
    known = Known(standing, events)
    own = next((event for event in events if event.pk == number), None)
    return next(_open_dates(standing, known, own), None) if own else None


def _open_dates(standing: Standing, known: Known, event: Event) -> Iterator[ToldDate]:
    """Dates of one message that no promise stands for, unless it was set aside."""
    made = [each for each in known.events if each.kind in _MADE and each.data.get("told_in") == event.pk]
    if any(each.kind == EventKind.DATE_SET_ASIDE.value for each in made):
        return
    said = _promised(standing, event, _text(known, event))
    days = {each.day for each in said}
    # Put on record from here for another day than was read: that date has been dealt with, too.
    elsewhere = sum(_day_of(standing, each.data["due_at"]) not in days for each in made)
    waiting = [each for each in said if each.day >= standing.today and not _stands(standing, event, each)]
    for each in waiting[elsewhere:]:
        yield _told(standing, event, each)


def _promised(standing: Standing, event: Event, text: str) -> list[SaidDate]:
    """Dates promised in `text`. The working days are asked for only where some are counted."""

    def business_day(day: date, number: int) -> date:
        return standing.calendar.add_business_days(day, number)

    try:
        return dates_promised(text, event.at.astimezone(standing.zone), business_day)
    except (CalendarError, HolidayTableError):  # counted beyond what is known: nobody is asked
        return []


def _text(known: Known, event: Event) -> str:
    if event.kind == EventKind.CALLED_BACK.value:
        return str(event.data.get("said", ""))
    message = known.message(event)
    return message.body if message else ""


def _told(standing: Standing, event: Event, said: SaidDate) -> ToldDate:
    at = datetime.combine(said.day, said.time, standing.zone) if said.time else None
    return ToldDate(
        entry=event.pk,
        is_call=event.kind == EventKind.CALLED_BACK.value,
        quote=one_line(said.sentence, _QUOTED),
        what=one_line(said.sentence, _LONGEST),
        day=said.day,
        at=at,
    )


def _stands(standing: Standing, event: Event, said: SaidDate) -> bool:
    """Does a promise stand for that day; where a time was told, for no later than that?

    One that this very message has kept holds nothing any more.
    """
    rows = [row for row in standing.file.promises if row.is_unkept or row.made_at >= event.at]
    return any(_covers(row.due_at.astimezone(standing.zone), said) for row in rows)


def _covers(due: datetime, said: SaidDate) -> bool:
    return due.date() == said.day and (said.time is None or due.time() <= said.time)


def _day_of(standing: Standing, moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(standing.zone).date()
