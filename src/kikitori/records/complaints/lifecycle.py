"""The state machine of a customer-service complaint, as one pure table.

State is not outcome (invariant 5). A step that is missing from a state's row cannot be taken there, by
anybody, on any road: buttons ask this table, and so does casework/step.py, which alone assigns a state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a complaint stands. Japanese names: docs/glossary.md."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSING = "assessing"
    REDIRECTED = "redirected"
    VAULTED = "vaulted"
    INVESTIGATING = "investigating"
    AWAITING_COMPLAINANT = "awaiting_complainant"
    AWAITING_THIRD_PARTY = "awaiting_third_party"
    PROPOSAL = "proposal"
    DECIDED = "decided"
    REMEDYING = "remedying"
    CONFIRMING = "confirming"
    REVIEW2 = "review2"
    EXTERNAL = "external"
    CLOSED_ACCEPTED = "closed_accepted"
    CLOSED_EXHAUSTED = "closed_exhausted"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    REOPENED = "reopened"


class Step(StrEnum):
    """What can be done. One verb in casework for each."""

    RECEIVE = "receive"
    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    ASSIGN = "assign"
    INVESTIGATE = "investigate"
    ASK_COMPLAINANT = "ask_complainant"
    ASK_THIRD_PARTY = "ask_third_party"
    RECORD_ANSWER = "record_answer"
    REPLY = "reply"
    SCHEDULE_REPLY = "schedule_reply"
    TAKE_BACK_REPLY = "take_back_reply"
    NOTE = "note"
    HEAR = "hear"
    FIND_CAUSES = "find_causes"
    PLAN_INQUIRY = "plan_inquiry"
    END_INQUIRY_LINE = "end_inquiry_line"
    TAKE_EVIDENCE = "take_evidence"
    NOTE_CUSTODY = "note_custody"
    NOTE_FACT = "note_fact"
    PROPOSE = "propose"
    ACCEPT = "accept"
    DECLINE = "decline"
    DECIDE = "decide"
    REMEDY = "remedy"
    DROP_REMEDY = "drop_remedy"
    VERIFY_REMEDY = "verify_remedy"
    ASK_APPROVAL = "ask_approval"
    ANSWER_APPROVAL = "answer_approval"
    FINISH_REMEDIES = "finish_remedies"
    ASK_SOLVED = "ask_solved"
    CONFIRM_SOLVED = "confirm_solved"
    CONFIRM_UNSOLVED = "confirm_unsolved"
    RATE = "rate"
    CLOSE_ACCEPTED = "close_accepted"
    CLOSE_EXHAUSTED = "close_exhausted"
    REOPEN = "reopen"
    ASK_REVIEW = "ask_review"
    BEGIN_REVIEW = "begin_review"
    REFER = "refer"
    REFER_OUTSIDE = "refer_outside"
    TURN_OUTSIDE = "turn_outside"
    RECORD_REFERRAL = "record_referral"
    RECORD_RESULT = "record_result"
    PETITION = "petition"
    ANSWER_PETITION = "answer_petition"
    CONFIDE = "confide"
    DECIDE_BAR = "decide_bar"
    ASK_LIFT = "ask_lift"
    DECIDE_LIFT = "decide_lift"
    APPOINT = "appoint"
    ANSWER_APPOINTMENT = "answer_appointment"
    END_APPOINTMENT = "end_appointment"
    ASK_REDIRECT = "ask_redirect"
    REDIRECT = "redirect"
    REFUSE_REDIRECT = "refuse_redirect"
    UNDO_REDIRECT = "undo_redirect"
    WRITE_REPORT = "write_report"
    RECORD_REPORT = "record_report"
    ASK_NO_REPORT = "ask_no_report"
    DECIDE_NO_REPORT = "decide_no_report"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    ACKNOWLEDGE_ESCALATION = "acknowledge_escalation"
    PROMISE_CALL = "promise_call"
    CALL_BACK = "call_back"
    PROMISE = "promise"
    KEEP_PROMISE = "keep_promise"
    SET_ASIDE_DATE = "set_aside_date"
    REPLACE_PROMISE = "replace_promise"
    MISS_PROMISE = "miss_promise"
    DELIVER_LETTER = "deliver_letter"
    SEND_LINK = "send_link"
    ISSUE_RECEIPT = "issue_receipt"
    START_CLOCK = "start_clock"
    MEET_CLOCK = "meet_clock"
    EXTEND_CLOCK = "extend_clock"
    STOP_CLOCK = "stop_clock"
    RECOUNT_CLOCKS = "recount_clocks"
    TURN_CLOCK = "turn_clock"
    READ_AGAIN = "read_again"
    ADD_CONTACT = "add_contact"
    MOVE_MESSAGE = "move_message"
    MERGE = "merge"
    SEPARATE = "separate"
    PLACE = "place"
    LINK = "link"
    UNLINK = "unlink"
    SPLIT = "split"
    REGROUP = "regroup"
    JOIN_BREACH = "join_breach"
    LEAVE_BREACH = "leave_breach"
    JOIN_MASS = "join_mass"
    LEAVE_MASS = "leave_mass"
    ADD_TASK = "add_task"
    FINISH_TASK = "finish_task"
    TAKE_UP_TASK = "take_up_task"
    REASSIGN_TASK = "reassign_task"
    RESCHEDULE_TASK = "reschedule_task"
    DROP_TASK = "drop_task"
    MAKE_FILE = "make_file"
    TIE_ACTION = "tie_action"
    CHOOSE_GUIDELINE = "choose_guideline"
    MARK_ITEM = "mark_item"
    TRY_OTHER_ROAD = "try_other_road"
    LEAVE_IT = "leave_it"
    ASK_AGAIN = "ask_again"
    CONFIRM_HOLDS = "confirm_holds"
    STOP_ASKING = "stop_asking"
    SEAL = "seal"
    GRANT_SIGHT = "grant_sight"
    END_SIGHT = "end_sight"
    TELL_INQUIRY = "tell_inquiry"
    TELL_OUTCOME = "tell_outcome"
    ASK_UNSEAL = "ask_unseal"
    UNSEAL = "unseal"
    REFUSE_UNSEAL = "refuse_unseal"


#: Ended by agreement, by exhaustion or by the complainant. A closed complaint can be reopened.
CLOSED = frozenset({State.CLOSED_ACCEPTED, State.CLOSED_EXHAUSTED, State.WITHDRAWN})
#: Gone elsewhere: another desk, the vault, or inside another complaint.
GONE = frozenset({State.REDIRECTED, State.VAULTED, State.MERGED})
OPEN = frozenset(State) - CLOSED - GONE
#: Worked on: at the desk, or in the vault by the few who know of it.
WORKED_ON = OPEN | {State.VAULTED}
#: Waiting for somebody's answer. Waiting never pauses a statutory clock (invariant 4).
AWAITING = frozenset({State.AWAITING_COMPLAINANT, State.AWAITING_THIRD_PARTY})
#: Under way: assessed and in somebody's hands.
IN_HAND = frozenset({State.INVESTIGATING, *AWAITING, State.REOPENED})


@dataclass(frozen=True, slots=True)
class Move:
    """From any of `sources`, the step leads to `target`; `None` leaves the state as it is."""

    sources: frozenset[State]
    target: State | None


def _from(*sources: State | Iterable[State], to: State | None = None) -> Move:
    states: set[State] = set()
    for source in sources:
        states.update([source] if isinstance(source, State) else source)
    return Move(frozenset(states), to)


S = State
TABLE: dict[Step, tuple[Move, ...]] = {
    Step.ACKNOWLEDGE: (_from(S.RECEIVED, to=S.ACKNOWLEDGED),),
    # Safety cannot wait for a letter: what was only received may be assessed, and stays received.
    Step.ASSESS: (
        _from(S.ACKNOWLEDGED, S.REOPENED, to=S.ASSESSING),
        _from(S.RECEIVED, S.ASSESSING, S.INVESTIGATING, AWAITING, S.PROPOSAL),
    ),
    Step.ASSIGN: (_from(OPEN),),
    Step.INVESTIGATE: (_from(S.ASSESSING, S.REOPENED, to=S.INVESTIGATING),),
    Step.ASK_COMPLAINANT: (_from(S.INVESTIGATING, S.AWAITING_COMPLAINANT, to=S.AWAITING_COMPLAINANT),),
    Step.ASK_THIRD_PARTY: (_from(S.INVESTIGATING, S.AWAITING_THIRD_PARTY, to=S.AWAITING_THIRD_PARTY),),
    Step.RECORD_ANSWER: (_from(AWAITING, to=S.INVESTIGATING), _from(S.INVESTIGATING)),
    Step.REPLY: (_from(WORKED_ON, CLOSED, S.REDIRECTED),),
    # Handed in where it could be sent; taken back wherever the complaint has got to meanwhile.
    Step.SCHEDULE_REPLY: (_from(OPEN, CLOSED),),
    Step.TAKE_BACK_REPLY: (_from(State),),
    Step.NOTE: (_from(State),),
    # A word from the complainant while we wait for it brings the complaint back by itself.
    Step.HEAR: (
        _from(S.AWAITING_COMPLAINANT, to=S.INVESTIGATING),
        # Whoever was shown to another door may say that it was the wrong one.
        _from((WORKED_ON | CLOSED) - {S.AWAITING_COMPLAINANT}, S.REDIRECTED),
    ),
    # Why it came about may become clear after the end, and is worth as much then.
    Step.FIND_CAUSES: (_from(WORKED_ON - {S.RECEIVED}, CLOSED),),
    Step.PLAN_INQUIRY: (_from(WORKED_ON - {S.RECEIVED}),),
    # A line may have been left open when the complaint ended; what is known then is worth writing down.
    Step.END_INQUIRY_LINE: (_from(WORKED_ON, CLOSED),),
    Step.TAKE_EVIDENCE: (_from(WORKED_ON, CLOSED),),
    # A thing is given back, or a record found to be wrong, wherever the complaint has got to.
    Step.NOTE_CUSTODY: (_from(State),),
    Step.NOTE_FACT: (_from(WORKED_ON, CLOSED),),
    Step.PROPOSE: (_from(S.INVESTIGATING, S.REOPENED, S.PROPOSAL, to=S.PROPOSAL),),
    Step.ACCEPT: (_from(S.PROPOSAL, to=S.REMEDYING),),
    Step.DECLINE: (_from(S.PROPOSAL, to=S.INVESTIGATING),),
    Step.DECIDE: (_from(S.INVESTIGATING, S.PROPOSAL, S.REVIEW2, to=S.DECIDED),),
    # What was agreed or decided stays owed while it is looked at once more.
    Step.REMEDY: (_from(S.DECIDED, S.REMEDYING, to=S.REMEDYING), _from(S.REVIEW2, S.EXTERNAL)),
    # What is not wanted or not possible any more is dropped where it is owed.
    Step.DROP_REMEDY: (_from(S.DECIDED, S.REMEDYING, S.REVIEW2, S.EXTERNAL),),
    # Whether it has arrived shows after the end as well.
    Step.VERIFY_REMEDY: (_from(OPEN, CLOSED),),
    # An offer that waits is answered wherever the complaint has got to meanwhile; then it falls.
    Step.ASK_APPROVAL: (_from(S.INVESTIGATING, S.REOPENED, S.PROPOSAL, S.REVIEW2),),
    Step.ANSWER_APPROVAL: (_from(State),),
    Step.FINISH_REMEDIES: (_from(S.DECIDED, S.REMEDYING, to=S.CONFIRMING), _from(S.REVIEW2, S.EXTERNAL)),
    Step.ASK_SOLVED: (_from(S.CONFIRMING), _from(S.DECIDED, to=S.CONFIRMING)),
    Step.CONFIRM_SOLVED: (_from(S.CONFIRMING), _from(S.DECIDED, to=S.CONFIRMING)),
    Step.CONFIRM_UNSOLVED: (_from(S.CONFIRMING, S.DECIDED, to=S.INVESTIGATING),),
    Step.RATE: (_from(S.CONFIRMING, CLOSED),),
    Step.CLOSE_ACCEPTED: (_from(S.CONFIRMING, S.DECIDED, to=S.CLOSED_ACCEPTED),),
    Step.CLOSE_EXHAUSTED: (_from(S.DECIDED, S.CONFIRMING, S.REVIEW2, S.EXTERNAL, to=S.CLOSED_EXHAUSTED),),
    Step.REOPEN: (_from(CLOSED, to=S.REOPENED),),
    # Without reasons, once a result stands; what was withdrawn is taken up again instead.
    Step.ASK_REVIEW: (
        _from(S.DECIDED, S.REMEDYING, S.CONFIRMING, S.CLOSED_ACCEPTED, S.CLOSED_EXHAUSTED, to=S.REVIEW2),
    ),
    Step.BEGIN_REVIEW: (_from(S.REVIEW2),),
    # An expert of our own is asked; whoever reviews goes on reviewing meanwhile.
    Step.REFER: (
        _from(S.INVESTIGATING, S.AWAITING_THIRD_PARTY, to=S.AWAITING_THIRD_PARTY),
        _from(S.REVIEW2),
    ),
    Step.REFER_OUTSIDE: (
        _from(IN_HAND, S.PROPOSAL, S.DECIDED, S.REMEDYING, S.CONFIRMING, S.REVIEW2, to=S.EXTERNAL),
    ),
    # Theirs to do at any time, after the end above all. What was withdrawn is taken up again first.
    Step.TURN_OUTSIDE: (
        _from(OPEN - {S.RECEIVED, S.EXTERNAL}, S.CLOSED_ACCEPTED, S.CLOSED_EXHAUSTED, to=S.EXTERNAL),
    ),
    # They answer, and it goes on with us; the complaint may have got elsewhere meanwhile.
    Step.RECORD_REFERRAL: (
        _from(S.AWAITING_THIRD_PARTY, S.EXTERNAL, to=S.INVESTIGATING),
        _from(OPEN - {S.RECEIVED, S.AWAITING_THIRD_PARTY, S.EXTERNAL}),
    ),
    # Their result stands in the place of ours; after the end it is written down all the same.
    Step.RECORD_RESULT: (
        _from(S.EXTERNAL, to=S.DECIDED),
        _from(S.DECIDED, S.REMEDYING, S.CONFIRMING, CLOSED),
    ),
    # Asked for and answered beside the matter itself: it moves nothing, and is owed an answer after the end too.
    Step.PETITION: (_from(OPEN, CLOSED),),
    Step.ANSWER_PETITION: (_from(WORKED_ON, CLOSED, S.REDIRECTED),),
    Step.CONFIDE: (_from(WORKED_ON, CLOSED),),
    Step.DECIDE_BAR: (_from(WORKED_ON, CLOSED, S.REDIRECTED),),
    Step.ASK_LIFT: (_from(WORKED_ON, CLOSED),),
    Step.DECIDE_LIFT: (_from(WORKED_ON, CLOSED),),
    # Whom they trust is theirs to say, and to take back wherever the complaint has got to.
    Step.APPOINT: (_from(OPEN, CLOSED),),
    # Also of a joined complaint: where it goes on, somebody else may be named already.
    Step.ANSWER_APPOINTMENT: (_from(WORKED_ON, CLOSED, S.MERGED, S.REDIRECTED),),
    Step.END_APPOINTMENT: (_from(State),),
    # Not ours, or no complaint after all: one asks, somebody else confirms, and until then it stays what it is. Before
    # anything has been offered or decided, for whoever decides has found it to be theirs.
    Step.ASK_REDIRECT: (_from(S.ACKNOWLEDGED, S.ASSESSING, S.INVESTIGATING),),
    Step.REDIRECT: (_from(S.ACKNOWLEDGED, S.ASSESSING, S.INVESTIGATING, to=S.REDIRECTED),),
    Step.REFUSE_REDIRECT: (_from(State),),
    Step.UNDO_REDIRECT: (_from(S.REDIRECTED, to=S.ASSESSING),),
    # A duty to report outlives the complaint that it came to light by.
    Step.WRITE_REPORT: (_from(State),),
    Step.RECORD_REPORT: (_from(State),),
    Step.ASK_NO_REPORT: (_from(State),),
    Step.DECIDE_NO_REPORT: (_from(State),),
    Step.WITHDRAW: (_from(OPEN, to=S.WITHDRAWN),),
    Step.ESCALATE: (_from(OPEN),),
    Step.ACKNOWLEDGE_ESCALATION: (_from(OPEN),),
    Step.PROMISE_CALL: (_from(WORKED_ON),),
    Step.CALL_BACK: (_from(WORKED_ON, CLOSED),),
    Step.PROMISE: (_from(WORKED_ON),),
    # What was missed can be made good after the end, like a call.
    Step.KEEP_PROMISE: (_from(WORKED_ON, CLOSED),),
    Step.SET_ASIDE_DATE: (_from(WORKED_ON),),
    Step.REPLACE_PROMISE: (_from(WORKED_ON),),
    Step.MISS_PROMISE: (_from(State),),
    Step.DELIVER_LETTER: (_from(State),),
    Step.SEND_LINK: (_from(State),),
    Step.ISSUE_RECEIPT: (_from(State),),
    # What is owed to an authority goes on after the complaint has ended.
    Step.START_CLOCK: (_from(State),),
    Step.MEET_CLOCK: (_from(State),),
    Step.EXTEND_CLOCK: (_from(OPEN),),
    Step.STOP_CLOCK: (_from(State),),
    Step.RECOUNT_CLOCKS: (_from(State),),
    Step.TURN_CLOCK: (_from(State),),
    # What was filed wrongly is put right wherever it lies.
    Step.READ_AGAIN: (_from(State),),
    Step.ADD_CONTACT: (_from(WORKED_ON, CLOSED),),
    Step.MOVE_MESSAGE: (_from(State),),
    # Once it is acknowledged, for no step in another complaint would keep that promise; and before anything has been
    # offered: what was offered or decided belongs to the complaint it was offered in.
    Step.MERGE: (_from(S.ACKNOWLEDGED, S.ASSESSING, IN_HAND, to=S.MERGED),),
    Step.SEPARATE: (_from(S.MERGED, to=S.REOPENED),),
    Step.PLACE: (_from(OPEN),),
    # A link changes neither; and what belongs to one cause does so before and after its end.
    Step.LINK: (_from(State),),
    Step.UNLINK: (_from(State),),
    Step.SPLIT: (_from(S.ACKNOWLEDGED, S.ASSESSING, IN_HAND),),
    # The verb says in words what keeps it apart: that something was offered or decided in it.
    Step.REGROUP: (_from(OPEN, to=S.MERGED),),
    Step.JOIN_BREACH: (_from(State),),
    Step.LEAVE_BREACH: (_from(State),),
    Step.JOIN_MASS: (_from(OPEN, CLOSED),),
    Step.LEAVE_MASS: (_from(State),),
    # What somebody is to do may outlive the complaint: it is done, handed on or dropped wherever that has got to.
    Step.ADD_TASK: (_from(WORKED_ON, CLOSED),),
    Step.FINISH_TASK: (_from(State),),
    Step.TAKE_UP_TASK: (_from(State),),
    Step.REASSIGN_TASK: (_from(State),),
    Step.RESCHEDULE_TASK: (_from(State),),
    Step.DROP_TASK: (_from(State),),
    Step.MAKE_FILE: (_from(State),),
    # What changes in the organisation is seen to long after the complaint has ended.
    Step.TIE_ACTION: (_from(State),),
    Step.CHOOSE_GUIDELINE: (_from(OPEN),),
    # What was done, or left undone for a reason, can be said after the end too.
    Step.MARK_ITEM: (_from(OPEN, CLOSED),),
    # Silent since we asked: somebody tries to reach them otherwise, and what comes of that is theirs to say.
    Step.TRY_OTHER_ROAD: (_from(S.CONFIRMING),),
    # Not solved, and they want nothing more of us; a lead ends it and says what was tried.
    Step.LEAVE_IT: (_from(S.CONFIRMING), _from(S.DECIDED, to=S.CONFIRMING)),
    # Days after an end by agreement: whether it holds. What does not is taken up again.
    Step.ASK_AGAIN: (_from(S.CLOSED_ACCEPTED),),
    Step.CONFIRM_HOLDS: (_from(S.CLOSED_ACCEPTED),),
    Step.STOP_ASKING: (_from(S.CLOSED_ACCEPTED),),
    # Suspected whistleblowing, wherever it has got to. What was joined with another goes there with it.
    Step.SEAL: (_from(OPEN, CLOSED, S.REDIRECTED, to=S.VAULTED),),
    Step.GRANT_SIGHT: (_from(S.VAULTED),),
    Step.END_SIGHT: (_from(S.VAULTED),),
    Step.TELL_INQUIRY: (_from(S.VAULTED),),
    Step.TELL_OUTCOME: (_from(S.VAULTED),),
    # One asks, somebody else agrees: out of the vault, and looked at by everybody again.
    Step.ASK_UNSEAL: (_from(S.VAULTED),),
    Step.UNSEAL: (_from(S.VAULTED, to=S.ASSESSING),),
    Step.REFUSE_UNSEAL: (_from(S.VAULTED),),
}
#: Steps that can end a complaint, and with it whatever runs beside it.
ENDING = frozenset(
    step for step, moves in TABLE.items() if any(move.target in CLOSED | GONE for move in moves)
)
#: The state a complaint is born in; `RECEIVE` has no row in the table because nothing comes before it.
INITIAL = State.RECEIVED


class StepNotPossible(Exception):
    """The step cannot be taken in this state. Says which, so that the interface can explain it."""

    def __init__(self, state: State, step: Step) -> None:
        super().__init__(f"{step} is not possible in state {state}")
        self.state = state
        self.step = step


def state_after(state: State, step: Step) -> State:
    """The state in which `step` leaves a complaint that stands in `state`.

    Raises StepNotPossible when the table has no such move.
    """
    for move in TABLE.get(step, ()):
        if state in move.sources:
            return move.target or state
    raise StepNotPossible(state, step)


def is_possible(state: State, step: Step) -> bool:
    """Does the table know this move? For buttons; the verb asks again under lock."""
    return any(state in move.sources for move in TABLE.get(step, ()))


def steps_from(state: State) -> tuple[Step, ...]:
    """Every step the table allows from `state`, in the table's order."""
    return tuple(step for step in TABLE if is_possible(state, step))
