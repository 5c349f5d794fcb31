"""The portal's tests: a clock that stands still, a house with its cast, and a visitor with a browser's memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import translation

from tests.cast import Cast, summon
from tests.interfaces.portal.visitor import Hand, StillClock, Visitor
from tests.makers import FRIDAY


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """No test meets the language of the one before."""
    with translation.override("ja"):
        yield


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    """The time of day, which only a test moves. It begins on a Friday afternoon before a public holiday."""
    still = StillClock(FRIDAY)
    monkeypatch.setattr("django.utils.timezone.now", still)
    return still


@pytest.fixture
def cast(db: None) -> Cast:
    return summon()


@pytest.fixture
def visitor(clock: StillClock, cast: Cast) -> Visitor:
    """Somebody with a Japanese browser who has never been here."""
    return Visitor("ja")


@pytest.fixture
def reader(clock: StillClock, cast: Cast) -> Visitor:
    """Somebody with an English browser who has never been here."""
    return Visitor("en")


@pytest.fixture
def hand(cast: Cast, clock: StillClock) -> Callable[..., Hand]:
    """Puts the slip of a complaint into somebody's hand: `hand(complaint)`."""
    return lambda complaint: Hand.of(cast, complaint, clock.now)
