"""Who is away on a day, and who is there for them 代理. Pure.

A deputy who is away as well is stood in for by their own deputy, and so on; a row of deputies that ends with nobody, or
comes back to where it began, ends with nobody. What may be seen is no question here (access/visibility.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: So many days ahead an absence is spoken of, and so many days after its end what has happened meanwhile is offered.
AHEAD = timedelta(days=7)
AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Away:
    """One absence, first and last day included. `deputy`: who stands in, if they are still at work here."""

    number: int
    staff: int
    first: date
    last: date
    deputy: int | None = None
    name: str = ""
    deputy_name: str = ""

    def is_on(self, day: date) -> bool:
        """Does that day belong to it?"""
        return self.first <= day <= self.last


class Roster:
    """Everybody's absences as they lie around one day."""

    def __init__(self, day: date, absences: Iterable[Away] = ()) -> None:
        """`absences`: at least those on `day`; others may be among them."""
        self.day, self.after = day, AFTER
        self._known = sorted(absences, key=lambda each: (each.first, each.last, each.number))
        #: Where two hold on one day, the one that lasts longer.
        self._today = {
            each.staff: each
            for each in sorted(self._known, key=lambda each: (each.last, each.number))
            if each.is_on(day)
        }

    def __bool__(self) -> bool:
        """Is anybody away today?"""
        return bool(self._today)

    @property
    def absent(self) -> frozenset[int]:
        """Everybody who is away today."""
        return frozenset(self._today)

    def away(self, staff: int | None) -> Away | None:
        """The absence of this person today; None where they are at work."""
        return self._today.get(staff) if staff is not None else None

    def away_or_soon(self, staff: int | None) -> Away | None:
        """The same, or else the absence that begins next within AHEAD."""
        soon = (each for each in self._known if each.staff == staff and self._is_soon(each))
        return self.away(staff) or next(soon, None)

    def instead_of(self, staff: int) -> int | None:
        """Who is there: this person where they are at work, else their deputy, or that one's; None where nobody is."""
        asked: set[int] = set()
        one: int | None = staff
        while one is not None and one in self._today:
            if one in asked:
                return None
            asked.add(one)
            one = self._today[one].deputy
        return one

    def stand_in_name(self, staff: int) -> str:
        """The name of whoever is there for somebody who is away; empty where nobody is."""
        there = self.instead_of(staff)
        return next((each.deputy_name for each in self._known if each.deputy == there is not None), "")

    def stood_in_by(self, staff: int | None) -> list[Away]:
        """The absences today in which this person is there for somebody, by whatever row of deputies."""
        if staff is None or staff in self._today:
            return []
        found = (each for each in self._known if self._today.get(each.staff) is each)
        return [each for each in found if self.instead_of(each.staff) == staff]

    def will_stand_in(self, staff: int | None) -> list[Away]:
        """Absences that begin within AHEAD and name this person as deputy."""
        return [each for each in self._known if each.deputy == staff is not None and self._is_soon(each)]

    def back_from(self, staff: int | None) -> Away | None:
        """The absence from which this person came back within AFTER, the latest; None while they are away."""
        if staff is None or staff in self._today:
            return None
        over = [each for each in self._known if each.staff == staff and self._is_over(each)]
        return max(over, key=lambda each: each.last, default=None)

    def _is_soon(self, absence: Away) -> bool:
        return self.day < absence.first <= self.day + AHEAD

    def _is_over(self, absence: Away) -> bool:
        return self.day - AFTER <= absence.last < self.day


def overlaps(first: date, last: date, others: Iterable[Away]) -> Away | None:
    """The first of these absences that has a day in common with this stretch."""
    return next((each for each in others if each.first <= last and first <= each.last), None)
