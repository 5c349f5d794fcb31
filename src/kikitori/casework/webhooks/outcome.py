"""What came of a call, written down: the try, how the call stands, and how its webhook does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.webhooks.pausing import put_to_rest
from kikitori.records.people.actor import Actor
from kikitori.records.together.sending import is_hopeless, next_try, wait_after
from kikitori.records.together.terms import CallFate, Outcome, PauseReason
from kikitori.records.together.webhooks import Webhook, WebhookAttempt, WebhookCall


@dataclass(frozen=True, slots=True)
class Tried:
    """One try: when it began, what came of it, the status of HTTP where there was an answer, how long it took."""

    at: datetime
    outcome: Outcome
    status: int | None
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        """Has the other side taken it?"""
        return self.outcome is Outcome.TAKEN


def is_over(call: WebhookCall, now: datetime) -> bool:
    """Is there nothing to be done about this call any more? One that has become too old ends here."""
    if call.fate != CallFate.WAITING.value:
        return True
    if call.give_up_at <= now and not call.is_test:
        _end(call, CallFate.FAILED)
        return True
    return False


def needless(call: WebhookCall) -> None:
    """End a call that nobody needs any more, or that its reader may not see."""
    _end(call, CallFate.NEEDLESS)


def unreadable(actor: Actor, call: WebhookCall, now: datetime) -> None:
    """Pause the webhook of this call: what it was sealed with is gone, and trying again helps nobody."""
    webhook = _locked(call.webhook_id)
    _end(call, CallFate.FAILED)
    if webhook is not None and webhook.paused_at is None:
        put_to_rest(actor, webhook, PauseReason.UNREADABLE, now=now)


def write_down(actor: Actor, number: int, tried: Tried, *, now: datetime) -> bool:
    """Keep the try, and decide what follows. May the next call be made at once? Needs a transaction.

    Locks the webhook before the call. What another worker has ended meanwhile stays as it ended.
    """
    number_of_webhook = WebhookCall.objects.filter(pk=number).values_list("webhook", flat=True).first()
    webhook = _locked(number_of_webhook) if number_of_webhook is not None else None
    call = WebhookCall.objects.select_for_update().filter(pk=number).first()
    if webhook is None or call is None:
        return False
    WebhookAttempt.objects.create(
        webhook=webhook,
        call=call,
        at=tried.at,
        outcome=tried.outcome.value,
        status=tried.status,
        milliseconds=tried.milliseconds,
    )
    call.tries += 1
    if tried.is_taken:
        _end(call, CallFate.SENT)
    elif call.fate == CallFate.WAITING.value:
        _put_back(call, tried, now)
    # A test says how it went to whoever asked for it, and to nobody else.
    if not call.is_test:
        _reckon(actor, webhook, tried, now)
    return call.is_test or tried.is_taken


def _put_back(call: WebhookCall, tried: Tried, now: datetime) -> None:
    """To be tried again later, unless that helps nobody."""
    again = next_try(call.tries, call.message_id, give_up_at=call.give_up_at, now=now)
    if again is None or call.is_test or tried.outcome is Outcome.GONE:
        _end(call, CallFate.FAILED)
        return
    call.next_try_at, call.claimed_until = again, None
    call.save(update_fields=["tries", "next_try_at", "claimed_until"])


def _reckon(actor: Actor, webhook: Webhook, tried: Tried, now: datetime) -> None:
    if tried.is_taken:
        webhook.failures, webhook.failing_since, webhook.not_before = 0, None, None
    else:
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        webhook.not_before = now + wait_after(webhook.failures, str(webhook.pk))
    webhook.save(update_fields=["failures", "failing_since", "not_before"])
    if webhook.paused_at is not None or webhook.failing_since is None:
        return
    if tried.outcome is Outcome.GONE:
        put_to_rest(actor, webhook, PauseReason.GONE, now=now)
    elif is_hopeless(webhook.failures, webhook.failing_since, now):
        put_to_rest(actor, webhook, PauseReason.FAILING, now=now)


def _locked(number: int) -> Webhook | None:
    rows = Webhook.objects.select_for_update(no_key=True, of=("self",)).select_related("set_by")
    return rows.filter(pk=number).first()


def _end(call: WebhookCall, fate: CallFate) -> None:
    call.fate, call.claimed_until = fate.value, None
    call.save(update_fields=["fate", "tries", "claimed_until"])
