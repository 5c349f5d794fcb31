"""Questions in the language of PostgreSQL: whatever is typed, the database can read it."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.names import number_key
from kikitori.insight.search.keys import (
    contact_keys,
    keys_sought,
    locator_key,
    member_key,
    reference_keys,
    sound_keys,
    sound_sought,
)
from kikitori.insight.search.question import read_question

HOSTILE = [
    "'",
    "''",
    "\\",
    "a'b",
    "a\\'b",
    "x:*",
    "!x",
    "a & b | c",
    "<->",
    "o'neil@example.jp",
    "' or 1=1 --",
    "%s",
    "{0}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_every_question_can_be_asked(db: None, words: str) -> None:
    question = read_question(words)
    if question.clauses:
        with connection.cursor() as cursor:
            cursor.execute("select %s::tsquery, %s::tsquery", [question.wanted, question.at_first])
            assert cursor.fetchone() is not None


@given(st.text(max_size=40))
def test_any_words_are_a_question_or_none(words: str) -> None:
    question = read_question(words)
    assert bool(question.clauses) == bool(question.wanted)
    assert all(ways for ways in question.clauses)


def test_only_words_whose_tokens_do_not_tell_are_looked_for_in_one_piece() -> None:
    assert read_question("返金 皿").exactly == []
    assert {(number, signs) for number, _, signs in read_question("皿 返金額").exactly} >= {(1, "返金額")}


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("k 2026 118", {"=K-2026-000118"}),
        ("000118", {"=n118"}),
        ("abcd efgh", {"=ABCD-EFGH"}),
        ("03-9999-0000", {"=phone +81399990000"}),
        ("A@Example.JP", {"=email a@example.jp"}),
        ("返金", set()),
        ("0", set()),
    ],
)
def test_words_are_read_as_every_exact_thing_they_can_be(words: str, keys: set[str]) -> None:
    found = set(keys_sought(words))
    assert found >= keys
    # Anything with digits may be a telephone or a member number.
    assert not {key for key in found - keys if not key.startswith(("=phone", "=member"))}


def test_keys_of_a_complaint_are_those_that_are_sought() -> None:
    whole, number = reference_keys("K-2026-000118")
    assert whole in set(keys_sought("K 2026 118"))
    assert number in set(keys_sought("118"))
    assert locator_key("ABCD-EFGH") in set(keys_sought("abcdefgh"))
    assert contact_keys("email", "a@example.jp") == tuple(keys_sought("a@example.jp"))
    assert {*contact_keys("phone", "+81399990000")} == {"=phone +81399990000", "0000"}
    assert "=phone +81399990000" in set(keys_sought("03-9999-0000"))
    assert member_key(number_key("M-00123")) in set(keys_sought("ｍ 00123"))
    assert contact_keys("fax", "+81399990000") == contact_keys("phone", "+81399990000")


def test_reading_sounds_in_its_parts_and_as_a_whole() -> None:
    assert sound_keys("タカハシ サクラ") == ("~takahasi", "~sakura", "~takahasisakura")
    assert sound_keys("高橋") == sound_keys("") == ()
    assert sound_sought("Takahashi") == "~takahasi"
    assert sound_sought("refund") == ""
