"""The words a letter puts in: days, moments, money, and findings told to the person whose point it was."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import get_language, override

from kikitori.foundation.language.dates import Speaker
from kikitori.foundation.language.readings import in_brackets
from kikitori.records.complaints.terms import Outcome
from kikitori.records.letters.letter_tags import FINDING, finding_in, money_in, on_day, on_moment
from tests.makers import JAPAN

JA, EN = Speaker("ja", JAPAN), Speaker("en", JAPAN)
SAID = {
    "upheld": ("ご指摘のとおりと認めました。", "We agree with this point."),
    "partly": ("ご指摘の一部を認めました。", "We agree with part of this point."),
    "not_upheld": ("ご指摘のとおりとは認められませんでした。", "We do not agree with this point."),
    "unable": ("事実を確かめることができませんでした。", "We could not find out what happened."),
    "no_jurisdiction": ("私どもでは判断できない事柄です。", "This is not ours to decide."),
    "withdrawn": ("このご指摘は取り下げられました。", "You withdrew this point."),
    "settled": ("お話し合いにより解決しました。", "We settled this with you by agreement."),
    "goodwill": (
        "落ち度は認められませんでしたが、誠意をもって対応いたします。",
        "We found no fault of ours and will still do something about it.",
    ),
}


@pytest.mark.parametrize("outcome", SAID)
def test_finding_is_told_as_a_sentence_in_the_language_of_the_letter(outcome: str) -> None:
    assert (finding_in(outcome, "ja"), finding_in(outcome, "en")) == SAID[outcome]


def test_every_finding_there_is_can_be_told() -> None:
    assert set(FINDING) == set(Outcome)
    assert set(SAID) == {outcome.value for outcome in Outcome}


@pytest.mark.parametrize("words", SAID.values())
def test_finding_blames_nobody_and_uses_no_word_of_lawyers(words: tuple[str, str]) -> None:
    for word in ("認容", "棄却", "却下", "対象外", "お客様都合", "upheld", "dismiss", "claim", "invalid"):
        assert word not in words[0]
        assert word not in words[1].lower()


def test_telling_a_finding_leaves_the_language_of_the_screen_alone() -> None:
    with override("en"):
        finding_in("upheld", "ja")
        assert get_language() == "en"


@pytest.mark.parametrize("outcome", ["", "guilty", "UPHELD"])
def test_finding_that_is_none_stops_the_letter(outcome: str) -> None:
    with pytest.raises(ValueError, match="Outcome"):
        finding_in(outcome, "ja")


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (date(2026, 12, 4), "2026年12月4日（金）", "Friday 4 December 2026"),
        # Half past eleven at night in London is the next day here.
        (datetime(2026, 12, 3, 23, 30, tzinfo=UTC), "2026年12月4日（金）", "Friday 4 December 2026"),
        (datetime(2026, 12, 3, 14, 59, 59, tzinfo=UTC), "2026年12月3日（木）", "Thursday 3 December 2026"),
        (datetime(2026, 12, 3, 15, 0, tzinfo=UTC), "2026年12月4日（金）", "Friday 4 December 2026"),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "2027年1月1日（金）", "Friday 1 January 2027"),
        (date(2028, 2, 29), "2028年2月29日（火）", "Tuesday 29 February 2028"),
    ],
)
def test_day_is_the_day_it_is_here(value: date | datetime, ja: str, en: str) -> None:
    assert (on_day(value, JA), on_day(value, EN)) == (ja, en)


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (
            datetime(2026, 12, 18, 8, 0, tzinfo=UTC),
            "2026年12月18日（金）17:00",
            "Friday 18 December 2026, 17:00",
        ),
        (
            datetime(2026, 12, 18, 0, 5, tzinfo=UTC),
            "2026年12月18日（金）09:05",
            "Friday 18 December 2026, 09:05",
        ),
        (
            datetime(2026, 12, 17, 15, 0, tzinfo=UTC),
            "2026年12月18日（金）00:00",
            "Friday 18 December 2026, 00:00",
        ),
    ],
)
def test_moment_is_told_to_the_minute(value: datetime, ja: str, en: str) -> None:
    assert (on_moment(value, JA), on_moment(value, EN)) == (ja, en)


def owed(amount: int, currency: str = "JPY") -> SimpleNamespace:
    return SimpleNamespace(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("amount", "written"),
    [(1, "1"), (999, "999"), (1_000, "1,000"), (12_800, "12,800"), (2_147_483_647, "2,147,483,647")],
)
def test_money_has_its_separators(amount: int, written: str) -> None:
    assert (money_in(owed(amount), "ja"), money_in(owed(amount), "en")) == (f"{written}円", f"¥{written}")


def test_yen_carries_its_reading_to_the_easy_letter_and_no_braces() -> None:
    assert in_brackets(money_in(owed(12_800), "ja-easy")) == "12,800円（えん）"


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [(1_250, "USD", "$12.50"), (5, "THB", "THB 0.05"), (900, "KRW", "₩900")],
)
def test_other_money_keeps_its_sign_in_every_language(
    amount: int, currency: str, written: str, language: str
) -> None:
    assert money_in(owed(amount, currency), language) == written
