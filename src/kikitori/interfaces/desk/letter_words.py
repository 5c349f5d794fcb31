"""How a letter stands, in a word: what the post brought back was sent, and has come back."""

from __future__ import annotations

from django.utils.functional import Promise as LazyText

from kikitori.casework.returned import RETURNED
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.labels import CAME_BACK, LETTER_STATE
from kikitori.records.letters.models import Letter


def stands_told(letter: Letter) -> str | LazyText:
    """The word for the badge."""
    state = LetterState(letter.state)
    came_back = state is LetterState.FAILED and letter.last_error == RETURNED
    return CAME_BACK if came_back else LETTER_STATE[state]
