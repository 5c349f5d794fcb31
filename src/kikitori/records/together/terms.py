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
    ADDED = "added"
    WORD = "word"
    NOTE = "note"
    STATE = "state"
    MISSED = "missed"
    ESCALATION = "escalation"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
