"""The vocabulary of permissions, which step needs which, and the table of roles. Pure data.

Roles are a table, not code paths. Nobody is mightier than the table: the administrator looks after
accounts and settings and sees no complaint (ADR 0005).
"""

from enum import StrEnum

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.terms import Mandate, Role


class Permission(StrEnum):
    """What may be allowed."""

    USE_DESK = "use_desk"
    READ = "read"
    RECEIVE = "receive"
    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    ASSIGN = "assign"
    INVESTIGATE = "investigate"
    WRITE = "write"
    NOTE = "note"
    PROPOSE = "propose"
    ANSWER_PROPOSAL = "answer_proposal"
    DECIDE = "decide"
    DECIDE_GRAVE = "decide_grave"
    REMEDY = "remedy"
    VERIFY_REMEDY = "verify_remedy"
    DROP_REMEDY = "drop_remedy"
    ASK_APPROVAL = "ask_approval"
    ANSWER_APPROVAL = "answer_approval"
    MANAGE_AUTHORITY = "manage_authority"
    CONFIRM = "confirm"
    RATE = "rate"
    CLOSE = "close"
    CLOSE_EXHAUSTED = "close_exhausted"
    REOPEN = "reopen"
    ASK_REVIEW = "ask_review"
    BEGIN_REVIEW = "begin_review"
    REFER = "refer"
    PETITION = "petition"
    ANSWER_PETITION = "answer_petition"
    CONFIDE = "confide"
    DECIDE_BARS = "decide_bars"
    APPOINT = "appoint"
    ANSWER_APPOINTMENT = "answer_appointment"
    END_APPOINTMENT = "end_appointment"
    REDIRECT = "redirect"
    REPORT = "report"
    WAIVE_REPORT = "waive_report"
    WITHDRAW = "withdraw"
    ESCALATE = "escalate"
    ACKNOWLEDGE_ESCALATION = "acknowledge_escalation"
    ACKNOWLEDGE_ANY_ESCALATION = "acknowledge_any_escalation"
    PROMISE = "promise"
    KEEP_CLOCKS = "keep_clocks"
    STOP_CLOCKS = "stop_clocks"
    SPEAK = "speak"
    SEE_RESTRICTED = "see_restricted"
    MANAGE_STAFF = "manage_staff"
    MANAGE_RULES = "manage_rules"
    MANAGE_LADDER = "manage_ladder"
    KEEP_MAIL = "keep_mail"
    SORT_MAIL = "sort_mail"
    MANAGE_MAILBOXES = "manage_mailboxes"
    MANAGE_WRITING = "manage_writing"
    CHANGE_PERSON = "change_person"
    JOIN_PEOPLE = "join_people"
    ADD_FOLLOWERS = "add_followers"
    KEEP_VIEWS = "keep_views"
    SHARE_VIEWS = "share_views"
    GROUP = "group"
    LET_GO = "let_go"
    MANAGE_AUTOMATION = "manage_automation"
    MANAGE_NOTICES = "manage_notices"
    MANAGE_PORTAL = "manage_portal"
    PUBLISH = "publish"
    MAKE_FILE = "make_file"
    KEEP_BREACHES = "keep_breaches"
    PREVENT = "prevent"
    APPROVE_ACTIONS = "approve_actions"
    MANAGE_GUIDELINES = "manage_guidelines"
    OVERSEE_GUIDELINES = "oversee_guidelines"
    READ_LEDGER = "read_ledger"
    SEAL = "seal"
    KEEP_SEAL = "keep_seal"
    NAME_RECEIVERS = "name_receivers"


P = Permission
NEEDED: dict[Step, Permission] = {
    Step.RECEIVE: P.RECEIVE,
    Step.ACKNOWLEDGE: P.ACKNOWLEDGE,
    Step.ASSESS: P.ASSESS,
    Step.ASSIGN: P.ASSIGN,
    Step.INVESTIGATE: P.INVESTIGATE,
    Step.ASK_COMPLAINANT: P.INVESTIGATE,
    Step.ASK_THIRD_PARTY: P.INVESTIGATE,
    Step.RECORD_ANSWER: P.INVESTIGATE,
    Step.REPLY: P.WRITE,
    Step.SCHEDULE_REPLY: P.WRITE,
    Step.TAKE_BACK_REPLY: P.WRITE,
    Step.NOTE: P.NOTE,
    Step.HEAR: P.SPEAK,
    Step.FIND_CAUSES: P.INVESTIGATE,
    Step.PLAN_INQUIRY: P.INVESTIGATE,
    Step.END_INQUIRY_LINE: P.INVESTIGATE,
    Step.TAKE_EVIDENCE: P.INVESTIGATE,
    Step.NOTE_CUSTODY: P.INVESTIGATE,
    Step.NOTE_FACT: P.INVESTIGATE,
    Step.PROPOSE: P.PROPOSE,
    Step.ACCEPT: P.ANSWER_PROPOSAL,
    Step.DECLINE: P.ANSWER_PROPOSAL,
    Step.DECIDE: P.DECIDE,
    Step.REMEDY: P.REMEDY,
    Step.DROP_REMEDY: P.DROP_REMEDY,
    Step.VERIFY_REMEDY: P.VERIFY_REMEDY,
    Step.ASK_APPROVAL: P.ASK_APPROVAL,
    Step.ANSWER_APPROVAL: P.ANSWER_APPROVAL,
    Step.FINISH_REMEDIES: P.REMEDY,
    Step.ASK_SOLVED: P.CLOSE,
    Step.CONFIRM_SOLVED: P.CONFIRM,
    Step.CONFIRM_UNSOLVED: P.CONFIRM,
    Step.RATE: P.RATE,
    Step.CLOSE_ACCEPTED: P.CLOSE,
    Step.CLOSE_EXHAUSTED: P.CLOSE_EXHAUSTED,
    Step.REOPEN: P.REOPEN,
    Step.ASK_REVIEW: P.ASK_REVIEW,
    Step.BEGIN_REVIEW: P.BEGIN_REVIEW,
    Step.REFER: P.REFER,
    Step.REFER_OUTSIDE: P.REFER,
    Step.TURN_OUTSIDE: P.REFER,
    Step.RECORD_REFERRAL: P.REFER,
    Step.RECORD_RESULT: P.REFER,
    Step.PETITION: P.PETITION,
    Step.ANSWER_PETITION: P.ANSWER_PETITION,
    Step.CONFIDE: P.CONFIDE,
    Step.DECIDE_BAR: P.DECIDE_BARS,
    Step.ASK_LIFT: P.DECIDE_BARS,
    Step.DECIDE_LIFT: P.DECIDE_BARS,
    Step.APPOINT: P.APPOINT,
    Step.ANSWER_APPOINTMENT: P.ANSWER_APPOINTMENT,
    Step.END_APPOINTMENT: P.END_APPOINTMENT,
    Step.ASK_REDIRECT: P.REDIRECT,
    Step.REDIRECT: P.REDIRECT,
    Step.REFUSE_REDIRECT: P.REDIRECT,
    Step.UNDO_REDIRECT: P.REDIRECT,
    Step.WRITE_REPORT: P.REPORT,
    Step.RECORD_REPORT: P.REPORT,
    Step.ASK_NO_REPORT: P.REPORT,
    Step.DECIDE_NO_REPORT: P.WAIVE_REPORT,
    Step.WITHDRAW: P.WITHDRAW,
    Step.ESCALATE: P.ESCALATE,
    Step.ACKNOWLEDGE_ESCALATION: P.ACKNOWLEDGE_ESCALATION,
    Step.PROMISE_CALL: P.PROMISE,
    Step.CALL_BACK: P.PROMISE,
    Step.PROMISE: P.PROMISE,
    Step.KEEP_PROMISE: P.PROMISE,
    Step.SET_ASIDE_DATE: P.PROMISE,
    Step.REPLACE_PROMISE: P.PROMISE,
    Step.MISS_PROMISE: P.PROMISE,
    Step.DELIVER_LETTER: P.WRITE,
    Step.SEND_LINK: P.WRITE,
    Step.ISSUE_RECEIPT: P.RECEIVE,
    Step.START_CLOCK: P.KEEP_CLOCKS,
    Step.MEET_CLOCK: P.KEEP_CLOCKS,
    Step.EXTEND_CLOCK: P.KEEP_CLOCKS,
    Step.STOP_CLOCK: P.STOP_CLOCKS,
    Step.RECOUNT_CLOCKS: P.STOP_CLOCKS,
    Step.TURN_CLOCK: P.KEEP_CLOCKS,
    Step.READ_AGAIN: P.SORT_MAIL,
    Step.ADD_CONTACT: P.SORT_MAIL,
    Step.MOVE_MESSAGE: P.SORT_MAIL,
    Step.MERGE: P.SORT_MAIL,
    Step.SEPARATE: P.SORT_MAIL,
    Step.PLACE: P.ASSIGN,
    Step.LINK: P.GROUP,
    Step.UNLINK: P.GROUP,
    Step.SPLIT: P.GROUP,
    Step.REGROUP: P.GROUP,
    Step.JOIN_BREACH: P.KEEP_BREACHES,
    Step.LEAVE_BREACH: P.KEEP_BREACHES,
    Step.JOIN_MASS: P.GROUP,
    Step.LEAVE_MASS: P.GROUP,
    # Work among ourselves, like a note.
    Step.ADD_TASK: P.NOTE,
    Step.FINISH_TASK: P.NOTE,
    Step.TAKE_UP_TASK: P.NOTE,
    Step.REASSIGN_TASK: P.NOTE,
    Step.RESCHEDULE_TASK: P.NOTE,
    Step.DROP_TASK: P.NOTE,
    Step.MAKE_FILE: P.MAKE_FILE,
    Step.TIE_ACTION: P.PREVENT,
    Step.CHOOSE_GUIDELINE: P.ASSESS,
    Step.MARK_ITEM: P.INVESTIGATE,
    Step.TRY_OTHER_ROAD: P.CLOSE,
    Step.LEAVE_IT: P.CONFIRM,
    Step.ASK_AGAIN: P.CLOSE,
    Step.CONFIRM_HOLDS: P.CONFIRM,
    Step.STOP_ASKING: P.CONFIRM,
    Step.SEAL: P.SEAL,
    # In the vault, where nobody is but by a grant.
    Step.GRANT_SIGHT: P.KEEP_SEAL,
    Step.END_SIGHT: P.KEEP_SEAL,
    Step.TELL_INQUIRY: P.KEEP_SEAL,
    Step.TELL_OUTCOME: P.KEEP_SEAL,
    Step.ASK_UNSEAL: P.KEEP_SEAL,
    Step.UNSEAL: P.KEEP_SEAL,
    Step.REFUSE_UNSEAL: P.KEEP_SEAL,
}

_HANDLER = frozenset(
    {
        P.USE_DESK,
        P.READ,
        P.RECEIVE,
        P.ACKNOWLEDGE,
        P.ASSESS,
        P.ASSIGN,
        P.INVESTIGATE,
        P.WRITE,
        P.NOTE,
        P.PROPOSE,
        # A handler records what the complainant said by phone, on paper or at the counter.
        P.ANSWER_PROPOSAL,
        P.SPEAK,
        P.CONFIRM,
        P.RATE,
        P.WITHDRAW,
        P.DECIDE,
        P.REMEDY,
        P.VERIFY_REMEDY,
        # Money that the complainant has not waived is dropped by somebody whose limit reaches as far, and who has not
        # granted it (casework/drop_remedy.py).
        P.DROP_REMEDY,
        P.ASK_APPROVAL,
        # How much they may approve is a number (remedies/limits.py); whoever asked answers by taking it back.
        P.ANSWER_APPROVAL,
        P.CLOSE,
        P.REOPEN,
        P.ASK_REVIEW,
        P.REFER,
        P.PETITION,
        P.ANSWER_PETITION,
        P.CONFIDE,
        P.APPOINT,
        P.ANSWER_APPOINTMENT,
        P.END_APPOINTMENT,
        P.REDIRECT,
        P.REPORT,
        P.ESCALATE,
        # Where it stands before them; a lead answers every one.
        P.ACKNOWLEDGE_ESCALATION,
        P.PROMISE,
        P.KEEP_CLOCKS,
        P.SORT_MAIL,
        P.CHANGE_PERSON,
        P.JOIN_PEOPLE,
        P.KEEP_VIEWS,
        P.GROUP,
        P.MAKE_FILE,
        P.PREVENT,
        P.SEAL,
        P.KEEP_SEAL,
    }
)
OF_ROLE: dict[Role, frozenset[Permission]] = {
    Role.HANDLER: _HANDLER,
    Role.LEAD: _HANDLER
    | {
        P.DECIDE_GRAVE,
        P.CLOSE_EXHAUSTED,
        P.BEGIN_REVIEW,
        P.WAIVE_REPORT,
        P.KEEP_BREACHES,
        P.DECIDE_BARS,
        P.SEE_RESTRICTED,
        P.STOP_CLOCKS,
        P.ACKNOWLEDGE_ANY_ESCALATION,
        P.MANAGE_RULES,
        P.MANAGE_LADDER,
        P.MANAGE_WRITING,
        P.SHARE_VIEWS,
        P.ADD_FOLLOWERS,
        P.LET_GO,
        P.MANAGE_AUTOMATION,
        P.MANAGE_PORTAL,
        P.PUBLISH,
        P.APPROVE_ACTIONS,
        # How cases are handled, and what holds a decision up, is for those who answer for cases.
        P.MANAGE_GUIDELINES,
        P.OVERSEE_GUIDELINES,
        # What all of it comes to, and whether it falls to all alike.
        P.READ_LEDGER,
    },
    # Whistleblowing often goes to auditors: a sealed complaint can be theirs to keep.
    Role.AUDITOR: frozenset(
        {P.USE_DESK, P.READ, P.SEE_RESTRICTED, P.OVERSEE_GUIDELINES, P.READ_LEDGER, P.KEEP_SEAL}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            P.USE_DESK,
            P.MANAGE_STAFF,
            P.MANAGE_RULES,
            P.MANAGE_LADDER,
            P.MANAGE_MAILBOXES,
            P.MANAGE_WRITING,
            P.LET_GO,
            P.KEEP_VIEWS,
            P.SHARE_VIEWS,
            P.MANAGE_AUTOMATION,
            P.MANAGE_NOTICES,
            P.MANAGE_PORTAL,
            # Nobody sets the limit of what they grant themselves.
            P.MANAGE_AUTHORITY,
            # Who deals with reports of wrongdoing. They read none themselves.
            P.NAME_RECEIVERS,
        }
    ),
}
#: What the holder of a receipt may do with the one complaint it belongs to.
OF_COMPLAINANT = frozenset(
    {
        P.READ,
        P.RECEIVE,
        P.SPEAK,
        P.ANSWER_PROPOSAL,
        P.CONFIRM,
        P.VERIFY_REMEDY,
        P.RATE,
        P.WITHDRAW,
        P.REOPEN,
        P.ASK_REVIEW,
        P.PETITION,
        P.CONFIDE,
        P.APPOINT,
        P.END_APPOINTMENT,
    }
)
_SPEAKING = frozenset({P.READ, P.SPEAK, P.PETITION})
#: What of that is given to whom the complainant has appointed. Whom they trust, what they confide, and how they were
#: treated stays theirs to say: a rating is their own verdict (invariant 5).
OF_MANDATE: dict[Mandate, frozenset[Permission]] = {
    Mandate.SPEAK: _SPEAKING,
    Mandate.ACT: _SPEAKING
    | {P.ANSWER_PROPOSAL, P.CONFIRM, P.VERIFY_REMEDY, P.WITHDRAW, P.REOPEN, P.ASK_REVIEW},
}
#: What happens without a person: acknowledging at once, sweeping, delivering, closing after silence, automation.
OF_SYSTEM = frozenset(
    {
        P.READ,
        P.RECEIVE,
        P.ACKNOWLEDGE,
        P.ASSESS,
        P.WRITE,
        P.REMEDY,
        P.CLOSE,
        P.ESCALATE,
        P.PROMISE,
        P.KEEP_CLOCKS,
        P.STOP_CLOCKS,
        P.SPEAK,
        P.SEE_RESTRICTED,
        P.KEEP_MAIL,
        # What automations do among ourselves.
        P.ASSIGN,
        P.NOTE,
        P.ADD_FOLLOWERS,
        # Whoever has the command line of the machine: „kikitori rules“, „kikitori mail“.
        P.MANAGE_RULES,
        P.MANAGE_MAILBOXES,
        # What lies in a complaint that is sealed is sealed along.
        P.SEAL,
        # Counting what comes again after a corrective action, and beginning it anew.
        P.PREVENT,
    }
)
