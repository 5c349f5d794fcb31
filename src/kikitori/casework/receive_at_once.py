"""Receive at once 一括受付: complaints that came in together, each exactly as receive_complaint would take it in.

For roads by which hundreds come in a minute: a handful of statements for all of them, in one transaction. That they are
the same to the last row is held against receive_complaint in tests (tests/casework/test_receive_at_once.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework import intake, once, outgoing
from kikitori.casework.errors import Refused
from kikitori.casework.house import House
from kikitori.casework.intake import Intake
from kikitori.casework.receive import complaint_of, next_references, said_of_receipt, suspected_dangers
from kikitori.casework.step import Left, Taken, take_all, write_down_all
from kikitori.foundation import crypto
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.triage.sorting import place


class NotAtOnce(Exception):
    """One of them is not new: they must be taken in one by one."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One of them. `tell`, `token`: as receive_complaint has them; `route`: how its acknowledgement goes to whom."""

    given: Intake
    token: str
    tell: bool = True
    route: Callable[[Sequence[intake.Joined]], outgoing.Route | None] = lambda _people: None


def receive_at_once(
    actor: Actor,
    arrivals: Sequence[Arrival],
    *,
    now: datetime,
    house: House,
    born: Callable[[Sequence[Complaint]], None],
) -> list[Complaint]:
    """Take them in and acknowledge them, all or none, in their order. Nobody is shown a slip.

    `born`: what else is written down of them before anybody answers. Locks as receive_complaint does. Raises Refused,
    Invalid, NotAtOnce.
    """
    decision = may(actor, Permission.RECEIVE)
    if not decision.allowed:
        raise Refused(decision)
    checked = [intake.checked(arrival.given, now, house) for arrival in arrivals]
    keys = [once.key_of("intake", arrival.token) for arrival in arrivals]
    with transaction.atomic():
        once.wait_for_turns(keys)
        if len(set(keys)) < len(keys) or Complaint.objects.filter(intake_key__in=keys).exists():
            raise NotAtOnce
        people = intake.people_at_once(checked, now)
        placements = [place(each.safety, suspected=suspected_dangers(each.story)) for each in checked]
        references = next_references(len(arrivals), now, house)
        complaints = Complaint.objects.bulk_create(
            [
                complaint_of(read, placement, key=key, reference=reference, now=now, house=house)
                for read, placement, key, reference in zip(checked, placements, keys, references, strict=True)
            ]
        )
        intake.join_at_once(complaints, people)
        taken = [_taken_in(actor, complaint, now, house) for complaint in complaints]
        for each, placement in zip(taken, placements, strict=True):
            each.say(**said_of_receipt(each.complaint, placement))
        write_down_all(taken, [each.left for each in taken])
        Receipt.objects.bulk_create(
            [Receipt(complaint=each, locator=crypto.new_locator(), issued_at=now) for each in complaints]
        )
        born(complaints)
        _acknowledge(arrivals, taken, people)
    return complaints


def _taken_in(actor: Actor, complaint: Complaint, now: datetime, house: House) -> Taken:
    taken = Taken(actor, complaint, Step.RECEIVE, now, Visibility.PUBLIC, EventKind.RECEIVED, house)
    taken.left = Left([], [], frozenset())
    return taken


def _acknowledge(
    arrivals: Sequence[Arrival], received: Sequence[Taken], people: Sequence[Sequence[intake.Joined]]
) -> None:
    """As acknowledge_complaint does, within the step before."""
    steps = []
    for arrival, before, joined in zip(arrivals, received, people, strict=True):
        step = Taken(
            Actor.system("self_served"),
            before.complaint,
            Step.ACKNOWLEDGE,
            before.now,
            Visibility.PUBLIC,
            EventKind.ACKNOWLEDGED,
            before.house,
        )
        if arrival.tell:
            step.letter(LetterKind.ACKNOWLEDGEMENT, echo="")
            step.route = arrival.route(joined)
        else:
            step.say(untold=True)
        steps.append(step)
    take_all(steps, [before.left for before in received])
