"""Words of working together. Pure."""

from enum import StrEnum


class TaskState(StrEnum):
    """How a task stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class NoticeKind(StrEnum):
    """Why somebody is told of something in a complaint."""

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
