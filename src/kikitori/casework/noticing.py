"""Who is told of a step, written down with it: followers, whoever has the complaint in hand, whoever is mentioned.

Nobody is told of their own act, nor of anything in a complaint they do not see at that moment; whether they still see
it is asked again whenever a notice is read. A step writes each notice once, in its own transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Following, Notice
from kikitori.records.together.terms import NoticeKind

#: What is told to those who follow; everything else they find when they look.
TOLD: dict[EventKind, NoticeKind] = {
    EventKind.HEARD: NoticeKind.WORD,
    EventKind.ACCEPTED: NoticeKind.WORD,
    EventKind.DECLINED: NoticeKind.WORD,
    EventKind.SOLVED: NoticeKind.WORD,
    EventKind.NOT_SOLVED: NoticeKind.WORD,
    EventKind.RATED: NoticeKind.WORD,
    EventKind.NOTED: NoticeKind.NOTE,
    EventKind.PROMISE_MISSED: NoticeKind.MISSED,
    EventKind.ESCALATED: NoticeKind.ESCALATION,
    EventKind.LETTER_RETURNED: NoticeKind.RETURNED,
    EventKind.INVESTIGATION_BEGUN: NoticeKind.STATE,
    EventKind.PROPOSED: NoticeKind.STATE,
    EventKind.DECIDED: NoticeKind.STATE,
    EventKind.REMEDIES_FINISHED: NoticeKind.STATE,
    EventKind.CLOSED: NoticeKind.STATE,
    EventKind.REOPENED: NoticeKind.STATE,
    EventKind.WITHDRAWN: NoticeKind.STATE,
    EventKind.MERGED: NoticeKind.STATE,
    EventKind.SEPARATED: NoticeKind.STATE,
}


class Taking(Protocol):
    """Of a step being taken, what is asked here."""

    actor: Actor
    complaint: Complaint
    values: dict[str, Any]
    now: datetime


def notice(several: Sequence[Taking], events: Sequence[Event]) -> None:
    """Write the notices of these steps, each with the entry it has become.

    No query where nothing is told; else one for each complaint of which something is, and one for all notices.
    """
    telling = [(taken, event) for taken, event in zip(several, events, strict=True) if event.kind in TOLD]
    rows = [row for taken, event in telling for row in _of(taken, event)]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def _of(taken: Taking, event: Event) -> list[Notice]:
    complaint, mentioned = taken.complaint, set(taken.values.get("mentioned", ()))
    concerned = mentioned | ({complaint.assignee_id} if complaint.assignee_id else set())
    following = Following.objects.filter(complaint=complaint).values("staff")
    readers = seen_by(complaint).filter(Q(pk__in=concerned) | Q(pk__in=following))
    kind = TOLD[EventKind(event.kind)]
    return [
        Notice(
            recipient_id=number,
            complaint=complaint,
            kind=(NoticeKind.MENTION if number in mentioned else kind).value,
            event=event,
            by_id=taken.actor.staff_id,
            at=taken.now,
        )
        for number in readers.values_list("pk", flat=True)
        if number != taken.actor.staff_id
    ]
