"""The register: what can be kept in it, that each change is, and that nobody overwrites what they have not read."""

from dataclasses import replace
from typing import Any

import pytest

from kikitori.casework.bodies import BodyGiven, newest_change_of, save_body
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.records.people.models import SettingChange
from kikitori.records.referral.models import Body
from tests import referrals
from tests.cast import Cast
from tests.makers import FRIDAY
from tests.referrals import CENTRE, EXPERT


def changes() -> list[SettingChange]:
    return list(SettingChange.objects.filter(kind="bodies").order_by("pk"))


def test_entry_is_kept_whole_with_who_made_it(cast: Cast) -> None:
    row = Body.objects.get(pk=referrals.body(cast).pk)
    assert {name: getattr(row, name) for name in vars(CENTRE)} == vars(CENTRE)
    [line] = changes()
    assert (line.by_id, line.at, line.before) == (cast.lead.pk, FRIDAY, {})
    assert line.after == {**vars(CENTRE), "body": row.pk}


def test_nothing_is_shipped(cast: Cast) -> None:
    assert not Body.objects.exists(), "what there is in the world is the organisation's to say"


def test_change_keeps_what_stood_there(cast: Cast) -> None:
    row = referrals.body(cast)
    given = replace(CENTRE, phone="03-0000-0002", is_active=False)
    save_body(cast.actor("administrator"), given, body=row.pk, seen=newest_change_of(row.pk), now=FRIDAY)
    row.refresh_from_db()
    assert (row.phone, row.is_active, Body.objects.count()) == ("03-0000-0002", False, 1)
    assert [(line.before.get("phone"), line.after["phone"]) for line in changes()] == [
        (None, "03-0000-0001"),
        ("03-0000-0001", "03-0000-0002"),
    ]


def test_saving_it_unchanged_leaves_no_line(cast: Cast) -> None:
    row = referrals.body(cast)
    save_body(cast.actor("lead"), CENTRE, body=row.pk, seen=newest_change_of(row.pk), now=FRIDAY)
    assert len(changes()) == 1


def test_who_has_not_read_the_newest_change_overwrites_nothing(cast: Cast) -> None:
    row = referrals.body(cast)
    seen = newest_change_of(row.pk)
    save_body(cast.actor("lead"), replace(CENTRE, phone="1"), body=row.pk, seen=seen, now=FRIDAY)
    with pytest.raises(NotNow) as refusal:
        save_body(cast.actor("lead"), replace(CENTRE, phone="2"), body=row.pk, seen=seen, now=FRIDAY)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    row.refresh_from_db()
    assert row.phone == "1"


def test_change_of_another_entry_is_no_hindrance(cast: Cast) -> None:
    first = referrals.body(cast)
    seen = newest_change_of(first.pk)
    referrals.body(cast, EXPERT)
    save_body(cast.actor("lead"), replace(CENTRE, phone="1"), body=first.pk, seen=seen, now=FRIDAY)
    first.refresh_from_db()
    assert first.phone == "1"


def test_entry_that_is_not_there_cannot_be_changed(cast: Cast) -> None:
    with pytest.raises(NotNow):
        save_body(cast.actor("lead"), CENTRE, body=999, now=FRIDAY)


@pytest.mark.parametrize("who", ["handler", "auditor"])
def test_handlers_and_auditors_change_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        save_body(cast.actor(who), CENTRE, now=FRIDAY)
    assert not Body.objects.exists()


WRONG: list[tuple[dict[str, Any], str, Problem]] = [
    ({"name_ja": " ", "name_en": ""}, "name_ja", Problem.MISSING),
    ({"name_ja": "あ" * 101}, "name_ja", Problem.TOO_LONG),
    ({"kind": ""}, "kind", Problem.MISSING),
    ({"kind": "embassy"}, "kind", Problem.UNKNOWN_WORD),
    ({"url": "centre.example.jp"}, "url", Problem.NOT_AN_ADDRESS),
    ({"url": "javascript:alert(1)"}, "url", Problem.NOT_AN_ADDRESS),
    ({"url": "https://"}, "url", Problem.NOT_AN_ADDRESS),
    ({"url": "http://[::1"}, "url", Problem.NOT_AN_ADDRESS),
    ({"url": "https://e.example/" + "a" * 300}, "url", Problem.TOO_LONG),
    ({"answer_days": 0}, "answer_days", Problem.OUT_OF_RANGE),
    ({"turn_days": 3661}, "turn_days", Problem.OUT_OF_RANGE),
    ({"turn_days": -1}, "turn_days", Problem.OUT_OF_RANGE),
    ({"leaflet_ja": "あ" * 4001}, "leaflet_ja", Problem.TOO_LONG),
    ({"contact": "x\x00"}, "contact", Problem.NOT_STORABLE),
    ({"kind": "department"}, "in_letters", Problem.UNKNOWN_WORD),
]


@pytest.mark.parametrize(("wrong", "field", "problem"), WRONG)
def test_what_cannot_be_kept_is_named(
    cast: Cast, wrong: dict[str, Any], field: str, problem: Problem
) -> None:
    with pytest.raises(Invalid) as refusal:
        save_body(cast.actor("lead"), replace(CENTRE, **wrong), now=FRIDAY)
    assert refusal.value.problems[field] is problem
    assert not Body.objects.exists()


def test_all_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        save_body(cast.actor("lead"), BodyGiven(kind="x", url="x", answer_days=0), now=FRIDAY)
    assert set(refusal.value.problems) == {"kind", "name_ja", "url", "answer_days"}


def test_name_in_one_language_is_enough(cast: Cast) -> None:
    row = save_body(cast.actor("lead"), BodyGiven(kind="department", name_en="Legal"), now=FRIDAY)
    assert (row.name_in("ja"), row.is_inside) == ("Legal", True)
