"""Words of prevention. Plain StrEnum, no Django."""

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
