"""Hours as people write them: midnight ends a day and begins none."""

from __future__ import annotations

from datetime import time

import pytest

from kikitori.records.deadlines.weeks import UnreadableHoursError, hours_of


@pytest.mark.parametrize(
    "text", ["24:00-8:00", "24時〜8時", "２４：００－８：００", "9:00-12:00, 24:00-8:00", "24-24"]
)
def test_stretch_that_opens_when_the_day_is_over_is_refused(text: str) -> None:
    with pytest.raises(UnreadableHoursError):
        hours_of(text)


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("0:00-8:00", time(0), time(8)),
        ("00:00-24:00", time(0), time(0)),
        ("22:00-24:00", time(22), time(0)),
        ("0時〜24時", time(0), time(0)),
    ],
)
def test_midnight_ends_a_stretch_and_the_day_begins_at_nought(text: str, opens: time, closes: time) -> None:
    (block,) = hours_of(text)
    assert (block.opens, block.closes) == (opens, closes)
