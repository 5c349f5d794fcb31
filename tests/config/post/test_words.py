"""What `kikitori mail` says, in both languages: every trouble, every problem of a value, and nothing of a server's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kikitori.casework.errors import Problem
from kikitori.config.post import words
from kikitori.config.post.told import _line, _moment
from kikitori.config.post.words import OUT_OF_RANGE, PROBLEMS, TROUBLES, problem_of
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.letters.mail_terms import MailTrouble
from tests.house.rules.source import JAPANESE

ROW: dict[str, Any] = {
    "name": "窓口",
    "kind": "imap",
    "active": True,
    "fetched": 12,
    "waiting": 1,
    "filed": 7,
    "noted": 2,
    "quarantined": 1,
    "discarded": 1,
    "last_read_at": "2026-12-31T23:59:00+09:00",
    "trouble": None,
    "trouble_since": None,
}


def assert_said(words_: Bilingual) -> None:
    assert JAPANESE.search(words_.ja)
    assert not JAPANESE.search(words_.en)
    assert words_.ja == words_.ja.strip()
    assert words_.en == words_.en.strip()


@pytest.mark.parametrize("trouble", MailTrouble)
def test_every_trouble_says_what_is_wrong_in_both_languages(trouble: MailTrouble) -> None:
    assert_said(TROUBLES[trouble])


def test_no_two_troubles_are_told_alike() -> None:
    for language in ("ja", "en"):
        assert len({each.in_(language) for each in TROUBLES.values()}) == len(MailTrouble)


@pytest.mark.parametrize("problem", Problem)
@pytest.mark.parametrize("field", ["name", "address", "kind", "security", "move_to", "port", ""])
def test_every_problem_of_a_value_has_half_a_sentence(field: str, problem: Problem) -> None:
    assert_said(problem_of(field, problem.value))


def test_out_of_range_says_more_where_there_is_more_to_say() -> None:
    own = {field: problem_of(field, "out_of_range") for field in OUT_OF_RANGE}
    assert own == OUT_OF_RANGE
    assert len({each.en for each in own.values()}) == len(own)
    assert problem_of("port", "out_of_range") not in own.values()
    for field in OUT_OF_RANGE:
        assert problem_of(field, "missing") == PROBLEMS["missing"]


def test_words_that_stand_alone_are_in_both_languages() -> None:
    for name in ("UNREAD_NOW", "NO_MAILBOX", "RETIRED", "NEVER"):
        assert_said(getattr(words, name))


@pytest.mark.parametrize(
    ("changes", "ja", "en"),
    [
        (
            {},
            "窓口  12 1 7 2 1 1  2026-12-31T23:59:00+09:00",
            "窓口  12 1 7 2 1 1  2026-12-31T23:59:00+09:00",
        ),
        ({"last_read_at": None}, "窓口  12 1 7 2 1 1  まだ", "窓口  12 1 7 2 1 1  never"),
        (
            {"active": False, "last_read_at": None},
            "窓口  12 1 7 2 1 1  まだ  [停止中]",
            "窓口  12 1 7 2 1 1  never  [retired]",
        ),
        ({"name": None}, "（受信箱なし）  12 1 7 2 1 1", "(no mailbox)  12 1 7 2 1 1"),
    ],
)
def test_mailbox_is_one_line_of_numbers(changes: dict[str, Any], ja: str, en: str) -> None:
    assert _line({**ROW, **changes}, "ja") == ja
    assert _line({**ROW, **changes}, "en") == en


@pytest.mark.parametrize("trouble", MailTrouble)
def test_trouble_stands_below_its_mailbox_with_the_moment_it_began(trouble: MailTrouble) -> None:
    row = {**ROW, "trouble": trouble.value, "trouble_since": "2026-11-24T10:00:00+09:00"}
    for language in ("ja", "en"):
        first, second = _line(row, language).split("\n")
        assert first.startswith("窓口")
        assert second == f"  ! 2026-11-24T10:00:00+09:00: {TROUBLES[trouble].in_(language)}"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (None, None),
        (datetime(2026, 12, 31, 14, 59, 59, 999999, UTC), "2026-12-31T23:59:59+09:00"),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "2027-01-01T00:00:00+09:00"),
        (datetime(2028, 2, 28, 15, 30, tzinfo=UTC), "2028-02-29T00:30:00+09:00"),
    ],
)
def test_moment_is_told_to_the_second_in_the_zone_of_the_house(
    moment: datetime | None, told: str | None
) -> None:
    assert _moment(moment) == told
