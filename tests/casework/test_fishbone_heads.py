"""Heads of the fishbone in an organisation's own words; what was analysed keeps the heads it was written under."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.fishbone_heads import MOST_OFFERED, HeadGiven, save_head
from kikitori.casework.prevent.analyse import AnalysisGiven, AnalysisLine, analyse_action
from kikitori.casework.settings_kept import newest_change_of
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting
from kikitori.records.prevention.actions import FishboneHead
from kikitori.records.prevention.bones import drawn_heads, heads_with, shipped_heads
from tests.cast import Cast
from tests.corrective import cycle_of, raised
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=1)
LINE = AnalysisLine(says="見本がない", shown="現場の写真", bone="people")


def save(
    cast: Cast, code: str = "", *, by: str = "lead", seen: int | None = None, **given: object
) -> FishboneHead:
    """As somebody who has read what stands now."""
    known = newest_change_of(Setting.HEADS, code) if seen is None else seen
    wanted = HeadGiven(**{"name_ja": "顧客", **given})  # type: ignore[arg-type]
    return save_head(cast.actor(by), wanted, code=code, seen=known, now=LATER)


def known() -> dict[str, str]:
    return {
        code: head.name.ja for code, head in heads_with(FishboneHead.objects.all()).items() if head.offered
    }


def test_heads_are_renamed_added_ordered_and_retired(cast: Cast) -> None:
    save(cast, "people", name_ja="人員", name_en="Staff")
    save(cast)
    save(cast, name_ja="予算", place=1)
    assert list(known().values()) == [
        "人員",
        "予算",
        "方法・手順",
        "設備・システム",
        "材料・資材",
        "測定・情報",
        "環境",
        "顧客",
    ]
    save(cast, "own_1", is_offered=False)
    assert "own_1" not in known()
    assert save(cast).code == "own_3"
    first = SettingChange.objects.filter(kind="heads").earliest("pk")
    assert (first.before["name_ja"], first.after["name_ja"], first.by) == ("人", "人員", cast.lead)


def test_what_was_analysed_keeps_the_heads_it_had(cast: Cast) -> None:
    action = raised(cast)
    given = AnalysisGiven(method="fishbone", lines=(LINE,), roots=("process",))
    save(cast, "people", name_ja="人員")
    analyse_action(cast.actor("handler"), action, given, now=LATER)
    save(cast, "people", name_ja="人材", is_offered=False)
    kept = drawn_heads(cycle_of(action).heads)
    assert (kept["people"].ja, len(kept)) == ("人員", 6)


def test_head_retired_while_somebody_wrote_still_takes_what_they_wrote(cast: Cast) -> None:
    action = raised(cast)
    save(cast, "environment", is_offered=False)
    save(cast, "people", is_offered=False)
    given = AnalysisGiven(method="fishbone", lines=(LINE,), roots=("process",))
    analyse_action(cast.actor("handler"), action, given, now=LATER)
    assert list(drawn_heads(cycle_of(action).heads)) == [
        "people",
        "method",
        "machine",
        "material",
        "measurement",
    ]


def test_some_head_is_always_drawn_and_never_more_than_a_drawing_holds(cast: Cast) -> None:
    *others, last = shipped_heads()
    for code in others:
        save(cast, code, is_offered=False)
    with pytest.raises(Invalid) as refusal:
        save(cast, last, is_offered=False)
    assert refusal.value.problems == {"is_offered": Problem.OUT_OF_RANGE}
    for _ in range(MOST_OFFERED - 1):
        save(cast)
    with pytest.raises(Invalid):
        save(cast)
    assert len(known()) == MOST_OFFERED
    save(cast, last, name_ja="環境")


def test_what_cannot_be_kept_is_named(cast: Cast) -> None:
    for given, problems in (
        ({"name_ja": " "}, {"name_ja": Problem.MISSING}),
        ({"name_en": "x" * 41}, {"name_en": Problem.TOO_LONG}),
        ({"place": 0}, {"place": Problem.OUT_OF_RANGE}),
    ):
        with pytest.raises(Invalid) as refusal:
            save(cast, **given)  # type: ignore[arg-type]
        assert refusal.value.problems == problems
    save(cast, "people")
    for code, obstacle in (("people", Obstacle.SET_MEANWHILE), ("own_9", Obstacle.GONE_MEANWHILE)):
        with pytest.raises(NotNow) as late:
            save(cast, code, seen=0)
        assert late.value.obstacle is obstacle
    with pytest.raises(Refused):
        save(cast, by="handler")
