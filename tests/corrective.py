"""Corrective actions in the states tests need, brought there by the real verbs; and complaints of one cause at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from kikitori.casework.find_causes import CauseGiven, find_causes
from kikitori.casework.prevent.analyse import AnalysisGiven, AnalysisLine, analyse_action
from kikitori.casework.prevent.carry_out import begin_action, finish_action
from kikitori.casework.prevent.plan import PlanGiven, approve_plan, plan_action
from kikitori.casework.prevent.raising import ActionGiven, raise_action
from kikitori.records.complaints.models import Complaint
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

WHYS = AnalysisGiven(
    method="five_whys",
    lines=(
        AnalysisLine(says="箱の中で皿が動いた", shown="返送された箱の写真"),
        AnalysisLine(says="緩衝材の量が決まっていない", shown="梱包手順書 第3版"),
    ),
    roots=("process",),
)
PLAN = PlanGiven(
    kind="ca_rule",
    plan="梱包手順書に緩衝材の量を書き、全員が一度試す。",
    due_on=(FRIDAY + timedelta(days=10)).date(),
    causes=("process",),
    days_before=30,
    days_after=30,
    threshold=50,
    unit="",
)


def day(number: int) -> datetime:
    """Noon of the day so many days after the first."""
    return (FRIDAY + timedelta(days=number)).replace(hour=12, minute=0)


def caused(cast: Cast, at: datetime, *codes: str) -> Complaint:
    """A complaint received at this moment, with these causes found in its first point (`process` without any)."""
    complaint = makers.investigated(cast, now=at, received_at=at)
    given = [CauseGiven(code=code, evidence="記録のとおり") for code in codes or ("process",)]
    find_causes(cast.actor("handler"), complaint, causes={1: given}, now=at + timedelta(hours=1))
    return complaint


def came(cast: Cast, days: Sequence[int], *codes: str) -> list[Complaint]:
    """One on each of these days."""
    return [caused(cast, day(number), *codes) for number in days]


def raised(cast: Cast, *, now: datetime = FRIDAY, **where: Any) -> CorrectiveAction:
    """Raised by the handler, who owns it."""
    given = ActionGiven(
        title="皿が割れて届く", problem="割れた皿が続けて届いている。", owner=where.pop("owner", None)
    )
    if not where:
        given = replace(given, seen_in="月次報告")
    return raise_action(cast.actor("handler"), given, now=now, **where)


def planned(
    cast: Cast, *, now: datetime = FRIDAY, where: dict[str, Any] | None = None, **plan: Any
) -> CorrectiveAction:
    """Raised, analysed and planned by the handler."""
    action, handler = raised(cast, now=now, **(where or {})), cast.actor("handler")
    analyse_action(handler, action, WHYS, now=now + timedelta(minutes=1))
    plan_action(handler, action, replace(PLAN, **plan), now=now + timedelta(minutes=2))
    return fresh(action)


def approved(cast: Cast, *, now: datetime = FRIDAY, **plan: Any) -> CorrectiveAction:
    """Planned, and approved by the lead."""
    action = planned(cast, now=now, **plan)
    approve_plan(cast.actor("lead"), action, now=now + timedelta(minutes=3), seen=action.version)
    return fresh(action)


def carried_out(cast: Cast, *, done: int = 10, **plan: Any) -> CorrectiveAction:
    """Approved and begun on the first day, done on the day `done`."""
    action, handler = approved(cast, **plan), cast.actor("handler")
    begin_action(handler, action, now=FRIDAY + timedelta(minutes=4))
    finish_action(handler, action, how="手順書を改め、全員が試した。", now=day(done))
    return fresh(action)


def fresh(action: CorrectiveAction) -> CorrectiveAction:
    """As it stands now."""
    return CorrectiveAction.objects.get(pk=action.pk)


def cycle_of(action: CorrectiveAction, number: int | None = None) -> ActionCycle:
    """The cycle it is in, or the one of this number."""
    return ActionCycle.objects.get(action=action, number=number or fresh(action).cycle)


def record(action: CorrectiveAction) -> list[str]:
    """The words of its record, the oldest first."""
    return list(action.events.order_by("pk").values_list("kind", flat=True))
