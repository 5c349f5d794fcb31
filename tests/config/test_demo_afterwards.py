"""What complainants of the demonstration say days after the end; and who ended still unhappy."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from kikitori.casework.second_contact import ask_again_where_due
from kikitori.config import demo
from kikitori.config.demo_afterwards import answer_afterwards
from kikitori.config.demo_texts.corpus import demo_complaints
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder
from tests.makers import FRIDAY, JAPAN

DAY = timedelta(days=1)
ASKED = FRIDAY + 15 * DAY


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    into_folder(settings, tmp_path)
    return summon()


def asked(cast: Cast, number: int) -> list[Complaint]:
    """So many that ended by agreement and were asked once more, the oldest first."""
    found = [makers.closed(cast) for _ in range(number)]
    ask_again_where_due(Actor.system("second_contact"), now=ASKED)
    return found


def test_newest_has_come_back_and_a_few_hold(cast: Cast) -> None:
    *rest, newest = asked(cast, 7)
    answer_afterwards(ASKED + 5 * DAY)
    newest.refresh_from_db()
    assert newest.state == "reopened"
    assert newest.letters.filter(kind="reopened").exists()
    said = Verdict.objects.filter(second=True)
    assert [verdict.complaint for verdict in said.filter(solved=False)] == [newest]
    held = said.filter(solved=True)
    assert {verdict.complaint for verdict in held} == set(rest[-4:])
    assert {verdict.rating for verdict in held} == {4, 5}
    assert all(complaint.events.filter(kind="holds").exists() for complaint in rest[-4:])
    assert max(said.values_list("at", flat=True)) < ASKED + 5 * DAY
    answer_afterwards(ASKED + 9 * DAY)
    assert said.count() == 5


def test_nobody_answers_before_they_can_have_read_it(cast: Cast) -> None:
    asked(cast, 1)
    answer_afterwards(ASKED + DAY)
    assert not Verdict.objects.filter(second=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("house", ["shop", "association"])
def test_somebody_of_each_house_ends_still_unhappy(house: str, settings: Settings, tmp_path: Path) -> None:
    into_folder(settings, tmp_path)
    now = datetime(2026, 12, 1, 10, tzinfo=JAPAN)
    wanted = [
        one.key
        for one in demo_complaints(house, now=now)
        if any(step.verb == "close_exhausted" for step in one.course)
    ]
    demo.fill(house, now=now, report=lambda *_: None, only=wanted[:1])
    assert Complaint.objects.get().ending == "unhappy"
