"""Somebody was named, and the day of the decision has come: whoever was confided in is told once more, nobody else."""

from datetime import datetime, timedelta

import pytest

from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.namings_due import tell_of_undecided_namings
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

SWEPT = Actor.system("swept")
NOW = FRIDAY + timedelta(hours=2)


def named(cast: Cast, words: str = "", *, handler: bool = False) -> Petition:
    complaint = makers.investigated(cast)
    return name_unwanted(complainant_of(complaint), complaint, words=words, handler=handler, now=NOW)


def day_of(row: Petition) -> datetime:
    assert row.due_at is not None
    return row.due_at


def told_again() -> list[Staff]:
    rows = Notice.objects.filter(kind="confided", event=None).select_related("recipient")
    return [row.recipient for row in rows.order_by("recipient")]


def test_leads_are_told_once_more_when_the_day_has_passed(cast: Cast) -> None:
    row = named(cast, handler=True)
    assert tell_of_undecided_namings(SWEPT, now=day_of(row)) == 0
    assert told_again() == []
    assert tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(minutes=1)) == 1
    assert tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(minutes=2)) == 0
    assert told_again() == [cast.lead]
    [notice] = Notice.objects.filter(event=None)
    assert (notice.complaint_id, notice.in_desk, notice.stands_for_id) == (row.complaint_id, True, None)


def test_nobody_it_speaks_of_is_told(cast: Cast) -> None:
    other = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    row = named(cast, "責田さん", handler=True)
    tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(days=1))
    assert told_again() == [other]


def test_lead_who_came_since_is_told(cast: Cast) -> None:
    row = named(cast, "責田さん")
    other = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(days=1))
    assert told_again() == [other]


@pytest.mark.parametrize("granted", [True, False])
def test_what_was_decided_is_not_told_again(cast: Cast, granted: bool) -> None:
    row = named(cast, handler=True)
    decide_bar(
        cast.actor("lead"),
        row.complaint,
        petition=row,
        granted=granted,
        barred=[cast.handler],
        words="お返事です。",
        now=NOW,
    )
    assert tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(days=1)) == 0
    assert told_again() == []


def test_other_things_that_were_asked_for_are_promises_and_swept_as_such(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = petition(complainant_of(complaint), complaint, PetitionGiven(kind="summary", words="違う"), now=NOW)
    assert tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(days=1)) == 0


def test_sweep_leaves_the_complaint_as_it_is(cast: Cast) -> None:
    row = named(cast, handler=True)
    version, events = row.complaint.version, row.complaint.events.count()
    tell_of_undecided_namings(SWEPT, now=day_of(row) + timedelta(days=1))
    row.complaint.refresh_from_db()
    assert (row.complaint.version, row.complaint.events.count()) == (version, events)
