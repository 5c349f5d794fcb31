"""How a letter stands, in a word: what the post brought back is not told as never sent."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from kikitori.casework.returned import RETURNED
from kikitori.interfaces.desk.letter_words import stands_told
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.labels import LETTER_STATE
from kikitori.records.letters.models import Letter


@pytest.mark.parametrize("state", LetterState)
def test_each_state_is_told_by_its_label(state: LetterState) -> None:
    assert stands_told(Letter(state=state.value)) == LETTER_STATE[state]


@pytest.mark.parametrize(("language", "word"), [("ja", "返戻"), ("en", "Returned")])
def test_letter_that_came_back_is_returned(language: str, word: str) -> None:
    with override(language):
        assert str(stands_told(Letter(state="failed", last_error=RETURNED))) == word
        assert str(stands_told(Letter(state="failed", last_error="bad_address"))) != word
        assert str(stands_told(Letter(state="told", last_error=RETURNED))) != word
