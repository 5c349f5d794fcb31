"""Corrective actions of a demonstration house, by the real verbs and each at its time; judged by what was counted.

Once in a house: what somebody has raised since is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from kikitori.casework.errors import NotNow
from kikitori.casework.prevent.analyse import AnalysisGiven, AnalysisLine, analyse_action
from kikitori.casework.prevent.carry_out import begin_action, finish_action
from kikitori.casework.prevent.checking import check_action
from kikitori.casework.prevent.plan import PlanGiven, approve_plan, plan_action
from kikitori.casework.prevent.raising import ActionGiven, link_action, raise_action
from kikitori.config.demo_texts.actions import DemoAction
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.terms import Method

#: Complaints that one of them comes from, at most.
_SOURCES = 3
_DAY = timedelta(days=1)


def prevent_more(several: Sequence[DemoAction], staff: Iterable[Staff], now: datetime) -> None:
    """Raise them, carry out what is carried out, and look on each day whether it helped."""
    if CorrectiveAction.objects.exists():
        return
    people = list(staff)
    owner = next(one for one in people if one.role == Role.HANDLER.value)
    lead = next(one for one in people if one.role == Role.LEAD.value)
    for one in several:
        action = _planned(one, actor_for(owner), now)
        if one.takes:
            _carried_out(one, action, actor_for(owner), actor_for(lead), now)


def _planned(one: DemoAction, owner: Actor, now: datetime) -> CorrectiveAction:
    raised = now - one.ago * _DAY
    sources = _sources(one, owner, raised)
    first = sources[0] if sources else None
    given = ActionGiven(title=one.title, problem=one.problem)
    action = raise_action(owner, given, now=raised, complaint=first)
    for other in sources[1:]:
        link_action(owner, action, complaint=other, now=raised)
    fish = one.is_fish
    lines = [AnalysisLine(says=line[-2], shown=line[-1], bone=line[0] if fish else "") for line in one.lines]
    method = Method.FISHBONE if fish else Method.FIVE_WHYS
    analysis = AnalysisGiven(method=method.value, lines=lines, roots=(one.cause,))
    analyse_action(owner, action, analysis, now=raised + 2 * _DAY)
    plan = PlanGiven(
        kind=one.kind,
        plan=one.plan,
        due_on=(raised + (one.takes or 20) * _DAY).date(),
        causes=(one.cause,),
        days_before=one.days,
        days_after=one.days,
        threshold=one.threshold,
    )
    plan_action(owner, action, plan, now=raised + 3 * _DAY)
    return CorrectiveAction.objects.get(pk=action.pk)


def _sources(one: DemoAction, owner: Actor, before: datetime) -> list[Complaint]:
    """The newest complaints of this cause that were there by then."""
    seen = visible_to(owner).filter(allegations__causes__code=one.cause, received_at__lt=before)
    return list(seen.distinct().order_by("-received_at")[:_SOURCES])


def _carried_out(one: DemoAction, action: CorrectiveAction, owner: Actor, lead: Actor, now: datetime) -> None:
    begun = now - (one.ago - 5) * _DAY
    approve_plan(lead, action, now=begun, seen=action.version)
    begin_action(owner, action, now=begun)
    at = now - (one.ago - one.takes) * _DAY
    finish_action(owner, action, how=one.how, now=at)
    while at < now and CorrectiveAction.objects.get(pk=action.pk).cycle == 1:
        at += _DAY
        with suppress(NotNow):
            check_action(Actor.system("watched"), action, now=min(at, now))
        if CorrectiveAction.objects.filter(pk=action.pk, asked_at__isnull=False).exists():
            return
