"""The letters of a complaint in words: what each is, by which road it went, how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.interfaces.desk.complaint.fields import Words
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.labels import LETTER_KIND, LETTER_STATE, MEDIUM
from kikitori.records.letters.models import Letter


@dataclass(frozen=True, slots=True)
class LetterFact:
    """One letter: what it is, how it stands."""

    row: Letter
    kind: Words
    state: Words
    medium: Words

    @property
    def needs_hand(self) -> bool:
        """Must somebody see to it?"""
        return self.row.state in (LetterState.FAILED.value, LetterState.TO_PRINT.value)

    @property
    def event(self) -> int | None:
        """The entry whose step wrote it: a letter's key begins with its number."""
        event, _, _ = self.row.key.partition(":")
        return int(event) if event.isdigit() else None


def letters_of(complaint: Complaint) -> list[LetterFact]:
    """All letters, oldest first, without their texts. One query."""
    return [
        LetterFact(
            row,
            LETTER_KIND[LetterKind(row.kind)],
            LETTER_STATE[LetterState(row.state)],
            MEDIUM[Medium(row.medium)],
        )
        for row in complaint.letters.defer("body").order_by("pk")
    ]
