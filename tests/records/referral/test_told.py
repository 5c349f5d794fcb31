"""What the complainant reads of a referral: each thing by its name, whom it went to, in three languages."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from kikitori.foundation.language.readings import EASY, without_readings
from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import (
    EXCEPTIONS,
    INSIDE,
    OF_INSIDE,
    OF_OUTSIDE,
    PERSONAL,
    Basis,
    BodyKind,
    ReferralOutcome,
    SharedKind,
)
from kikitori.records.referral.told import CAME_OF_IT, body_lines, item_line, item_name, turn_by

ITEMS: dict[SharedKind, dict[str, Any]] = {
    SharedKind.SUMMARY: {"kind": "summary", "text": "皿が割れた件です。"},
    SharedKind.POINT: {"kind": "point", "number": 2, "text": "電話で三回説明した"},
    SharedKind.WISH: {"kind": "wish", "text": "交換"},
    SharedKind.STORY: {"kind": "story", "text": "届いた皿が割れていました。"},
    SharedKind.WORD: {"kind": "word", "ours": False, "at": "2026-11-20T16:40:00+09:00", "text": "続き"},
    SharedKind.FILE: {"kind": "file", "name": "皿.jpg", "size": 3, "digest": "00"},
    SharedKind.NAME: {"kind": "name", "text": "試野 はな"},
    SharedKind.CONTACT: {"kind": "contact", "text": "hana@example.jp"},
}
IN_WORDS = {
    SharedKind.SUMMARY: ("当方でまとめた概要: 皿が割れた件です。", "Our summary: 皿が割れた件です。"),
    SharedKind.POINT: ("申出事項2: 電話で三回説明した", "Point 2: 電話で三回説明した"),
    SharedKind.WISH: ("ご希望の解決", "What you would like"),
    SharedKind.STORY: (
        "最初にお寄せいただいた内容（原文）",
        "What you told us at the beginning, in your words",
    ),
    SharedKind.WORD: ("2026-11-20にお寄せいただいた文面", "What you wrote to us on 2026-11-20"),
    SharedKind.FILE: ("ファイル「皿.jpg」", "The file “皿.jpg”"),
    SharedKind.NAME: ("お名前: 試野 はな", "Your name: 試野 はな"),
    SharedKind.CONTACT: ("ご連絡先: hana@example.jp", "How to reach you: hana@example.jp"),
}


def say(at: str) -> str:
    return date.fromisoformat(at[:10]).isoformat()


def line(kind: SharedKind, language: str) -> str:
    with translation.override(language):
        return item_line(ITEMS[kind], say)


@pytest.mark.parametrize("kind", list(SharedKind))
def test_each_thing_is_named_with_its_text_where_a_letter_can_hold_it(kind: SharedKind) -> None:
    ja, en = IN_WORDS[kind]
    assert line(kind, "en") == en
    if kind not in (SharedKind.WISH, SharedKind.NAME, SharedKind.CONTACT):
        assert line(kind, "ja") == ja


@pytest.mark.parametrize("kind", [SharedKind.WISH, SharedKind.STORY, SharedKind.WORD, SharedKind.FILE])
def test_long_texts_are_named_and_not_repeated_in_letters(kind: SharedKind) -> None:
    text = ITEMS[kind].get("text", "")
    assert not text or text not in line(kind, "ja")


@pytest.mark.parametrize("kind", list(SharedKind))
def test_easy_japanese_has_readings_over_each_name(kind: SharedKind) -> None:
    with translation.override(EASY):
        name = item_name({**ITEMS[kind], "name": "a.jpg"}, say)
    assert name
    assert without_readings(name) != name or not any("\u4e00" <= sign <= "\u9fff" for sign in name)


def test_our_word_and_theirs_are_told_apart() -> None:
    with translation.override("en"):
        assert (
            item_name({**ITEMS[SharedKind.WORD], "ours": True}, say) == "What we wrote to you on 2026-11-20"
        )


@pytest.mark.parametrize("language", ["ja", "en", EASY])
@pytest.mark.parametrize("outcome", list(ReferralOutcome))
def test_every_outcome_is_a_sentence_to_the_complainant(outcome: ReferralOutcome, language: str) -> None:
    with translation.override(language):
        sentence = without_readings(str(CAME_OF_IT[outcome]))
    assert sentence.endswith("." if language == "en" else "。")


def test_body_is_told_with_what_is_known_of_it_and_nothing_empty() -> None:
    body = Body(kind="external", name_ja="見本センター", phone="03-0000-0001", turn_days=30)
    with translation.override("ja"):
        assert body_lines(body, "ja") == [
            "見本センター",
            "電話 03-0000-0001",
            "申立ての期限: この通知の日から30日以内",
        ]
    with translation.override("en"):
        assert body_lines(Body(kind="external", name_ja="見本センター"), "en") == ["見本センター"]


def test_address_of_several_lines_is_one_line() -> None:
    body = Body(
        kind="external",
        name_en="Centre",
        address="1-2-3\nSample-ku\n",
        scope_en="Sales",
        limits_en="Up to 60",
    )
    with translation.override("en"):
        assert body_lines(body, "en") == [
            "Centre",
            "Address 1-2-3 Sample-ku",
            "What they deal with: Sales",
            "Conditions: Up to 60",
        ]


def test_whoever_is_of_our_own_house_is_reached_through_us() -> None:
    body = Body(kind="department", name_en="Legal", phone="03-0000-0009", scope_en="Contracts", turn_days=3)
    with translation.override("en"):
        assert body_lines(body, "en") == ["Legal", "What they deal with: Contracts"]


@pytest.mark.parametrize(("days", "words"), [(1, "within 1 day after"), (180, "within 180 days after")])
def test_days_are_counted_in_the_singular_and_the_plural(days: int, words: str) -> None:
    with translation.override("en"):
        assert words in turn_by(days)


@pytest.mark.parametrize(
    ("language", "name", "leaflet"),
    [("ja", "あ", "紙"), ("en", "A", "paper"), ("de", "A", "paper"), (EASY, "あ", "easy")],
)
def test_body_speaks_the_language_of_its_reader(language: str, name: str, leaflet: str) -> None:
    body = Body(name_ja="あ", name_en="A", leaflet_ja="紙", leaflet_en="paper", leaflet_easy="easy")
    assert (body.name_in(language), body.leaflet_in(language)) == (name, leaflet)


def test_what_is_said_in_one_language_alone_is_told_rather_than_kept_back() -> None:
    body = Body(name_ja="あ", scope_en="Sales", limits_ja="条件", leaflet_ja="紙")
    assert (body.name_in("en"), body.scope_in("ja"), body.limits_in("en")) == ("あ", "Sales", "条件")
    assert (body.leaflet_in("en"), body.leaflet_in(EASY)) == ("紙", "紙")
    assert str(body) == "あ"


def test_words_of_the_table_belong_together() -> None:
    assert {BodyKind.SPECIALIST, BodyKind.DEPARTMENT} == INSIDE
    assert set(ReferralOutcome) == OF_INSIDE | OF_OUTSIDE
    assert ReferralOutcome.ADVISED not in OF_OUTSIDE
    assert {Basis.CONSENT, Basis.WITHIN, Basis.NOTHING_PERSONAL} | EXCEPTIONS == set(Basis)
    assert {SharedKind.NAME, SharedKind.CONTACT} == PERSONAL
    assert [Body(kind=kind.value).is_inside for kind in BodyKind] == [True, True, False]
