"""Complaints as rows: in their order, each with its complainant and the promise due first."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.rows import as_rows, complainants_of, rows_of
from kikitori.records.complaints.models import Complaint, Party
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


def test_two_who_complain_together_are_named_by_the_first(cast: Cast) -> None:
    complaint = taken_in(cast, complainant=PersonGiven(name="先野 いち"))
    second = taken_in(cast, complainant=PersonGiven(name="後野 に")).parties.get().person
    Party.objects.create(complaint=complaint, person=second, role="complainant")
    (row,) = rows_of([complaint])
    assert row.person is not None
    assert row.person.name == "先野 いち"


def test_no_rows_are_no_rows_and_ask_nothing(cast: Cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert rows_of([]) == []


def test_any_number_of_rows_takes_two_queries_with_their_complaints(
    cast: Cast, django_assert_num_queries
) -> None:
    for number in range(4):
        complaint = taken_in(cast, maker=makers.investigated if number else makers.received)
        call_promised(cast, complaint, due=timedelta(minutes=5))
    with django_assert_num_queries(2):
        found = list(as_rows(Complaint.objects.order_by("id")))
        shown = [
            (
                row.complaint.state,
                row.complaint.assignee.name if row.complaint.assignee else "",
                row.person.name if row.person else "",
                row.promise.kind if row.promise else "",
            )
            for row in rows_of(found)
        ]
    assert shown == [
        ("received", "", "試野 はな", "call_back"),
        *[("investigating", "受田 ひかり", "試野 はな", "call_back")] * 3,
    ]


def test_row_leaves_long_texts_where_they_are(cast: Cast) -> None:
    taken_in(cast, story="長" * 9_000)
    (row,) = rows_of(list(as_rows(Complaint.objects.all())))
    assert {"story", "desired_outcome", "accommodation"} <= row.complaint.get_deferred_fields()
    assert row.promise is not None
    assert {"why", "reason"} <= row.promise.get_deferred_fields()
