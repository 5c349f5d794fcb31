"""Every kind of event and who tells it. An unknown kind is told by its label: nothing is ever left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings import (
    above,
    acting,
    appointing,
    asking,
    conversation,
    deadlines,
    files_made,
    grouping,
    guideline,
    handling,
    investigation,
    misfiled,
    paper,
    redirecting,
    referring,
    reporting,
    sealing,
    solution,
    tasks,
)
from kikitori.interfaces.desk.complaint.tellings.told import Told, label
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event


def tell(event: Event, known: Known) -> Told:
    """The event in words. For the complainant's eyes (`known.public`) without what is said among ourselves."""
    teller = _TELLERS.get(event.kind)
    told = teller(event, known) if teller else Told(label(event))
    if told.band == "from" and "representative" in event.data:
        told = replace(told, word=_("From the representative"))
    if known.public and told.band == "internal":
        told = replace(told, text="", band="")
    return told


def _plain(mark: str) -> Callable[[Event, Known], Told]:
    return lambda event, _known: Told(label(event), mark)


K = EventKind
_TELLERS: dict[str, Callable[[Event, Known], Told]] = {
    K.RECEIVED: handling.received,
    K.ACKNOWLEDGED: handling.acknowledged,
    K.ASSESSED: handling.assessed,
    K.ASSIGNED: handling.assigned,
    K.INVESTIGATION_BEGUN: handling.begun,
    K.QUESTION_ASKED: conversation.asked,
    K.ANSWER_RECORDED: conversation.answered,
    K.REPLIED: conversation.message,
    K.REPLY_WRITTEN: conversation.reply_written,
    K.REPLY_TAKEN_BACK: _plain("undo"),
    K.REPLY_STUCK: conversation.reply_stuck,
    K.NOTED: conversation.message,
    K.HEARD: conversation.message,
    K.CAUSES_FOUND: solution.causes_found,
    K.INQUIRY_PLANNED: investigation.planned,
    K.INQUIRY_LINE_ENDED: investigation.line_ended,
    K.EVIDENCE_TAKEN: investigation.evidence,
    K.CUSTODY_NOTED: investigation.evidence,
    K.FACT_NOTED: investigation.fact,
    K.PROPOSED: solution.proposed,
    K.ACCEPTED: solution.proposal_answered,
    K.DECLINED: solution.proposal_answered,
    K.DECIDED: solution.decided,
    K.REMEDY_DONE: solution.remedy_done,
    K.REMEDY_DROPPED: solution.remedy_dropped,
    K.REMEDY_VERIFIED: solution.remedy_verified,
    K.APPROVAL_ASKED: solution.approval_asked,
    K.APPROVAL_ANSWERED: solution.approval_answered,
    K.REMEDIES_FINISHED: _plain("kept"),
    K.SOLUTION_ASKED: _plain("help"),
    K.SOLVED: conversation.verdict,
    K.NOT_SOLVED: conversation.verdict,
    K.RATED: conversation.verdict,
    K.LEFT_AT_THAT: conversation.verdict,
    K.ASKED_AGAIN: _plain("help"),
    K.HOLDS: conversation.verdict,
    K.ASKING_STOPPED: conversation.ask_no_more,
    K.OTHER_ROAD_TRIED: conversation.other_road,
    K.CLOSED: solution.closed,
    K.REOPENED: conversation.with_reason,
    K.REVIEW_ASKED: conversation.with_reason,
    K.REVIEW_BEGUN: handling.review_begun,
    K.REFERRED: referring.referred,
    K.TURNED_OUTSIDE: referring.turned,
    K.REFERRAL_ANSWERED: referring.answered,
    K.REPRESENTATIVE_NAMED: appointing.appointed,
    K.REPRESENTATIVE_ANSWERED: appointing.answered,
    K.REPRESENTATIVE_ENDED: appointing.ended,
    K.PETITIONED: asking.asked_for,
    K.PETITION_ANSWERED: asking.answered,
    K.CONFIDED: asking.confided,
    K.BAR_DECIDED: asking.bar_decided,
    K.LIFT_ASKED: asking.lift_asked,
    K.LIFT_DECIDED: asking.lift_decided,
    K.REDIRECT_ASKED: redirecting.asked,
    K.REDIRECTED: redirecting.redirected,
    K.REDIRECT_REFUSED: redirecting.refused,
    K.REDIRECT_UNDONE: conversation.with_reason,
    K.REPORT_WRITTEN: reporting.written,
    K.REPORT_RECORDED: reporting.recorded,
    K.NO_REPORT_ASKED: reporting.no_report_asked,
    K.NO_REPORT_DECIDED: reporting.no_report_decided,
    K.SEALED: sealing.sealed,
    K.SIGHT_GRANTED: sealing.sight,
    K.SIGHT_ENDED: sealing.sight,
    K.INQUIRY_TOLD: sealing.told,
    K.OUTCOME_TOLD: sealing.told,
    K.UNSEAL_ASKED: sealing.unseal,
    K.UNSEALED: sealing.unsealed,
    K.UNSEAL_REFUSED: sealing.unseal,
    K.WITHDRAWN: conversation.with_reason,
    K.ESCALATED: above.escalated,
    K.ESCALATION_ACKNOWLEDGED: above.acknowledged,
    K.CALL_PROMISED: handling.call_promised,
    K.CALLED_BACK: conversation.called,
    K.PROMISED: handling.promised,
    K.PROMISE_KEPT: handling.promise_kept,
    K.DATE_SET_ASIDE: _plain("close"),
    K.PROMISE_REPLACED: handling.replaced,
    K.PROMISE_MISSED: _plain("warning"),
    K.LETTER_SENT: handling.letter,
    K.LETTER_FAILED: handling.letter,
    K.LETTER_RETURNED: paper.returned,
    K.LETTER_REPLACED: paper.replaced,
    K.POSTING_TAKEN_BACK: _plain("undo"),
    K.RECEIPT_ISSUED: _plain("file"),
    K.LINK_SENT: _plain("mail"),
    K.CLOCK_STARTED: deadlines.begun,
    K.CLOCK_MET: deadlines.met,
    K.CLOCK_EXTENDED: deadlines.prolonged,
    K.CLOCK_STOPPED: deadlines.stopped,
    K.CLOCKS_RECOUNTED: deadlines.recounted,
    K.CLOCK_TURNED: deadlines.turned,
    K.READ_AGAIN: misfiled.read_again,
    K.CONTACT_ADDED: misfiled.contact_added,
    K.MESSAGE_MOVED: misfiled.moved,
    K.MERGED: misfiled.joined,
    K.SEPARATED: misfiled.separated,
    K.PLACED: handling.placed,
    K.LINKED: grouping.linked,
    K.UNLINKED: grouping.linked,
    K.SPLIT_OFF: grouping.split,
    K.REGROUPED: grouping.regrouped,
    K.BREACH_JOINED: grouping.breach,
    K.BREACH_LEFT: grouping.breach,
    K.MASS_JOINED: grouping.mass,
    K.MASS_LEFT: grouping.mass,
    K.TASK_ADDED: tasks.task,
    K.TASK_FINISHED: tasks.task,
    K.TASK_TAKEN_UP: tasks.task,
    K.TASK_REASSIGNED: tasks.task,
    K.TASK_RESCHEDULED: tasks.task,
    K.TASK_DROPPED: tasks.task,
    K.FILE_MADE: files_made.made,
    K.ACTION_TIED: acting.tied,
    K.GUIDELINE_CHOSEN: guideline.chosen,
    K.ITEM_MARKED: guideline.marked,
}
