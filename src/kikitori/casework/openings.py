"""Openings 閲覧: note that somebody of ours reads a complaint, and tell its complainant how often, by role.

A log of reading, and no state of the complaint: no step, no timeline, no version. So the opening of a page may write
it, once for each person and day (ADR 0029).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from kikitori.records.access.openings import Opening
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role


@dataclass(frozen=True, slots=True)
class Opened:
    """How often people of one role have read it: days, whoever it was, and the last of them."""

    role: Role
    days: int
    last: date


def note_opening(actor: Actor, complaint: Complaint, *, on: date) -> None:
    """This person reads the complaint, which was found for them through `visible_to`; once a day. One query."""
    if actor.role is None:
        return
    row = Opening(complaint=complaint, staff_id=actor.own_staff_id, day=on, role=actor.role.value)
    Opening.objects.bulk_create([row], ignore_conflicts=True)


def openings_of(
    complaint: Complaint, onward: Complaint | None = None, joined_on: date | None = None
) -> list[Opened]:
    """By role, those who read most often first. One query.

    `onward`: the complaint in which it goes on, read as this one since `joined_on`; before that it was another.
    Names nobody, and two people of one role on one day are one day: few could otherwise be told apart.
    """
    those = Q(complaint=complaint)
    if onward is not None and joined_on is not None:
        those |= Q(complaint=onward, day__gte=joined_on)
    rows = (
        Opening.objects.filter(those)
        .values("role")
        .annotate(days=Count("day", distinct=True), last=Max("day"))
        .order_by("-days", "role")
    )
    return [Opened(Role(row["role"]), row["days"], row["last"]) for row in rows]
