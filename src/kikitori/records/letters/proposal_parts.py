"""What a proposal must say, and what of it is missing. Pure.

It says what is offered, by when each thing is done, until when an answer helps and how it is given, that saying no
costs nothing, and that saying yes gives up no right (standards N6). To whom it is, every letter says at its head.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kikitori.records.letters.fixed_sentences import ProposalSentence


class ProposalPart(StrEnum):
    """The parts that can be missing, in the order of the letter."""

    OFFERED = "offered"
    BY_WHEN = "by_when"
    ANSWER_BY = "answer_by"
    HOW = "how"
    DECLINED = "declined"
    RIGHTS = "rights"


#: The sentences that say a part; each of them has to say something once it is filled.
_SAID_BY = {
    ProposalPart.HOW: ProposalSentence.HOW,
    ProposalPart.DECLINED: ProposalSentence.DECLINED,
    ProposalPart.RIGHTS: ProposalSentence.RIGHTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLetter:
    """A proposal as it would go. `offered`: the day of each thing. `sentences`: as they stand in it, None if fixed."""

    offered: Sequence[date | None]
    answer_by: date | None
    has_phone: bool
    sentences: Mapping[str, str] | None


def missing_in(letter: ProposalLetter) -> list[ProposalPart]:
    """The parts that are missing, in the order of the letter."""
    found = []
    if not letter.offered:
        found.append(ProposalPart.OFFERED)
    if any(day is None for day in letter.offered):
        found.append(ProposalPart.BY_WHEN)
    if letter.answer_by is None:
        found.append(ProposalPart.ANSWER_BY)
    if letter.sentences is None:
        return found
    for part, place in _SAID_BY.items():
        by_phone = part is ProposalPart.HOW and letter.has_phone
        said = letter.sentences[ProposalSentence.HOW_OR_PHONE if by_phone else place]
        if not said.strip():
            found.append(part)
    return found
