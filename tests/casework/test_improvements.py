"""Improvements: written, published, taken back, each kept; and nothing in them that points at a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.improvements import (
    MOST_COMPLAINTS,
    ImprovementGiven,
    publish_improvement,
    take_back_improvement,
    write_improvement,
)
from kikitori.foundation.language.readings import in_kana, without_readings
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.prevention.models import Improvement
from tests.cast import Cast
from tests.makers import FRIDAY

BOX = ImprovementGiven(
    title_ja="箱を厚くしました",
    words_ja="器が割れて届くことがありました。\n二重の箱に替えました。",
    title_en="Thicker boxes",
    words_en="Plates sometimes arrived broken. Boxes are double now.",
    month=date(2026, 11, 20),
    complaints=14,
)


EASY = {
    "title_easy": "{箱|はこ}を あつく しました",
    "words_easy": "お{皿|さら}が われました。{箱|はこ}を かえました。",
}


def written(cast: Cast, given: ImprovementGiven = BOX) -> Improvement:
    return write_improvement(cast.actor("lead"), given, now=FRIDAY)


def test_improvement_is_written_for_a_month_and_nobody_outside_reads_it_yet(cast: Cast) -> None:
    row = written(cast)
    assert (row.month, row.complaints, row.is_public, row.published_at) == (
        date(2026, 11, 1),
        14,
        False,
        None,
    )
    assert row.words_ja == BOX.words_ja
    line = SettingChange.objects.get()
    assert (line.kind, line.by, line.before) == ("improvements", cast.lead, {})
    assert (line.after["month"], line.after["public"]) == ("2026-11-01", False)


def test_improvement_is_published_taken_back_and_published_again(cast: Cast) -> None:
    lead, row = cast.actor("lead"), written(cast)
    row = publish_improvement(lead, row.pk, seen=row.version, now=FRIDAY)
    assert (row.is_public, row.published_at) == (True, FRIDAY)
    later = FRIDAY + timedelta(days=3)
    row = take_back_improvement(lead, row.pk, seen=row.version, now=later)
    assert not row.is_public
    row = publish_improvement(lead, row.pk, seen=row.version, now=later)
    assert (row.is_public, row.published_at) == (True, FRIDAY)
    assert [line.after["public"] for line in SettingChange.objects.order_by("pk")] == [
        False,
        True,
        False,
        True,
    ]


def test_what_is_published_can_be_written_anew_and_stays_published(cast: Cast) -> None:
    lead, row = cast.actor("lead"), written(cast)
    row = publish_improvement(lead, row.pk, seen=row.version, now=FRIDAY)
    row = write_improvement(
        lead, replace(BOX, complaints=15), improvement=row.pk, seen=row.version, now=FRIDAY
    )
    assert (row.is_public, row.complaints) == (True, 15)
    newest = SettingChange.objects.latest("pk")
    assert (newest.before["complaints"], newest.after["complaints"]) == (14, 15)


def test_saying_the_same_again_is_no_change(cast: Cast) -> None:
    lead, row = cast.actor("lead"), written(cast)
    again = write_improvement(lead, BOX, improvement=row.pk, seen=row.version, now=FRIDAY)
    assert again.version == row.version == 1
    take_back_improvement(lead, row.pk, seen=1, now=FRIDAY)
    assert SettingChange.objects.count() == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_one_language_is_enough(cast: Cast, language: str) -> None:
    other = "en" if language == "ja" else "ja"
    row = written(cast, replace(BOX, **{f"title_{other}": "", f"words_{other}": ""}))
    title, words, code = row.told_in(other)
    assert (title, code) == (getattr(BOX, f"title_{language}"), language)
    assert words


def test_each_reader_gets_their_language(cast: Cast) -> None:
    row = written(cast)
    assert [row.told_in(code)[0] for code in ("ja", "ja-easy", "en", "de")] == [
        *("箱を厚くしました", "箱を厚くしました"),
        *("Thicker boxes", "Thicker boxes"),
    ]


def test_easy_text_is_for_those_who_chose_it_and_for_nobody_else(cast: Cast) -> None:
    row = written(cast, replace(BOX, **EASY))
    title, words, code = row.told_in("ja-easy")
    assert (without_readings(title), code) == ("箱を あつく しました", "ja-easy")
    assert in_kana(words) == "おさらが われました。はこを かえました。"
    assert row.told_in("ja") == (BOX.title_ja, BOX.words_ja, "ja")
    assert row.told_in("en")[0] == "Thicker boxes"


def test_reader_of_easy_japanese_gets_the_other_texts_where_there_is_none_for_them(cast: Cast) -> None:
    assert written(cast).told_in("ja-easy") == (BOX.title_ja, BOX.words_ja, "ja")
    english = written(cast, replace(BOX, title_ja="", words_ja=""))
    assert english.told_in("ja-easy")[2] == "en"


def test_easy_text_is_kept_with_what_stood_there_before(cast: Cast) -> None:
    row = written(cast, replace(BOX, **EASY))
    write_improvement(cast.actor("lead"), BOX, improvement=row.pk, seen=row.version, now=FRIDAY)
    line = SettingChange.objects.latest("pk")
    assert (line.before["words_easy"], line.after["words_easy"]) == (EASY["words_easy"], "")


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (
            {"title_ja": "", "words_ja": "", "title_en": "", "words_en": "", **EASY},
            {"title_ja": Problem.MISSING, "words_ja": Problem.MISSING},
        ),
        ({**EASY, "words_easy": ""}, {"words_easy": Problem.MISSING}),
        ({**EASY, "title_easy": " "}, {"title_easy": Problem.MISSING}),
        ({**EASY, "title_easy": "あ" * 241}, {"title_easy": Problem.TOO_LONG}),
        ({**EASY, "words_easy": "あ" * 8001}, {"words_easy": Problem.TOO_LONG}),
        ({**EASY, "words_easy": "{電話|でんわ}は 03-1234-5678"}, {"words_easy": Problem.OUT_OF_RANGE}),
        ({**EASY, "words_easy": "{K-2026|けい}-000131"}, {"words_easy": Problem.OUT_OF_RANGE}),
        (
            {"title_ja": "", "words_ja": "", "title_en": "", "words_en": ""},
            {"title_ja": Problem.MISSING, "words_ja": Problem.MISSING},
        ),
        ({"words_ja": " "}, {"words_ja": Problem.MISSING}),
        ({"title_en": ""}, {"title_en": Problem.MISSING}),
        ({"title_ja": "長" * 121}, {"title_ja": Problem.TOO_LONG}),
        ({"words_en": "w" * 4001}, {"words_en": Problem.TOO_LONG}),
        ({"words_en": "a\0b"}, {"words_en": Problem.NOT_STORABLE}),
        ({"month": None}, {"month": Problem.MISSING}),
        ({"month": date(2026, 12, 1)}, {"month": Problem.IN_THE_FUTURE}),
        ({"month": date(1999, 12, 1)}, {"month": Problem.OUT_OF_RANGE}),
        ({"complaints": None}, {"complaints": Problem.MISSING}),
        ({"complaints": 0}, {"complaints": Problem.OUT_OF_RANGE}),
        ({"complaints": -3}, {"complaints": Problem.OUT_OF_RANGE}),
        ({"complaints": MOST_COMPLAINTS + 1}, {"complaints": Problem.OUT_OF_RANGE}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    cast: Cast, change: dict[str, object], problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as raised:
        written(cast, replace(BOX, **change))  # type: ignore[arg-type]
    assert raised.value.problems == problems
    assert not Improvement.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "K-2026-000131 のお申し出から。",
        "Ｋ－２０２６－０００１３１",
        "ご連絡は soudan@example.jp まで。",
        "電話 03-1234-5678 の方から。",
        "電話０９０１２３４５６７８",
        "+81 90 1234 5678 told us",
        "(03) 1234-5678",
        "K\u20112026\u2011000118 の件",
        "K \u2013 2026 \u2013 000118",
        "k−2026ー000118",
        "電話 03\u20131234\u20135678",
        "0120・123・456 へ",
        "０１２０・１２３・４５６",
        "0120\u00b7123\u00b7456",
        "03.1234.5678",
        "2026-11-20 03-1234-5678",
        "2026 03-1234-5678",
        "+81 (0)90-1234-5678",
        "(0422) 12-3456",
        "0120-2026-03",
    ],
)
def test_words_that_point_at_somebody_are_refused_in_any_width(cast: Cast, words: str) -> None:
    for name in ("title_ja", "words_en"):
        with pytest.raises(Invalid) as raised:
            written(cast, replace(BOX, **{name: words}))  # type: ignore[arg-type]
        assert raised.value.problems == {name: Problem.OUT_OF_RANGE}


@pytest.mark.parametrize(
    "words",
    [
        "2026年11月から、1箱に3枚までにしました。",
        "14件のお申し出のうち12件で、配達は2日早くなりました。",
        "Since 2026-11 we answer within 5 days, not 10.",
        "件数は 1,200,000 から 900,000 に減りました。",
        "2025-04-01 2026-03-31",
        "期間は 2025/04/01-2026/03/31 です。",
        "2025.04.01 2026.03.31 の間",
        "2025-04-01-2026-03-31",
        "2025\u201304\u201301 2026\u201303\u201331",
        "1000 2000 3000",
        "(1000 2000 3000)",
        "1000-2000-3000-4000",
        "0 1000 2000 3000",
        "各月の件数: 12 14 9 8 11 13 7 6",
        "商品番号 1234567890123 の箱",
    ],
)
def test_figures_of_an_improvement_are_no_telephone_numbers(cast: Cast, words: str) -> None:
    assert written(cast, replace(BOX, words_ja=words)).words_ja == words


@pytest.mark.parametrize("act", [publish_improvement, take_back_improvement])
def test_nobody_publishes_what_they_have_not_read(cast: Cast, act: object) -> None:
    row, lead = written(cast), cast.actor("lead")
    write_improvement(lead, replace(BOX, complaints=15), improvement=row.pk, seen=1, now=FRIDAY)
    assert callable(act)
    for number, seen in ((row.pk, 1), (row.pk + 1000, 1)):
        with pytest.raises(NotNow) as raised:
            act(lead, number, seen=seen, now=FRIDAY)
        assert raised.value.obstacle is Obstacle.SET_MEANWHILE
    with pytest.raises(NotNow):
        write_improvement(lead, BOX, improvement=row.pk, seen=1, now=FRIDAY)


@pytest.mark.parametrize("role", ["handler", "administrator", "auditor"])
def test_only_leads_publish(cast: Cast, role: str) -> None:
    row, actor = written(cast), cast.actor(role)
    with pytest.raises(Refused):
        write_improvement(actor, BOX, now=FRIDAY)
    with pytest.raises(Refused):
        publish_improvement(actor, row.pk, seen=1, now=FRIDAY)
    with pytest.raises(Refused):
        take_back_improvement(Actor.newcomer(), row.pk, seen=1, now=FRIDAY)


def test_month_that_has_just_begun_where_the_organisation_is_can_be_named(cast: Cast) -> None:
    late = datetime(2026, 11, 30, 15, 30, tzinfo=UTC)  # already the 1st of December in Tokyo
    row = write_improvement(cast.actor("lead"), replace(BOX, month=date(2026, 12, 1)), now=late)
    assert row.month == date(2026, 12, 1)
