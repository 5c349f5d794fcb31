"""Sweep 見回り: what time alone brings about. Runs every minute and hour; two sweepers at once do it once.

Each complaint is a transaction of its own, so that one that cannot be swept does not hold up the others.
"""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import Max, Q, QuerySet

from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved
from kikitori.casework.errors import CaseworkError
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.promise import note_missed_promise
from kikitori.records.complaints.lifecycle import OPEN, State, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation

logger = logging.getLogger(__name__)
_AT_MOST = 500
#: „By 1 December we will ask you“ is kept in working hours of that day, not at its last minute.
_SAME_DAY = timedelta(hours=8)


def note_missed_promises(actor: Actor, *, now: datetime) -> int:
    """Mark promises past due as missed and bring each such complaint before a lead. Returns how many."""
    overdue = Promise.objects.filter(
        state=PromiseState.OPEN.value,
        # The whole of the second that was told is still in time (deadlines/clock.py, is_late).
        due_at__lt=now - timedelta(seconds=1),
    ).order_by("due_at", "id")[:_AT_MOST]
    missed = 0
    for promise in overdue:
        try:
            note_missed_promise(actor, promise, now=now)
            missed += 1
            if State(promise.complaint.state) in OPEN:
                escalate_complaint(
                    Actor.system("missed_promise"), promise.complaint, reason=promise.kind, now=now
                )
        except (CaseworkError, StepNotPossible) as refusal:
            logger.info("promise not swept", extra={"promise": promise.pk, "why": type(refusal).__name__})
    return missed


def ask_and_close(actor: Actor, *, now: datetime) -> tuple[int, int]:
    """Ask „is it solved?“ on the promised day; close what stayed silent since. Returns (asked, closed)."""
    asked = closed = 0
    for complaint in _to_be_asked(now):
        asked += _tried(ask_if_solved, actor, complaint, now)
    for complaint in _silent(now):
        closed += _tried(close_as_agreed, actor, complaint, now)
    return asked, closed


class _Verb(Protocol):
    """A verb that needs nothing but who, what and when."""

    def __call__(self, actor: Actor, complaint: Complaint, *, now: datetime) -> None:
        """Take the step."""


def _tried(verb: _Verb, actor: Actor, complaint: Complaint, now: datetime) -> bool:
    try:
        verb(actor, complaint, now=now)
    except (CaseworkError, StepNotPossible) as refusal:
        logger.info("complaint not swept", extra={"why": type(refusal).__name__})
        return False
    return True


def _to_be_asked(now: datetime) -> QuerySet[Complaint]:
    """Remedies done, and the follow-up falls due today."""
    return Complaint.objects.filter(
        state=State.CONFIRMING.value,
        promises__kind=PromiseKind.FOLLOW_UP.value,
        promises__kept_at__isnull=True,
        promises__state__in=(PromiseState.OPEN.value, PromiseState.MISSED.value),
        promises__due_at__lte=now + _SAME_DAY,
    ).order_by("id")[:_AT_MOST]


def _silent(now: datetime) -> QuerySet[Complaint]:
    """Asked so long ago that silence may be taken for consent; the verb looks again under lock."""
    since = now - timedelta(days=the_organisation().silence_days)
    return (
        Complaint.objects.filter(state=State.CONFIRMING.value)
        .annotate(asked_at=Max("events__at", filter=Q(events__kind=EventKind.SOLUTION_ASKED.value)))
        .filter(asked_at__lte=since)
        .order_by("id")[:_AT_MOST]
    )
