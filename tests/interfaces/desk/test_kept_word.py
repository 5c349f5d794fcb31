"""Did we keep our word? Kept, late, missed and coming are told apart, each promise counted once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.promise import write_down_call
from kikitori.interfaces.desk.kept_word import Word, word_in
from kikitori.interfaces.desk.people.known import Known
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, taken_in
from tests.makers import JAPAN

NOBODY = PersonGiven(name="言野 葉", contact_points=(ContactGiven(kind="phone", value="03-0000-1111"),))


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """A complaint whose only promise so far is the confirmation of receipt, some days ahead."""
    return taken_in(cast, complainant=NOBODY)


def word(cast: Cast, complaint: Complaint, now: datetime | None = None) -> Word:
    known = Known(
        cast.actor("handler"),
        person := complaint.parties.first().person,
        [person],
        now or timezone.now(),
        JAPAN,
    )
    return word_in(known.complaint_numbers, known.now)


def numbers(word: Word) -> tuple[int, int, int, int]:
    return word.kept, word.late, word.missed, word.coming


def settled(promise: Promise, *, after: timedelta, state: str = "kept") -> None:
    Promise.objects.filter(pk=promise.pk).update(state=state, kept_at=promise.due_at + after)


def test_nothing_has_come_due_yet(cast: Cast, complaint: Complaint) -> None:
    assert numbers(word(cast, complaint)) == (0, 0, 0, 1)
    assert word(cast, complaint).given == 0


@pytest.mark.parametrize(
    ("after", "numbers_then"),
    [
        (timedelta(hours=-1), (1, 0, 0, 1)),
        (timedelta(0), (1, 0, 0, 1)),
        (timedelta(microseconds=999_999), (1, 0, 0, 1)),
        (timedelta(seconds=1), (0, 1, 0, 1)),
        (timedelta(days=3), (0, 1, 0, 1)),
    ],
)
def test_whole_second_that_was_told_is_in_time(
    cast: Cast, complaint: Complaint, after: timedelta, numbers_then: tuple[int, int, int, int]
) -> None:
    settled(call_promised(cast, complaint, due=timedelta(hours=-5)), after=after)
    assert numbers(word(cast, complaint)) == numbers_then


def test_promise_made_good_after_it_was_found_missed_is_late(cast: Cast, complaint: Complaint) -> None:
    missed(call_promised(cast, complaint, due=timedelta(hours=-1)))
    assert numbers(word(cast, complaint)) == (0, 0, 1, 1)
    write_down_call(cast.actor("handler"), complaint, body="お詫びしました。", now=timezone.now())
    assert numbers(word(cast, complaint)) == (0, 1, 0, 1)


def test_unkept_promise_is_missed_before_the_sweep_says_so(cast: Cast, complaint: Complaint) -> None:
    promise = call_promised(cast, complaint, due=timedelta(hours=-1))
    assert promise.state == "open"
    assert word(cast, complaint).missed == 1


def test_replaced_in_time_is_neither_kept_nor_broken(cast: Cast, complaint: Complaint) -> None:
    promise = call_promised(cast, complaint, due=timedelta(hours=2))
    Promise.objects.filter(pk=promise.pk).update(state="replaced")
    assert numbers(word(cast, complaint)) == (0, 0, 0, 1)


def test_cancelled_promise_is_neither(cast: Cast, complaint: Complaint) -> None:
    promise = call_promised(cast, complaint, due=timedelta(hours=-2))
    Promise.objects.filter(pk=promise.pk).update(state="cancelled")
    assert numbers(word(cast, complaint)) == (0, 0, 0, 1)


def test_broken_ones_are_named_newest_first_and_not_too_many(cast: Cast, complaint: Complaint) -> None:
    made = [call_promised(cast, complaint, due=timedelta(hours=-hours)) for hours in (3, 1, 2, 9, 8, 7)]
    broken = [promise for promise, _ in word(cast, complaint).broken]
    assert broken == [made[1], made[2], made[0], made[5], made[4]]
    with override("ja"):
        assert {str(label) for _, label in word(cast, complaint).broken} == {"折り返し電話"}


def test_two_parts_in_one_complaint_count_its_promises_once(cast: Cast, complaint: Complaint) -> None:
    party = complaint.parties.get()
    complaint.parties.create(person=party.person, role="representative", authority="本人")
    call_promised(cast, complaint, due=timedelta(hours=-1))
    counted = word(cast, complaint)
    assert numbers(counted) == (0, 0, 1, 1)
    assert len(counted.broken) == 1


def test_promises_to_others_are_not_theirs(cast: Cast, complaint: Complaint) -> None:
    call_promised(cast, taken_in(cast), due=timedelta(hours=-1))
    assert word(cast, complaint).missed == 0


def test_counting_takes_two_queries(cast: Cast, complaint: Complaint, django_assert_num_queries) -> None:
    for hours in (1, 2, 3):
        call_promised(cast, complaint, due=timedelta(hours=-hours))
    with django_assert_num_queries(2):
        for promise, label in word_in([complaint.pk], timezone.now()).broken:
            assert promise.complaint.reference
            assert label
