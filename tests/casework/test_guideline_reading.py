"""Read and understood: by version and person; a new version asks anew; nobody is asked who handles no complaints."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.guideline_reading import (
    asked_to_read,
    mark_guideline_read,
    unread_guidelines,
    unread_guidelines_counted,
)
from kikitori.casework.guidelines import put_into_force, take_out_of_use, write_guideline
from kikitori.records.prevention.guidelines import Guideline, GuidelineRead, GuidelineVersion
from kikitori.records.prevention.text import InTwo
from tests.casework.verbs_of_guidelines import TEXT, in_force
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)


def unread(cast: Cast, who: str = "handler") -> list[GuidelineVersion]:
    return list(unread_guidelines(cast.actor(who)))


def test_version_is_unread_until_marked_and_for_each_by_themselves(cast: Cast) -> None:
    version = in_force(cast)
    assert unread(cast) == [version]
    row = mark_guideline_read(cast.actor("handler"), version.pk, now=LATER)
    assert (row.staff, row.version, row.at) == (cast.handler, version, LATER)
    assert unread(cast) == []
    assert unread(cast, "colleague") == [version]


def test_first_mark_counts(cast: Cast) -> None:
    version = in_force(cast)
    for hours in (0, 5):
        row = mark_guideline_read(cast.actor("handler"), version.pk, now=LATER + timedelta(hours=hours))
        assert row.at == LATER
    assert GuidelineRead.objects.count() == 1


def test_new_version_asks_anew_and_the_mark_of_before_stays(cast: Cast) -> None:
    first = in_force(cast)
    mark_guideline_read(cast.actor("handler"), first.pk, now=LATER)
    row = Guideline.objects.get()
    text = replace(row.text, title=InTwo(ja="次の版"))
    row = write_guideline(cast.actor("lead"), text, guideline=row.pk, seen=row.revision, now=FRIDAY)
    second = put_into_force(
        cast.actor("lead"), row.pk, from_day=FRIDAY.date(), reason="改訂", seen=row.revision, now=FRIDAY
    )
    assert unread(cast) == [second]
    assert GuidelineRead.objects.get().version == first


def test_draft_is_asked_of_nobody_and_what_is_out_of_use_no_more(cast: Cast) -> None:
    write_guideline(cast.actor("lead"), TEXT, now=FRIDAY)
    assert unread(cast) == []
    in_force(cast)
    row = Guideline.objects.latest("pk")
    take_out_of_use(cast.actor("lead"), row.pk, reason="統合", seen=row.revision, now=FRIDAY)
    assert unread(cast) == []


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_who_handles_no_complaints_is_not_asked_and_marks_nothing(cast: Cast, who: str) -> None:
    version = in_force(cast)
    assert unread(cast, who) == []
    with pytest.raises(Refused):
        mark_guideline_read(cast.actor(who), version.pk, now=LATER)
    assert not GuidelineRead.objects.exists()


def test_version_there_is_not_cannot_be_marked(cast: Cast) -> None:
    with pytest.raises(NotNow) as refusal:
        mark_guideline_read(cast.actor("handler"), 999, now=LATER)
    assert refusal.value.obstacle is Obstacle.NO_GUIDELINE


def test_everybody_who_handles_complaints_is_asked(cast: Cast) -> None:
    assert set(asked_to_read()) == {cast.handler, cast.colleague, cast.lead}
    cast.colleague.is_active = False
    cast.colleague.save()
    assert set(asked_to_read()) == {cast.handler, cast.lead}


def test_count_is_that_of_the_list(cast: Cast) -> None:
    for n in range(3):
        in_force(cast, replace(TEXT, title=InTwo(ja=f"指針{n}")))
    rows = unread_guidelines_counted(cast.actor("handler"))
    assert sum(row["number"] for row in rows) == 3 == len(unread(cast))
