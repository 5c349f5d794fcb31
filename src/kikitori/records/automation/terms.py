"""Words of automation: what sets it off, from when time is counted, what it may do, and what becomes of it. Pure.

The lists are closed. Nothing here speaks to the complainant: a reply is at most laid ready for a person to send.
"""

from enum import StrEnum

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind


class Anchor(StrEnum):
    """From which moment time is counted; a promise is the only one that lies ahead."""

    RECEIVED = "received"
    HEARD = "heard"
    TOLD = "told"
    STATE = "state"
    PROMISE = "promise"


class Unit(StrEnum):
    """In what time is counted: working hours, or working days at the same time of day."""

    HOURS = "hours"
    DAYS = "days"


class ActionKind(StrEnum):
    """What an automation may do. Each is a verb that people have too."""

    ASSIGN = "assign"
    ROUND = "round"
    PLACE = "place"
    TASK = "task"
    NOTE = "note"
    PROMISE = "promise"
    ESCALATE = "escalate"
    FOLLOW = "follow"
    DRAFT = "draft"


class Who(StrEnum):
    """Words that stand for people; beside them numbers of staff."""

    HANDLER = "handler"
    LEADS = "leads"


class Part(StrEnum):
    """What an action may need to be told."""

    WHO = "who"
    TEAM = "team"
    QUEUE = "queue"
    TEXT = "text"
    DAYS = "days"
    TEMPLATE = "template"


class Did(StrEnum):
    """What became of one action."""

    DONE = "done"
    ALREADY = "already"
    REFUSED = "refused"


class Outcome(StrEnum):
    """What became of a firing as a whole."""

    DONE = "done"
    FAILED = "failed"
    GUARDED = "guarded"


class Guard(StrEnum):
    """Why the loop guard held an automation back."""

    DEPTH = "depth"
    AGAIN = "again"
    CAP = "cap"


#: What the parts of each action are, and of these the ones it cannot do without.
PARTS: dict[ActionKind, tuple[Part, ...]] = {
    ActionKind.ASSIGN: (Part.WHO,),
    ActionKind.ROUND: (Part.TEAM,),
    ActionKind.PLACE: (Part.TEAM, Part.QUEUE),
    ActionKind.TASK: (Part.WHO, Part.TEXT, Part.DAYS),
    ActionKind.NOTE: (Part.TEXT,),
    ActionKind.PROMISE: (Part.DAYS,),
    ActionKind.ESCALATE: (Part.TEXT,),
    ActionKind.FOLLOW: (Part.WHO,),
    ActionKind.DRAFT: (Part.TEMPLATE,),
}
#: For moving a complaint one of the two is enough.
ONE_OF = {ActionKind.PLACE: (Part.TEAM, Part.QUEUE)}
#: Which words each action knows for people; all know numbers of staff.
WHO_OF: dict[ActionKind, tuple[Who, ...]] = {
    ActionKind.ASSIGN: (),
    ActionKind.TASK: (Who.HANDLER,),
    ActionKind.FOLLOW: (Who.HANDLER, Who.LEADS),
}
#: The step that each action takes, where it takes one.
STEP_OF: dict[ActionKind, Step] = {
    ActionKind.ASSIGN: Step.ASSIGN,
    ActionKind.ROUND: Step.ASSIGN,
    ActionKind.PLACE: Step.PLACE,
    ActionKind.TASK: Step.ADD_TASK,
    ActionKind.NOTE: Step.NOTE,
    ActionKind.PROMISE: Step.PROMISE,
    ActionKind.ESCALATE: Step.ESCALATE,
}
K = EventKind
#: What can set an automation off, in the order in which it is offered.
TRIGGERS: tuple[EventKind, ...] = (
    K.RECEIVED,
    K.HEARD,
    K.ASSESSED,
    K.ACKNOWLEDGED,
    K.ASSIGNED,
    K.PLACED,
    K.INVESTIGATION_BEGUN,
    K.ANSWER_RECORDED,
    K.REPLIED,
    K.NOTED,
    K.PROPOSED,
    K.ACCEPTED,
    K.DECLINED,
    K.DECIDED,
    K.REMEDIES_FINISHED,
    K.SOLVED,
    K.NOT_SOLVED,
    K.RATED,
    K.CLOSED,
    K.REOPENED,
    K.PETITIONED,
    K.REPRESENTATIVE_NAMED,
    K.REPRESENTATIVE_ENDED,
    K.REVIEW_ASKED,
    K.REVIEW_BEGUN,
    *(K.REFERRED, K.TURNED_OUTSIDE, K.REFERRAL_ANSWERED),
    K.WITHDRAWN,
    K.ESCALATED,
    K.PROMISED,
    K.PROMISE_MISSED,
    K.CLOCK_TURNED,
    K.LETTER_FAILED,
    K.TASK_ADDED,
    K.TASK_FINISHED,
)
#: What the complainant has said, and what was said to them; from the newest of these time can be counted.
HEARD = frozenset(
    {K.RECEIVED, K.HEARD, K.ACCEPTED, K.DECLINED, K.NOT_SOLVED, K.SOLVED, K.REVIEW_ASKED, K.PETITIONED}
    | {K.REPRESENTATIVE_NAMED, K.REPRESENTATIVE_ENDED}
)
TOLD = frozenset(
    {
        *(K.ACKNOWLEDGED, K.REPLIED, K.PROPOSED, K.DECIDED, K.SOLUTION_ASKED, K.CALLED_BACK),
        *(K.PROMISE_REPLACED, K.REMEDIES_FINISHED, K.REOPENED, K.REVIEW_BEGUN, K.PETITION_ANSWERED),
        *(K.REPRESENTATIVE_ANSWERED, K.REFERRED, K.TURNED_OUTSIDE, K.REFERRAL_ANSWERED),
    }
)
