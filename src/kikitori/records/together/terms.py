"""Words of working together. Pure."""

from enum import StrEnum


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class NoticeKind(StrEnum):
    """Why somebody is told of something in a complaint, or of a corrective action."""

    MENTION = "mention"
    ASSIGNED = "assigned"
    TASK = "task"
    ADDED = "added"
    WORD = "word"
    NOTE = "note"
    STATE = "state"
    MISSED = "missed"
    ESCALATION = "escalation"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    CONFIDED = "confided"
    APPROVAL = "approval"
    ACTION = "action"


class ByMail(StrEnum):
    """Whether a notice also comes by e-mail, and when."""

    NO = "no"
    SOON = "soon"
    DIGEST = "digest"


class Whose(StrEnum):
    """Of which complaints somebody wants to be told: each word takes in those before it."""

    MINE = "mine"
    FOLLOWED = "followed"
    TEAM = "team"


class Near(StrEnum):
    """How somebody stands to what has happened: meant in person, has it in hand, follows it, or is of its team."""

    MEANT = "meant"
    MINE = "mine"
    FOLLOWED = "followed"
    TEAM = "team"


class NoticeMailState(StrEnum):
    """How a mail with notices stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NEEDLESS = "needless"


class CallFate(StrEnum):
    """How a call of a webhook stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NEEDLESS = "needless"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What came of trying to call a webhook once."""

    TAKEN = "taken"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    GONE = "gone"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    NO_NAME = "no_name"
    CERTIFICATE = "certificate"
    TOO_MUCH = "too_much"
    NOT_PUBLIC = "not_public"


class PauseReason(StrEnum):
    """Why a webhook is not called at present."""

    BY_HAND = "by_hand"
    FAILING = "failing"
    GONE = "gone"
    UNREADABLE = "unreadable"


class Holding(StrEnum):
    """What somebody of ours can hold, and leave behind when they go."""

    COMPLAINTS = "complaints"
    TASKS = "tasks"
    LEVELS = "levels"
    ESCALATIONS = "escalations"
    REPLIES = "replies"
    DRAFTS = "drafts"
    CONVERSATIONS = "conversations"
    FOLLOWED = "followed"
    VIEWS = "views"
