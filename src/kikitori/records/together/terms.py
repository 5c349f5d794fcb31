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
