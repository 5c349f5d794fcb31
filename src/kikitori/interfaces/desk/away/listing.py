"""Absences as a list: each with how it stands to today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kikitori.records.people.absences import Absence, told
from kikitori.records.people.standing_in import Away


@dataclass(frozen=True, slots=True)
class Shown:
    """One absence in a list, seen from today."""

    absence: Away
    today: date

    @property
    def is_now(self) -> bool:
        """Does it hold today?"""
        return self.absence.is_on(self.today)

    @property
    def is_over(self) -> bool:
        """Has it ended?"""
        return self.absence.last < self.today


def listed(rows: QuerySet[Absence], today: date) -> list[Shown]:
    """Those that begin first, first. One query."""
    return [Shown(each, today) for each in told(rows)]
