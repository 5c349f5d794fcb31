"""Words of prevention. Plain StrEnum, no Django; what they are called is in labels.py."""

from enum import StrEnum


class ActionKind(StrEnum):
    """What is changed in the organisation; what is done for one person is a remedy."""

    RULE = "ca_rule"
    TRAINING = "ca_training"
    SYSTEM = "ca_system"
    DESIGN = "ca_design"
    STAFFING = "ca_staffing"
    SUPPLIER = "ca_supplier"
    RECALL = "ca_recall"
    INFO = "ca_info"
    MONITOR = "ca_monitor"
    DISCIPLINE = "ca_discipline"


class ActionState(StrEnum):
    """How a corrective action stands."""

    IDENTIFIED = "identified"
    ANALYSED = "analysed"
    PLANNED = "planned"
    APPROVED = "approved"
    IMPLEMENTING = "implementing"
    IMPLEMENTED = "implemented"
    CHECKING = "checking"
    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    DROPPED = "dropped"


class Method(StrEnum):
    """How somebody looks for what lies beneath."""

    FIVE_WHYS = "five_whys"
    FISHBONE = "fishbone"


class Verdict(StrEnum):
    """What the numbers say at the day of the check."""

    EFFECTIVE = "effective"
    NOT_EFFECTIVE = "not_effective"
    TOO_FEW = "too_few"


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
