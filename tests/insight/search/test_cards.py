"""Whoever is found by one of their cards is found by all of them, and by what stands on them now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.change_person import change_person, details_of, newest_details
from kikitori.casework.intake import PersonGiven
from kikitori.casework.memberships import MembershipGiven, add_membership
from kikitori.casework.same_person import join_people, part_people
from kikitori.insight.search.find import search
from kikitori.insight.search.places import Place
from kikitori.insight.search.upkeep import keep_up, standing
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person
from tests import makers
from tests.cast import Cast
from tests.insight.search.conftest import FoundBy
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)


def by(cast: Cast, name: str) -> tuple[Complaint, Person]:
    complaint = makers.received(cast, complainant=PersonGiven(name=name)).complaint
    return complaint, complaint.parties.get(role="complainant").person


def test_name_that_was_put_right_is_found_and_the_old_one_is_not(cast: Cast, found: FoundBy) -> None:
    complaint, person = by(cast, "渡部 一")
    assert found("渡部") == [complaint]
    given = replace(details_of(person), name="渡辺 一")
    change_person(cast.actor("handler"), person, given, seen=newest_details(person), now=LATER)
    assert found("渡辺") == [complaint]
    assert found("渡部") == []
    assert keep_up(100) == 0
    assert standing().is_complete


@pytest.mark.parametrize("words", ["M-00123", "Ｍ００１２３", "m 00123"])
def test_member_number_is_found_however_it_is_written(cast: Cast, found: FoundBy, words: str) -> None:
    complaint, person = by(cast, "試野 花子")
    by(cast, "別野 次郎")
    add_membership(cast.actor("handler"), person, MembershipGiven(number="M-00123"), now=LATER)
    assert found(words) == [complaint]
    # A locator made by chance may begin with an M of its own, and is shown before it.
    assert Place.MEMBER in {shown.place for shown in search(cast.actor("handler"), words).hits[0].shown}


def test_joined_cards_are_found_by_each_other_until_they_are_parted(cast: Cast, found: FoundBy) -> None:
    first, one = by(cast, "髙橋 華")
    second, other = by(cast, "Hana Takahashi")
    assert found("Takahashi Hana") == [second]
    join_people(cast.actor("handler"), one, other, now=LATER)
    assert {*found("Takahashi Hana")} == {*found("髙橋")} == {first, second}
    part_people(cast.actor("handler"), one, other, now=LATER)
    assert (found("Takahashi Hana"), found("髙橋")) == ([second], [first])
