"""Looking after the calls of webhooks: those whose job was lost, those that are no news any more, those long over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from kikitori.records.together.terms import CallFate
from kikitori.records.together.webhooks import TEST, Webhook, WebhookCall, WebhookTest

_KEPT_FOR = timedelta(days=30)
_WAITING = Q(fate=CallFate.WAITING.value)


def webhooks_left_behind(now: datetime) -> list[int]:
    """Webhooks for which calls wait that may be made, for the sweep. One query."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    due = WebhookCall.objects.filter(_WAITING, free, webhook=OuterRef("pk"), next_try_at__lte=now)
    awake = Q(paused_at__isnull=True) & (Q(not_before__isnull=True) | Q(not_before__lte=now))
    wanted = Exists(due.filter(kind=TEST)) | (awake & Exists(due))
    return list(Webhook.objects.filter(wanted).order_by("pk").values_list("pk", flat=True))


def give_up_old(now: datetime) -> int:
    """End what has become too old to be news, so that a webhook that works again is not flooded. How many."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    old = WebhookCall.objects.filter(_WAITING, free, give_up_at__lte=now)
    return old.update(fate=CallFate.FAILED.value, claimed_until=None)


def forget_calls(now: datetime) -> int:
    """Forget calls that are over, with their tries, and who had what tested, after thirty days. How many calls."""
    WebhookTest.objects.filter(at__lt=now - _KEPT_FOR).delete()
    _all, found = WebhookCall.objects.filter(at__lt=now - _KEPT_FOR).exclude(_WAITING).delete()
    return found.get("records.WebhookCall", 0)
