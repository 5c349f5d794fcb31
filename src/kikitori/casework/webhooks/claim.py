"""Which calls of a webhook are to be made now: taken in hand in a short transaction, for a while and no longer.

A worker that dies between sending and writing down leaves its calls in hand; another makes them again, under the same
identity.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from kikitori.casework.house import House
from kikitori.casework.notice_choices import choices_of
from kikitori.records.together.hours import Hours
from kikitori.records.together.sending import NEWS_FOR
from kikitori.records.together.terms import CallFate
from kikitori.records.together.webhooks import TEST, Webhook, WebhookCall

AT_ONCE = 20
#: Longer than a whole batch can take.
_LEASE = timedelta(minutes=10)
_WAITING = Q(fate=CallFate.WAITING.value)


def claim(number: int, now: datetime) -> list[int]:
    """Calls of this webhook that may be made now, in hand from here on. None where another worker is at it.

    Locks the webhook; needs a transaction. In the quiet hours of a person their calls wait for the end of these.
    """
    rows = Webhook.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    webhook = rows.select_related("staff").filter(pk=number).first()
    if webhook is None:
        return []
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    due = webhook.calls.filter(_WAITING, free, next_try_at__lte=now)
    rests = webhook.paused_at is not None or (webhook.not_before is not None and webhook.not_before > now)
    if rests:
        due = due.filter(kind=TEST)
    elif webhook.staff_id is not None:
        _put_off(webhook.staff_id, due, now)
    taken = list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:AT_ONCE])
    webhook.calls.filter(pk__in=taken).update(claimed_until=now + _LEASE)
    return taken


def release(calls: Sequence[int]) -> None:
    """Let go of calls that were not made after all."""
    WebhookCall.objects.filter(_WAITING, pk__in=calls).update(claimed_until=None)


def _put_off(staff: int, due: QuerySet[WebhookCall], now: datetime) -> None:
    if not due.exclude(kind=TEST).exists():
        return
    house, choices = House(), choices_of(staff).own
    until = Hours(house.zone, house.calendar.is_business_day).quiet_until(choices, now)
    if until is None:
        return
    waits = due.exclude(kind=TEST)
    if choices.urgent_anytime:
        waits = waits.exclude(urgent=True)
    waits.update(next_try_at=until, give_up_at=until + NEWS_FOR)
