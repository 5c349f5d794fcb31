"""Every flaw has its words in both languages."""

from __future__ import annotations

from kikitori.foundation.mail.flaw_words import WORDS, words_of
from kikitori.foundation.mail.flaws import Flaw


def test_every_flaw_has_words():
    assert set(WORDS) == set(Flaw)


def test_words_are_sentences_of_their_language():
    for flaw in Flaw:
        japanese, english = words_of(flaw, "ja"), words_of(flaw, "en")
        assert japanese.endswith("。"), flaw
        assert english.endswith("."), flaw
        assert english.replace("“�”", "").isascii(), flaw


def test_no_two_flaws_say_the_same():
    assert (
        len({words_of(flaw, "ja") for flaw in Flaw})
        == len(Flaw)
        == len({words_of(flaw, "en") for flaw in Flaw})
    )
