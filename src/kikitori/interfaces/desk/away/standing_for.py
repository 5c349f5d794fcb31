"""What a deputy is shown of those they stand in for: whatever falls due before these are back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from kikitori.interfaces.desk.frame import Frame
from kikitori.records.people.standing_in import Away, Roster


def end_of(absence: Away, zone: ZoneInfo) -> datetime:
    """The moment after the last day of an absence."""
    return datetime.combine(absence.last + timedelta(days=1), time.min, tzinfo=zone)


def due_meanwhile(absences: Iterable[Away], whose: str, zone: ZoneInfo) -> Q:
    """Of promises or tasks: due before the end of one of these absences, and `whose` is who is away. None: nothing."""
    found = Q(pk__in=())
    for each in absences:
        found |= Q(**{whose: each.staff, "due_at__lt": end_of(each, zone)})
    return found


@dataclass(frozen=True)
class Attendance:
    """What Today says of absences: mine, and those in which I am somebody's deputy."""

    roster: Roster
    me: int | None

    @property
    def mine(self) -> Away | None:
        """I am away today, by what is noted."""
        return self.roster.away(self.me)

    @property
    def soon(self) -> Away | None:
        """I shall be away before long."""
        found = self.roster.away_or_soon(self.me)
        return found if found is not self.mine else None

    @property
    def back_from(self) -> Away | None:
        """I have come back lately."""
        return self.roster.back_from(self.me)

    @property
    def stood_in(self) -> list[Away]:
        """For whom I am there today."""
        return self.roster.stood_in_by(self.me)

    @property
    def to_come(self) -> list[Away]:
        """For whom I shall be there before long."""
        return self.roster.will_stand_in(self.me)

    def stands_for(self, staff: int | None) -> str:
        """The name of whom I stand in for, where this is one of them; else empty."""
        return self._names.get(staff or 0, "")

    @property
    def _names(self) -> dict[int, str]:
        return {each.staff: each.name for each in self.stood_in}


def attendance(frame: Frame) -> Attendance:
    """Of whoever is signed in. One query, where the frame has not asked yet."""
    return Attendance(frame.roster, frame.actor.staff_id)


def zone_of(frame: Frame) -> ZoneInfo:
    """The organisation's zone: absences are its days."""
    return ZoneInfo(frame.organisation.time_zone)


def as_deputy(frame: Frame, whose: str) -> Q:
    """Of promises or tasks, what this person sees as a deputy today."""
    return due_meanwhile(attendance(frame).stood_in, whose, zone_of(frame))


def for_today(frame: Frame) -> dict[str, Any]:
    """For the page: my absences and whom I stand in for."""
    return {"attendance": attendance(frame)}
