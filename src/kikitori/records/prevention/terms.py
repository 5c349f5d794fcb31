"""Words of guidelines. Plain StrEnum, no Django; what they are called is in labels.py."""

from enum import StrEnum


class ItemNeed(StrEnum):
    """How much an item of a checklist is asked for."""

    OPTIONAL = "optional"
    #: It is done, or a reason stands in its place; who decides is reminded.
    NEEDED = "needed"
    #: The same, and nothing is decided or closed before.
    BEFORE_DECISION = "before_decision"


class ItemState(StrEnum):
    """What somebody said of an item in one complaint."""

    DONE = "done"
    #: Left undone for a reason: a deviation.
    NOT_DONE = "not_done"
    #: Said by mistake, or to be looked at anew.
    OPEN = "open"


class Fits(StrEnum):
    """By what a guideline is written for a complaint, the closest first."""

    SUBJECT = "subject"
    KIND = "kind"
    SEVERITY = "severity"
