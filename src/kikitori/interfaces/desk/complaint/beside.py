"""What lies beside a form while one writes: the person's words, the points raised, what was promised."""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.interfaces.desk.complaint.folding import Folded, folded, folded_briefly
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.models import Allegation
from kikitori.records.deadlines.models import Promise
from kikitori.records.letters.models import Message


@dataclass(frozen=True, slots=True)
class Beside:
    """The facts a writer wants in sight."""

    story: Folded
    wish: Folded
    allegations: list[Allegation]
    promises: list[Promise]
    last_word: Message | None
    last_text: Folded
    #: What was found for all of the mass complaint it belongs to.
    found_in_common: str = ""


def beside(standing: Standing) -> Beside:
    """One query of its own: the complainant's last word."""
    complaint = standing.complaint
    last_word = complaint.messages.filter(from_complainant=True).last()
    return Beside(
        folded(complaint.story),
        folded_briefly(complaint.desired_outcome),
        standing.file.allegations,
        standing.file.open_promises,
        last_word,
        folded(last_word.body if last_word else ""),
        standing.file.found_in_common,
    )
