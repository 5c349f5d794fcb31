"""What was changed on a card, in words: both sides, both languages, and no code left among them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.people.change_words import _sides
from kikitori.interfaces.desk.people.suggested import reason_of
from kikitori.records.people.labels import CARD_CHANGE, CUSTOMER_TYPE
from kikitori.records.people.terms import CardChange, CustomerType, Honorific, NameOrder, PersonKind
from kikitori.records.people.ties import PersonChange
from kikitori.records.triage.scores import LATELY_DAYS, Because

ROAD = {"kind": "phone", "value": "03-9999-0000", "note": ""}
BELONGS = {"organisation": "", "role": "", "number": "", "since": None, "until": None}
TYPE = {"type": "frequent", "before": None, "after": {"evidence": "", "review_on": "2027-04-01"}}


def sides(kind: CardChange, data: dict[str, Any], language: str = "en") -> tuple[list[str], list[str]]:
    row = PersonChange(kind=kind.value, data=data, at=datetime(2026, 11, 28, tzinfo=UTC))
    with override(language):
        return _sides(row)


@pytest.mark.parametrize(
    ("field", "before", "after", "en", "ja"),
    [
        ("name", "", "試野 はな", ("(empty)", "試野 はな"), ("", "試野 はな")),
        ("do_not_contact", False, True, ("no", "yes"), ("いいえ", "はい")),
        ("kind", "individual", "body", ("Individual", "Company or body"), ("個人", "会社・団体")),
        ("honorific", "usual", "none", ("As usual", "None: the name alone"), None),
        ("language", "ja", "en", ("Japanese", "English"), None),
        ("accommodation", "", "<b>大きな字</b>", ("(empty)", "<b>大きな字</b>"), None),
    ],
)
def test_detail_is_told_with_its_words_before_and_after(
    field: str, before: object, after: object, en: tuple[str, str], ja: tuple[str, str] | None
) -> None:
    data = {"before": {field: before}, "after": {field: after}}
    told = sides(CardChange.DETAILS, data)
    assert tuple(side[0].partition(": ")[2] for side in told) == en or field == "language"
    in_japanese = sides(CardChange.DETAILS, data, "ja")
    assert in_japanese != told
    if ja is not None:
        assert all(word in side[0] for word, side in zip(ja, in_japanese, strict=True))


@pytest.mark.parametrize(
    ("field", "words"), [("kind", PersonKind), ("name_order", NameOrder), ("honorific", Honorific)]
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_word_a_card_can_hold_is_told_by_name(field: str, words: Any, language: str) -> None:
    lines = [
        sides(CardChange.DETAILS, {"before": {}, "after": {field: word.value}}, language)[1][0]
        for word in words
    ]
    assert len(set(lines)) == len(words)
    assert not [line for line in lines if "_" in line]


@pytest.mark.parametrize(
    ("kind", "data", "before", "after"),
    [
        (CardChange.CONTACT_ADDED, {"contact": ROAD}, [], ["Phone: 03-9999-0000"]),
        (
            CardChange.CONTACT_ADDED,
            {"contact": ROAD | {"note": "evenings"}},
            [],
            ["Phone: 03-9999-0000 (evenings)"],
        ),
        (CardChange.CONTACT_RETIRED, {"contact": ROAD}, ["Phone: 03-9999-0000"], []),
        (CardChange.CONTACT_PREFERRED, {"before": None, "contact": ROAD}, [], ["Phone: 03-9999-0000"]),
        (
            CardChange.CONTACT_PREFERRED,
            {"before": ROAD | {"kind": "fax"}, "contact": ROAD},
            ["Fax: 03-9999-0000"],
            ["Phone: 03-9999-0000"],
        ),
        (CardChange.MEMBERSHIP_ADDED, {"membership": BELONGS}, [], ["This organisation"]),
        (
            CardChange.MEMBERSHIP_ADDED,
            {"membership": BELONGS | {"organisation": "見本会", "role": "member", "number": "M-1"}},
            [],
            ["見本会, member, M-1"],
        ),
        (CardChange.JOINED, {"other": 8}, [], []),
        (CardChange.PARTED, {"other": 8}, [], []),
        (CardChange.HELD_APART, {"other": 8}, [], []),
    ],
)
def test_road_and_membership_are_told_as_they_stood(
    kind: CardChange, data: dict[str, Any], before: list[str], after: list[str]
) -> None:
    assert sides(kind, data) == (before, after)


@pytest.mark.parametrize(
    ("since", "until", "span"),
    [
        (None, None, ""),
        ("2026-04-01", None, "1 Apr 2026"),
        (None, "2027-03-31", "31 Mar 2027"),
        ("2026-04-01", "2027-03-31", "–"),
    ],
)
def test_span_of_a_membership_may_be_open_on_either_side(
    since: str | None, until: str | None, span: str
) -> None:
    ended = {"before": BELONGS, "membership": BELONGS | {"since": since, "until": until}}
    before, after = sides(CardChange.MEMBERSHIP_ENDED, ended)
    assert before == ["This organisation"]
    assert span in after[0]
    assert ("–" in after[0]) is bool(since or until)


@pytest.mark.parametrize("given", [each for each in CustomerType if each is not CustomerType.UNKNOWN])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_type_is_told_by_its_name_in_each_change_of_it(given: CustomerType, language: str) -> None:
    kept = {"evidence": "4件", "review_on": "2027-04-01"}
    data = {"type": given.value, "before": kept, "after": kept, "because": "many_words", "measure": "12"}
    with override(language):
        name = str(CUSTOMER_TYPE[given])
    whole = sides(CardChange.TYPE_GIVEN, data, language)
    ended = sides(CardChange.TYPE_ENDED, data, language)
    renewed = sides(CardChange.TYPE_RENEWED, data | {"before": "2026-12-01", "after": "2027-04-01"}, language)
    dismissed = sides(CardChange.SUGGESTION_DISMISSED, data, language)
    assert all(
        name in line for line in (*whole[0], *whole[1], *ended[0], *renewed[0], *renewed[1], *dismissed[0])
    )
    assert "4件" in whole[1][0]
    assert renewed[0] != renewed[1]


def test_type_without_evidence_is_told_without_an_empty_place_for_it() -> None:
    assert ": " not in sides(CardChange.TYPE_GIVEN, TYPE)[1][0]
    assert sides(CardChange.TYPE_GIVEN, TYPE)[0] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_kind_of_change_has_a_name_of_its_own(language: str) -> None:
    with override(language):
        names = {str(CARD_CHANGE[kind]) for kind in CardChange}
    assert len(names) == len(CardChange)


@pytest.mark.parametrize("because", [each for each in Because if each is not Because.PREMIUM_ORGANISATION])
@pytest.mark.parametrize(("number", "digits"), [("1", "1"), ("2", "2"), ("40", "40"), ("1000", "1000")])
def test_reason_of_a_suggestion_says_how_many(because: Because, number: str, digits: str) -> None:
    for language in ("ja", "en"):
        with override(language):
            said = reason_of(because.value, number)
        assert digits in said
        assert "%" not in said


@pytest.mark.parametrize("because", [Because.MANY_COMPLAINTS, Because.MANY_WORDS])
def test_reason_says_within_how_many_days(because: Because) -> None:
    assert str(LATELY_DAYS) in reason_of(because.value, "5")


def test_one_is_told_otherwise_than_several_in_english() -> None:
    with override("en"):
        assert "1 complaint in" in reason_of("many_complaints", "1")
        assert "2 complaints in" in reason_of("many_complaints", "2")


@pytest.mark.parametrize("name", ["見本商会", "100%", "%(n)s", "<b>", ""])
def test_organisation_is_named_as_it_is_called(name: str) -> None:
    with override("en"):
        assert name in reason_of("premium_organisation", name)
