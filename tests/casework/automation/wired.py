"""Automations for tests: written and switched on by the real verbs, run by the real job."""

from datetime import datetime, timedelta
from typing import Any

from kikitori.casework.automation.keep import switch_automation, write_automation
from kikitori.casework.automation.run import Ran, run_automations
from kikitori.records.automation.models import Automation, Firing
from kikitori.records.automation.rule import Action, OnEvent, Rule, When
from kikitori.records.automation.terms import ActionKind
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Field, Operator
from tests.cast import Cast
from tests.makers import FRIDAY

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Before anything of a test has happened.
BEFORE = FRIDAY - HOUR


def note(text: str = "自動で残しました。") -> Action:
    return Action(ActionKind.NOTE, text=text)


def after(*kinds: EventKind) -> OnEvent:
    return OnEvent(kinds)


def only(field: Field, *values: str, operator: Operator = Operator.IS) -> Conditions:
    return Conditions((Condition(field, operator, values),))


def rule(when: When, *actions: Action, name: str = "試し", **more: Any) -> Rule:
    return Rule(name, "Trial", when, actions=actions or (note(),), **more)


def switched_on(cast: Cast, when: When, *actions: Action, now: datetime = BEFORE, **more: Any) -> Automation:
    """Written by the lead and switched on."""
    row = write_automation(cast.actor("lead"), rule(when, *actions, **more), now=now)
    switch_automation(cast.actor("lead"), row, on=True, now=now)
    row.refresh_from_db()
    return row


def run(now: datetime) -> Ran:
    """The job, at this moment."""
    return run_automations(now=lambda: now)


def log(complaint: Complaint) -> list[tuple[str, str, str]]:
    """What fired on it, oldest first: the name, the outcome, why."""
    rows = Firing.objects.filter(complaint=complaint).select_related("automation").order_by("pk")
    return [(row.automation.rule["name"]["ja"], row.outcome, row.why) for row in rows]


def did(complaint: Complaint) -> list[list[dict[str, Any]]]:
    """What each of these firings did."""
    return list(Firing.objects.filter(complaint=complaint).order_by("pk").values_list("done", flat=True))
