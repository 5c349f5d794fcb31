"""Values as people give them: what is kept as written, what is refused, and that all faults are named at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import LONGEST_TEXT, Checked, checked_text, known_years
from kikitori.foundation.language.text import storable
from kikitori.records.complaints.terms import Channel, Kind
from tests.makers import FRIDAY, JAPAN

TODAY = FRIDAY.date()
DAY = timedelta(days=1)


def problem(check: Checked) -> Problem | None:
    """The one problem found, if any."""
    assert len(check.problems) <= 1
    return next(iter(check.problems.values()), None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  皿が割れた。 \n", "皿が割れた。"),
        ("一\r\n二\r三\n", "一\n二\n三"),
        ("ＡＢＣ　ｶﾞｯｶﾘ 😡", "ＡＢＣ　ｶﾞｯｶﾘ 😡"),
        ("か\u3099", "が"),
        ("神\ufa19", "神\ufa19"),
        ("<b>&amp;{{7*7}}", "<b>&amp;{{7*7}}"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_text_is_kept_as_written_but_for_what_nobody_sees(typed: str, kept: str) -> None:
    check = Checked()
    assert check.text("story", typed) == kept
    assert problem(check) is None


@pytest.mark.parametrize("typed", ["a\x00b", "\ud800", "あ\udfff", "\x00"])
def test_text_no_table_can_hold_is_refused_not_mended(typed: str) -> None:
    check = Checked()
    assert check.text("story", typed, needed=True) == ""
    assert problem(check) is Problem.NOT_STORABLE


@pytest.mark.parametrize("typed", ["", "  ", "\n\n", "\u3000"])
def test_text_that_is_needed_must_say_something(typed: str) -> None:
    check = Checked()
    check.text("story", typed, needed=True)
    assert problem(check) is Problem.MISSING


@pytest.mark.parametrize(("length", "found"), [(10, None), (11, Problem.TOO_LONG)])
def test_text_may_be_as_long_as_it_is_allowed_and_no_longer(length: int, found: Problem | None) -> None:
    check = Checked()
    check.text("story", "あ" * length, longest=10)
    assert problem(check) is found


def test_blanks_around_a_text_do_not_count() -> None:
    check = Checked()
    assert check.text("story", " " * 50 + "あ" * 10 + "\n" * 50, longest=10) == "あ" * 10
    assert problem(check) is None


def test_rage_of_a_hundred_thousand_characters_is_the_limit() -> None:
    check = Checked()
    check.text("story", "あ" * LONGEST_TEXT)
    assert problem(check) is None
    check.text("story", "あ" * (LONGEST_TEXT + 1))
    assert problem(check) is Problem.TOO_LONG


@given(st.text(max_size=200))
def test_text_that_is_taken_can_always_be_stored_and_read_again_the_same(typed: str) -> None:
    check = Checked()
    kept = check.text("story", typed)
    assert storable(kept) == kept
    if not check.problems:
        assert Checked().text("story", kept) == kept


def test_line_is_one_line_with_single_blanks() -> None:
    check = Checked()
    assert check.line("name", " 試野\n\n はな\u3000(本人) ") == "試野 はな (本人)"
    assert problem(check) is None


@pytest.mark.parametrize(
    ("typed", "word", "found"),
    [
        ("phone", Channel.PHONE, None),
        ("Phone", None, Problem.UNKNOWN_WORD),
        ("pigeon", None, Problem.UNKNOWN_WORD),
        ("", None, Problem.MISSING),
        ("\ud800", None, Problem.UNKNOWN_WORD),
    ],
)
def test_word_is_one_of_the_list_exactly(typed: str, word: Channel | None, found: Problem | None) -> None:
    check = Checked()
    read = check.word("channel", typed, Channel)
    assert problem(check) is found
    if word:
        assert read is word


def test_word_left_out_is_its_default_and_a_wrong_one_is_not() -> None:
    check = Checked()
    assert check.word("kind", "", Kind, Kind.COMPLAINT) is Kind.COMPLAINT
    assert problem(check) is None
    check.word("kind", "rant", Kind, Kind.COMPLAINT)
    assert problem(check) is Problem.UNKNOWN_WORD


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        (FRIDAY, None),
        (FRIDAY - 700 * DAY, None),
        (FRIDAY + timedelta(minutes=4), None),  # another machine's clock
        (FRIDAY + timedelta(minutes=6), Problem.IN_THE_FUTURE),
        (FRIDAY + 365 * DAY, Problem.IN_THE_FUTURE),
        (datetime(2019, 1, 1, tzinfo=JAPAN), None),
        (datetime(2018, 12, 31, 23, 59, 59, tzinfo=JAPAN), Problem.OUT_OF_RANGE),
        (datetime(2018, 12, 31, 15, 0, tzinfo=UTC), None),
        (datetime(2018, 12, 31, 14, 59, 59, tzinfo=UTC), Problem.OUT_OF_RANGE),
        (datetime(1, 1, 1, tzinfo=JAPAN), Problem.OUT_OF_RANGE),
    ],
)
def test_past_moment_lies_in_years_that_can_be_counted_from(moment: datetime, found: Problem | None) -> None:
    check = Checked()
    assert check.past("received_at", moment, FRIDAY, JAPAN) == moment
    assert problem(check) is found


def test_past_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="received_at needs a time zone"):
        Checked().past("received_at", datetime(2026, 11, 20), FRIDAY, JAPAN)  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (TODAY, None),
        (TODAY + DAY, None),
        (TODAY - DAY, Problem.IN_THE_PAST),
        (date(1, 1, 1), Problem.IN_THE_PAST),
        (None, Problem.MISSING),
        (date(2040, 12, 31), None),
        (date(2041, 1, 1), Problem.OUT_OF_RANGE),
        (date(9999, 12, 31), Problem.OUT_OF_RANGE),
    ],
)
def test_coming_day_lies_between_today_and_the_end_of_the_calendar(
    day: date | None, found: Problem | None
) -> None:
    check = Checked()
    assert check.coming_day("to", day, TODAY) == (day or TODAY)
    assert problem(check) is found


def test_every_fault_is_named_at_once() -> None:
    check = Checked()
    check.text("story", "", needed=True)
    check.word("channel", "pigeon", Channel)
    check.coming_day("to", None, TODAY)
    with pytest.raises(Invalid) as refusal:
        check.done()
    assert refusal.value.problems == {
        "story": Problem.MISSING,
        "channel": Problem.UNKNOWN_WORD,
        "to": Problem.MISSING,
    }
    assert str(refusal.value) == "story: missing, channel: unknown_word, to: missing"


def test_refusal_holds_no_value_that_was_typed() -> None:
    with pytest.raises(Invalid) as refusal:
        checked_text("reason", "秘密" * 10, longest=3)
    assert "秘密" not in str(refusal.value)
    assert refusal.value.problems == {"reason": Problem.TOO_LONG}


def test_checked_text_is_needed_unless_said_otherwise() -> None:
    assert checked_text("reason", " はい ") == "はい"
    assert checked_text("reason", "", needed=False) == ""
    with pytest.raises(Invalid) as refusal:
        checked_text("reason", "")
    assert refusal.value.problems == {"reason": Problem.MISSING}


def test_nothing_wrong_raises_nothing() -> None:
    check = Checked()
    assert check.text("story", "皿") == "皿"
    check.done()
    assert check.problems == {}


def test_known_years_are_those_of_the_holiday_table() -> None:
    assert (known_years().first_year, known_years().last_year) == (2019, 2040)
