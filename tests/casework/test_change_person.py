"""Changing somebody's card: what stood there before is kept, nobody overwrites what they have not read."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from kikitori.casework.change_person import DetailsGiven, change_person, details_of, newest_details
from kikitori.casework.contact_points import add_contact_point, prefer_contact_point, retire_contact_point
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.intake import ContactGiven
from kikitori.casework.memberships import MembershipGiven, add_membership, end_membership
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.ties import Membership, PersonChange
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(days=1)


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    return makers.acknowledged(cast)


@pytest.fixture
def hana(complaint: Complaint) -> Person:
    return complaint.parties.get().person


def changed(
    cast: Cast, person: Person, *, seen: int | None = None, reason: str = "", **changes: object
) -> bool:
    person.refresh_from_db()
    given = replace(details_of(person), **changes)
    stands = newest_details(person) if seen is None else seen
    return change_person(cast.actor("handler"), person, given, seen=stands, now=LATER, reason=reason)


def lines(person: Person) -> list[tuple[str, dict, str]]:
    return [(each.kind, each.data, each.reason) for each in person.changes.all()]


def test_change_keeps_who_when_why_and_both_values(cast: Cast, hana: Person) -> None:
    assert changed(cast, hana, name="髙橋 はな", name_kana="たかはし はな", reason="ご結婚（電話で）")
    hana.refresh_from_db()
    assert (hana.name, hana.name_kana, hana.name_key, hana.kana_key) == (
        "髙橋 はな",
        "タカハシ ハナ",
        "高橋はな",
        "タカハシハナ",
    )
    [change] = hana.changes.all()
    assert (change.by, change.at, change.reason) == (cast.handler, LATER, "ご結婚（電話で）")
    assert change.data == {
        "before": {"name": "試野 はな", "name_kana": "タメシノ ハナ"},
        "after": {"name": "髙橋 はな", "name_kana": "タカハシ ハナ"},
    }


def test_same_again_changes_nothing_and_leaves_no_line(cast: Cast, hana: Person) -> None:
    assert not changed(cast, hana)
    assert not lines(hana)


def test_second_editor_overwrites_nothing_they_have_not_read(cast: Cast, hana: Person) -> None:
    assert changed(cast, hana, contact_wish="夜に")
    with pytest.raises(NotNow) as refused:
        changed(cast, hana, seen=0, contact_wish="朝に")
    assert refused.value.obstacle is Obstacle.SET_MEANWHILE
    hana.refresh_from_db()
    assert hana.contact_wish == "夜に"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"language": "tlh"}, Problem.UNKNOWN_WORD),
        ({"honorific": "閣下"}, Problem.UNKNOWN_WORD),
        ({"name_order": "sideways"}, Problem.UNKNOWN_WORD),
        ({"name": "長" * 301}, Problem.TOO_LONG),
        ({"accommodation": "x" * 2001}, Problem.TOO_LONG),
    ],
)
def test_what_a_card_cannot_hold_is_refused_whole(
    cast: Cast, hana: Person, change: dict[str, str], problem: Problem
) -> None:
    with pytest.raises(Invalid) as refused:
        changed(cast, hana, **change)
    assert refused.value.problems == {next(iter(change)): problem}
    assert asdict(details_of(hana)) == asdict(details_of(Person.objects.get(pk=hana.pk)))


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_may_not_change_people_changes_nothing(cast: Cast, hana: Person, role: str) -> None:
    with pytest.raises((Refused, Unseen)):
        change_person(cast.actor(role), hana, DetailsGiven(name="よそ"), seen=0, now=LATER)
    assert not lines(hana)


def test_person_of_a_restricted_complaint_is_not_there_for_a_handler(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)
    with pytest.raises(Unseen):
        changed(cast, hana, name="よそ")


def test_record_of_changes_cannot_be_changed(cast: Cast, hana: Person) -> None:
    changed(cast, hana, contact_wish="夜に")
    for tamper in (lambda: PersonChange.objects.update(reason="x"), PersonChange.objects.all().delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            tamper()


def test_letter_greets_by_the_title_they_wish_for(cast: Cast, complaint: Complaint, hana: Person) -> None:
    changed(cast, hana, honorific="sensei")
    reply(cast.actor("handler"), complaint, body="お調べしています。", now=LATER)
    letter = Letter.objects.filter(kind="reply").get()
    assert letter.body.startswith("試野 はな 先生")


def test_who_asked_not_to_be_contacted_is_sent_nothing(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    changed(cast, hana, do_not_contact=True, reason="ご本人から")
    reply(cast.actor("handler"), complaint, body="お調べしています。", now=LATER)
    letter = Letter.objects.filter(kind="reply").get()
    assert (letter.medium, letter.state, letter.to_address) == ("portal", "shown", "")


# ---- ways to reach them


def test_contact_point_is_added_with_how_we_heard_of_it(cast: Cast, hana: Person) -> None:
    phone = ContactGiven(kind="phone", value="０９０-1234-5678", note="夜")
    point = add_contact_point(cast.actor("handler"), hana, phone, now=LATER, heard="11月21日に電話で")
    assert (point.key, point.preferred) == ("+819012345678", False)
    assert lines(hana) == [
        (
            "contact_added",
            {"contact": {"kind": "phone", "value": "０９０-1234-5678", "note": "夜"}},
            "11月21日に電話で",
        )
    ]


@pytest.mark.parametrize(
    ("value", "heard", "problems"),
    [
        ("", "電話で", {"value": Problem.MISSING}),
        ("hana@", "電話で", {"value": Problem.NOT_AN_ADDRESS}),
        ("b@example.jp", "", {"heard": Problem.MISSING}),
    ],
)
def test_contact_point_needs_an_address_and_how_we_heard(
    cast: Cast, hana: Person, value: str, heard: str, problems: dict[str, Problem]
) -> None:
    given = ContactGiven(kind="email", value=value)
    with pytest.raises(Invalid) as refused:
        add_contact_point(cast.actor("handler"), hana, given, now=LATER, heard=heard)
    assert refused.value.problems == problems
    assert hana.contact_points.count() == 1


def test_letters_go_to_the_preferred_address_from_now_on(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    new = ContactGiven(kind="email", value="new@example.jp")
    point = add_contact_point(cast.actor("handler"), hana, new, now=LATER, heard="電話で")
    prefer_contact_point(cast.actor("handler"), hana, point.pk, now=LATER)
    assert list(hana.contact_points.values_list("value", "preferred")) == [
        ("new@example.jp", True),
        ("hana@example.jp", False),
    ]
    reply(cast.actor("handler"), complaint, body="承りました。", now=LATER)
    assert Letter.objects.filter(kind="reply").get().to_address == "new@example.jp"


def test_retired_address_gets_nothing_and_is_kept_in_the_record(
    cast: Cast, complaint: Complaint, hana: Person
) -> None:
    point = hana.contact_points.get()
    retire_contact_point(cast.actor("handler"), hana, point.pk, reason="宛先不明で戻った", now=LATER)
    reply(cast.actor("handler"), complaint, body="承りました。", now=LATER)
    assert Letter.objects.filter(kind="reply").get().medium == "portal"
    [(kind, data, why)] = lines(hana)
    assert (kind, data["contact"]["value"], why) == ("contact_retired", "hana@example.jp", "宛先不明で戻った")


def test_nobody_is_known_again_by_a_retired_address(cast: Cast, hana: Person) -> None:
    retire_contact_point(
        cast.actor("handler"), hana, hana.contact_points.get().pk, reason="別の方の番号", now=LATER
    )
    assert makers.received(cast, now=LATER).complaint.parties.get().person != hana


def test_contact_point_of_somebody_else_cannot_be_reached_through_this_card(cast: Cast, hana: Person) -> None:
    other = makers.received(
        cast, complainant=replace(makers.INTAKE.complainant, name="隣野 まこと")
    ).complaint
    theirs = other.parties.get().person.contact_points.get()
    for verb, more in ((prefer_contact_point, {}), (retire_contact_point, {"reason": "x"})):
        with pytest.raises(NotNow) as refused:
            verb(cast.actor("handler"), hana, theirs.pk, now=LATER, **more)
        assert refused.value.obstacle is Obstacle.GONE_MEANWHILE
    assert ContactPoint.objects.filter(pk=theirs.pk).exists()


# ---- where they belong


def test_body_that_nobody_knew_gets_a_card_and_the_next_member_finds_it(cast: Cast, hana: Person) -> None:
    first = add_membership(
        cast.actor("handler"),
        hana,
        MembershipGiven(organisation="株式会社みほん商事", role="総務"),
        now=LATER,
    )
    other = makers.received(
        cast, complainant=replace(makers.INTAKE.complainant, name="隣野 まこと")
    ).complaint
    second = add_membership(
        cast.actor("handler"),
        other.parties.get().person,
        MembershipGiven(organisation="みほん商事（株）"),
        now=LATER,
    )
    assert first.organisation == second.organisation
    assert (first.organisation.kind, first.organisation.name) == ("body", "株式会社みほん商事")


def test_member_number_of_our_own_is_kept_folded_for_finding(cast: Cast, hana: Person) -> None:
    row = add_membership(cast.actor("handler"), hana, MembershipGiven(number="Ａ－００１２"), now=LATER)
    assert (row.organisation, row.number, row.number_key) == (None, "Ａ－００１２", "a0012")


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        (MembershipGiven(), {"organisation": Problem.MISSING}),
        (
            MembershipGiven(role="x", since=date(2026, 2, 1), until=date(2026, 1, 1)),
            {"until": Problem.OUT_OF_RANGE},
        ),
    ],
)
def test_membership_that_says_nothing_or_ends_before_it_begins_is_refused(
    cast: Cast, hana: Person, given: MembershipGiven, problems: dict[str, Problem]
) -> None:
    with pytest.raises(Invalid) as refused:
        add_membership(cast.actor("handler"), hana, given, now=LATER)
    assert refused.value.problems == problems
    assert not Membership.objects.exists()


def test_body_does_not_belong_to_itself(cast: Cast) -> None:
    company = replace(makers.INTAKE.complainant, name="みほん商事", kind="body")
    body = makers.received(cast, complainant=company).complaint.parties.get().person
    with pytest.raises(Invalid):
        add_membership(cast.actor("handler"), body, MembershipGiven(organisation="みほん商事"), now=LATER)


def test_membership_ends_and_stays_readable(cast: Cast, hana: Person) -> None:
    row = add_membership(
        cast.actor("handler"), hana, MembershipGiven(role="正会員", since=date(2020, 4, 1)), now=LATER
    )
    end_membership(cast.actor("handler"), hana, row.pk, until=date(2026, 11, 1), now=LATER)
    row.refresh_from_db()
    assert row.until == date(2026, 11, 1)
    assert [kind for kind, _, _ in lines(hana)] == ["membership_added", "membership_ended"]
    with pytest.raises(Invalid):
        end_membership(cast.actor("handler"), hana, row.pk, until=date(2019, 1, 1), now=LATER)
