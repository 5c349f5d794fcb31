"""How long a webhook is tried again: growing waits, spread, an end; and when it is paused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.together.sending import (
    BOTH_SECRETS_FOR,
    MOST_TRIES,
    NEWS_FOR,
    is_hopeless,
    next_try,
    wait_after,
)

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FAR = NOW + 100 * DAY


@pytest.mark.parametrize(
    ("failures", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 30), (5, 60), (6, 60), (12, 60), (5_000, 60)]
)
def test_wait_grows_and_then_stays(failures: int, minutes: int) -> None:
    wait = wait_after(failures, "msg_a")
    assert MINUTE * minutes <= wait < MINUTE * minutes * 1.25


@given(st.text(max_size=40), st.integers(1, 50))
def test_wait_is_the_same_each_time_it_is_asked_for(identity: str, failures: int) -> None:
    assert wait_after(failures, identity) == wait_after(failures, identity)


def test_what_failed_together_is_not_tried_again_together() -> None:
    waits = {wait_after(3, f"msg_{number}") for number in range(100)}
    assert len(waits) > 80
    assert max(waits) - min(waits) > MINUTE * 3


def test_each_try_comes_later_until_there_were_enough() -> None:
    now, moments = NOW, []
    for tries in range(1, MOST_TRIES):
        again = next_try(tries, "msg_a", give_up_at=FAR, now=now)
        assert again is not None
        moments.append(again - now)
        now = again
    assert next_try(MOST_TRIES, "msg_a", give_up_at=FAR, now=now) is None
    assert moments[:4] == sorted(moments[:4])
    assert sum(moments, timedelta()) < NEWS_FOR


def test_what_would_come_too_late_is_not_tried_again() -> None:
    wait = wait_after(1, "msg_a")
    assert next_try(1, "msg_a", give_up_at=NOW + wait + MINUTE, now=NOW) == NOW + wait
    assert next_try(1, "msg_a", give_up_at=NOW + wait, now=NOW) is None
    assert next_try(1, "msg_a", give_up_at=NOW - HOUR, now=NOW) is None


@pytest.mark.parametrize(
    ("failures", "hours", "hopeless"),
    [(1, 0, False), (9, 100, False), (10, 23, False), (10, 24, True), (11, 24, True), (500, 1, False), (500, 48, True)],
)  # fmt: skip
def test_only_what_fails_often_and_for_long_is_given_up(failures: int, hours: int, hopeless: bool) -> None:
    assert is_hopeless(failures, NOW, NOW + hours * HOUR) is hopeless


def test_old_secret_outlives_every_call_that_was_signed_with_it() -> None:
    assert BOTH_SECRETS_FOR > NEWS_FOR
