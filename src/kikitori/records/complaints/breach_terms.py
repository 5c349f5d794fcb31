"""Words about incidents of leaked data 漏えい事案, and the order in which one goes on. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class BreachState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    #: The first report has been sent.
    REPORTED_FIRST = "reported_first"
    #: The final report has been sent.
    REPORTED = "reported"
    #: Two persons have found that the law asks for no report.
    NOT_REPORTABLE = "not_reportable"
    CLOSED = "closed"


class BreachTrigger(StrEnum):
    """What makes it an incident that is reported 報告対象の類型 (規則7条)."""

    SENSITIVE = "sensitive"
    PROPERTY = "property"
    MALICIOUS = "malicious"
    MANY = "many"


class BreachAct(StrEnum):
    """What can be done with an incident; each leaves a line in its record."""

    BEGUN = "begun"
    CHANGED = "changed"
    JOINED = "joined"
    LEFT = "left"
    CLOCKS_BEGUN = "clocks_begun"
    REPORT_WRITTEN = "report_written"
    REPORTED_FIRST = "reported_first"
    REPORTED = "reported"
    WAIVER_ASKED = "waiver_asked"
    WAIVER_REFUSED = "waiver_refused"
    WAIVED = "waived"
    PERSONS_ADDED = "persons_added"
    PERSON_DROPPED = "person_dropped"
    NOTICE_WRITTEN = "notice_written"
    NOTICE_SENT = "notice_sent"
    TOLD_BY_HAND = "told_by_hand"
    UNREACHABLE = "unreachable"
    ALTERNATIVE = "alternative"
    CLOSED = "closed"
    REOPENED = "reopened"


_S, _A = BreachState, BreachAct
_BEFORE_THE_END = frozenset(_S) - {_S.CLOSED}
#: In which states something is possible. What is not named here is possible until it is closed.
POSSIBLE: Mapping[BreachAct, frozenset[BreachState]] = {
    _A.CLOCKS_BEGUN: frozenset({_S.OPEN}),
    _A.REPORTED_FIRST: frozenset({_S.OPEN}),
    _A.REPORTED: frozenset({_S.OPEN, _S.REPORTED_FIRST}),
    _A.WAIVER_ASKED: frozenset({_S.OPEN, _S.REPORTED_FIRST}),
    _A.WAIVED: frozenset({_S.OPEN, _S.REPORTED_FIRST}),
    _A.WAIVER_REFUSED: frozenset({_S.OPEN, _S.REPORTED_FIRST}),
    _A.REPORT_WRITTEN: frozenset({_S.OPEN, _S.REPORTED_FIRST}),
    _A.CLOSED: frozenset({_S.REPORTED, _S.NOT_REPORTABLE}),
    _A.REOPENED: frozenset({_S.CLOSED, _S.NOT_REPORTABLE}),
}


def is_possible(act: BreachAct, state: BreachState) -> bool:
    """May it be done where the incident stands?"""
    return state in POSSIBLE.get(act, _BEFORE_THE_END)


class Reached(StrEnum):
    """By what road somebody affected is told, or was."""

    COMPLAINT = "complaint"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"
    OTHER = "other"
    UNKNOWN = "unknown"


class AffectedState(StrEnum):
    """Whether somebody affected has been told 本人への通知."""

    WAITING = "waiting"
    #: What they are sent is written down, and on its way.
    SENDING = "sending"
    TOLD = "told"
    FAILED = "failed"
    #: There is no way to reach them, which takes another measure.
    UNREACHABLE = "unreachable"
    #: Another measure was taken instead 代替措置.
    ALTERNATIVE = "alternative"


#: Nobody has told them yet, and nothing was done in its place.
UNTOLD = frozenset({AffectedState.WAITING, AffectedState.FAILED, AffectedState.UNREACHABLE})
