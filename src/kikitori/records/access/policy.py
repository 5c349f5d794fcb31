"""May this actor do this to this complaint? One function, with its reason.

Asked by casework/step.py under lock, and by interfaces to decide which buttons to show. Says nothing about
the state machine (complaints/lifecycle.py) nor about seeing (visibility.py).
"""

from dataclasses import dataclass
from enum import StrEnum

from kikitori.records.access.permissions import OF_COMPLAINANT, OF_MANDATE, OF_ROLE, OF_SYSTEM, Permission
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.people.actor import Actor, ActorKind


class Reason(StrEnum):
    """Why it is allowed or not; the interface puts it into words."""

    ALLOWED = "allowed"
    ROLE = "role"
    NOT_YOURS = "not_yours"
    GRAVE = "grave"
    NOT_BEFORE_YOU = "not_before_you"
    MANDATE = "mandate"


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why."""

    allowed: bool
    reason: Reason


_YES = Decision(True, Reason.ALLOWED)


def permissions_of(actor: Actor) -> frozenset[Permission]:
    """Everything this actor may do somewhere."""
    match actor.kind:
        case ActorKind.STAFF:
            return OF_ROLE[actor.role] if actor.role else frozenset()
        case ActorKind.COMPLAINANT:
            return OF_MANDATE[actor.mandate] if actor.mandate else OF_COMPLAINANT
        case ActorKind.SYSTEM:
            return OF_SYSTEM
        case ActorKind.RESPONDENT:
            return frozenset()


def may(actor: Actor, permission: Permission, complaint: Complaint | None = None) -> Decision:
    """May `actor` use `permission`, on `complaint` where there is one?

    A grave complaint (S1, S2) is decided by a lead.
    """
    granted = permissions_of(actor)
    if permission not in granted:
        kept_back = actor.mandate is not None and permission in OF_COMPLAINANT
        return Decision(False, Reason.MANDATE if kept_back else Reason.ROLE)
    if complaint is None:
        return _YES
    if actor.kind is ActorKind.COMPLAINANT and actor.complaint_id != complaint.pk:
        return Decision(False, Reason.NOT_YOURS)
    if (
        permission is Permission.DECIDE
        and Severity(complaint.severity) <= Severity.S2
        and Permission.DECIDE_GRAVE not in granted
    ):
        return Decision(False, Reason.GRAVE)
    return _YES
