"""Views: kept, changed, shared and removed by whoever may, and nothing but what they hold is ever shown by them."""

from dataclasses import replace

import pytest

from kikitori.casework.errors import Invalid, NotNow, Problem, Refused, Unseen
from kikitori.casework.saved_views import (
    MOST_PINNED,
    MOST_VIEWS,
    ViewGiven,
    change_view,
    make_view,
    may_change,
    pin_view,
    pinned_for,
    remove_view,
    views_for,
)
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff, Team
from kikitori.records.selection.conditions import Condition, Conditions, as_json
from kikitori.records.selection.models import SavedView
from kikitori.records.selection.terms import Field, Operator, Sharing
from tests.cast import Cast
from tests.makers import FRIDAY

OPEN_ONES = Conditions((Condition(Field.STATE, Operator.IS, ("open",)),))
GIVEN = ViewGiven(name="開いているもの", conditions=OPEN_ONES, columns=("state", "handler"))


def kept(actor: Actor, **changes: object) -> SavedView:
    return make_view(actor, replace(GIVEN, **changes), now=FRIDAY)  # type: ignore[arg-type]


def names(actor: Actor) -> list[str]:
    return list(views_for(actor).values_list("name", flat=True))


def test_own_view_is_nobody_elses_and_leaves_no_record(cast: Cast) -> None:
    view = kept(cast.actor("handler"))
    assert (view.owner, view.sharing, view.conditions) == (cast.handler, Sharing.OWN, as_json(OPEN_ONES))
    assert names(cast.actor("handler")) == ["開いているもの"]
    assert all(names(cast.actor(role)) == [] for role in ("colleague", "lead", "auditor", "administrator"))
    assert not SettingChange.objects.exists()


def test_team_view_is_seen_by_the_team_and_by_no_other(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.colleague.pk).update(team=Team.objects.create(name="配送"))
    view = kept(cast.actor("handler"), sharing="team")
    assert view.team == cast.handler.team
    assert [bool(names(cast.actor(role))) for role in ("handler", "lead", "auditor", "colleague", "administrator")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    assert SettingChange.objects.get().after["name"] == "開いているもの"


@pytest.mark.parametrize(("role", "may"), [("handler", False), ("lead", True), ("administrator", True)])
def test_views_of_everybody_are_kept_by_leads_and_administrators(cast: Cast, role: str, *, may: bool) -> None:
    if not may:
        with pytest.raises(Refused):
            kept(cast.actor(role), sharing="everybody")
        assert not SavedView.objects.exists()
        return
    view = kept(cast.actor(role), sharing="everybody")
    assert all(
        names(cast.actor(each)) == [view.name] for each in ("handler", "lead", "auditor", "administrator")
    )
    assert not may_change(cast.actor("handler"), view)
    with pytest.raises(Refused):
        change_view(cast.actor("handler"), view, replace(GIVEN, name="x"), seen=1, now=FRIDAY)
    with pytest.raises(Refused):
        remove_view(cast.actor("handler"), view, now=FRIDAY)


def test_auditor_keeps_none_and_administrator_only_those_of_everybody(cast: Cast) -> None:
    with pytest.raises(Refused):
        kept(cast.actor("auditor"))
    for sharing in ("own", "team"):
        with pytest.raises(Invalid) as raised:
            kept(cast.actor("administrator"), sharing=sharing)
        assert raised.value.problems == {"sharing": Problem.OUT_OF_RANGE}


def test_change_counts_up_and_says_what_was_before(cast: Cast) -> None:
    lead = cast.actor("lead")
    view = kept(lead, sharing="everybody")
    changed = change_view(
        lead, view, replace(GIVEN, name="未完了", sharing="everybody", sort="oldest"), seen=1, now=FRIDAY
    )
    assert (changed.version, changed.name, changed.sort) == (2, "未完了", "oldest")
    line = SettingChange.objects.latest("id")
    assert (line.before["name"], line.after["name"], line.by) == ("開いているもの", "未完了", cast.lead)


def test_change_built_on_an_older_version_changes_nothing(cast: Cast) -> None:
    lead = cast.actor("lead")
    view = kept(lead, sharing="everybody")
    change_view(lead, view, replace(GIVEN, name="先", sharing="everybody"), seen=1, now=FRIDAY)
    with pytest.raises(NotNow):
        change_view(lead, view, replace(GIVEN, name="後", sharing="everybody"), seen=1, now=FRIDAY)
    assert SavedView.objects.get().name == "先"


def test_view_taken_back_for_oneself_leaves_the_strips_of_others(cast: Cast) -> None:
    lead, handler = cast.actor("lead"), cast.actor("handler")
    view = kept(lead, sharing="everybody")
    for actor in (lead, handler):
        pin_view(actor, view, pinned=True)
    change_view(lead, view, GIVEN, seen=1, now=FRIDAY)
    assert list(pinned_for(handler)) == []
    assert list(pinned_for(lead)) == [view]
    assert SettingChange.objects.latest("id").after == {}


def test_removed_view_is_gone_for_all(cast: Cast) -> None:
    lead = cast.actor("lead")
    view = kept(lead, sharing="everybody")
    pin_view(cast.actor("auditor"), view, pinned=True)
    remove_view(lead, view, now=FRIDAY)
    assert not SavedView.objects.exists()
    assert list(pinned_for(cast.actor("auditor"))) == []
    with pytest.raises(Unseen):
        remove_view(lead, SavedView(pk=view.pk), now=FRIDAY)


def test_view_of_another_does_not_exist(cast: Cast) -> None:
    view = kept(cast.actor("colleague"))
    handler = cast.actor("handler")
    with pytest.raises(Unseen):
        change_view(handler, view, GIVEN, seen=1, now=FRIDAY)
    with pytest.raises(Unseen):
        remove_view(handler, view, now=FRIDAY)
    with pytest.raises(Unseen):
        pin_view(handler, view, pinned=True)


def test_view_of_the_former_team_is_in_no_strip_any_more(cast: Cast) -> None:
    handler = cast.actor("handler")
    pin_view(handler, kept(handler, sharing="team"), pinned=True)
    Staff.objects.filter(pk=cast.handler.pk).update(team=Team.objects.create(name="配送"))
    assert list(pinned_for(handler)) == []


def test_pinning_twice_and_taking_out_twice_is_once(cast: Cast) -> None:
    handler = cast.actor("handler")
    view = kept(handler)
    for pinned in (True, True, False, False):
        pin_view(handler, view, pinned=pinned)
        assert list(pinned_for(handler)) == ([view] if pinned else [])


def test_strip_and_list_have_an_end(cast: Cast) -> None:
    handler = cast.actor("handler")
    views = [kept(handler, name=f"第{n}") for n in range(MOST_PINNED + 1)]
    for view in views[:-1]:
        pin_view(handler, view, pinned=True)
    with pytest.raises(Invalid):
        pin_view(handler, views[-1], pinned=True)
    for n in range(MOST_VIEWS - len(views)):
        kept(handler, name=f"続{n}")
    with pytest.raises(Invalid):
        kept(handler)


def test_order_is_by_place_then_name(cast: Cast) -> None:
    handler = cast.actor("handler")
    for name, position in (("い", 2), ("う", 1), ("あ", 1)):
        kept(handler, name=name, position=position)
    assert names(handler) == ["あ", "う", "い"]


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"name": "  "}, "name", Problem.MISSING),
        ({"name": "長" * 61}, "name", Problem.TOO_LONG),
        ({"sharing": "world"}, "sharing", Problem.UNKNOWN_WORD),
        ({"sort": "story; drop table"}, "sort", Problem.UNKNOWN_WORD),
        ({"columns": ("story",)}, "columns", Problem.UNKNOWN_WORD),
        (
            {
                "columns": (
                    "complainant",
                    "customer_type",
                    "severity",
                    "urgency",
                    "state",
                    "promise",
                    "team",
                    "kind",
                    "queue",
                )
            },
            "columns",
            Problem.OUT_OF_RANGE,
        ),
        ({"position": 1000}, "position", Problem.OUT_OF_RANGE),
        (
            {"conditions": Conditions((Condition(Field.STATE, Operator.IS),))},
            "conditions",
            Problem.OUT_OF_RANGE,
        ),
    ],
)
def test_what_cannot_be_kept_is_said(
    cast: Cast, changes: dict[str, object], field: str, problem: Problem
) -> None:
    with pytest.raises(Invalid) as raised:
        kept(cast.actor("lead"), **changes)
    assert raised.value.problems == {field: problem}
    assert not SavedView.objects.exists()


def test_team_view_needs_a_team(cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(team=None)
    with pytest.raises(Invalid) as raised:
        kept(cast.actor("handler"), sharing="team")
    assert raised.value.problems == {"sharing": Problem.OUT_OF_RANGE}
