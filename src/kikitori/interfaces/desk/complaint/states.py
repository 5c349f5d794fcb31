"""The words at the head of a complaint: state, severity, urgency, channel, who may read it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy

from kikitori.records.complaints.labels import (
    CHANNEL,
    CONFIDENTIALITY,
    KIND,
    QUEUE,
    SEVERITY,
    STATE,
    SUBJECT,
    URGENCY,
)
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import (
    Channel,
    Confidentiality,
    Kind,
    Queue,
    Severity,
    Subject,
    Urgency,
)

Words = str | Lazy


@dataclass(frozen=True, slots=True)
class States:
    """What a complaint is, in words."""

    state: Words
    severity: Words
    urgency: Words
    queue: Words
    channel: Words
    kind: Words
    subject: Words
    confidentiality: Words
    is_grave: bool
    is_urgent: bool
    is_restricted: bool


def states_of(complaint: Complaint) -> States:
    """The words for one complaint. No query."""
    severity = Severity(complaint.severity)
    return States(
        state=STATE[State(complaint.state)],
        severity=SEVERITY[severity],
        urgency=URGENCY[Urgency(complaint.urgency)],
        queue=QUEUE[Queue(complaint.queue)],
        channel=CHANNEL[Channel(complaint.channel)],
        kind=KIND[Kind(complaint.kind)],
        subject=SUBJECT[Subject(complaint.subject)],
        confidentiality=CONFIDENTIALITY[Confidentiality(complaint.confidentiality)],
        is_grave=severity <= Severity.S2,
        is_urgent=complaint.urgency in (Urgency.NOW.value, Urgency.TODAY.value),
        is_restricted=complaint.confidentiality == Confidentiality.RESTRICTED.value,
    )
