"""Noting absences: by whom, with which days and deputy, changed, ended early, taken back; each change can be read."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.absences import (
    able_to_stand_in,
    can_be_away,
    change_absence,
    end_absence,
    note_absence,
    take_back_absence,
)
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.members import MemberGiven, change_member
from kikitori.records.people.absences import Absence, roster, told
from kikitori.records.people.models import SettingChange, Staff
from tests.cast import Cast, summon
from tests.makers import FRIDAY

#: FRIDAY is the 20th of November 2026.
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
DAYS = {"first": date(2026, 12, 1), "last": date(2026, 12, 4)}


def noted(cast: Cast, role: str = "lead", **changes: object) -> Absence:
    return note_absence(cast.actor(role), cast.handler, **{**DAYS, **changes}, now=FRIDAY)


def changes() -> list[tuple[object, object]]:
    return [(line.before, line.after) for line in SettingChange.objects.filter(kind="absence")]


# ---- by whom


@pytest.mark.parametrize("role", ["handler", "lead", "administrator"])
def test_own_absence_is_noted_by_oneself_and_anybodys_by_who_looks_after_it(cast: Cast, role: str) -> None:
    absence = noted(cast, role, deputy=cast.colleague)
    assert (absence.staff, absence.deputy) == (cast.handler, cast.colleague)
    line = SettingChange.objects.get()
    assert (line.kind, line.by) == ("absence", getattr(cast, role))


@pytest.mark.parametrize("role", ["colleague", "auditor"])
def test_others_neither_note_nor_change_nor_end_it(cast: Cast, role: str) -> None:
    actor = cast.actor(role)
    with pytest.raises(Refused):
        noted(cast, role)
    absence = noted(cast)
    with pytest.raises(Refused):
        change_absence(actor, absence, **DAYS, deputy=cast.colleague, now=FRIDAY)
    with pytest.raises(Refused):
        end_absence(actor, absence, now=FRIDAY)
    with pytest.raises(Refused):
        take_back_absence(actor, absence, now=FRIDAY)
    absence.refresh_from_db()
    assert absence.deputy is None
    assert len(changes()) == 1


@pytest.mark.parametrize("role", ["auditor", "administrator", "lead"])
def test_everybody_may_be_away(cast: Cast, role: str) -> None:
    person = getattr(cast, role)
    absence = note_absence(cast.actor(role), person, **DAYS, now=FRIDAY)
    assert absence.staff == person
    assert person in can_be_away()


def test_deputy_notes_nothing_for_whom_they_stand_in(cast: Cast) -> None:
    absence = noted(cast, deputy=cast.colleague)
    with pytest.raises(Refused):
        end_absence(cast.actor("colleague"), absence, now=FRIDAY)


# ---- which days


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY),
        (TODAY - 3 * DAY, TODAY),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 28), date(2027, 1, 8)),
    ],
)
def test_days_from_before_today_on_are_taken(cast: Cast, first: date, last: date) -> None:
    absence = noted(cast, first=first, last=last)
    assert (absence.first, absence.last) == (first, last)


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        (date(2026, 12, 4), date(2026, 12, 1), Problem.IN_THE_PAST),
        (TODAY - 3 * DAY, TODAY - DAY, Problem.IN_THE_PAST),
        (TODAY, date(2199, 1, 1), Problem.OUT_OF_RANGE),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, first: date, last: date, problem: Problem) -> None:
    with pytest.raises(Invalid) as refusal:
        noted(cast, first=first, last=last)
    assert refusal.value.problems == {"last": problem}
    assert not Absence.objects.exists()
    assert changes() == []


@pytest.mark.parametrize(("first", "last"), [(1, 4), (4, 6), (2, 3), (4, 4), (1, 1)])
def test_days_in_common_with_an_absence_are_refused_and_it_is_named(
    cast: Cast, first: int, last: int
) -> None:
    noted(cast)
    with pytest.raises(NotNow) as refusal:
        noted(cast, first=date(2026, 12, first), last=date(2026, 12, last))
    assert refusal.value.obstacle is Obstacle.ALREADY_AWAY
    assert refusal.value.detail == "2026-12-01/2026-12-04"
    assert Absence.objects.count() == 1


def test_absences_that_touch_and_those_of_others_are_taken(cast: Cast) -> None:
    noted(cast)
    noted(cast, first=date(2026, 12, 5), last=date(2026, 12, 6))
    note_absence(cast.actor("colleague"), cast.colleague, **DAYS, now=FRIDAY)
    assert Absence.objects.count() == 3


def test_somebody_who_has_gone_is_not_away(cast: Cast) -> None:
    gone = Staff.objects.get(pk=cast.handler.pk)
    gone.is_active = False
    with pytest.raises(Invalid) as refusal:
        note_absence(cast.actor("lead"), gone, **DAYS, now=FRIDAY)
    assert refusal.value.problems == {"staff": Problem.OUT_OF_RANGE}


# ---- who stands in


@pytest.mark.parametrize(
    ("role", "able"),
    [("handler", False), ("colleague", True), ("lead", True), ("administrator", False), ("auditor", False)],
)
def test_whoever_looks_into_complaints_stands_in_but_for_themselves(
    cast: Cast, role: str, able: bool
) -> None:
    deputy = getattr(cast, role)
    assert (deputy in able_to_stand_in(cast.handler)) is able
    if able:
        assert noted(cast, deputy=deputy).deputy == deputy
    else:
        with pytest.raises(Invalid) as refusal:
            noted(cast, deputy=deputy)
        assert refusal.value.problems == {"deputy": Problem.OUT_OF_RANGE}


def test_who_has_gone_stands_in_for_nobody(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert cast.colleague not in able_to_stand_in()
    cast.colleague.refresh_from_db()
    with pytest.raises(Invalid):
        noted(cast, deputy=cast.colleague)


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_deputy_who_gets_another_post_is_one_no_longer(cast: Cast, role: str) -> None:
    """The absence shows none, whoever is there for the person is nobody, and another one can be named."""
    absence = noted(cast, first=TODAY, last=TODAY + DAY, deputy=cast.colleague)
    given = MemberGiven(name=cast.colleague.name, role=role)
    change_member(cast.actor("administrator"), cast.colleague, given, now=FRIDAY)
    (shown,) = told(Absence.objects.all())
    assert (shown.deputy, shown.deputy_name) == (None, "")
    assert roster(TODAY).instead_of(cast.handler.pk) is None
    change_absence(cast.actor("lead"), absence, first=TODAY, last=TODAY + DAY, deputy=cast.lead, now=FRIDAY)
    assert roster(TODAY).instead_of(cast.handler.pk) == cast.lead.pk


def test_everything_that_is_wrong_is_told_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        noted(cast, last=date(2026, 11, 30), deputy=cast.handler)
    assert set(refusal.value.problems) == {"last", "deputy"}


def test_deputy_who_is_away_themselves_may_be_named(cast: Cast) -> None:
    note_absence(cast.actor("colleague"), cast.colleague, **DAYS, now=FRIDAY)
    assert noted(cast, deputy=cast.colleague).deputy == cast.colleague


# ---- changing, ending, taking back


def test_days_and_deputy_are_changed_and_both_states_kept(cast: Cast) -> None:
    absence = noted(cast, deputy=cast.colleague)
    later = date(2026, 12, 8)
    change_absence(
        cast.actor("handler"), absence, first=DAYS["first"], last=later, deputy=cast.lead, now=FRIDAY
    )
    absence.refresh_from_db()
    assert (absence.last, absence.deputy) == (later, cast.lead)
    kept = {"staff": cast.handler.pk, "first": "2026-12-01"}
    assert changes() == [
        ({}, {**kept, "last": "2026-12-04", "deputy": cast.colleague.pk}),
        (
            {**kept, "last": "2026-12-04", "deputy": cast.colleague.pk},
            {**kept, "last": "2026-12-08", "deputy": cast.lead.pk},
        ),
    ]


def test_absence_does_not_overlap_with_itself_but_with_another(cast: Cast) -> None:
    absence = noted(cast)
    noted(cast, first=date(2026, 12, 10), last=date(2026, 12, 12))
    lead = cast.actor("lead")
    change_absence(lead, absence, first=date(2026, 12, 2), last=date(2026, 12, 9), now=FRIDAY)
    with pytest.raises(NotNow):
        change_absence(lead, absence, first=date(2026, 12, 2), last=date(2026, 12, 10), now=FRIDAY)
    absence.refresh_from_db()
    assert absence.last == date(2026, 12, 9)


def test_changing_to_the_same_leaves_no_line(cast: Cast) -> None:
    absence = noted(cast)
    change_absence(cast.actor("lead"), absence, **DAYS, now=FRIDAY)
    assert len(changes()) == 1


def test_ending_early_makes_yesterday_the_last_day(cast: Cast) -> None:
    absence = noted(cast, first=TODAY - 2 * DAY, last=TODAY + 5 * DAY)
    end_absence(cast.actor("handler"), absence, now=FRIDAY)
    absence.refresh_from_db()
    assert absence.last == TODAY - DAY
    end_absence(cast.actor("handler"), absence, now=FRIDAY)
    assert len(changes()) == 2


@pytest.mark.parametrize("first", [TODAY, TODAY + DAY])
def test_ending_on_the_first_day_or_before_takes_it_back(cast: Cast, first: date) -> None:
    absence = noted(cast, first=first, last=TODAY + 5 * DAY)
    end_absence(cast.actor("handler"), absence, now=FRIDAY)
    assert not Absence.objects.exists()
    assert changes()[-1][1] == {}


def test_taking_back_twice_is_once(cast: Cast) -> None:
    absence = noted(cast)
    for _ in range(2):
        take_back_absence(cast.actor("handler"), absence, now=FRIDAY)
    kept = {"staff": cast.handler.pk, "first": "2026-12-01", "last": "2026-12-04"}
    assert changes() == [({}, kept), (kept, {})]


def test_what_was_taken_back_is_neither_changed_nor_ended(cast: Cast) -> None:
    absence = noted(cast)
    take_back_absence(cast.actor("lead"), absence, now=FRIDAY)
    with pytest.raises(NotNow) as refusal:
        change_absence(cast.actor("lead"), absence, **DAYS, deputy=cast.colleague, now=FRIDAY)
    assert refusal.value.obstacle is Obstacle.GONE_MEANWHILE
    end_absence(cast.actor("lead"), absence, now=FRIDAY)
    assert not Absence.objects.exists()
    assert len(changes()) == 2


# ---- two at once


def both(*does) -> list[object]:
    """Each in a thread of its own, begun together; what each returned or raised."""
    start = Barrier(len(does))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except (NotNow, Invalid) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(does)) as pool:
        return list(pool.map(run, does))


@pytest.mark.django_db(transaction=True)
def test_two_who_note_the_same_days_at_once_note_one_absence() -> None:
    cast = summon()
    found = both(lambda: noted(cast, "handler"), lambda: noted(cast, "lead"))
    assert sorted(isinstance(one, NotNow) for one in found) == [False, True]
    assert Absence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_absence_taken_back_by_two_at_once_leaves_one_line() -> None:
    cast = summon()
    absence = noted(cast)
    both(*[lambda: take_back_absence(cast.actor("lead"), absence, now=FRIDAY)] * 2)
    assert not Absence.objects.exists()
    assert len(changes()) == 2
