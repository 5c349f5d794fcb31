"""A step of a round stands in a transaction of its own: what is refused or fails holds up nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.db import OperationalError

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Unseen
from kikitori.casework.singly import UNASKED, done_singly
from kikitori.foundation.postgres.session import signature
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Team

SWEEPER = Actor.system("swept")
pytestmark = pytest.mark.django_db


def failing(fault: Exception) -> Callable[[], None]:
    """A step that writes something before it fails."""

    def step() -> None:
        Team.objects.create(name="夜間窓口")
        raise fault

    return step


def test_step_that_succeeds_is_kept_and_signed() -> None:
    signed: list[tuple[str, str]] = []

    def step() -> None:
        signed.append(signature())
        Team.objects.create(name="夜間窓口")

    assert done_singly(SWEEPER, step)
    assert signed == [("system:swept", UNASKED)]
    assert Team.objects.filter(name="夜間窓口").exists()


@pytest.mark.parametrize(
    ("fault", "level"),
    [
        (NotNow(Obstacle.NOTHING_CHANGED), logging.INFO),
        (Invalid({"reason": Problem.MISSING}), logging.INFO),
        (Unseen(), logging.INFO),
        (StepNotPossible(State.RECEIVED, Step.DECIDE), logging.INFO),
        (ValueError("a fault of ours"), logging.ERROR),
        (KeyError("clock"), logging.ERROR),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_step_that_does_not_leaves_nothing_and_is_told_to_the_log(
    fault: Exception, level: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kikitori"):
        assert not done_singly(SWEEPER, failing(fault))
    assert not Team.objects.filter(name="夜間窓口").exists()
    (record,) = [each for each in caplog.records if each.name == "kikitori.casework.singly"]
    assert (record.levelno, record.getMessage()) == (level, "not swept")


def test_database_that_is_gone_stops_the_round() -> None:
    with pytest.raises(OperationalError):
        done_singly(SWEEPER, failing(OperationalError("gone")))


def test_next_step_is_not_hurt_by_the_one_before() -> None:
    assert not done_singly(SWEEPER, failing(ValueError("first")))
    assert done_singly(SWEEPER, lambda: Team.objects.create(name="朝の窓口"))
    assert list(Team.objects.values_list("name", flat=True)) == ["朝の窓口"]
