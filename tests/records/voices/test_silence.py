"""Silence, read off a timeline: what counts as an answer, when another way is due, and when nobody need be waited for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kikitori.records.voices.silence import ASKED, SPOKEN, TRIED, Silence, Waits, days_told, silence_of
from kikitori.records.voices.terms import Road

DAY = timedelta(days=1)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
WAITS = Waits.of(7, 14)
TASK: dict[str, Any] = {"for": "other_road", "task": 5}
CALLED: dict[str, Any] = {"road": "call", "reached": False}
NO_ROAD: dict[str, Any] = {"road": "none", "reached": False}


def read(*words: tuple[str, int] | tuple[str, int, dict[str, Any]]) -> Silence | None:
    """Kind, day and values, one after the other."""
    return silence_of((kind, AT + day * DAY, data[0] if data else {}) for kind, day, *data in words)


@pytest.mark.parametrize(
    "words",
    [
        (),
        (("heard", 0),),
        ((TRIED, 0, CALLED),),
        *[((ASKED, 0), (kind, 1)) for kind in SPOKEN],
        ((ASKED, 0), (TRIED, 8, {"road": "call", "reached": True})),
        ((ASKED, 0), ("task_added", 7, TASK), ("solved", 8)),
    ],
)
def test_nobody_is_silent_who_was_not_asked_or_has_said_anything(words: Any) -> None:
    assert read(*words) is None


@pytest.mark.parametrize("kind", SPOKEN)
def test_silence_begins_anew_with_every_question(kind: str) -> None:
    assert read((ASKED, 0), (kind, 1), (ASKED, 9)) == Silence(AT + 9 * DAY)
    assert read((ASKED, 0), (TRIED, 8, CALLED), (ASKED, 9)) == Silence(AT + 9 * DAY)


def test_task_of_another_matter_says_nothing_of_the_silence() -> None:
    found = read(
        (ASKED, 0), ("task_added", 7, {"task": 4}), ("task_added", 7, {"for": "low_rating", "task": 6})
    )
    assert found is not None
    assert (found.task, found.is_seen_to) == (None, False)


def test_task_sees_to_it_and_does_not_end_the_waiting() -> None:
    found = read((ASKED, 0), ("task_added", 7, TASK))
    assert found is not None
    assert (found.task, found.is_seen_to, found.tried_at) == (5, True, None)
    assert found.lasts_until(WAITS) is None
    assert not found.is_over(WAITS, AT + 365 * DAY)


@pytest.mark.parametrize(
    ("tried", "data", "ends"),
    [
        (7, CALLED, 14),
        (3, CALLED, 14),
        (10, CALLED, 17),
        (30, CALLED, 37),
        (7, NO_ROAD, 14),
        (12, NO_ROAD, 14),
    ],
)
def test_whoever_was_tried_has_the_rest_of_the_days(tried: int, data: dict[str, Any], ends: int) -> None:
    """A try that came late shortens nobody's time; where there was no way to try, nothing is added."""
    found = read((ASKED, 0), (TRIED, tried, data))
    assert found is not None
    assert found.lasts_until(WAITS) == AT + ends * DAY
    assert not found.is_over(WAITS, AT + ends * DAY - timedelta(seconds=1))
    assert found.is_over(WAITS, AT + ends * DAY)


def test_second_try_does_not_put_off_the_end() -> None:
    found = read((ASKED, 0), (TRIED, 7, CALLED), (TRIED, 13, {"road": "letter", "reached": False}))
    assert found is not None
    assert (found.road, found.lasts_until(WAITS)) == (Road.CALL, AT + 14 * DAY)


@pytest.mark.parametrize(("first", "whole", "rest"), [(7, 14, 7), (1, 30, 29), (14, 14, 0), (20, 14, 0)])
def test_rest_is_never_less_than_nothing(first: int, whole: int, rest: int) -> None:
    waits = Waits.of(first, whole)
    assert waits.rest == rest * DAY
    assert Silence(AT).to_be_tried_from(waits) == AT + first * DAY


def test_try_of_an_older_version_without_a_road_counts_as_some_way() -> None:
    found = read((ASKED, 0), (TRIED, 7, {}))
    assert found is not None
    assert found.road is Road.OTHER


def test_days_that_were_told_hold_before_those_that_are_usual() -> None:
    """An entry from before days were kept has none; then those hold that are set."""
    told = read((ASKED, 0, days_told(3, 20)), (TRIED, 5, CALLED))
    usual = read((ASKED, 0, {"silence_days": 20}), (TRIED, 5, CALLED))
    assert told is not None
    assert usual is not None
    assert (told.told, usual.told) == (Waits.of(3, 20), None)
    assert told.to_be_tried_from(WAITS) == AT + 3 * DAY
    assert (told.may_end_from(WAITS), told.lasts_until(WAITS)) == (AT + 20 * DAY, AT + 22 * DAY)
    assert (usual.may_end_from(WAITS), usual.lasts_until(WAITS)) == (AT + 14 * DAY, AT + 14 * DAY)
