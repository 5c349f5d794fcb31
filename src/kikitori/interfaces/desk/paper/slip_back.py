"""The part of a letter that was torn off has come back: the steps by which its answer is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.complaint.steps.table import WORD_OF, address_of
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Letter
from kikitori.records.letters.postings import Posting

#: What can be ticked on it, in its order: the step, and what was ticked.
_ANSWERS: dict[LetterKind, tuple[tuple[Step, str | LazyText], ...]] = {
    LetterKind.PROPOSAL: (
        (Step.ACCEPT, _("They accept the proposal")),
        (Step.DECLINE, _("They do not accept it")),
    ),
    LetterKind.IS_IT_SOLVED: (
        (Step.CONFIRM_SOLVED, _("It is solved")),
        (Step.CONFIRM_UNSOLVED, _("It is not solved")),
        (Step.LEAVE_IT, _("They leave it at that")),
    ),
    LetterKind.STILL_SOLVED: (
        (Step.CONFIRM_HOLDS, _("It is still solved")),
        (Step.REOPEN, _("It has come back")),
    ),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and where it is written down."""

    words: str | LazyText
    url: str


def answers_on(letter: Letter, posting: Posting | None) -> list[Answer]:
    """What can be written down now of what was ticked; nothing where nothing was to be torn off."""
    if posting is None or not posting.sheet.get("reply"):
        return []
    return list(_possible(letter))


def _possible(letter: Letter) -> Iterator[Answer]:
    reference, state = letter.complaint.reference, State(letter.complaint.state)
    for step, words in _ANSWERS.get(LetterKind(letter.kind), ()):
        if is_possible(state, step):
            yield Answer(words, address_of(reference, WORD_OF[step]))
