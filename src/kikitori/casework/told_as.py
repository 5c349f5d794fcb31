"""How each step is told: by what kind of event, to whom, and whether somebody who writes meanwhile is disturbed."""

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind, Visibility

#: What each step is called once it has happened.
EVENT_OF: dict[Step, EventKind] = {
    Step.RECEIVE: EventKind.RECEIVED,
    Step.ACKNOWLEDGE: EventKind.ACKNOWLEDGED,
    Step.ASSESS: EventKind.ASSESSED,
    Step.ASSIGN: EventKind.ASSIGNED,
    Step.INVESTIGATE: EventKind.INVESTIGATION_BEGUN,
    Step.ASK_COMPLAINANT: EventKind.QUESTION_ASKED,
    Step.ASK_THIRD_PARTY: EventKind.QUESTION_ASKED,
    Step.RECORD_ANSWER: EventKind.ANSWER_RECORDED,
    Step.REPLY: EventKind.REPLIED,
    Step.SCHEDULE_REPLY: EventKind.REPLY_WRITTEN,
    Step.TAKE_BACK_REPLY: EventKind.REPLY_TAKEN_BACK,
    Step.NOTE: EventKind.NOTED,
    Step.HEAR: EventKind.HEARD,
    Step.PROPOSE: EventKind.PROPOSED,
    Step.ACCEPT: EventKind.ACCEPTED,
    Step.DECLINE: EventKind.DECLINED,
    Step.DECIDE: EventKind.DECIDED,
    Step.REMEDY: EventKind.REMEDY_DONE,
    Step.FINISH_REMEDIES: EventKind.REMEDIES_FINISHED,
    Step.ASK_SOLVED: EventKind.SOLUTION_ASKED,
    Step.CONFIRM_SOLVED: EventKind.SOLVED,
    Step.CONFIRM_UNSOLVED: EventKind.NOT_SOLVED,
    Step.RATE: EventKind.RATED,
    Step.CLOSE_ACCEPTED: EventKind.CLOSED,
    Step.CLOSE_EXHAUSTED: EventKind.CLOSED,
    Step.REOPEN: EventKind.REOPENED,
    Step.ASK_REVIEW: EventKind.REVIEW_ASKED,
    Step.BEGIN_REVIEW: EventKind.REVIEW_BEGUN,
    Step.PETITION: EventKind.PETITIONED,
    Step.ANSWER_PETITION: EventKind.PETITION_ANSWERED,
    Step.CONFIDE: EventKind.CONFIDED,
    Step.DECIDE_BAR: EventKind.BAR_DECIDED,
    Step.APPOINT: EventKind.REPRESENTATIVE_NAMED,
    Step.ANSWER_APPOINTMENT: EventKind.REPRESENTATIVE_ANSWERED,
    Step.END_APPOINTMENT: EventKind.REPRESENTATIVE_ENDED,
    Step.WITHDRAW: EventKind.WITHDRAWN,
    Step.ESCALATE: EventKind.ESCALATED,
    Step.ACKNOWLEDGE_ESCALATION: EventKind.ESCALATION_ACKNOWLEDGED,
    Step.PROMISE_CALL: EventKind.CALL_PROMISED,
    Step.CALL_BACK: EventKind.CALLED_BACK,
    Step.PROMISE: EventKind.PROMISED,
    Step.KEEP_PROMISE: EventKind.PROMISE_KEPT,
    Step.SET_ASIDE_DATE: EventKind.DATE_SET_ASIDE,
    Step.REPLACE_PROMISE: EventKind.PROMISE_REPLACED,
    Step.MISS_PROMISE: EventKind.PROMISE_MISSED,
    Step.ISSUE_RECEIPT: EventKind.RECEIPT_ISSUED,
    Step.START_CLOCK: EventKind.CLOCK_STARTED,
    Step.MEET_CLOCK: EventKind.CLOCK_MET,
    Step.EXTEND_CLOCK: EventKind.CLOCK_EXTENDED,
    Step.STOP_CLOCK: EventKind.CLOCK_STOPPED,
    Step.RECOUNT_CLOCKS: EventKind.CLOCKS_RECOUNTED,
    Step.TURN_CLOCK: EventKind.CLOCK_TURNED,
    Step.DELIVER_LETTER: EventKind.LETTER_SENT,
    Step.READ_AGAIN: EventKind.READ_AGAIN,
    Step.ADD_CONTACT: EventKind.CONTACT_ADDED,
    Step.MOVE_MESSAGE: EventKind.MESSAGE_MOVED,
    Step.MERGE: EventKind.MERGED,
    Step.SEPARATE: EventKind.SEPARATED,
    Step.PLACE: EventKind.PLACED,
    Step.LINK: EventKind.LINKED,
    Step.UNLINK: EventKind.UNLINKED,
    Step.SPLIT: EventKind.SPLIT_OFF,
    Step.REGROUP: EventKind.REGROUPED,
    Step.JOIN_MASS: EventKind.MASS_JOINED,
    Step.LEAVE_MASS: EventKind.MASS_LEFT,
    Step.ADD_TASK: EventKind.TASK_ADDED,
    Step.FINISH_TASK: EventKind.TASK_FINISHED,
    Step.TAKE_UP_TASK: EventKind.TASK_TAKEN_UP,
    Step.REASSIGN_TASK: EventKind.TASK_REASSIGNED,
    Step.RESCHEDULE_TASK: EventKind.TASK_RESCHEDULED,
    Step.DROP_TASK: EventKind.TASK_DROPPED,
}
#: Steps that happen inside the house; everything else is part of the complainant's own story.
INTERNAL = frozenset(
    {
        Step.ASSESS,
        Step.NOTE,
        Step.SCHEDULE_REPLY,
        Step.TAKE_BACK_REPLY,
        Step.ASK_THIRD_PARTY,
        Step.ESCALATE,
        Step.ACKNOWLEDGE_ESCALATION,
        Step.MISS_PROMISE,
        Step.SET_ASIDE_DATE,
        Step.DELIVER_LETTER,
        Step.ISSUE_RECEIPT,
        Step.FINISH_REMEDIES,
        *(Step.START_CLOCK, Step.MEET_CLOCK, Step.STOP_CLOCK, Step.RECOUNT_CLOCKS, Step.TURN_CLOCK),
        Step.READ_AGAIN,
        Step.ADD_CONTACT,
        Step.MOVE_MESSAGE,
        Step.PLACE,
        Step.LINK,
        Step.UNLINK,
        Step.JOIN_MASS,
        Step.LEAVE_MASS,
        *(Step.ADD_TASK, Step.FINISH_TASK, Step.TAKE_UP_TASK),
        *(Step.REASSIGN_TASK, Step.RESCHEDULE_TASK, Step.DROP_TASK),
    }
)
#: Steps between the complainant and those who decide about people: noticed by others only where the row has changed.
CONFIDED = frozenset({Step.CONFIDE, Step.DECIDE_BAR})
#: Steps that change nothing an editor could overwrite: whoever was writing meanwhile is not disturbed.
UNNOTICED = frozenset(
    {
        Step.CONFIDE,
        Step.SCHEDULE_REPLY,
        Step.TAKE_BACK_REPLY,
        Step.DELIVER_LETTER,
        Step.ISSUE_RECEIPT,
        Step.MISS_PROMISE,
        Step.RECOUNT_CLOCKS,
        Step.TURN_CLOCK,
        Step.ACKNOWLEDGE_ESCALATION,
        Step.SET_ASIDE_DATE,
        Step.LINK,
        Step.UNLINK,
        Step.JOIN_MASS,
        Step.LEAVE_MASS,
        *(Step.ADD_TASK, Step.FINISH_TASK, Step.TAKE_UP_TASK),
        *(Step.REASSIGN_TASK, Step.RESCHEDULE_TASK, Step.DROP_TASK),
    }
)


def seen_as(step: Step) -> Visibility:
    """For whose eyes a step is meant, unless its verb knows better."""
    if step in CONFIDED:
        return Visibility.CONFIDED
    return Visibility.INTERNAL if step in INTERNAL else Visibility.PUBLIC
