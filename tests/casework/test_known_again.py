"""Whom we take for somebody we know already: never in such a way that a stranger gets another person's letters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.receive import receive_complaint
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, INTAKE

PHONE = ContactGiven(kind="phone", value="090-1234-5678")
MAIL = ContactGiven(kind="email", value="hana@example.jp")
STRANGE = ContactGiven(kind="email", value="stranger@example.net")


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


def hana(*points: ContactGiven, name: str = "試野 はな") -> PersonGiven:
    return PersonGiven(name=name, contact_points=points)


def written_down(cast: Cast, *points: ContactGiven, **changes: object) -> Complaint:
    """By a member of staff, who has spoken to the person."""
    return makers.received(cast, complainant=hana(*points), **changes).complaint


def sent_in(*points: ContactGiven, channel: str = "web", name: str = "試野 はな") -> Complaint:
    """By the form, by whoever it may be."""
    given: Intake = replace(INTAKE, channel=channel, complainant=hana(*points, name=name))
    return receive_complaint(Actor.newcomer(), given, token=makers.token(), now=FRIDAY).complaint


def person_of(complaint: Complaint) -> Person:
    return complaint.parties.get(role="complainant").person


def roads(person: Person) -> list[tuple[str, bool]]:
    return list(person.contact_points.order_by("id").values_list("value", "preferred"))


def test_stranger_who_knows_name_and_telephone_never_gets_the_letters(cast: Cast) -> None:
    first = written_down(cast, PHONE)
    second = sent_in(PHONE, STRANGE)
    reply(cast.actor("handler"), first, body="ご住所を確認いたしました。", now=FRIDAY)
    assert person_of(first) != person_of(second)
    assert roads(person_of(first)) == [(PHONE.value, True)]
    assert not Letter.objects.filter(complaint=first, to_address__icontains="stranger").exists()


@pytest.mark.parametrize("points", [(STRANGE,), (STRANGE, MAIL), (MAIL, PHONE, STRANGE)])
@pytest.mark.parametrize("channel", ["web", "email", "api"])
def test_whoever_sends_it_in_with_a_new_road_is_somebody_new(
    cast: Cast, channel: str, points: tuple[ContactGiven, ...]
) -> None:
    known = person_of(written_down(cast, MAIL, PHONE))
    assert person_of(sent_in(*points, channel=channel)) != known
    assert roads(known) == [(MAIL.value, True), (PHONE.value, False)]


@pytest.mark.parametrize("points", [(MAIL,), (PHONE,), (PHONE, MAIL), (MAIL, MAIL)])
def test_whoever_sends_it_in_by_known_roads_alone_is_known_and_changes_nothing(
    cast: Cast, points: tuple[ContactGiven, ...]
) -> None:
    known = person_of(written_down(cast, MAIL, PHONE))
    assert person_of(sent_in(*points)) == known
    assert roads(known) == [(MAIL.value, True), (PHONE.value, False)]


def test_same_number_as_a_fax_is_a_road_we_did_not_have(cast: Cast) -> None:
    known = person_of(written_down(cast, PHONE))
    assert person_of(sent_in(ContactGiven(kind="fax", value=PHONE.value))) != known


def test_mail_that_staff_file_for_somebody_is_vouched_for_by_nobody(cast: Cast) -> None:
    known = person_of(written_down(cast, PHONE))
    assert person_of(written_down(cast, PHONE, STRANGE, channel="email")) != known


def test_new_address_told_to_staff_is_used_from_now_on(cast: Cast) -> None:
    first = written_down(cast, MAIL, PHONE)
    new = ContactGiven(kind="email", value="hana.new@example.jp")
    again = written_down(cast, new, PHONE)
    assert person_of(again) == person_of(first)
    assert roads(person_of(first)) == [(MAIL.value, False), (PHONE.value, False), (new.value, True)]


def test_road_told_to_staff_again_comes_first_again(cast: Cast) -> None:
    first = written_down(cast, MAIL, PHONE)
    written_down(cast, PHONE)
    assert roads(person_of(first)) == [(MAIL.value, False), (PHONE.value, True)]


@pytest.mark.parametrize(
    ("name", "same"), [("試野 はな", True), ("試野はな", True), ("試野 ゆめ", False), ("", False)]
)
def test_name_must_be_the_same_however_it_is_spaced(cast: Cast, name: str, same: bool) -> None:
    known = person_of(written_down(cast, MAIL))
    assert (person_of(sent_in(MAIL, name=name)) == known) is same


def test_very_long_name_is_found_again(cast: Cast) -> None:
    long = "寿限無" * 66
    makers.received(cast, complainant=hana(MAIL, name=long))
    makers.received(cast, complainant=hana(MAIL, name=long))
    assert Person.objects.count() == 1
    assert ContactPoint.objects.count() == 1


def test_somebody_without_a_road_is_always_somebody_new(cast: Cast) -> None:
    assert person_of(written_down(cast)) != person_of(written_down(cast))
