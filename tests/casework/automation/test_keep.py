"""Automations are kept, changed, moved and switched by leads and administrators; every version stays."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kikitori.casework.automation.keep import (
    MOST,
    move_automation,
    rewrite_automation,
    switch_automation,
    write_automation,
)
from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.records.automation.models import Automation, AutomationVersion, AutomationWatch
from kikitori.records.automation.rule import Action, Fault, OnTime, Rule, UnreadableRule, Wrong
from kikitori.records.automation.terms import ActionKind, Anchor, Unit
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from tests import makers
from tests.casework.automation.wired import HOUR, after, note, rule
from tests.cast import Cast
from tests.makers import FRIDAY

RULE = rule(after(EventKind.RECEIVED))
WAITING = rule(OnTime(Anchor.TOLD, 5, Unit.DAYS))


def kept(cast: Cast, made: Rule = RULE) -> Automation:
    return write_automation(cast.actor("lead"), made, now=FRIDAY)


def order() -> list[str]:
    return [row.name for row in Automation.objects.order_by("position")]


def test_new_one_is_off_the_last_and_stands_in_the_record(cast: Cast) -> None:
    first, second = kept(cast), kept(cast, rule(after(EventKind.HEARD), name="次"))
    assert (first.is_on, second.is_on, order()) == (False, False, ["試し", "次"])
    assert list(AutomationVersion.objects.values_list("automation", "number", "by")) == [
        (first.pk, 1, cast.lead.pk),
        (second.pk, 1, cast.lead.pk),
    ]
    change = SettingChange.objects.latest("pk")
    assert (change.kind, change.before, change.by) == ("automation", {}, cast.lead)
    assert change.after == {
        "automation": second.pk,
        "name": {"ja": "次", "en": "Trial"},
        "version": 1,
        "on": False,
    }


VERBS: dict[str, Callable[[Actor, Automation], object]] = {
    "write": lambda actor, _row: write_automation(actor, RULE, now=FRIDAY),
    "rewrite": lambda actor, row: rewrite_automation(actor, row, WAITING, seen=1, now=FRIDAY),
    "switch": lambda actor, row: switch_automation(actor, row, on=True, now=FRIDAY),
    "move": lambda actor, row: move_automation(actor, row, up=True, now=FRIDAY),
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_only_leads_and_administrators(cast: Cast, verb: str) -> None:
    row = kept(cast)
    for role in ("handler", "auditor"):
        with pytest.raises(Refused):
            VERBS[verb](cast.actor(role), row)
    with pytest.raises(Refused):
        VERBS[verb](Actor.system("automation:1:1"), row)
    assert SettingChange.objects.count() == 1
    VERBS[verb](cast.actor("administrator"), row)


def test_every_version_stays_and_the_same_again_is_none(cast: Cast) -> None:
    row = kept(cast)
    assert rewrite_automation(cast.actor("lead"), row, RULE, seen=1, now=FRIDAY) is None
    changed = rewrite_automation(cast.actor("administrator"), row, WAITING, seen=1, now=FRIDAY)
    assert changed is not None
    assert (changed.version, changed.read) == (2, WAITING)
    versions = AutomationVersion.objects.order_by("number")
    assert [each.rule["when"] for each in versions] == [
        {"event": ["received"], "by": []},
        {"time": "told", "amount": 5, "unit": "days"},
    ]
    with pytest.raises(NotNow) as late:
        rewrite_automation(cast.actor("lead"), row, RULE, seen=1, now=FRIDAY)
    assert late.value.obstacle is Obstacle.SET_MEANWHILE


def test_database_lets_no_version_and_no_line_of_the_log_be_changed(cast: Cast) -> None:
    kept(cast)
    for change in (
        lambda: AutomationVersion.objects.update(number=9),
        lambda: AutomationVersion.objects.all().delete(),
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            change()


def test_switched_on_it_begins_now_and_again_is_nothing(cast: Cast) -> None:
    makers.received(cast)
    row = kept(cast, WAITING)
    switch_automation(cast.actor("lead"), row, on=True, now=FRIDAY)
    row.refresh_from_db()
    newest = Event.objects.latest("pk").pk
    assert (row.is_on, row.on_since, row.from_event, row.walked_to) == (True, FRIDAY, newest, 0)
    assert AutomationWatch.objects.get().done_to == newest
    before = SettingChange.objects.count()
    switch_automation(cast.actor("lead"), row, on=True, now=FRIDAY + HOUR)
    row.refresh_from_db()
    assert (row.on_since, SettingChange.objects.count()) == (FRIDAY, before)


def test_second_one_does_not_move_the_watch_of_the_first(cast: Cast) -> None:
    switch_automation(cast.actor("lead"), kept(cast), on=True, now=FRIDAY)
    done_to = AutomationWatch.objects.get().done_to
    makers.received(cast)
    switch_automation(cast.actor("lead"), kept(cast, WAITING), on=True, now=FRIDAY)
    assert AutomationWatch.objects.get().done_to == done_to, "the first has not seen the new complaint yet"


def test_order_is_changed_step_by_step_and_ends_at_its_ends(cast: Cast) -> None:
    rows = [kept(cast, rule(after(EventKind.RECEIVED), name=name)) for name in "一二三"]
    lead = cast.actor("lead")
    move_automation(lead, rows[2], up=True, now=FRIDAY)
    assert order() == ["一", "三", "二"]
    move_automation(lead, rows[0], up=False, now=FRIDAY)
    assert order() == ["三", "一", "二"]
    before = SettingChange.objects.count()
    move_automation(lead, rows[2], up=True, now=FRIDAY)
    move_automation(lead, rows[1], up=False, now=FRIDAY)
    assert (order(), SettingChange.objects.count()) == (["三", "一", "二"], before)


def test_no_two_share_a_place(cast: Cast) -> None:
    row = kept(cast)

    def put_in_the_same_place() -> None:
        # Deferred, so that two can change places: the database asks at the end of the transaction.
        with transaction.atomic(), connection.cursor() as cursor:
            Automation.objects.create(position=row.position, rule=row.rule)
            cursor.execute("set constraints all immediate")

    with pytest.raises(IntegrityError):
        put_in_the_same_place()


@pytest.mark.parametrize(
    ("action", "part"),
    [
        (Action(ActionKind.ASSIGN, who="999999"), "who"),
        (Action(ActionKind.ROUND, team=999999), "team"),
        (Action(ActionKind.DRAFT, template=999999), "template"),
    ],
)
def test_what_is_not_there_cannot_be_named(cast: Cast, action: Action, part: str) -> None:
    with pytest.raises(UnreadableRule) as refused:
        kept(cast, rule(after(EventKind.RECEIVED), note(), action))
    assert refused.value.faults == (Fault(Wrong.UNKNOWN_WORD, "then.1", part),)


@pytest.mark.parametrize(
    ("kind", "able"),
    [
        (ActionKind.ASSIGN, {"handler", "colleague", "lead"}),
        (ActionKind.TASK, {"handler", "colleague", "lead"}),
        (ActionKind.FOLLOW, {"handler", "colleague", "lead", "auditor"}),
    ],
)
def test_only_who_may_do_it_themselves_can_be_given_it(cast: Cast, kind: ActionKind, able: set[str]) -> None:
    parts: dict[str, Any] = {"text": "x", "days": 1} if kind is ActionKind.TASK else {}
    found = set()
    for role in ("handler", "colleague", "lead", "auditor", "administrator"):
        try:
            kept(
                cast, rule(after(EventKind.RECEIVED), Action(kind, who=str(getattr(cast, role).pk), **parts))
            )
        except UnreadableRule:
            continue
        found.add(role)
    assert found == able
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    with pytest.raises(UnreadableRule):
        kept(cast, rule(after(EventKind.RECEIVED), Action(kind, who=str(cast.handler.pk), **parts)))


def test_template_that_was_put_away_cannot_be_named(cast: Cast) -> None:
    template = ReplyTemplate.objects.create(name="旧", texts={}, is_active=False)
    with pytest.raises(UnreadableRule):
        kept(cast, rule(after(EventKind.RECEIVED), Action(ActionKind.DRAFT, template=template.pk)))


def test_what_could_not_run_is_not_kept(cast: Cast) -> None:
    row = kept(cast)
    broken = Rule("", "", RULE.when, RULE.conditions, RULE.actions)
    for attempt in (
        lambda: kept(cast, broken),
        lambda: rewrite_automation(cast.actor("lead"), row, broken, seen=1, now=FRIDAY),
    ):
        with pytest.raises(UnreadableRule):
            attempt()
    assert AutomationVersion.objects.count() == 1


def test_more_than_anybody_keeps_in_mind_are_refused(cast: Cast) -> None:
    row = kept(cast)
    Automation.objects.bulk_create(
        [Automation(position=place, rule=row.rule) for place in range(row.position + 1, row.position + MOST)]
    )
    with pytest.raises(UnreadableRule) as refused:
        kept(cast)
    assert refused.value.faults == (Fault(Wrong.TOO_MANY, ""),)


def test_one_that_is_not_there_is_unseen(cast: Cast) -> None:
    gone = Automation(pk=999999, position=1, rule={})
    with pytest.raises(Unseen):
        switch_automation(cast.actor("lead"), gone, on=True, now=FRIDAY)
