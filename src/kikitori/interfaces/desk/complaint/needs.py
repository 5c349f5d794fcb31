"""What the facts must allow before a step makes sense, and what to say where they do not.

Asked for the menu of what comes next and for the page of each step; the verb asks again under lock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kikitori.casework.clock import may_begin_by_hand
from kikitori.casework.errors import Obstacle
from kikitori.casework.escalate import may_acknowledge
from kikitori.interfaces.desk.complaint import sentences
from kikitori.interfaces.desk.complaint.agreement import agreement_of
from kikitori.interfaces.desk.complaint.clock_words import met_by_hand, prolongable
from kikitori.interfaces.desk.complaint.reports import reports_open
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.terms import LinkKind
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.remedies.terms import RemedyState
from kikitori.records.triage.sorting import Answer


@dataclass(frozen=True, slots=True)
class Need:
    """A condition on the facts. `missing`: what is said where it is not met."""

    is_met: Callable[[Standing], bool]
    missing: Obstacle | Callable[[], Trouble]

    def trouble(self, standing: Standing) -> Trouble | None:
        """What stands in the way; None where nothing does."""
        if self.is_met(standing):
            return None
        if isinstance(self.missing, Obstacle):
            return of_obstacle(self.missing, "", standing.actor.role)
        return self.missing()


AN_ASSESSMENT = Need(lambda at: at.complaint.assessed_at is not None, Obstacle.NOT_ASSESSED)
A_POINT = Need(lambda at: bool(at.file.allegations), Obstacle.NO_ALLEGATION)
AN_OPEN_QUESTION = Need(lambda at: bool(at.file.open_inquiries), Obstacle.QUESTION_NOT_OPEN)
AN_OPEN_LINE = Need(lambda at: bool(at.file.investigation.open_lines), Obstacle.LINE_NOT_OPEN)
EVIDENCE_IN_CUSTODY = Need(lambda at: bool(at.file.investigation.kept), sentences.no_evidence_kept)
AN_OPEN_OFFER = Need(lambda at: at.file.open_proposal is not None, Obstacle.NO_OPEN_PROPOSAL)
SOMETHING_OWED = Need(lambda at: bool(at.file.remedies_owed), sentences.nothing_owed)
SOMETHING_DONE = Need(
    lambda at: any(row.state == RemedyState.DONE.value for row in at.file.remedies), Obstacle.NOT_CARRIED_OUT
)
AN_OPEN_APPROVAL = Need(lambda at: bool(at.file.open_approvals), Obstacle.APPROVAL_NOT_OPEN)
NOTHING_OWED = Need(lambda at: not at.file.remedies_owed, Obstacle.REMEDY_OPEN)
AN_AGREEMENT = Need(lambda at: agreement_of(at).is_reached(at.now), Obstacle.NOT_ASKED_LONG_ENOUGH)
SOMEBODY_SILENT = Need(lambda at: agreement_of(at).silence is not None, Obstacle.NOT_ASKED_LONG_ENOUGH)
A_SECOND_QUESTION = Need(
    lambda at: at.file.owed_of_kind(PromiseKind.FOLLOW_UP) is not None, Obstacle.PROMISE_NOT_OPEN
)
A_RUNNING_CLOCK = Need(lambda at: bool(at.file.running_clocks), Obstacle.CLOCK_NOT_RUNNING)
A_CLOCK_TO_MEET = Need(lambda at: bool(met_by_hand(at)), Obstacle.CLOCK_MET_BY_A_STEP)
A_CLOCK_TO_PROLONG = Need(lambda at: bool(prolongable(at)), Obstacle.CLOCK_NOT_EXTENDABLE)
A_RULE_TO_BEGIN = Need(lambda at: may_begin_by_hand(at.complaint, at.house), sentences.nothing_to_begin)
A_PROMISE_IN_OWN_WORDS = Need(
    lambda at: at.file.owed_of_kind(PromiseKind.OTHER) is not None, Obstacle.PROMISE_NOT_OPEN
)
AN_OPEN_TASK = Need(lambda at: bool(at.file.open_tasks), Obstacle.TASK_NOT_OPEN)
AN_ENDED_TASK = Need(lambda at: bool(at.file.ended_tasks), sentences.no_ended_task)
A_WAITING_REPLY = Need(lambda at: bool(at.file.pending), Obstacle.REPLY_IS_OUT)
A_REPLY_TO_COME = Need(lambda at: any(not row.is_stuck for row in at.file.pending), Obstacle.REPLY_IS_OUT)
A_WORD_TO_MOVE = Need(lambda at: bool(at.file.words), Obstacle.NOT_TO_BE_MOVED)
A_LINK = Need(lambda at: bool(at.bound.links), Obstacle.NOT_LINKED)
A_WHOLE = Need(
    lambda at: any(
        row.kind == LinkKind.SPLIT_FROM.value and row.one_id == at.complaint.pk for row in at.file.links
    ),
    Obstacle.NOT_SPLIT,
)
A_MASS = Need(lambda at: at.file.belonging is not None, Obstacle.NOT_IN_THE_MASS_COMPLAINT)
NO_MASS = Need(lambda at: at.file.belonging is None, Obstacle.IN_A_MASS_COMPLAINT)
AN_OWED_PROMISE = Need(lambda at: bool(at.file.owed_promises), Obstacle.PROMISE_NOT_OPEN)
AN_OPEN_NAMING = Need(lambda at: any(row.is_open for row in at.confided), Obstacle.PETITION_NOT_OPEN)
A_BAR_TO_LIFT = Need(lambda at: any(bar.asked is None for bar, _ in at.bars), sentences.no_bar_to_lift)
A_LIFT_ASKED_FOR = Need(lambda at: any(bar.asked for bar, _ in at.bars), Obstacle.LIFT_NOT_ASKED)
AN_OPEN_PETITION = Need(lambda at: bool(at.file.open_petitions), Obstacle.PETITION_NOT_OPEN)
NOBODY_NAMED = Need(lambda at: at.file.appointment is None, Obstacle.REPRESENTED_ALREADY)
SOMEBODY_NAMED = Need(lambda at: at.file.appointment is not None, Obstacle.NOBODY_APPOINTED)
AN_OPEN_APPOINTMENT = Need(
    lambda at: any(row.is_open for row in at.file.appointments), Obstacle.APPOINTMENT_NOT_OPEN
)
A_REVIEW_TO_BEGIN = Need(
    lambda at: at.file.owed_of_kind(PromiseKind.REVIEW) is not None, Obstacle.REVIEW_BEGUN
)
AN_OPEN_REFERRAL = Need(lambda at: bool(at.file.open_referrals), Obstacle.REFERRAL_NOT_OPEN)
AN_OPEN_REFERRAL_OUTSIDE = Need(
    lambda at: any(not row.body.is_inside for row in at.file.open_referrals), Obstacle.REFERRAL_NOT_OPEN
)
A_CHECKLIST = Need(
    lambda at: (pin := at.file.guidelines.pin) is not None and bool(pin.text.items), Obstacle.NO_GUIDELINE
)
NOBODY_IN_DANGER = Need(
    lambda at: Answer.YES.value not in at.file.safety.values(), Obstacle.SOMEBODY_IN_DANGER
)
NO_REDIRECT_ASKED_FOR = Need(lambda at: at.file.redirect_asked is None, Obstacle.REDIRECT_ASKED)
A_REDIRECT_ASKED_FOR = Need(lambda at: at.file.redirect_asked is not None, Obstacle.REDIRECT_NOT_ASKED)
ASKED_BY_ANOTHER = Need(
    lambda at: at.file.redirect_asked is None or at.file.redirect_asked.asked_by_id != at.actor.staff_id,
    Obstacle.REDIRECT_BY_ANOTHER,
)
ANOTHER_READER = Need(
    lambda at: at.sealed is not None and len(at.sealed.grants) > 1, Obstacle.SOMEBODY_MUST_SEE
)
AN_INQUIRY_TOLD = Need(
    lambda at: at.sealed is not None and at.sealed.seal.inquiry_told_at is not None, Obstacle.INQUIRY_NOT_TOLD
)
NO_UNSEAL_ASKED_FOR = Need(
    lambda at: at.sealed is not None and at.sealed.seal.lift_asked_at is None, Obstacle.UNSEAL_ASKED
)
AN_UNSEAL_ASKED_FOR = Need(
    lambda at: at.sealed is not None and at.sealed.seal.lift_asked_at is not None, Obstacle.UNSEAL_NOT_ASKED
)
UNSEAL_ASKED_BY_ANOTHER = Need(
    lambda at: at.sealed is None or at.sealed.seal.lift_asked_by_id != at.actor.staff_id,
    Obstacle.UNSEALED_BY_ANOTHER,
)
A_REPORT_TO_WRITE = Need(lambda at: bool(reports_open(at)), Obstacle.REPORT_OVER)
A_REPORT_TO_RECORD = Need(
    lambda at: any(each.versions for each in reports_open(at)), Obstacle.REPORT_NOT_WRITTEN
)
A_WAIVER_TO_ASK = Need(
    lambda at: any(not each.is_waiver_asked for each in reports_open(at)), Obstacle.WAIVER_ASKED
)
A_WAIVER_ASKED_FOR = Need(
    lambda at: any(each.is_waiver_asked for each in reports_open(at)), Obstacle.WAIVER_NOT_ASKED
)
AN_ESCALATION_BEFORE_YOU = Need(
    lambda at: any(may_acknowledge(at.actor, one).allowed for one in at.file.escalations),
    sentences.no_escalation_before_you,
)
