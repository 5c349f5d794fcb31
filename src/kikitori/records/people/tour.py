"""The tour 案内 of the desk: which stops a newcomer of each role is led past, in which order. Pure.

What a stop says and on which page it stands is the desk's business (interfaces/desk/tour). What is kept of a person is
two words, TourState and the stop; a word that means nothing (any more) is read as the first stop.
"""

from enum import StrEnum

from kikitori.records.people.terms import Role


class TourState(StrEnum):
    """How far somebody is with it. Whoever is new is shown it, and may set it aside at any stop."""

    SHOWN = "shown"
    SET_ASIDE = "set_aside"
    OVER = "over"


class Stop(StrEnum):
    """One stop: one page of the desk, and a few sentences about it."""

    TODAY = "today"
    URGENT = "urgent"
    SEARCH = "search"
    COMPLAINT = "complaint"
    ALERTS = "alerts"
    NOTICES = "notices"
    KEYS = "keys"
    SETTINGS = "settings"
    MAILBOXES = "mailboxes"
    RULES = "rules"
    STAFF = "staff"
    CHANGES = "changes"
    READING = "reading"
    LISTS = "lists"
    RECORD = "record"


TOUR: dict[Role, tuple[Stop, ...]] = {
    Role.HANDLER: (Stop.TODAY, Stop.URGENT, Stop.SEARCH, Stop.COMPLAINT, Stop.NOTICES, Stop.KEYS),
    Role.LEAD: (
        Stop.TODAY,
        Stop.URGENT,
        Stop.SEARCH,
        Stop.COMPLAINT,
        Stop.ALERTS,
        Stop.NOTICES,
        Stop.KEYS,
    ),
    Role.ADMINISTRATOR: (
        Stop.SETTINGS,
        Stop.MAILBOXES,
        Stop.RULES,
        Stop.STAFF,
        Stop.CHANGES,
        Stop.KEYS,
    ),
    Role.AUDITOR: (Stop.READING, Stop.LISTS, Stop.RECORD, Stop.SEARCH, Stop.KEYS),
}


def stop_at(role: Role, kept: str) -> Stop:
    """The stop that this word means for this role: the first where it means none of theirs."""
    stops = TOUR[role]
    return next((stop for stop in stops if stop.value == kept), stops[0])


def number_of(role: Role, stop: Stop) -> int:
    """Which one it is, counted from 1. Raises ValueError for a stop of another role."""
    return TOUR[role].index(stop) + 1


def stop_after(role: Role, stop: Stop) -> Stop | None:
    """The one that follows; None after the last. Raises ValueError for a stop of another role."""
    stops, number = TOUR[role], number_of(role, stop)
    return stops[number] if number < len(stops) else None


def stop_before(role: Role, stop: Stop) -> Stop | None:
    """The one before; None before the first. Raises ValueError for a stop of another role."""
    number = number_of(role, stop)
    return TOUR[role][number - 2] if number > 1 else None
