"""Setting the ladder: by whom, with what values, and that each change can be read afterwards."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.absences import note_absence
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.ladder import (
    MOST_LEVELS,
    LevelGiven,
    able_to_hold,
    set_ladder,
    the_levels,
)
from kikitori.casework.settings_kept import newest_change
from kikitori.records.escalation.models import Level
from kikitori.records.people.absences import Absence
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting
from tests.cast import Cast, summon
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


# ---- edges


@pytest.mark.parametrize("minutes", [1, 60 * 8 * 60])
def test_shortest_and_longest_wait_are_taken(cast: Cast, levels: list[LevelGiven], minutes: int) -> None:
    setting(cast, [replace(levels[0], answer_within_minutes=minutes)])
    assert the_levels()[0].answer_within_minutes == minutes


@pytest.mark.parametrize("minutes", [-1, 0, 60 * 8 * 60 + 1])
def test_wait_beyond_them_is_refused(cast: Cast, levels: list[LevelGiven], minutes: int) -> None:
    with pytest.raises(Invalid) as refusal:
        setting(cast, [replace(levels[0], answer_within_minutes=minutes)])
    assert refusal.value.problems == {"levels.0.answer_within_minutes": Problem.OUT_OF_RANGE}


def test_nine_levels_are_taken(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, [replace(levels[1], name_ja=f"第{n}") for n in range(MOST_LEVELS)])
    assert [level.name_ja for level in the_levels()] == [f"第{n}" for n in range(MOST_LEVELS)]


@pytest.mark.parametrize(("ja", "en"), [("室長", ""), ("", "Head"), ("室長", "Head")])
def test_name_in_one_language_is_enough(cast: Cast, levels: list[LevelGiven], ja: str, en: str) -> None:
    setting(cast, [replace(levels[1], name_ja=ja, name_en=en)])
    assert (the_levels()[0].name_ja, the_levels()[0].name_en) == (ja, en)


def test_name_over_several_lines_becomes_one(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, [replace(levels[1], name_ja=" お客様\n 相談室長 ")])
    assert the_levels()[0].name_ja == "お客様 相談室長"


@pytest.mark.parametrize("severity", ["S1", "S4", ""])
def test_severity_is_a_code_or_none(cast: Cast, levels: list[LevelGiven], severity: str) -> None:
    setting(cast, [replace(levels[1], from_severity=severity)])
    assert the_levels()[0].from_severity == severity


def test_problems_of_all_levels_are_told_at_once(cast: Cast, levels: list[LevelGiven]) -> None:
    with pytest.raises(Invalid) as refusal:
        setting(
            cast, [replace(levels[0], holder=None), levels[1], replace(levels[1], answer_within_minutes=0)]
        )
    assert refusal.value.problems == {
        "levels.0.holder": Problem.MISSING,
        "levels.2.answer_within_minutes": Problem.OUT_OF_RANGE,
    }


def test_nothing_is_set_where_one_level_is_wrong(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    with pytest.raises(Invalid):
        setting(cast, [levels[1], replace(levels[0], holder=None)])
    assert the_levels() == levels
    assert SettingChange.objects.count() == 1


def test_levels_in_another_order_are_another_ladder(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    setting(cast, levels[::-1])
    assert [level.name_ja for level in the_levels()] == ["部長", "窓口責任者"]
    assert [row["number"] for row in SettingChange.objects.latest("pk").after] == [1, 2]


# ---- who can stand on a level


@pytest.mark.parametrize(
    ("role", "able"),
    [("handler", True), ("colleague", True), ("lead", True), ("administrator", False), ("auditor", False)],
)
def test_who_answers_escalations_can_hold_a_level(
    cast: Cast, levels: list[LevelGiven], role: str, able: bool
) -> None:
    person = getattr(cast, role)
    assert (person in able_to_hold()) == able
    wanted = [replace(levels[1], holder=person.pk)]
    if able:
        setting(cast, wanted)
        assert the_levels()[0].holder == person.pk
    else:
        with pytest.raises(Invalid):
            setting(cast, wanted)


def test_who_has_left_can_hold_none(cast: Cast, levels: list[LevelGiven]) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert cast.colleague not in able_to_hold()
    with pytest.raises(Invalid) as refusal:
        setting(cast, levels)
    assert set(refusal.value.problems) == {"levels.0.deputy", "levels.1.holder"}


def test_those_who_can_are_listed_by_name(cast: Cast) -> None:
    names = [person.name for person in able_to_hold()]
    assert names == sorted(names)


def test_absence_does_not_count_as_a_change_of_the_ladder(cast: Cast, levels: list[LevelGiven]) -> None:
    setting(cast, levels)
    seen = newest_change(Setting.LADDER)
    note_absence(cast.actor("lead"), cast.lead, first=date(2026, 12, 1), last=date(2026, 12, 4), now=FRIDAY)
    assert newest_change(Setting.LADDER) == seen


# ---- two at once


@pytest.mark.django_db(transaction=True)
def test_two_who_set_the_ladder_at_once_do_not_mix_their_levels() -> None:
    cast, start = summon(), Barrier(2)

    def put(name: str) -> str:
        wanted = [
            LevelGiven(name_ja=f"{name}{n}", holder=cast.lead.pk, answer_within_minutes=60) for n in (1, 2)
        ]
        try:
            start.wait(timeout=30)
            set_ladder(cast.actor("lead"), wanted, seen=0, now=FRIDAY)
        except NotNow as refused:
            return refused.obstacle.value
        finally:
            connection.close()
        return name

    with ThreadPoolExecutor(2) as pool:
        outcome = list(pool.map(put, ["甲", "乙"]))
    assert outcome.count("set_meanwhile") == 1
    (winner,) = {"甲", "乙"} & set(outcome)
    assert [level.name_ja for level in the_levels()] == [f"{winner}1", f"{winner}2"]
    assert SettingChange.objects.count() == 1
