"""Who is away on a day and who is there for them: rows of deputies, their ends, and what is said before and after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.people.standing_in import AFTER, AHEAD, Away, Roster, overlaps

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
A, B, C, D = 1, 2, 3, 4
NAMES = {A: "甲", B: "乙", C: "丙", D: "丁"}


def away(
    staff: int, deputy: int | None = None, first: date = TODAY, last: date = TODAY, number: int = 0
) -> Away:
    return Away(number or staff, staff, first, last, deputy, NAMES.get(staff, ""), NAMES.get(deputy or 0, ""))


def roster(*absences: Away) -> Roster:
    return Roster(TODAY, absences)


# ---- one day


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [
        (TODAY, TODAY, True),
        (TODAY - DAY, TODAY, True),
        (TODAY, TODAY + DAY, True),
        (TODAY - 9 * DAY, TODAY + 9 * DAY, True),
        (TODAY - 2 * DAY, TODAY - DAY, False),
        (TODAY + DAY, TODAY + 2 * DAY, False),
    ],
)
def test_first_and_last_day_belong_to_an_absence(first: date, last: date, is_away: bool) -> None:
    found = roster(away(A, B, first, last))
    assert (found.away(A) is not None) is is_away
    assert (A in found.absent) is is_away
    assert bool(found) is is_away


def test_nobody_is_away_by_an_empty_roster() -> None:
    found = roster()
    assert not found
    assert found.absent == frozenset()
    assert found.away(A) is None
    assert found.away(None) is None
    assert found.instead_of(A) == A
    assert found.stood_in_by(A) == []
    assert found.stand_in_name(A) == ""


def test_of_two_that_hold_today_the_longer_one_is_told() -> None:
    short, long = away(A, B, number=7), away(A, C, last=TODAY + 3 * DAY, number=8)
    for order in ((short, long), (long, short)):
        assert roster(*order).away(A) is long
        assert roster(*order).instead_of(A) == C
        assert roster(*order).stood_in_by(C) == [long]
        assert roster(*order).stood_in_by(B) == []


# ---- who is there


@pytest.mark.parametrize(
    ("absences", "there"),
    [
        ([], A),
        ([away(B, A)], A),
        ([away(A, B)], B),
        ([away(A)], None),
        ([away(A, B), away(B, C)], C),
        ([away(A, B), away(B, C), away(C, D)], D),
        ([away(A, B), away(B)], None),
        ([away(A, B), away(B, A)], None),
        ([away(A, B), away(B, C), away(C, A)], None),
        ([away(A, B), away(B, C), away(C, B)], None),
        ([away(A, A)], None),
        # Only today counts: a deputy who is away tomorrow is there.
        ([away(A, B), away(B, C, TODAY + DAY, TODAY + DAY)], B),
        ([away(A, B), away(B, C, TODAY - DAY, TODAY - DAY)], B),
    ],
)
def test_row_of_deputies_ends_with_somebody_at_work_or_with_nobody(
    absences: list[Away], there: int | None
) -> None:
    for order in (absences, absences[::-1]):
        assert roster(*order).instead_of(A) == there


def test_whoever_is_there_is_named_though_they_are_nobodys_first_deputy() -> None:
    found = roster(away(A, B), away(B, C))
    assert (found.stand_in_name(A), found.stand_in_name(B)) == ("丙", "丙")
    assert roster(away(A, B), away(B, A)).stand_in_name(A) == ""
    assert roster(away(A)).stand_in_name(A) == ""


def test_deputy_stands_in_for_all_whose_row_ends_with_them() -> None:
    first, second, other = away(A, B), away(B, C), away(D, C)
    found = roster(first, second, other)
    assert found.stood_in_by(C) == [first, second, other]
    assert found.stood_in_by(B) == []
    assert found.stood_in_by(A) == []
    assert found.stood_in_by(None) == []


def test_who_is_away_stands_in_for_nobody() -> None:
    assert roster(away(A, B), away(B)).stood_in_by(B) == []


staff = st.integers(1, 6)
absences = st.lists(st.builds(away, staff, st.none() | staff), max_size=12)


@given(absences, staff)
def test_whoever_is_there_is_at_work_whatever_the_rows(given_: list[Away], one: int) -> None:
    found = roster(*given_)
    there = found.instead_of(one)
    assert there is None or there not in found.absent
    assert (there == one) == (one not in found.absent)


@given(absences)
def test_everybody_away_is_stood_in_for_by_one_person_or_nobody(given_: list[Away]) -> None:
    found = roster(*given_)
    for absent in found.absent:
        deputies = [
            one for one in range(1, 7) if any(each.staff == absent for each in found.stood_in_by(one))
        ]
        there = found.instead_of(absent)
        assert deputies == ([there] if there is not None else [])


# ---- before and after


@pytest.mark.parametrize(
    ("days", "is_soon"), [(0, False), (1, True), (AHEAD.days, True), (AHEAD.days + 1, False)]
)
def test_absence_is_spoken_of_a_week_before_it_begins(days: int, is_soon: bool) -> None:
    coming = away(A, B, TODAY + days * DAY, TODAY + 30 * DAY)
    found = roster(coming)
    assert (coming in found.will_stand_in(B)) is is_soon
    assert (found.away_or_soon(A) is coming) is (is_soon or days == 0)


def test_absence_of_today_is_told_before_the_one_to_come() -> None:
    now, coming = away(A, B, number=1), away(A, C, TODAY + DAY, TODAY + DAY, number=2)
    later = away(A, D, TODAY + 3 * DAY, TODAY + 3 * DAY, number=3)
    assert roster(later, coming, now).away_or_soon(A) is now
    assert roster(later, coming).away_or_soon(A) is coming
    assert roster(later, coming).away_or_soon(B) is None
    assert roster(later, coming).away_or_soon(None) is None


def test_nobody_will_be_the_deputy_of_an_absence_without_one() -> None:
    coming = away(A, None, TODAY + DAY, TODAY + DAY)
    assert roster(coming).will_stand_in(None) == []
    assert roster(coming).will_stand_in(B) == []


@pytest.mark.parametrize(
    ("days", "is_back"), [(0, False), (1, True), (AFTER.days, True), (AFTER.days + 1, False)]
)
def test_return_is_spoken_of_for_two_weeks(days: int, is_back: bool) -> None:
    over = away(A, B, TODAY - 40 * DAY, TODAY - days * DAY)
    assert (roster(over).back_from(A) is over) is is_back
    assert roster(over).back_from(B) is None
    assert roster(over).back_from(None) is None


def test_of_two_that_are_over_the_later_one_is_told_and_none_while_away_again() -> None:
    early = away(A, B, TODAY - 9 * DAY, TODAY - 8 * DAY, 1)
    late = away(A, B, TODAY - 4 * DAY, TODAY - 3 * DAY, 2)
    assert roster(late, early).back_from(A) is late
    assert roster(late, early, away(A, number=3)).back_from(A) is None


# ---- days in common


@pytest.mark.parametrize(
    ("first", "last", "is_common"),
    [
        (1, 4, False),
        (1, 5, True),
        (5, 5, True),
        (6, 7, True),
        (8, 8, True),
        (9, 12, False),
        (1, 12, True),
    ],
)
def test_stretches_overlap_where_they_have_a_day_in_common(first: int, last: int, is_common: bool) -> None:
    other = away(A, None, date(2026, 12, 5), date(2026, 12, 8))
    found = overlaps(date(2026, 12, first), date(2026, 12, last), [other])
    assert found is (other if is_common else None)


@given(*[st.dates(date(2026, 1, 1), date(2026, 3, 1))] * 4)
def test_overlap_is_the_same_from_either_side(one: date, two: date, three: date, four: date) -> None:
    (a, b), (c, d) = sorted((one, two)), sorted((three, four))
    there = overlaps(a, b, [away(A, None, c, d)]) is not None
    back = overlaps(c, d, [away(A, None, a, b)]) is not None
    days = {a + n * DAY for n in range((b - a).days + 1)} & {c + n * DAY for n in range((d - c).days + 1)}
    assert there == back == bool(days)


def test_no_absence_overlaps_with_none() -> None:
    assert overlaps(TODAY, TODAY, []) is None
