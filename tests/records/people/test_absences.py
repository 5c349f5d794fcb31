"""Absences read from their table: those near a day, with names, and deputies who have gone left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.people.absences import Absence, roster, told
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import AFTER, AHEAD
from kikitori.records.people.terms import STANDS_IN, Role
from tests.cast import Cast, summon

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


def noted(cast: Cast, first: date, last: date, deputy: Staff | None = None) -> Absence:
    return Absence.objects.create(staff=cast.handler, first=first, last=last, deputy=deputy)


def test_absence_is_told_with_the_names_of_both(cast: Cast) -> None:
    row = noted(cast, TODAY, TODAY + DAY, cast.colleague)
    (found,) = told(Absence.objects.all())
    assert (found.number, found.staff, found.deputy) == (row.pk, cast.handler.pk, cast.colleague.pk)
    assert (found.name, found.deputy_name) == ("受田 ひかり", "隣野 まこと")
    assert (found.first, found.last) == (TODAY, TODAY + DAY)


def test_deputy_whose_account_is_closed_is_none(cast: Cast) -> None:
    noted(cast, TODAY, TODAY, cast.colleague)
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    (found,) = told(Absence.objects.all())
    assert (found.deputy, found.deputy_name) == (None, "")
    assert roster(TODAY).instead_of(cast.handler.pk) is None


@pytest.mark.parametrize(
    ("role", "stands_in"),
    [(Role.HANDLER, True), (Role.LEAD, True), (Role.AUDITOR, False), (Role.ADMINISTRATOR, False)],
)
def test_deputy_whose_role_looks_into_no_complaint_is_none(cast: Cast, role: Role, stands_in: bool) -> None:
    """Their role was changed after they were named."""
    noted(cast, TODAY, TODAY, cast.colleague)
    Staff.objects.filter(pk=cast.colleague.pk).update(role=role.value)
    (found,) = told(Absence.objects.all())
    named = (cast.colleague.pk, "隣野 まこと") if stands_in else (None, "")
    assert (found.deputy, found.deputy_name) == named
    assert roster(TODAY).instead_of(cast.handler.pk) == named[0]
    assert bool(roster(TODAY).stood_in_by(cast.colleague.pk)) is stands_in
    assert roster(TODAY).stand_in_name(cast.handler.pk) == named[1]


def test_every_role_is_known_to_stand_in_or_not() -> None:
    assert set(STANDS_IN) == {role for role in Role if Permission.INVESTIGATE in OF_ROLE[role]}


@pytest.mark.parametrize(
    ("first", "last", "is_near"),
    [
        (TODAY - 60 * DAY, TODAY - AFTER - DAY, False),
        (TODAY - 60 * DAY, TODAY - AFTER, True),
        (TODAY, TODAY, True),
        (TODAY - 60 * DAY, TODAY + 60 * DAY, True),
        (TODAY + AHEAD, TODAY + 60 * DAY, True),
        (TODAY + AHEAD + DAY, TODAY + 60 * DAY, False),
    ],
)
def test_only_what_lies_near_the_day_is_read(cast: Cast, first: date, last: date, is_near: bool) -> None:
    noted(cast, first, last, cast.colleague)
    found = roster(TODAY)
    near = (
        found.away(cast.handler.pk) or found.away_or_soon(cast.handler.pk) or found.back_from(cast.handler.pk)
    )
    assert (near is not None) is is_near


def test_everybody_is_read_in_one_query(cast: Cast, django_assert_num_queries) -> None:
    for person in (cast.handler, cast.auditor, cast.lead):
        Absence.objects.create(staff=person, first=TODAY, last=TODAY, deputy=cast.colleague)
    with django_assert_num_queries(1):
        found = roster(TODAY)
        assert len(found.stood_in_by(cast.colleague.pk)) == 3
        assert found.stand_in_name(cast.lead.pk) == "隣野 まこと"


def test_absence_that_ends_before_it_begins_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        noted(cast, TODAY, TODAY - DAY)
