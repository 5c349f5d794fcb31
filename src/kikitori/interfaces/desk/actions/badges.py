"""How a corrective action stands, in a word and a colour: never by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText

from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.labels import ACTION_STATE
from kikitori.records.prevention.lifecycle import UNDONE, WATCHED
from kikitori.records.prevention.terms import ActionState

_KEPT = frozenset({ActionState.EFFECTIVE})


@dataclass(frozen=True, slots=True)
class Shown:
    """One of them in a list."""

    row: CorrectiveAction
    today: date

    @property
    def state(self) -> ActionState:
        """As a word of its lifecycle."""
        return ActionState(self.row.state)

    @property
    def label(self) -> str | LazyText:
        """In the reader's language."""
        return ACTION_STATE[self.state]

    @property
    def css(self) -> str:
        """The colour of its badge."""
        return "badge--kept" if self.state in _KEPT else "badge--late" if self.is_late else "badge--accent"

    @property
    def is_undone(self) -> bool:
        """Does the day by which it is to be done still run?"""
        return self.state in UNDONE

    @property
    def is_watched(self) -> bool:
        """Is it counted what comes again?"""
        return self.state in WATCHED

    @property
    def is_overdue(self) -> bool:
        """Is the day past by which it was to be done?"""
        return self.is_undone and self.row.due_on is not None and self.row.due_on < self.today

    @property
    def is_late(self) -> bool:
        """Is something overdue, or are people asked?"""
        return self.is_overdue or (self.is_watched and self.row.asked_at is not None)
