"""The log of reading: once a person and day, in the role of then, told by role and without names."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from kikitori.casework.openings import note_opening, openings_of
from kikitori.records.access.openings import Opening
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role
from tests import makers
from tests.cast import Cast

DAY = date(2026, 11, 20)
TWO = timedelta(days=2)


def told(complaint: Complaint, *onward: Any) -> list[tuple[str, int, date]]:
    return [(each.role.value, each.days, each.last) for each in openings_of(complaint, *onward)]


def test_person_is_noted_once_a_day_however_often_they_look(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    for day in (DAY, DAY, DAY, DAY + TWO):
        note_opening(cast.actor("handler"), complaint, on=day)
    assert list(Opening.objects.values_list("staff", "day", "role").order_by("day")) == [
        (cast.handler.pk, DAY, "handler"),
        (cast.handler.pk, DAY + TWO, "handler"),
    ]
    assert told(complaint) == [("handler", 2, DAY + TWO)]


def test_noting_is_one_question_and_changes_no_complaint(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    version, events = complaint.version, complaint.events.count()
    with CaptureQueriesContext(connection) as asked:
        note_opening(cast.actor("lead"), complaint, on=DAY)
        note_opening(cast.actor("lead"), complaint, on=DAY)
    assert len(asked) == 2
    complaint.refresh_from_db()
    assert (complaint.version, complaint.events.count()) == (version, events)


def test_two_of_one_role_on_one_day_are_one_day_so_that_nobody_is_told_apart(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note_opening(cast.actor("handler"), complaint, on=DAY)
    note_opening(cast.actor("colleague"), complaint, on=DAY)
    assert told(complaint) == [("handler", 1, DAY)]


def test_roles_stand_apart_and_those_who_read_most_come_first(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note_opening(cast.actor("handler"), complaint, on=DAY)
    for day in range(3):
        note_opening(cast.actor("lead"), complaint, on=DAY + timedelta(days=day))
    note_opening(cast.actor("auditor"), complaint, on=DAY)
    assert told(complaint) == [
        ("lead", 3, DAY + TWO),
        ("auditor", 1, DAY),
        ("handler", 1, DAY),
    ]


def test_role_is_that_of_the_day_it_was_read(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note_opening(cast.actor("handler"), complaint, on=DAY)
    type(cast.handler).objects.filter(pk=cast.handler.pk).update(role=Role.LEAD.value)
    assert told(complaint) == [("handler", 1, DAY)]


def test_other_complaints_are_counted_by_themselves_and_joined_ones_together(cast: Cast) -> None:
    one, other = makers.acknowledged(cast), makers.acknowledged(cast)
    note_opening(cast.actor("handler"), one, on=DAY)
    note_opening(cast.actor("handler"), other, on=DAY + TWO)
    assert told(one) == [("handler", 1, DAY)]
    assert told(one, other, DAY + TWO) == [("handler", 2, DAY + TWO)]
    assert told(one, other, DAY + TWO + TWO) == [("handler", 1, DAY)], "what was read before it was joined"
    assert told(makers.acknowledged(cast)) == []


def test_machine_and_complainant_are_not_noted(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    note_opening(Actor.system("swept"), complaint, on=DAY)
    note_opening(makers.complainant_of(complaint), complaint, on=DAY)
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    "statement", ["delete from records_opening", "update records_opening set role = 'lead'"]
)
def test_what_was_read_cannot_be_unsaid(cast: Cast, statement: str) -> None:
    note_opening(cast.actor("handler"), makers.acknowledged(cast), on=DAY)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert str(Opening.objects.get()).startswith("handler ")
