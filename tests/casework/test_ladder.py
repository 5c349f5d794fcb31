"""Setting the ladder: by whom, with what values, and that each change can be read afterwards."""

from dataclasses import replace
from datetime import date

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.ladder import LevelGiven, note_absence, set_ladder, take_back_absence, the_levels
from kikitori.casework.settings_kept import newest_change
from kikitori.records.escalation.models import Absence, Level
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting
from tests.cast import Cast
from tests.makers import FRIDAY


@pytest.fixture
def levels(cast: Cast) -> list[LevelGiven]:
    first = LevelGiven(
        name_ja="窓口責任者", name_en="Desk lead", holder=cast.lead.pk, deputy=cast.colleague.pk,
        answer_within_minutes=60, from_severity="S2",
    )  # fmt: skip
    return [first, LevelGiven(name_ja="部長", holder=cast.colleague.pk, answer_within_minutes=240)]


def setting(cast: Cast, levels: list[LevelGiven], role: str = "lead") -> None:
    set_ladder(cast.actor(role), levels, seen=newest_change(Setting.LADDER), now=FRIDAY)


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_ladder_is_set_by_leads_and_administrators(cast: Cast, levels: list[LevelGiven], role: str) -> None:
    setting(cast, levels, role)
    assert the_levels() == levels
    change = SettingChange.objects.get()
    assert (change.kind, change.by, change.before) == ("ladder", getattr(cast, role), [])
    assert [(row["number"], row["holder"]) for row in change.after] == [
        (1, cast.lead.pk),
        (2, cast.colleague.pk),
    ]


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_set_nothing(cast: Cast, levels: list[LevelGiven], role: str) -> None:
    with pytest.raises(Refused):
        setting(cast, levels, role)
    with pytest.raises(Refused):
        note_absence(cast.actor(role), cast.lead, first=date(2026, 12, 1), last=date(2026, 12, 1), now=FRIDAY)
    assert not Level.objects.exists()
    assert not Absence.objects.exists()


def test_shorter_ladder_takes_the_place_of_the_longer_one(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    setting(cast, levels[1:])
    assert the_levels() == levels[1:]
    setting(cast, [])
    assert the_levels() == []
    assert [(len(change.before), len(change.after)) for change in SettingChange.objects.all()] == [
        (0, 2),
        (2, 1),
        (1, 0),
    ]


def test_saving_the_same_again_leaves_no_line(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    setting(cast, levels)
    assert SettingChange.objects.count() == 1


def test_who_saves_on_old_ground_overwrites_nothing(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    with pytest.raises(NotNow) as refusal:
        set_ladder(cast.actor("administrator"), [], seen=0, now=FRIDAY)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    assert the_levels() == levels


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"name_ja": " ", "name_en": ""}, "name_ja", Problem.MISSING),
        ({"name_en": "x" * 61}, "name_en", Problem.TOO_LONG),
        ({"holder": None}, "holder", Problem.MISSING),
        ({"holder": 999_999}, "holder", Problem.OUT_OF_RANGE),
        ({"deputy": 999_999}, "deputy", Problem.OUT_OF_RANGE),
        ({"answer_within_minutes": 0}, "answer_within_minutes", Problem.OUT_OF_RANGE),
        ({"answer_within_minutes": 1_000_000}, "answer_within_minutes", Problem.OUT_OF_RANGE),
        ({"from_severity": "S9"}, "from_severity", Problem.UNKNOWN_WORD),
    ],
)
def test_problem_is_named_with_its_level(
    cast: Cast, levels: list[LevelGiven], changes: dict[str, object], field: str, problem: Problem
) -> None:
    with pytest.raises(Invalid) as refusal:
        setting(cast, [levels[0], replace(levels[1], **changes)])
    assert refusal.value.problems == {f"levels.1.{field}": problem}
    assert the_levels() == []


def test_deputy_of_oneself_and_people_who_may_not_answer_are_refused(
    cast: Cast, levels: list[LevelGiven]
) -> None:
    own = replace(levels[0], deputy=levels[0].holder)
    reader = replace(levels[1], holder=cast.auditor.pk, deputy=cast.administrator.pk)
    with pytest.raises(Invalid) as refusal:
        setting(cast, [own, reader])
    assert set(refusal.value.problems) == {"levels.0.deputy", "levels.1.holder", "levels.1.deputy"}


def test_ladder_has_no_tenth_level(cast: Cast, levels: list[LevelGiven]) -> None:
    with pytest.raises(Invalid) as refusal:
        setting(cast, [levels[0]] * 10)
    assert refusal.value.problems == {"levels": Problem.OUT_OF_RANGE}


def test_absence_is_noted_and_taken_back_with_its_days(cast: Cast) -> None:
    actor, days = cast.actor("administrator"), {"first": date(2026, 12, 1), "last": date(2026, 12, 4)}
    absence = note_absence(actor, cast.lead, **days, now=FRIDAY)
    take_back_absence(actor, absence, now=FRIDAY)
    take_back_absence(actor, absence, now=FRIDAY)
    kept = {"staff": cast.lead.pk, "first": "2026-12-01", "last": "2026-12-04"}
    assert [(change.before, change.after) for change in SettingChange.objects.all()] == [
        ({}, kept),
        (kept, {}),
    ]
    assert not Absence.objects.exists()


def test_absence_that_ends_before_it_begins_or_of_somebody_gone_is_refused(cast: Cast) -> None:
    actor = cast.actor("lead")
    with pytest.raises(Invalid) as refusal:
        note_absence(actor, cast.handler, first=date(2026, 12, 4), last=date(2026, 12, 1), now=FRIDAY)
    assert refusal.value.problems == {"last": Problem.IN_THE_PAST}
    gone = Staff.objects.get(pk=cast.handler.pk)
    gone.is_active = False
    with pytest.raises(Invalid) as refusal:
        note_absence(actor, gone, first=date(2026, 12, 1), last=date(2026, 12, 1), now=FRIDAY)
    assert refusal.value.problems == {"staff": Problem.OUT_OF_RANGE}
