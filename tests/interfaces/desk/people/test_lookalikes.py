"""Cards that may be the same person: the most alike first, whoever is judged already left out, and nobody unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from kikitori.casework.contact_points import add_contact_point
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.memberships import MembershipGiven, add_membership
from kikitori.casework.same_person import hold_apart, join_people
from kikitori.interfaces.desk.people.known import Known
from kikitori.interfaces.desk.people.lookalikes import LIKENESS, joined, judged_pairs, lookalikes
from kikitori.records.people.models import Person
from kikitori.records.people.scores import ENOUGH, Likeness, how_alike
from kikitori.records.people.terms import Judgement
from tests import makers
from tests.cast import Cast
from tests.house.rules.source import JAPANESE
from tests.makers import FRIDAY

L = Likeness
MAIL = ContactGiven(kind="email", value="ichiro@example.jp")
PHONE = ContactGiven(kind="phone", value="03-1234-5678")
POST = ContactGiven(kind="post", value="東京都見本区1-2-3")


def card(cast: Cast, name: str, *points: ContactGiven, kana: str = "", number: str = "") -> Person:
    """Somebody who has complained once."""
    given = PersonGiven(name=name, kana=kana, contact_points=points)
    person = makers.received(cast, complainant=given).complaint.parties.get().person
    if number:
        add_membership(cast.actor("handler"), person, MembershipGiven(number=number), now=FRIDAY)
    return person


def known(cast: Cast, *cards: Person, role: str = "handler") -> Known:
    return Known(cast.actor(role), cards[0], list(cards), FRIDAY, ZoneInfo("Asia/Tokyo"))


def found(cast: Cast, *cards: Person) -> list[Person]:
    return [each.person for each in lookalikes(known(cast, *cards))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({L.MEMBER_NUMBER}, {L.ADDRESS, L.NAME}),
        ({L.MEMBER_NUMBER}, {L.MAIL}),
        ({L.MAIL}, {L.PHONE}),
        ({L.MAIL}, {L.SOUND, L.NAME}),
        ({L.PHONE, L.NAME}, {L.NAME_AND_READING}),
        ({L.MEMBER_NUMBER, L.NAME}, {L.MAIL, L.NAME}),
    ],
)
def test_what_proves_more_makes_more_alike_however_little_it_is(
    one: set[Likeness], other: set[Likeness]
) -> None:
    assert how_alike(one) > how_alike(other) >= ENOUGH


def test_most_alike_stands_first_and_not_the_one_with_most_words(cast: Cast) -> None:
    """An address and a name are shared in a family; a member number is nobody else's."""
    own = card(cast, "鈴木 一郎", POST, number="A-12")
    family = card(cast, "鈴木 一郎", PHONE)
    add_contact_point(cast.actor("handler"), family, POST, heard="お電話で", now=FRIDAY)
    member = card(cast, "Suzuki, I.", number="A-12")
    assert found(cast, own) == [member, family]


def test_reasons_are_told_the_weightiest_first(cast: Cast) -> None:
    own = card(cast, "鈴木 一郎", MAIL, PHONE, number="A-12")
    card(cast, "鈴木 いちろう", PHONE, number="A-12")
    [alike] = lookalikes(known(cast, own))
    assert alike.reasons == [LIKENESS[L.MEMBER_NUMBER], LIKENESS[L.PHONE]]


@pytest.mark.parametrize(
    ("name", "points"),
    [("鈴木 一郎", ()), ("見本 花子", (POST,)), ("見本 花子", ()), ("鈴木 一郎", (MAIL,))],
)
def test_name_or_address_alone_troubles_nobody(
    cast: Cast, name: str, points: tuple[ContactGiven, ...]
) -> None:
    own = card(cast, "鈴木 一郎", PHONE, POST)
    card(cast, name, *points)
    assert found(cast, own) == []


def test_card_is_compared_with_each_of_theirs(cast: Cast) -> None:
    first, second = card(cast, "鈴木 一郎", MAIL), card(cast, "すずき いちろう", PHONE)
    other = card(cast, "I. Suzuki", PHONE)
    assert found(cast, first) == []
    assert found(cast, first, second) == [other]


@pytest.mark.parametrize("judge", [join_people, hold_apart])
def test_pair_that_somebody_has_judged_is_asked_about_no_more(cast: Cast, judge: Any) -> None:
    own, other = card(cast, "鈴木 一郎", PHONE), card(cast, "I. Suzuki", PHONE)
    assert found(cast, own) == [other]
    judge(cast.actor("handler"), own, other, now=FRIDAY)
    assert found(cast, own) == []
    assert found(cast, other) == []


def test_pairs_are_told_newest_first_from_the_side_of_the_reader(cast: Cast) -> None:
    own, same, apart = (card(cast, name, PHONE) for name in ("鈴木 一郎", "I. Suzuki", "鈴木 いちろう"))
    join_people(cast.actor("handler"), same, own, now=FRIDAY)
    hold_apart(cast.actor("lead"), apart, own, now=FRIDAY + timedelta(hours=1))
    pairs = judged_pairs(known(cast, own))
    assert [(pair.own, pair.other) for pair in pairs] == [(own, apart), (own, same)]
    assert [pair.row.judgement for pair in pairs] == [Judgement.DIFFERENT.value, Judgement.SAME.value]
    assert [pair.other for pair in joined(pairs)] == [same]


@pytest.mark.parametrize("role", ["administrator"])
def test_who_reads_no_complaints_is_shown_nobody(cast: Cast, role: str) -> None:
    own = card(cast, "鈴木 一郎", PHONE)
    card(cast, "I. Suzuki", PHONE)
    assert lookalikes(known(cast, own, role=role)) == []


def test_every_likeness_has_words_of_its_own_in_both_languages() -> None:
    assert set(LIKENESS) == set(Likeness)
    for language in ("ja", "en"):
        with override(language):
            told = [str(each) for each in LIKENESS.values()]
        assert len(set(told)) == len(Likeness)
        assert all(bool(JAPANESE.search(each)) is (language == "ja") for each in told)


def test_comparing_costs_the_same_for_one_as_for_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    own = card(cast, "鈴木 一郎", PHONE)
    for number in range(6):
        card(cast, f"鈴木 {number}", PHONE)
    with django_assert_max_num_queries(7):
        assert len(lookalikes(known(cast, own))) == 6
