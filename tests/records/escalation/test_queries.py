"""The ladder, absences and what waits, read from their tables."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.ladder import ANSWER_WITHIN, Rung
from kikitori.records.escalation.models import Escalation, Level
from kikitori.records.escalation.queries import (
    configured_ladder,
    open_escalations,
    the_ladder,
    unanswered,
)
from kikitori.records.people.absences import Absence, roster
from kikitori.records.people.models import Staff, Team
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


def lead(login: str, team: Team | None = None, *, active: bool = True) -> Staff:
    return Staff.objects.create(login=login, name=login, role="lead", team=team, is_active=active)


def level(number: int, holder: Staff, **more: object) -> Level:
    given = {"name_ja": "段階", "answer_within_minutes": 60, **more}
    return Level.objects.create(number=number, holder=holder, **given)


def waits(complaint: Complaint, number: int = 1, **more: object) -> Escalation:
    given = {"cause": "request", "at": FRIDAY, **more}
    return Escalation.objects.create(complaint=complaint, level=number, **given)


# ── the ladder


def test_levels_are_read_lowest_first_with_those_who_stand_on_them(cast: Cast) -> None:
    level(2, cast.lead, deputy=cast.colleague, answer_within_minutes=90, from_severity="S1")
    level(1, cast.colleague)
    assert configured_ladder() == (
        Rung(1, (cast.colleague.pk,), 60),
        Rung(2, (cast.lead.pk, cast.colleague.pk), 90, Severity.S1),
    )
    assert the_ladder(None) == configured_ladder()


def test_house_that_has_set_nothing_has_no_configured_ladder(cast: Cast) -> None:
    assert configured_ladder() == ()


def test_leads_of_the_own_team_come_first_and_then_by_number(cast: Cast) -> None:
    Staff.objects.filter(role="lead").update(is_active=False)
    one, other = Team.objects.create(name="一課"), Team.objects.create(name="二課")
    first, second, third = lead("a", one), lead("b", other), lead("c", one)
    lead("gone", one, active=False)
    for team, order in (
        (one, (first, third, second)),
        (other, (second, first, third)),
        (None, (first, second, third)),
    ):
        people = tuple(staff.pk for staff in order)
        assert the_ladder(team.pk if team else None) == (Rung(1, people), Rung(2, people))


def test_usual_levels_wait_half_a_day(cast: Cast) -> None:
    assert {rung.answer_within for rung in the_ladder(None)} == {ANSWER_WITHIN}


@pytest.mark.parametrize(
    ("ja", "en", "in_ja", "in_en"),
    [("課長", "Head", "課長", "Head"), ("課長", "", "課長", "課長"), ("", "Head", "Head", "Head")],
)
def test_level_is_called_by_the_name_it_has(ja: str, en: str, in_ja: str, in_en: str) -> None:
    named = Level(number=3, name_ja=ja, name_en=en)
    assert (named.name_in("ja"), named.name_in("ja-JP"), named.name_in("en")) == (in_ja, in_ja, in_en)
    assert str(named) == f"3. {ja or en}"


# ── absences


@pytest.mark.parametrize(("day", "away"), [(22, False), (23, True), (24, True), (25, True), (26, False)])
def test_first_and_last_day_of_an_absence_belong_to_it(cast: Cast, day: int, away: bool) -> None:
    Absence.objects.create(staff=cast.lead, first=date(2026, 11, 23), last=date(2026, 11, 25))
    assert (cast.lead.pk in roster(date(2026, 11, day)).absent) is away


def test_absences_that_overlap_are_one_person_away(cast: Cast) -> None:
    for first in (20, 21):
        Absence.objects.create(staff=cast.lead, first=date(2026, 11, first), last=date(2026, 11, 22))
    Absence.objects.create(staff=cast.colleague, first=date(2026, 11, 21), last=date(2026, 11, 21))
    assert roster(date(2026, 11, 21)).absent == {cast.lead.pk, cast.colleague.pk}
    assert roster(date(2026, 11, 22)).absent == {cast.lead.pk}


def test_absence_that_ends_before_it_begins_is_refused_by_the_database(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(staff=cast.lead, first=date(2026, 11, 23), last=date(2026, 11, 22))


# ── what waits


def test_only_what_is_neither_answered_nor_gone_up_waits(cast: Cast) -> None:
    complaint, other = makers.received(cast).complaint, makers.received(cast).complaint
    upper = waits(complaint, 2)
    waits(complaint, 1, superseded_by=upper)
    waits(complaint, 1, cause="clock", acknowledged_at=FRIDAY)
    elsewhere = waits(other)
    assert set(open_escalations(Complaint.objects.all())) == {upper, elsewhere}
    assert list(open_escalations(Complaint.objects.filter(pk=other.pk))) == [elsewhere]
    assert not open_escalations(Complaint.objects.none())


def test_what_has_waited_longest_is_taken_up_first(cast: Cast) -> None:
    complaint = makers.received(cast).complaint

    def until(hours: int, cause: str, **more: object) -> Escalation:
        return waits(complaint, cause=cause, answer_by=FRIDAY + hours * HOUR, **more)

    second, first = until(2, "clock"), until(1, "severity")
    until(3, "request")
    until(1, "missed_promise", acknowledged_at=FRIDAY)
    waits(complaint, 9)
    assert list(unanswered(FRIDAY + 2 * HOUR)) == [first, second]
    assert list(unanswered(FRIDAY + HOUR)) == [first]
    assert list(unanswered(FRIDAY + HOUR - timedelta(seconds=1))) == []


@pytest.mark.parametrize(
    ("holder", "deputy", "asked", "before"),
    [(1, 2, 1, True), (1, 2, 2, True), (1, 2, 3, False), (None, None, None, False), (1, None, None, False)],
)
def test_it_stands_before_its_holder_and_their_deputy(
    holder: int | None, deputy: int | None, asked: int | None, before: bool
) -> None:
    assert Escalation(holder_id=holder, deputy_id=deputy).is_before(asked) is before


def test_it_is_called_by_its_level_cause_and_moment() -> None:
    row = Escalation(level=2, cause="request", at=datetime.fromisoformat("2026-11-20T16:40:00+09:00"))
    assert str(row) == "2 request 2026-11-20 16:40"
    assert row.is_open
