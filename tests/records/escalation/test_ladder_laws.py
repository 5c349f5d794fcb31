"""Laws of the ladder that hold whoever is away, was told, or stands on whichever level."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.ladder import (
    ANSWER_WITHIN,
    FIRST,
    Placed,
    Rung,
    level_above,
    level_for_request,
    level_for_severity,
    placed,
    usual_ladder,
)

A, B, C, D = 1, 2, 3, 4
PEOPLE = st.integers(1, 6)
RUNGS = st.builds(
    Rung,
    st.integers(1, 9),
    st.lists(PEOPLE, max_size=2, unique=True).map(tuple),
    st.integers(1, 28_800),
    st.none() | st.sampled_from(list(Severity)),
)
LADDERS = st.lists(RUNGS, min_size=1, max_size=6, unique_by=lambda rung: rung.number)


def stand(
    ladder: Sequence[Rung],
    level: int,
    *,
    away: frozenset[int] = frozenset(),
    told: frozenset[int] = frozenset(),
) -> Placed:
    return placed(ladder, level, told=told, can_answer=lambda one: one not in away)


@given(LADDERS, st.integers(0, 12), st.frozensets(PEOPLE), st.frozensets(PEOPLE))
@settings(max_examples=50)
def test_it_stands_on_a_level_that_there_is_and_with_somebody_wherever_anybody_is(
    ladder: list[Rung], level: int, away: frozenset[int], told: frozenset[int]
) -> None:
    place = stand(ladder, level, away=away, told=told)
    rungs = {rung.number: rung for rung in ladder}
    rung, top = rungs[place.level], max(rungs)
    reachable = [one for one in sorted(rungs) if one >= min(level, top)]
    anybody = [n for n in reachable if set(rungs[n].people) - away - told]
    assert place.level == (anybody[0] if anybody else reachable[0])
    assert (place.holder is None) == (not anybody)
    assert place.can_rise == (place.level < top)
    assert place.answer_within == rung.answer_within
    if place.holder is not None:
        assert place.holder in rung.people
        assert place.holder not in away | told
        assert place.deputy in {*rung.people, None} - {place.holder}
        assert (place.deputy is None) == (len(rung.people) == 1)
    else:
        assert place.deputy is None


@given(LADDERS, st.integers(0, 12), st.frozensets(PEOPLE))
@settings(max_examples=50)
def test_order_of_the_levels_makes_no_difference(
    ladder: list[Rung], level: int, away: frozenset[int]
) -> None:
    assert stand(ladder, level, away=away) == stand(ladder[::-1], level, away=away)


@given(LADDERS, st.frozensets(PEOPLE))
@settings(max_examples=50)
def test_what_nobody_answers_reaches_the_top_and_ends_there(ladder: list[Rung], away: frozenset[int]) -> None:
    place, seen = stand(ladder, FIRST, away=away), []
    while place.can_rise:
        seen.append(place.level)
        above = level_above(ladder, place.level)
        assert above is not None
        place = stand(ladder, above, away=away)
        assert place.level > seen[-1]
    assert place.level == max(rung.number for rung in ladder)
    assert level_above(ladder, place.level) is None


@given(LADDERS, st.sampled_from(list(Severity)))
@settings(max_examples=50)
def test_graver_comes_at_least_as_high(ladder: list[Rung], severity: Severity) -> None:
    level = level_for_severity(ladder, severity)
    for graver in (each for each in Severity if each.value <= severity.value):
        assert (level_for_severity(ladder, graver) or 0) >= (level or 0)
    if level is not None:
        named = next(rung.from_severity for rung in ladder if rung.number == level)
        assert named is not None
        assert severity.value <= named.value


@pytest.mark.parametrize(
    ("ladder", "asked", "away", "told", "stands"),
    [
        # The holder is away, and the deputy stands in; the holder may answer all the same.
        (((A, B), (C,)), 1, {A}, (), (1, B, A)),
        # The deputy is away: the holder is asked, and the deputy named for the day they are back.
        (((A, B), (C,)), 1, {B}, (), (1, A, B)),
        # Whoever was told below is not asked again, and may still answer as deputy.
        (((A,), (A, B)), 2, (), {A}, (2, B, A)),
        (((A,), (A,), (C,)), 2, (), {A}, (3, C, None)),
        # Told below, and the other one away: it goes on up, or stands before nobody.
        (((A,), (A, B), (C, D)), 2, {B}, {A}, (3, C, D)),
        (((A,), (A, B)), 2, {B}, {A}, (2, None, None)),
        (((A, B), (C, D)), 1, {A, B, C}, (), (2, D, C)),
        # Everybody has gone: at its level, before nobody, for whoever sees it.
        (((A, B), (C, D)), 1, {A, B, C, D}, (), (1, None, None)),
        (((A, B), (C, D)), 2, {C, D}, (), (2, None, None)),
        # Nobody stands on the first level at all, or on any.
        (((), (C,)), 1, (), (), (2, C, None)),
        (((), ()), 1, (), (), (1, None, None)),
    ],
)
def test_who_is_asked_when_some_are_away(
    ladder: tuple[tuple[int, ...], ...],
    asked: int,
    away: set[int],
    told: set[int],
    stands: tuple[int, int | None, int | None],
) -> None:
    rungs = [Rung(number, people) for number, people in enumerate(ladder, start=1)]
    place = stand(rungs, asked, away=frozenset(away), told=frozenset(told))
    assert (place.level, place.holder, place.deputy) == stands


@pytest.mark.parametrize(
    ("leads", "first", "second"),
    [
        ((), (None, None), (None, None)),
        ((A,), (A, None), (None, None)),
        ((A, B), (A, B), (B, A)),
        ((A, B, C), (A, B), (B, A)),
    ],
)
def test_usual_ladder_asks_another_lead_each_time(
    leads: tuple[int, ...], first: tuple[int | None, int | None], second: tuple[int | None, int | None]
) -> None:
    ladder = usual_ladder(leads)
    one = stand(ladder, FIRST)
    two = stand(ladder, 2, told=frozenset({one.holder} - {None}))
    assert ((one.holder, one.deputy), (two.holder, two.deputy)) == (first, second)
    assert (one.can_rise, two.can_rise) == (True, False)
    assert one.answer_within == two.answer_within == ANSWER_WITHIN


@pytest.mark.parametrize(
    ("numbers", "waiting", "level"),
    [
        ((1, 2, 3), (), 1),
        ((1, 2, 3), (1,), 2),
        ((1, 2, 3), (3, 1), None),
        # Gaps, where a level was taken out.
        ((2, 5), (), 1),
        ((2, 5), (2,), 5),
        ((2, 5), (3,), 5),
        ((2, 5), (1,), 2),
        # What waits on a level that has gone since.
        ((1, 2), (4,), None),
    ],
)
def test_request_goes_one_level_above_what_waits(
    numbers: tuple[int, ...], waiting: tuple[int, ...], level: int | None
) -> None:
    assert level_for_request([Rung(number, (A,)) for number in numbers], waiting) == level
