"""The steps of a corrective action under the words of their addresses: what is asked, and which verb is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.prevent.carry_out import begin_action, enter_exposure, finish_action
from kikitori.casework.prevent.checking import judge_action
from kikitori.casework.prevent.plan import approve_plan, plan_action, send_back_plan
from kikitori.casework.prevent.publishing import draft_improvement
from kikitori.casework.prevent.raising import (
    begin_action_anew,
    drop_action,
    hand_over_action,
    link_action,
    unlink_action,
)
from kikitori.interfaces.desk.actions.forms import (
    ActionForm,
    DoneForm,
    ExposureForm,
    JudgeForm,
    OwnerForm,
    PlanForm,
    SourceForm,
    WhyForm,
    plan_begun,
    plan_in,
)
from kikitori.interfaces.desk.called import complaint_called
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStep, is_possible
from kikitori.records.prevention.terms import ActionState

Words = str | LazyText


@dataclass(frozen=True, slots=True)
class Doing:
    """Everything a verb may want of a request."""

    actor: Actor
    action: CorrectiveAction
    typed: dict[str, Any]
    now: datetime

    @property
    def seen(self) -> int:
        """The version the page was built on; none that ever was, where it was lost."""
        seen = self.typed.get("seen")
        return seen if isinstance(seen, int) else -1


@dataclass(frozen=True, slots=True)
class StepForm:
    """One step. `form`: None where a press is all. `begun`: what stands in the form before somebody types."""

    step: ActionStep
    title: Words
    button: Words
    icon: str
    do: Callable[[Doing], object]
    form: type[ActionForm] | None = None
    lead: Words = ""
    needs: Permission = Permission.PREVENT
    begun: Callable[[ActionCycle], dict[str, Any]] = lambda _cycle: {}
    #: Offered among other ways, not as the next thing to do.
    aside: bool = False
    danger: bool = False


def _link(doing: Doing) -> None:
    found = complaint_called(doing.actor, doing.typed["reference"])
    if found is None:
        raise Invalid({"reference": Problem.OUT_OF_RANGE})
    link_action(doing.actor, doing.action, complaint=found, now=doing.now)


STEPS: dict[str, StepForm] = {
    "approve": StepForm(
        ActionStep.APPROVE,
        _("Approve the plan"),
        _("Approve plan and measure"),
        "check",
        lambda at: approve_plan(at.actor, at.action, now=at.now, seen=at.seen),
        needs=Permission.APPROVE_ACTIONS,
    ),
    "plan": StepForm(
        ActionStep.PLAN,
        _("Plan, measure and day of the check"),
        _("Put the plan forward"),
        "list",
        lambda at: plan_action(at.actor, at.action, plan_in(at.typed), now=at.now, seen=at.seen),
        PlanForm,
        _("How it is known whether it helped is fixed before anything starts. Once approved, it stands."),
        begun=plan_begun,
    ),
    "send-back": StepForm(
        ActionStep.SEND_BACK,
        _("Send the plan back"),
        _("Send it back"),
        "back",
        lambda at: send_back_plan(at.actor, at.action, reason=at.typed["reason"], now=at.now, seen=at.seen),
        WhyForm,
        _("Its owner is told why, and writes it anew."),
        needs=Permission.APPROVE_ACTIONS,
        aside=True,
    ),
    "begin": StepForm(
        ActionStep.BEGIN,
        _("Begin to carry it out"),
        _("Begin it today"),
        "right",
        lambda at: begin_action(at.actor, at.action, now=at.now, seen=at.seen),
    ),
    "finish": StepForm(
        ActionStep.FINISH,
        _("It is carried out"),
        _("It is done as of today"),
        "check",
        lambda at: finish_action(at.actor, at.action, how=at.typed["how"], now=at.now, seen=at.seen),
        DoneForm,
        _("From tomorrow on it is counted what comes again."),
    ),
    "count": StepForm(
        ActionStep.COUNT,
        _("Over how much it is counted"),
        _("Keep these numbers"),
        "save",
        lambda at: enter_exposure(
            at.actor, at.action, before=at.typed["before"], after=at.typed["after"], now=at.now
        ),
        ExposureForm,
        _("For the same days as the complaints. The numbers stand in the record with your name."),
        begun=lambda cycle: {"before": cycle.exposure_before, "after": cycle.exposure_after},
    ),
    "judge": StepForm(
        ActionStep.PROVE,
        _("Judge whether it helped"),
        _("Keep this judgement"),
        "check",
        lambda at: judge_action(
            at.actor,
            at.action,
            helped=at.typed["helped"] == "yes",
            reason=at.typed["reason"],
            now=at.now,
            seen=at.seen,
        ),
        JudgeForm,
        _("The numbers were too few to tell, twice. Somebody says so who does not carry it out."),
        needs=Permission.APPROVE_ACTIONS,
    ),
    "draft": StepForm(
        ActionStep.DRAFT,
        _("Tell everybody"),
        _("Draft it for “you said – we did”"),
        "edit",
        lambda at: draft_improvement(at.actor, at.action, now=at.now),
        needs=Permission.PUBLISH,
    ),
    "link": StepForm(
        ActionStep.LINK,
        _("Add a complaint it comes from"),
        _("Add it"),
        "plus",
        _link,
        SourceForm,
        aside=True,
    ),
    "unlink": StepForm(
        ActionStep.UNLINK,
        _("Take away where it comes from"),
        _("Take away"),
        "close",
        lambda at: unlink_action(at.actor, at.action, source=at.typed["source"], now=at.now),
        aside=True,
    ),
    "hand-over": StepForm(
        ActionStep.HAND_OVER,
        _("Name another owner"),
        _("Hand it over"),
        "assign",
        lambda at: hand_over_action(at.actor, at.action, to=at.typed["owner"], now=at.now, seen=at.seen),
        OwnerForm,
        aside=True,
    ),
    "anew": StepForm(
        ActionStep.ANEW,
        _("Begin a new cycle"),
        pgettext_lazy("corrective action", "Begin anew"),
        "refresh",
        lambda at: begin_action_anew(
            at.actor, at.action, reason=at.typed["reason"], now=at.now, seen=at.seen
        ),
        WhyForm,
        _("Cause, plan and measure are open again. What was fixed stays on record."),
        aside=True,
    ),
    "drop": StepForm(
        ActionStep.DROP,
        _("Drop it"),
        pgettext_lazy("corrective action", "Drop it"),
        "trash",
        lambda at: drop_action(at.actor, at.action, reason=at.typed["reason"], now=at.now, seen=at.seen),
        WhyForm,
        aside=True,
        danger=True,
    ),
}


def offered(
    action: CorrectiveAction, cycle: ActionCycle, granted: frozenset[Permission], me: int | None
) -> list[str]:
    """The words of what this reader can do now, in the order of the road. The verb asks again."""
    state = ActionState(action.state)
    found = []
    if is_possible(state, ActionStep.ANALYSE) and Permission.PREVENT in granted:
        found.append("analyse")
    for word, each in STEPS.items():
        if not is_possible(state, each.step) or each.needs not in granted or word == "unlink":
            continue
        if not _fits(word, action, cycle, me):
            continue
        found.append(word)
    return found


def _fits(word: str, action: CorrectiveAction, cycle: ActionCycle, me: int | None) -> bool:
    match word:
        case "approve":
            return action.owner_id != me
        case "judge":
            asked = action.asked_at is not None and "lacks" not in cycle.result
            return asked and action.owner_id != me
        case "count":
            return bool(cycle.unit)
        case "draft":
            return action.improvement_id is None
        case _:
            return True
