"""Calls left with a step, in its transaction. Nothing is sent here, and nothing is left for a webhook that is paused.

One's own webhook is told of the notices one gets; the organisation's of what is told at all, once, however many are
told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kikitori.casework.once import wait_for_turn
from kikitori.casework.webhooks.whose import its_webhook, locked_webhook
from kikitori.foundation import jobs
from kikitori.foundation.crypto import new_token
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality, Queue
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.together.choices import ALWAYS, PERSONAL
from kikitori.records.together.models import Notice
from kikitori.records.together.sending import NEWS_FOR
from kikitori.records.together.terms import CallFate, NoticeKind
from kikitori.records.together.webhooks import TEST, Webhook, WebhookCall, WebhookTest

JOB = "call_webhook"
#: So many tests of one person in an hour, so that nobody knocks at somebody else's door through us.
MOST_TESTS = 10
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """What a step has become: of which kind, and the entry that tells of it."""

    complaint: Complaint
    kind: NoticeKind
    event: Event


def leave_calls(notices: Sequence[Notice], happenings: Sequence[Happening] = ()) -> None:
    """Leave a call for each webhook that is told of these, and a job that makes it. One query where there is none.

    Of a restricted complaint the organisation's are told nothing: it does not exist for all who may read there.
    """
    kinds = {row.kind for row in notices} | {each.kind.value for each in happenings}
    if not kinds:
        return
    webhooks = Webhook.objects.filter(paused_at__isnull=True, kinds__overlap=sorted(kinds))
    own = webhooks.filter(staff__in={row.recipient_id for row in notices})
    found = list(own | webhooks.filter(staff=None))
    calls = [call for webhook in found for call in _calls(webhook, notices, happenings)]
    if not calls:
        return
    WebhookCall.objects.bulk_create(calls, ignore_conflicts=True)
    for number in dict.fromkeys(call.webhook_id for call in calls):
        ask_for_calls(number)


def ask_for_calls(number: int) -> None:
    """Have what waits for this webhook sent, as soon as this transaction is through."""
    jobs.defer(JOB, queueing_lock=f"webhook:{number}", number=number)


def leave_test(actor: Actor, number: int, *, now: datetime) -> bool:
    """Have it called once with nothing in it, paused or not; False where one waits, or they had often enough.

    MOST_TESTS are one person's, with whichever webhooks. Locks the webhook; theirs wait for each other. Raises Unseen,
    Refused.
    """
    its_webhook(actor, number)
    with transaction.atomic():
        wait_for_turn(f"webhook tests {actor.own_staff_id}")
        webhook = locked_webhook(actor, number)
        lately = WebhookTest.objects.filter(by=actor.own_staff_id, at__gt=now - _HOUR).count()
        waits = webhook.calls.filter(kind=TEST, fate=CallFate.WAITING.value).exists()
        if lately >= MOST_TESTS or waits:
            return False
        WebhookTest.objects.create(by_id=actor.own_staff_id, at=now)
        _call(webhook, TEST, now).save()
        ask_for_calls(number)
    return True


def _calls(
    webhook: Webhook, notices: Sequence[Notice], happenings: Sequence[Happening]
) -> Iterator[WebhookCall]:
    if webhook.is_of_house:
        for each in happenings:
            it = each.complaint
            if each.kind in PERSONAL or it.confidentiality != Confidentiality.ORDINARY.value:
                continue
            if each.kind.value in webhook.kinds:
                urgent = each.kind in ALWAYS and it.queue == Queue.URGENT.value
                yield _call(webhook, each.kind.value, each.event.at, it, each.event, urgent=urgent)
        return
    for row in notices:
        if row.complaint is not None and row.complaint.is_sealed:
            continue  # not even that there is something: a chat is read by others
        if row.recipient_id == webhook.staff_id and row.kind in webhook.kinds:
            yield _call(webhook, row.kind, row.at, row.complaint, row.event, urgent=row.urgent)


def _call(
    webhook: Webhook,
    kind: str,
    at: datetime,
    complaint: Complaint | None = None,
    event: Event | None = None,
    *,
    urgent: bool = False,
) -> WebhookCall:
    return WebhookCall(
        webhook=webhook,
        message_id=f"msg_{new_token()}",
        kind=kind,
        complaint=complaint,
        event=event,
        urgent=urgent,
        at=at,
        next_try_at=at,
        give_up_at=at + NEWS_FOR,
    )
