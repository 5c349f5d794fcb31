"""Complaints as rows: in their order, each with its complainant and the promise due first."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.rows import complainants_of, rows_of
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, taken_in


def test_rows_keep_the_order_they_were_given(cast: Cast) -> None:
    made = [taken_in(cast) for _ in range(3)]
    given = [made[2], made[0], made[1]]
    assert [row.complaint for row in rows_of(given)] == given


def test_row_has_the_promise_due_first(cast: Cast) -> None:
    complaint = taken_in(cast)
    call_promised(cast, complaint, due=timedelta(hours=5))
    soon = call_promised(cast, complaint, due=timedelta(minutes=5))
    (row,) = rows_of([complaint])
    assert row.promise == soon


def test_row_of_an_ended_complaint_owes_nothing(cast: Cast) -> None:
    complaint = taken_in(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=timezone.now())
    (row,) = rows_of([complaint])
    assert row.promise is None


def test_row_names_the_complainant_not_the_representative(cast: Cast) -> None:
    complaint = taken_in(
        cast,
        complainant=PersonGiven(name="本人 花子"),
        representative=PersonGiven(
            name="代理 太郎",
            authority="長男",
            contact_points=(ContactGiven(kind="phone", value="03-0000-0000"),),
        ),
    )
    (row,) = rows_of([complaint])
    assert row.person is not None
    assert row.person.name == "本人 花子"


def test_row_without_a_person_is_nobodys(cast: Cast) -> None:
    complaint = taken_in(cast, complainant=None)
    (row,) = rows_of([complaint])
    assert row.person is None
    assert complainants_of([complaint.pk]) == {}


def test_no_rows_are_no_rows(cast: Cast) -> None:
    assert rows_of([]) == []


def test_any_number_of_rows_takes_two_queries(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(4):
        taken_in(cast)
    complaints = list(Complaint.objects.all())
    with django_assert_num_queries(2):
        for row in rows_of(complaints):
            assert row.person
            assert row.promise
            assert row.person.name == "試野 はな"
