"""Records and casework never ask what time it is."""

from __future__ import annotations

import pytest

from tests.house.rules.allowances import unexcused
from tests.house.rules.clocks import readings
from tests.house.rules.source import planted, report, rooms

PLANTED = [
    "from datetime import datetime\nat = datetime.now()\n",
    "from datetime import UTC, datetime\nat = datetime.now(UTC)\n",
    "import datetime\nat = datetime.datetime.utcnow()\n",
    "import datetime as dt\nday = dt.date.today()\n",
    "from django.utils import timezone\nat = timezone.now()\n",
    "from django.utils.timezone import now\nat = now()\n",
    "from django.utils import timezone\nclass A:\n    at = DateTimeField(default=timezone.now)\n",
    "class A:\n    at = DateTimeField(auto_now_add=True)\n",
    "class A:\n    at = DateTimeField(auto_now=True)\n",
    "from django.db.models.functions import Now\nat = Now()\n",
    "import time\nat = time.time()\n",
]


@pytest.mark.parametrize("text", PLANTED)
def test_clock_reading_is_caught_when_planted(text: str):
    assert len(list(readings(planted(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndef due(now: datetime) -> datetime:\n    return now\n",
        "from datetime import datetime\nat = datetime.fromisoformat(text)\n",
        "def step(*, now):\n    complaint.at = now\n",
        "from django.utils.timezone import localtime\nat = localtime(now)\n",
    ],
)
def test_time_passed_in_is_left_alone(text: str):
    assert list(readings(planted(text))) == []


def test_records_and_casework_are_given_the_time():
    left = unexcused("clocks", (each for module in rooms("records", "casework") for each in readings(module)))
    assert not left, report(left)
