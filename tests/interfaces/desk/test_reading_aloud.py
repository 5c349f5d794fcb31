"""How a locator is said on the phone."""

import pytest
from django.utils.translation import override

from kikitori.foundation.crypto import new_locator
from kikitori.interfaces.desk.reading_aloud import SAID, spelled


def test_every_letter_of_every_locator_can_be_said() -> None:
    letters = {letter for _ in range(200) for letter in new_locator()}
    assert letters <= set(SAID)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", ["ケー", "なな", "ハイフン", "エー"]), ("en", ["Kilo", "seven", "dash", "Alfa"])],
)
def test_locator_is_spelled_in_the_language_of_the_listener(language: str, words: list[str]) -> None:
    with override(language):
        assert [str(each.said) for each in spelled("k7-a")] == words
    assert [each.character for each in spelled("k7-a")] == ["K", "7", "-", "A"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_letters_sound_the_same(language: str) -> None:
    with override(language):
        said = [str(word) for word in SAID.values()]
    assert len(said) == len(set(said))


def test_letter_without_a_word_stands_for_itself() -> None:
    assert [(each.character, each.said) for each in spelled("あ")] == [("あ", "あ")]
