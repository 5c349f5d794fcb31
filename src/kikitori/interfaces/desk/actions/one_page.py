"""One corrective action: how it stands and what is next, why it came about, the plan, the numbers, its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kikitori.casework.house import House
from kikitori.casework.prevent.counting import count_until, watched
from kikitori.casework.prevent.sight import sources_seen_by
from kikitori.interfaces.desk.actions.badges import Shown
from kikitori.interfaces.desk.actions.found import action_or_404
from kikitori.interfaces.desk.actions.geometry import Fish, Whys, fish, whys
from kikitori.interfaces.desk.actions.next_words import next_words
from kikitori.interfaces.desk.actions.result import Result, result_of
from kikitori.interfaces.desk.actions.steps import STEPS, offered
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.records.access.policy import permissions_of
from kikitori.records.complaints.labels import SUBJECT
from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.causes import causes_with
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from kikitori.records.prevention.bones import drawn_heads
from kikitori.records.prevention.labels import ACTION_KIND, ACTION_STEP, METHOD
from kikitori.records.prevention.lifecycle import WATCHED, ActionStep
from kikitori.records.prevention.terms import ActionKind, ActionState, Method
from kikitori.records.prevention.watching import can_ever_be_proven

Words = str | LazyText


@dataclass(frozen=True)
class CycleShown:
    """One cycle in words and drawings."""

    row: ActionCycle
    problem: str
    causes: dict[str, str]

    @property
    def method(self) -> Words:
        """How it was looked for."""
        return METHOD[Method(self.row.method)] if self.row.method else ""

    @property
    def kind(self) -> Words:
        """What kind of change it is."""
        return ACTION_KIND[ActionKind(self.row.kind)] if self.row.kind else ""

    @property
    def subject(self) -> Words:
        """Of which subject alone it is counted."""
        return SUBJECT[Subject(self.row.subject)] if self.row.subject else ""

    @property
    def roots(self) -> list[str]:
        """The root causes by name."""
        return [self.causes.get(code, code) for code in self.row.roots]

    @property
    def counted(self) -> list[str]:
        """The causes that are counted, by name."""
        return [self.causes.get(code, code) for code in self.row.causes]

    @property
    def whys(self) -> Whys | None:
        """The drawing of five whys."""
        if self.row.method != Method.FIVE_WHYS.value:
            return None
        return whys([line["says"] for line in self.row.analysis])

    @property
    def fish(self) -> Fish | None:
        """The drawing of a fishbone."""
        if self.row.method != Method.FISHBONE.value:
            return None
        return fish(
            self.problem,
            {code: name.in_(get_language() or "") for code, name in drawn_heads(self.row.heads).items()},
            {code: [line["says"] for line in lines] for code, _name, lines in self.by_bone},
        )

    @property
    def by_bone(self) -> list[tuple[str, str, list[dict[str, str]]]]:
        """The same as text: bone, its name, and what stands on it."""
        language = get_language() or ""
        found = [
            (code, name.in_(language), [line for line in self.row.analysis if line.get("bone") == code])
            for code, name in drawn_heads(self.row.heads).items()
        ]
        return [each for each in found if each[2]]

    @property
    def result(self) -> Result | None:
        """What was counted at its check."""
        return result_of(self.row)


@desk_page()
@require_safe
def action(request: HttpRequest, actor: Actor, action: str) -> HttpResponse:
    """Its page. A constant number of queries. 404 for an unseen one."""
    own = action_or_404(actor, action)
    frame, language = frame_of(request), get_language() or ""
    rows = list(own.cycles.select_related("approved_by").order_by("-number"))
    causes = {code: cause.name.in_(language) for code, cause in causes_with(CauseTerm.objects.all()).items()}
    cycles = [CycleShown(row, own.title, causes) for row in rows]
    shown = Shown(own, frame.today)
    ways = offered(own, rows[0], permissions_of(actor), actor.staff_id)
    context: dict[str, Any] = {
        "action": own,
        "shown": shown,
        "current": cycles[0],
        "former": cycles[1:],
        "next": next_words(own, rows[0]),
        "may_analyse": "analyse" in ways,
        "ways": [(word, STEPS[word]) for word in ways if word in STEPS and not STEPS[word].aside],
        "aside": [(word, STEPS[word]) for word in ways if word in STEPS and STEPS[word].aside],
        "sources": sources_seen_by(actor, own),
        "all_sources": own.sources.count(),
        "events": [
            (row, ACTION_STEP[ActionStep(row.kind)])
            for row in own.events.select_related("by").order_by("-pk")
        ],
        **_counting(own, rows[0], frame),
    }
    return render(request, "desk/actions/action.html", context)


def _counting(own: CorrectiveAction, cycle: ActionCycle, frame: Frame) -> dict[str, Any]:
    """Of a plan: how many there were until now. Of what is watched: how it would stand today."""
    house, state = House.of(frame.organisation), ActionState(own.state)
    if state in WATCHED and cycle.done_on is not None and not cycle.result.get("until"):
        last = cycle.extended_to or cycle.check_on or frame.today
        seen = watched(cycle, house, until=min(frame.today, last))
        counted = seen.counted(cycle)
        kept = {
            "before": seen.before,
            "after": seen.after,
            "unnamed": seen.unnamed,
            "days_before": seen.days_before,
            "days_after": seen.days_after,
            "until": seen.until.isoformat(),
        }
        if counted is not None and counted.ratio is not None:
            ratio = counted.ratio
            kept |= {"exposure_before": counted.exposure_before, "exposure_after": counted.exposure_after}
            if counted.before:
                kept |= {"ratio": ratio.value, "lower": ratio.lower, "upper": ratio.upper}
        return {"so_far": result_of(cycle, kept)}
    if state in (ActionState.PLANNED, ActionState.APPROVED, ActionState.IMPLEMENTING) and cycle.days_before:
        number = count_until(cycle, house, cycle.started_on or frame.today)
        provable = bool(cycle.unit) or can_ever_be_proven(number, cycle.days_before, cycle.days_after)
        return {"before_now": number, "is_provable": provable}
    return {}
