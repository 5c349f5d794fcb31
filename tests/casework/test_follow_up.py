"""Days of the follow-up: set by who may, each change kept; who was asked before keeps the days that were told."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from kikitori.casework.close import close_as_agreed
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.follow_up import FollowUpDays, set_follow_up
from kikitori.casework.other_road import seek_other_roads
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.sweep import ask_and_close
from kikitori.records.people.models import SettingChange
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting
from tests.casework.test_other_road import AT, DAY, EMAIL, PHONE, SILENT, asked, called, fresh
from tests.cast import Cast

USUAL = FollowUpDays(other_road_days=7, silence_days=14, second_contact_days=14)


def days(other: int, silence: int, second: int) -> FollowUpDays:
    return FollowUpDays(other_road_days=other, silence_days=silence, second_contact_days=second)


def put(cast: Cast, given: FollowUpDays, role: str = "lead", seen: int | None = None) -> bool:
    number = newest_change(Setting.FOLLOW_UP) if seen is None else seen
    return set_follow_up(cast.actor(role), given, seen=number, now=AT)


def test_days_are_kept_with_who_set_them_and_not_over_what_was_not_read(cast: Cast) -> None:
    assert FollowUpDays.of(the_organisation()) == USUAL
    assert not put(cast, USUAL)
    assert put(cast, days(3, 10, 0))
    assert put(cast, days(3, 10, 30), "administrator")
    first, second = SettingChange.objects.order_by("pk")
    assert (first.kind, first.by, first.before, first.after) == (
        "follow_up",
        cast.lead,
        asdict(USUAL),
        {"other_road_days": 3, "silence_days": 10, "second_contact_days": 0},
    )
    assert (second.by, second.after["second_contact_days"]) == (cast.administrator, 30)
    with pytest.raises(NotNow) as refusal:
        put(cast, USUAL, seen=first.pk)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    for role in ("handler", "auditor"):
        with pytest.raises(Refused):
            put(cast, USUAL, role)
    assert FollowUpDays.of(the_organisation()) == days(3, 10, 30)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (days(2, 5, 0), set()),
        (days(59, 60, 180), set()),
        (days(2, 5, 7), set()),
        (days(1, 14, 14), {"other_road_days"}),
        (days(14, 14, 14), {"other_road_days"}),
        (days(2, 4, 14), {"silence_days"}),
        (days(7, 61, 14), {"silence_days"}),
        (days(7, 14, 6), {"second_contact_days"}),
        (days(7, 14, 181), {"second_contact_days"}),
        (days(0, 0, -1), {"other_road_days", "silence_days", "second_contact_days"}),
    ],
)
def test_days_have_limits_and_all_that_is_wrong_is_said_at_once(
    cast: Cast, given: FollowUpDays, wrong: set[str]
) -> None:
    if not wrong:
        assert put(cast, given)
        return
    with pytest.raises(Invalid) as refusal:
        put(cast, given)
    assert refusal.value.problems == dict.fromkeys(wrong, Problem.OUT_OF_RANGE)
    assert not SettingChange.objects.exists()


def test_fewer_days_do_not_shorten_what_was_told(cast: Cast) -> None:
    complaint = asked(cast, EMAIL, PHONE)
    assert "12月8日（火）以降に" in complaint.letters.get(kind="is_it_solved").body
    put(cast, days(2, 5, 14))
    assert seek_other_roads(SILENT, now=AT + 6 * DAY) == 0
    assert seek_other_roads(SILENT, now=AT + 7 * DAY) == 1
    called(cast, complaint, AT + 8 * DAY)
    with pytest.raises(NotNow) as refusal:
        close_as_agreed(cast.actor("handler"), complaint, now=AT + 13 * DAY)
    assert refusal.value.obstacle is Obstacle.NOT_ASKED_LONG_ENOUGH
    assert ask_and_close(SILENT, now=AT + 14 * DAY) == (0, 0)
    assert ask_and_close(SILENT, now=AT + 15 * DAY) == (0, 1)
    assert fresh(complaint).ending == "unconfirmed"


def test_more_days_hold_from_the_next_question_on(cast: Cast) -> None:
    before = asked(cast, EMAIL, PHONE)
    put(cast, days(20, 40, 14))
    after = asked(cast, EMAIL, PHONE)
    assert seek_other_roads(SILENT, now=AT + 7 * DAY) == 1
    assert before.tasks.count() == 1
    assert seek_other_roads(SILENT, now=AT + 20 * DAY - timedelta(seconds=1)) == 0
    assert seek_other_roads(SILENT, now=AT + 20 * DAY) == 1
    assert after.tasks.count() == 1
