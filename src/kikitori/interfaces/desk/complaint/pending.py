"""Replies that wait to be sent, as the page of their complaint shows them: when they go, and why to look again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kikitori.casework.promising import kept_by
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.folding import Folded, folded
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.clock import is_late
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.kinds import PendingTrouble
from kikitori.records.letters.labels import PENDING_TROUBLE

#: Nearer than this, seconds are counted.
_AT_ONCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PendingShown:
    """One reply. `seconds`: until it goes, where that is at once; `trouble`: why it is stuck, empty where it is not."""

    pk: int
    author: str
    written_at: datetime
    goes_at: datetime
    seconds: int | None
    text: Folded
    language: str
    trouble: str
    has_crossed: bool
    comes_late: bool
    files: list[Enclosed]

    @property
    def waits_for_scan(self) -> bool:
        """Is one of its files still to be checked for viruses, so that it does not go before?"""
        return not self.trouble and any(file.scan_word for file in self.files)


def pending_shown(standing: Standing) -> list[PendingShown]:
    """Oldest first. One query of its own where there are any: whether the complainant has written since."""
    rows = standing.file.pending
    if not rows:
        return []
    theirs = standing.complaint.messages.filter(from_complainant=True).last()
    return [_shown(standing, row, theirs.at if theirs else None) for row in rows]


def _shown(standing: Standing, row: PendingReply, last_word: datetime | None) -> PendingShown:
    left = row.goes_at - standing.now
    at_once = left < _AT_ONCE and not row.is_stuck and not row.chosen
    due = [each.due_at for each in standing.file.open_promises if each.kind in kept_by(Step.REPLY)]
    return PendingShown(
        pk=row.pk,
        author=row.author.name if row.author else "",
        written_at=row.written_at,
        goes_at=row.goes_at,
        seconds=max(0, round(left.total_seconds())) if at_once else None,
        text=folded(row.body),
        language=row.language,
        trouble=str(PENDING_TROUBLE[PendingTrouble(row.trouble)]) if row.is_stuck else "",
        has_crossed=last_word is not None and last_word > row.written_at,
        files=[Enclosed(each) for each in standing.file.files if each.pending_id == row.pk],
        comes_late=not row.is_stuck and any(is_late(each, row.goes_at) for each in due),
    )
