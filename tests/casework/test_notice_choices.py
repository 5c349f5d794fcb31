"""Choosing notices: one's own over the organisation's; what cannot be chosen is not; a setting's changes are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.notice_choices import (
    choices_of,
    choose_for_everybody,
    choose_notices,
    follow_the_house,
)
from kikitori.casework.settings_kept import newest_change
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting
from kikitori.records.together.choices import ALWAYS, PERSONAL, USUAL, Choice, Choices
from kikitori.records.together.models import NoticeChoices
from kikitori.records.together.terms import ByMail, NoticeKind, Whose
from tests import makers
from tests.cast import Cast, summon

pytestmark = pytest.mark.django_db
NOW = makers.FRIDAY
LATER = NOW + timedelta(hours=1)
EVERY_DAY = replace(USUAL, working_days=False)


@pytest.fixture
def cast() -> Cast:
    return summon()


def all_of(choice: Choice, **more: object) -> Choices:
    return replace(USUAL, kinds=dict.fromkeys(NoticeKind, choice), **more)


def for_everybody(cast: Cast, choices: Choices, role: str = "administrator") -> None:
    choose_for_everybody(cast.actor(role), choices, seen=newest_change(Setting.NOTICES), now=NOW)


def test_own_choices_stand_over_those_of_the_organisation_and_follow_them_elsewhere(cast: Cast) -> None:
    me = cast.actor("handler")
    assert choices_of(me.own_staff_id).own == USUAL
    choose_notices(me, replace(USUAL, times=(time(10),)), now=NOW)
    for_everybody(cast, replace(EVERY_DAY, times=(time(12), time(9), time(12))))
    layers = choices_of(me.own_staff_id)
    assert (layers.own.times, layers.own.working_days, layers.differs) == ((time(10),), False, True)
    colleague = choices_of(cast.colleague.pk)
    assert (colleague.own.times, colleague.differs) == ((time(9), time(12)), False)
    follow_the_house(me)
    assert choices_of(me.own_staff_id).own == colleague.own
    assert NoticeChoices.objects.filter(staff=None).exists()


def test_choosing_again_replaces_what_was_chosen(cast: Cast) -> None:
    for choices in (EVERY_DAY, USUAL, EVERY_DAY):
        choose_notices(cast.actor("handler"), choices, now=NOW)
        for_everybody(cast, choices)
    assert NoticeChoices.objects.count() == 2
    assert choices_of(None).own == EVERY_DAY
    assert not choices_of(cast.handler.pk).differs, "it is as the organisation has it"


def test_what_cannot_be_switched_off_is_not_whatever_was_sent(cast: Cast) -> None:
    nothing = all_of(Choice(desk=False, whose=Whose.TEAM))
    choose_notices(cast.actor("handler"), nothing, now=NOW)
    for_everybody(cast, nothing)
    own, house = choices_of(cast.handler.pk).own.kinds, choices_of(None).own.kinds
    assert {kind for kind, choice in own.items() if choice.desk} == ALWAYS
    assert {kind for kind, choice in own.items() if choice.whose is not Whose.TEAM} == PERSONAL
    assert {choice.whose for choice in house.values()} == {Whose.FOLLOWED}, (
        "nobody is asked to hear of a whole team's"
    )


@pytest.mark.parametrize(
    ("choices", "problems"),
    [
        (replace(USUAL, times=()), {"times": Problem.MISSING}),
        (replace(USUAL, times=tuple(time(hour) for hour in range(7))), {"times": Problem.OUT_OF_RANGE}),
        (replace(USUAL, quiet=(time(9), time(9))), {"quiet_until": Problem.OUT_OF_RANGE}),
    ],
)
def test_hours_that_mean_nothing_are_told_and_nothing_is_kept(
    cast: Cast, choices: Choices, problems: dict[str, Problem]
) -> None:
    for attempt in (
        lambda: choose_notices(cast.actor("handler"), choices, now=NOW),
        lambda: for_everybody(cast, choices),
    ):
        with pytest.raises(Invalid) as raised:
            attempt()
        assert raised.value.problems == problems
    assert not NoticeChoices.objects.exists()


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_only_an_administrator_chooses_for_everybody(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        for_everybody(cast, EVERY_DAY, role)
    assert choices_of(None).own == USUAL


def test_each_change_for_everybody_is_kept_and_nobody_overwrites_the_unread(cast: Cast) -> None:
    administrator = cast.actor("administrator")
    for_everybody(cast, EVERY_DAY)
    for_everybody(cast, EVERY_DAY)
    [change] = SettingChange.objects.filter(kind="notices")
    assert (change.before, change.after, change.by) == ({}, {"working_days": False}, cast.administrator)
    by_mail = replace(USUAL, kinds={**USUAL.kinds, NoticeKind.NOTE: Choice(mail=ByMail.SOON)})
    with pytest.raises(NotNow) as raised:
        choose_for_everybody(administrator, by_mail, seen=0, now=LATER)
    assert raised.value.obstacle is Obstacle.SET_MEANWHILE
    assert choices_of(None).own == EVERY_DAY
    choose_notices(cast.actor("handler"), by_mail, now=LATER)
    assert SettingChange.objects.filter(kind="notices").count() == 1, "a person's own are no setting"
