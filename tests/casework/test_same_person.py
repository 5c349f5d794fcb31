"""Cards joined and parted: as if it had never been, and no letter ever goes where its complaint's people did not ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from kikitori.casework.errors import Invalid, Problem, Refused, Unseen
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.receive import receive_complaint
from kikitori.casework.same_person import hold_apart, join_people, part_people
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.queries import cards_of
from kikitori.records.people.ties import PersonPair
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(days=1)
MALLORY = "mallory@example.net"


def somebody(cast: Cast, name: str) -> Person:
    return makers.received(cast, complainant=PersonGiven(name=name)).complaint.parties.get().person


@pytest.fixture
def four(cast: Cast) -> list[Person]:
    return [somebody(cast, name) for name in ("試野 はな", "試野 ハナ", "試野 花", "隣野 まこと")]


def standing() -> dict[int, int | None]:
    return dict(Person.objects.values_list("pk", "same_as_id"))


def test_joined_cards_stand_together_and_keep_what_is_theirs(cast: Cast, four: list[Person]) -> None:
    one, other = four[:2]
    assert join_people(cast.actor("handler"), other, one, now=LATER, reason="同じ電話番号")
    other.refresh_from_db()
    assert (other.same_as, other.name) == (one, "試野 ハナ")
    assert set(cards_of(one)) == set(cards_of(other)) == {one, other}
    assert [(each.kind, each.data, each.reason) for each in one.changes.all()] == [
        ("joined", {"other": other.pk}, "同じ電話番号")
    ]
    assert other.changes.get().data == {"other": one.pk}


def test_undo_restores_exactly_whatever_was_joined_before(cast: Cast, four: list[Person]) -> None:
    a, b, c, _ = four
    actor = cast.actor("handler")
    join_people(actor, b, c, now=LATER)
    before = standing()
    join_people(actor, a, c, now=LATER)
    assert standing() != before
    part_people(actor, c, a, now=LATER)
    assert standing() == before
    part_people(actor, b, c, now=LATER)
    assert set(standing().values()) == {None}
    assert not PersonPair.objects.exists()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pairs_can_be_taken_back_in_any_order(cast: Cast, four: list[Person], order: tuple[int, ...]) -> None:
    a, b, c, d = four
    actor = cast.actor("lead")
    pairs = [(a, b), (b, c), (c, d)]
    for pair in pairs:
        assert join_people(actor, *pair, now=LATER)
    for number in order:
        assert part_people(actor, *pairs[number], now=LATER)
    assert set(standing().values()) == {None}


def test_joined_twice_is_joined_once(cast: Cast, four: list[Person]) -> None:
    a, b, c, _ = four
    actor = cast.actor("handler")
    assert join_people(actor, a, b, now=LATER)
    assert not join_people(actor, b, a, now=LATER)
    join_people(actor, b, c, now=LATER)
    assert not join_people(actor, a, c, now=LATER)
    assert PersonPair.objects.count() == 2


def test_nothing_said_is_nothing_taken_back(cast: Cast, four: list[Person]) -> None:
    assert not part_people(cast.actor("handler"), *four[:2], now=LATER)
    assert not four[0].changes.exists()


def test_held_apart_is_remembered_through_joining_and_its_undo(cast: Cast, four: list[Person]) -> None:
    one, other, actor = *four[:2], cast.actor("handler")
    assert hold_apart(actor, one, other, now=LATER, reason="親子")
    assert not hold_apart(actor, other, one, now=LATER)
    assert set(standing().values()) == {None}
    assert join_people(actor, one, other, now=LATER)
    assert not hold_apart(actor, one, other, now=LATER)
    assert part_people(actor, one, other, now=LATER)
    assert PersonPair.objects.get().judgement == "different"
    assert part_people(actor, one, other, now=LATER)
    assert not PersonPair.objects.exists()


def test_card_is_not_joined_with_itself(cast: Cast, four: list[Person]) -> None:
    with pytest.raises(Invalid) as refused:
        join_people(cast.actor("handler"), four[0], four[0], now=LATER)
    assert refused.value.problems == {"other": Problem.OUT_OF_RANGE}


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_join_joins_nothing(cast: Cast, four: list[Person], role: str) -> None:
    with pytest.raises(Refused):
        join_people(cast.actor(role), *four[:2], now=LATER)


def test_machine_never_joins(cast: Cast, four: list[Person]) -> None:
    for verb in (join_people, hold_apart, part_people):
        with pytest.raises(Refused):
            verb(Actor.system("swept"), *four[:2], now=LATER)


def test_card_that_is_not_seen_cannot_be_joined(cast: Cast, four: list[Person]) -> None:
    Complaint.objects.filter(parties__person=four[1]).update(confidentiality="restricted", assignee=cast.lead)
    with pytest.raises(Unseen):
        join_people(cast.actor("handler"), *four[:2], now=LATER)
    assert join_people(cast.actor("lead"), *four[:2], now=LATER)


# ---- the attack: a stranger takes somebody's name and hopes to be joined with them


@pytest.fixture
def theirs(cast: Cast) -> Complaint:
    """Hana's complaint, with the address she gave."""
    return makers.acknowledged(cast)


@pytest.fixture
def deceived(cast: Cast, theirs: Complaint) -> Complaint:
    """The stranger's own complaint under Hana's name; somebody has been taken in and joined the cards."""
    stranger = PersonGiven(
        name="試野 はな", kana="タメシノ ハナ", contact_points=(ContactGiven(kind="email", value=MALLORY),)
    )
    intake = replace(makers.INTAKE, channel="web", complainant=stranger)
    complaint = receive_complaint(Actor.newcomer(), intake, token=makers.token(), now=FRIDAY).complaint
    join_people(cast.actor("handler"), theirs.parties.get().person, complaint.parties.get().person, now=LATER)
    return complaint


def test_letters_of_a_complaint_go_only_where_its_own_people_asked(
    cast: Cast, theirs: Complaint, deceived: Complaint
) -> None:
    for complaint in (theirs, deceived):
        reply(cast.actor("handler"), complaint, body="ご事情を伺いました。", now=LATER)
    assert set(theirs.letters.values_list("to_address", flat=True)) == {"hana@example.jp"}
    assert set(deceived.letters.values_list("to_address", flat=True)) == {MALLORY}


@pytest.mark.parametrize("channel", ["phone", "web", "email"])
def test_next_complaint_of_the_person_is_not_answered_to_the_stranger(
    cast: Cast, theirs: Complaint, deceived: Complaint, channel: str
) -> None:
    actor = cast.actor("handler") if channel == "phone" else Actor.newcomer()
    intake = replace(makers.INTAKE, channel=channel, received_at=LATER)
    complaint = receive_complaint(actor, intake, token=makers.token(), now=LATER).complaint
    reply(cast.actor("handler"), complaint, body="承りました。", now=LATER)
    assert complaint.parties.get().person == theirs.parties.get().person
    assert not Letter.objects.filter(complaint=complaint, to_address=MALLORY).exists()


def test_joining_gives_nobody_an_address_they_did_not_have(
    cast: Cast, theirs: Complaint, deceived: Complaint
) -> None:
    assert list(ContactPoint.objects.order_by("id").values_list("person", "value")) == [
        (theirs.parties.get().person_id, "hana@example.jp"),
        (deceived.parties.get().person_id, MALLORY),
    ]
