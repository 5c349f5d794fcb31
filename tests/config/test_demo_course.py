"""What a worker would have done between two steps of the demonstration, at the time it would have done it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.config import demo
from kikitori.config.demo_course import pass_time
from kikitori.config.demo_texts.corpus import demo_complaints
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder
from tests.makers import FRIDAY, JAPAN

MINUTE = timedelta(minutes=1)
WRITTEN = FRIDAY + 20 * MINUTE
#: The first answer and the decision are due at closing time of these days.
FIRST_ANSWER = datetime(2026, 11, 30, 17, tzinfo=JAPAN)
DECISION = datetime(2026, 12, 21, 17, tzinfo=JAPAN)
POST = PersonGiven(name="試野", contact_points=(ContactGiven(kind="post", value="東京都見本区1-2-3"),))


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    into_folder(settings, tmp_path)
    return summon()


def happened(complaint: Complaint) -> list[tuple[str, datetime]]:
    """What has been written down beyond the acknowledgement."""
    return [(event.kind, event.at) for event in complaint.events.all()][2:]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (WRITTEN, [("letter_sent", WRITTEN)]),
        (WRITTEN + MINUTE / 2, [("letter_sent", WRITTEN + MINUTE / 2)]),
        (WRITTEN + 5 * MINUTE, [("letter_sent", WRITTEN + MINUTE)]),
        # Kept to the last minute and the one after it, in which the sweep has not come round yet.
        (FIRST_ANSWER + 2 * MINUTE, [("letter_sent", WRITTEN + MINUTE)]),
        (
            FIRST_ANSWER + 3 * MINUTE,
            [
                ("letter_sent", WRITTEN + MINUTE),
                ("promise_missed", FIRST_ANSWER + MINUTE),
                ("escalated", FIRST_ANSWER + MINUTE),
            ],
        ),
        (
            DECISION + timedelta(days=1),
            [
                ("letter_sent", WRITTEN + MINUTE),
                ("promise_missed", FIRST_ANSWER + MINUTE),
                ("escalated", FIRST_ANSWER + MINUTE),
                ("escalation_acknowledged", FIRST_ANSWER + 27 * MINUTE),
                ("promise_missed", DECISION + MINUTE),
                ("escalated", DECISION + MINUTE),
                # Of the last days some wait still: this one has gone up once half a working day had passed.
                ("escalated", datetime(2026, 12, 22, 13, 1, tzinfo=JAPAN)),
            ],
        ),
    ],
)
def test_letters_go_and_promises_pass_each_at_its_minute(
    cast: Cast, until: datetime, expected: list[tuple[str, datetime]]
) -> None:
    complaint = makers.acknowledged(cast)
    pass_time(complaint, until)
    assert happened(complaint) == expected


def test_time_that_has_passed_does_not_pass_again(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    pass_time(complaint, FIRST_ANSWER + timedelta(hours=1))
    before = happened(complaint)
    with CaptureQueriesContext(connection) as captured:
        pass_time(complaint, FIRST_ANSWER + timedelta(hours=2))
    assert happened(complaint) == before
    assert len(captured) == 1


def test_letter_on_paper_waits_for_somebody_to_print_it(cast: Cast) -> None:
    complaint = makers.acknowledged(cast, complainant=POST)
    pass_time(complaint, WRITTEN + timedelta(days=2))
    assert happened(complaint) == []
    assert complaint.letters.get().state == "to_print"


def test_time_of_one_complaint_is_not_that_of_another(cast: Cast) -> None:
    mine, other = makers.acknowledged(cast), makers.acknowledged(cast)
    pass_time(mine, DECISION + timedelta(days=1))
    assert happened(other) == []


def test_missed_promise_is_noted_where_no_lead_could_hear_of_it(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state="withdrawn")
    complaint.refresh_from_db()
    pass_time(complaint, FIRST_ANSWER + timedelta(hours=1))
    assert [kind for kind, _ in happened(complaint)] == ["letter_sent", "promise_missed"]
    assert Staff.objects.filter(role="lead", is_active=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("house", ["shop", "association"])
def test_filling_asks_the_database_no_more_than_it_must(
    house: str, settings: Settings, tmp_path: Path
) -> None:
    """Somebody sits before an empty page while this runs: statements for each event on the timelines."""
    into_folder(settings, tmp_path)
    now = datetime(2026, 12, 1, 10, tzinfo=JAPAN)
    keys = [one.key for one in demo_complaints(house, now=now)][::30]
    demo.fill(house, now=now, report=lambda *_: None, only=[])
    with CaptureQueriesContext(connection) as captured:
        added = demo.fill(house, now=now, report=lambda *_: None, only=keys)
    events = sum(one.events.count() for one in Complaint.objects.all())
    assert added == len(keys)
    assert len(captured) / events < 12
    # The only savepoint is the one that pytest's own transaction makes of each complaint's.
    assert sum(each["sql"].startswith("SAVEPOINT") for each in captured) <= added + 12
    assert connection.features.uses_savepoints
