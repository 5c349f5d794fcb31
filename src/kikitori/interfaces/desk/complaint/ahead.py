"""What comes next: where the complaint stands in one sentence, the one or two steps that follow, and all others.

Only steps are offered that the lifecycle allows in this state, the policy allows this actor, and the facts make sense
of. Where the role alone stands in the way, it is said who can take the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.sentences import barred
from kikitori.interfaces.desk.complaint.situation import situation
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.table import STEPS, WORD_OF, address_of
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step, is_possible

#: Steps that stand with the investigation.
_LOOKING = (
    Step.PLAN_INQUIRY,
    Step.END_INQUIRY_LINE,
    Step.TAKE_EVIDENCE,
    Step.NOTE_CUSTODY,
    Step.NOTE_FACT,
)
#: Steps that have a place of their own on the page.
_IN_PLACE = frozenset(
    {
        Step.REPLY,
        Step.NOTE,
        Step.SET_ASIDE_DATE,
        Step.TAKE_BACK_REPLY,
        Step.SCHEDULE_REPLY,
        Step.ADD_TASK,
        Step.FINISH_TASK,
        Step.TAKE_UP_TASK,
        Step.REASSIGN_TASK,
        Step.RESCHEDULE_TASK,
        Step.DROP_TASK,
        *(Step.MAKE_FILE, Step.TIE_ACTION),
        *(Step.VERIFY_REMEDY, Step.DROP_REMEDY, Step.ANSWER_APPROVAL),
        Step.MARK_ITEM,
        *_LOOKING,
    }
)
_TALK = (
    Step.HEAR,
    Step.CALL_BACK,
    Step.PROMISE_CALL,
    Step.PROMISE,
    Step.KEEP_PROMISE,
    Step.ASK_COMPLAINANT,
    Step.ASK_THIRD_PARTY,
    Step.RECORD_ANSWER,
    Step.PETITION,
    Step.ANSWER_PETITION,
    Step.CONFIDE,
    Step.DECIDE_BAR,
    Step.ASK_LIFT,
    Step.DECIDE_LIFT,
    *(Step.APPOINT, Step.ANSWER_APPOINTMENT, Step.END_APPOINTMENT),
)
_ONWARD = (Step.REFER, Step.REFER_OUTSIDE, Step.TURN_OUTSIDE, Step.RECORD_REFERRAL, Step.RECORD_RESULT)
#: Seldom needed, and then a lead knows: nobody else is told of them.
_LEADS_ALONE = frozenset(
    {
        *(Step.STOP_CLOCK, Step.RECOUNT_CLOCKS, Step.DECIDE_BAR, Step.ASK_LIFT, Step.DECIDE_LIFT),
        Step.DECIDE_NO_REPORT,
    }
)
_END = (
    *(Step.TRY_OTHER_ROAD, Step.LEAVE_IT, Step.ASK_AGAIN, Step.CONFIRM_HOLDS, Step.STOP_ASKING),
    *(Step.ESCALATE, Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.REOPEN),
    *(Step.ASK_REVIEW, Step.BEGIN_REVIEW, Step.WITHDRAW),
    *(Step.ASK_REDIRECT, Step.REDIRECT, Step.REFUSE_REDIRECT, Step.UNDO_REDIRECT),
)
_VAULT = (
    *(Step.SEAL, Step.TELL_INQUIRY, Step.TELL_OUTCOME, Step.GRANT_SIGHT, Step.END_SIGHT),
    *(Step.ASK_UNSEAL, Step.UNSEAL, Step.REFUSE_UNSEAL),
)
#: To authorities, by law.
_REPORTS = (Step.WRITE_REPORT, Step.RECORD_REPORT, Step.ASK_NO_REPORT, Step.DECIDE_NO_REPORT)
_TOGETHER = (Step.LINK, Step.UNLINK, Step.SPLIT, Step.REGROUP, Step.JOIN_MASS, Step.LEAVE_MASS)
_ELSEWHERE = (Step.MOVE_MESSAGE, Step.MERGE, Step.SEPARATE)


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that can be taken now, and where."""

    step: Step
    address: str
    title: str | Lazy


@dataclass(frozen=True, slots=True)
class Ahead:
    """The box „next step“, the menu of all other steps, and who takes those this reader may not."""

    why: str
    first: list[Offered]
    groups: list[tuple[str, list[Offered]]]
    barred: list[str] = field(default_factory=list)
    may_write: bool = False
    may_note: bool = False
    may_take: bool = False
    #: Answer an offer that waits for approval; say that what was done has arrived.
    may_answer_approval: bool = False
    may_verify: bool = False
    may_drop: bool = False
    may_add_task: bool = False
    may_take_back: bool = False
    may_answer: bool = False
    may_bar: bool = False
    #: Ask for a bar to be lifted, or decide it where somebody else has asked.
    may_lift: bool = False
    may_confirm: bool = False
    may_refer: bool = False
    may_end_appointment: bool = False
    may_report: bool = False
    may_redirect: bool = False
    may_refuse_redirect: bool = False
    #: Deal with who may read it and how long, in the vault.
    may_keep_seal: bool = False
    #: Of the steps that stand with the investigation: Step → where.
    looking: Mapping[str, str] = field(default_factory=dict)


def ahead_of(standing: Standing) -> Ahead:
    """What comes next for this actor."""
    why, wanted = situation(standing)
    sensible = [
        step for step in WORD_OF if is_possible(standing.state, step) and _makes_sense(step, standing)
    ]
    allowed = [step for step in sensible if _may(standing, step)]
    first = [step for step in wanted if step in allowed][:2]
    rest = [step for step in allowed if step not in first and step not in _IN_PLACE]
    return Ahead(
        why=why,
        first=[_offered(standing, step) for step in first],
        groups=_groups(standing, rest),
        barred=_barred(standing, sensible, allowed),
        may_write=Step.REPLY in allowed,
        may_note=Step.NOTE in allowed,
        may_answer_approval=Step.ANSWER_APPROVAL in allowed,
        may_verify=Step.VERIFY_REMEDY in allowed,
        may_drop=Step.DROP_REMEDY in allowed,
        may_add_task=Step.ADD_TASK in allowed,
        may_take_back=Step.TAKE_BACK_REPLY in allowed,
        may_bar=Step.DECIDE_BAR in allowed,
        may_lift=Step.ASK_LIFT in allowed or Step.DECIDE_LIFT in allowed,
        may_confirm=may(standing.actor, NEEDED[Step.ANSWER_APPOINTMENT], standing.complaint).allowed,
        may_refer=may(standing.actor, NEEDED[Step.RECORD_REFERRAL], standing.complaint).allowed,
        may_end_appointment=Step.END_APPOINTMENT in allowed,
        may_report=Step.WRITE_REPORT in allowed,
        may_redirect=Step.REDIRECT in allowed,
        may_refuse_redirect=Step.REFUSE_REDIRECT in allowed,
        may_keep_seal=Step.GRANT_SIGHT in allowed,
        may_answer=Step.ANSWER_PETITION in allowed,
        looking={
            step.value: address_of(standing.complaint.reference, WORD_OF[step])
            for step in _LOOKING
            if step in allowed
        },
        may_take=Step.ASSIGN in allowed and standing.complaint.assignee_id != standing.actor.staff_id,
    )


def _may(standing: Standing, step: Step) -> bool:
    return may(standing.actor, NEEDED[step], standing.complaint).allowed


def _makes_sense(step: Step, standing: Standing) -> bool:
    """Do the facts leave anything for this step to do? The verb asks again under lock."""
    if step is Step.FINISH_REMEDIES and not standing.file.remedies:
        return False
    return all(need.is_met(standing) for need in STEPS[WORD_OF[step]].needs)


def _offered(standing: Standing, step: Step) -> Offered:
    word = WORD_OF[step]
    return Offered(step, address_of(standing.complaint.reference, word), STEPS[word].title)


def _groups(standing: Standing, steps: list[Step]) -> list[tuple[str, list[Offered]]]:
    """The menu in parts, from talking to ending; empty ones are left out."""
    elsewhere = (*_TALK, *_ONWARD, *_REPORTS, *_TOGETHER, *_ELSEWHERE, *_END, *_VAULT)
    handle = [step for step in steps if step not in elsewhere]
    parts = [
        (_("Talk and ask"), [step for step in steps if step in _TALK]),
        (_("Handle"), handle),
        (_("Pass on, experts and external bodies"), [step for step in steps if step in _ONWARD]),
        (_("Reports to authorities"), [step for step in steps if step in _REPORTS]),
        (_("Belongs together, or does not"), [step for step in steps if step in _TOGETHER]),
        (_("Wrongly filed"), [step for step in steps if step in _ELSEWHERE]),
        (_("Hand up, end, reopen"), [step for step in steps if step in _END]),
        (_("Suspected whistleblowing"), [step for step in steps if step in _VAULT]),
    ]
    return [(name, [_offered(standing, step) for step in part]) for name, part in parts if part]


def _barred(standing: Standing, sensible: list[Step], allowed: list[Step]) -> list[str]:
    """Who takes the steps that the state allows and this reader's role does not."""
    if not allowed:
        return [_("You can read this complaint. Handlers and leads take the steps.")]
    refused = [step for step in sensible if step not in allowed and step not in _LEADS_ALONE]
    return [barred(may(standing.actor, NEEDED[step], standing.complaint).reason, step) for step in refused]
