"""Calling webhooks: the job. What may be said is asked at the moment of sending; no transaction is open meanwhile.

At least once: a call that was sent and not written down is sent again, under the same identity. One webhook that does
not answer holds back no other, and its calls are tried with growing waits (sending.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from kikitori.casework.house import House
from kikitori.casework.webhooks.answers import outcome_of, why_not
from kikitori.casework.webhooks.claim import AT_ONCE, claim, release
from kikitori.casework.webhooks.leave import ask_for_calls
from kikitori.casework.webhooks.outcome import Tried, is_over, needless, unreadable, write_down
from kikitori.casework.webhooks.secrets import Hidden, hidden_of
from kikitori.foundation.crypto import NotOurs
from kikitori.foundation.outbound import NoAnswer, NotAsked, Outbound
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.foundation.signatures import signed
from kikitori.records.access.visibility import visible_to, visible_to_all
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import actor_for
from kikitori.records.together.models import Notice
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhook_text import Told
from kikitori.records.together.webhooks import WebhookCall

#: A job that has taken so long lets another go on, so that others get their turn.
_LONG = timedelta(seconds=60)
_MILLISECOND = timedelta(milliseconds=1)
#: Seconds for one call, from the first octet to the last.
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class _Ready:
    """A call with everything that is sent."""

    number: int
    hidden: Hidden
    identity: str
    body: bytes


def call_webhook(actor: Actor, number: int, *, now: Callable[[], datetime], ask: Outbound) -> int:
    """Make the calls of this webhook that are due. Returns how many were tried. Needs no transaction, nor is one kept.

    Stops at the first that fails: those behind it wait as long as it does.
    """
    begun, tried = now(), 0
    signature, name = actor.signature, f"webhook-{number}"
    with signed_transaction(signature, name):
        mine = claim(number, begun)
    for place, each in enumerate(mine, 1):
        with signed_transaction(signature, name):
            ready = _ready(actor, each, now())
        if ready is not None:
            result = _call(ready, now, ask)
            tried += 1
            with signed_transaction(signature, name):
                goes_on = write_down(actor, each, result, now=now())
            if not goes_on or now() - begun > _LONG:
                with signed_transaction(signature, name):
                    release(mine[place:])
                    if goes_on:
                        ask_for_calls(number)
                return tried
    if len(mine) == AT_ONCE:
        ask_for_calls(number)
    return tried


def _ready(actor: Actor, number: int, now: datetime) -> _Ready | None:
    """Put it together as it may be said now; None where it need not be said, or is over meanwhile."""
    rows = WebhookCall.objects.select_related("webhook__staff", "complaint")
    call = rows.filter(pk=number).first()
    if call is None or is_over(call, now):
        return None
    if not (call.is_test or _may_be_told(call)):
        needless(call)
        return None
    try:
        hidden = hidden_of(call.webhook)
    except NotOurs:
        unreadable(actor, call, now)
        return None
    return _Ready(call.pk, hidden, call.message_id, _body(call))


def _may_be_told(call: WebhookCall) -> bool:
    """Do all who listen see the complaint; or, with a webhook of one's own, does one see it, and has not read of it?"""
    reader, complaint = call.webhook.staff, call.complaint
    if reader is not None and call.kind == NoticeKind.ACTION.value:
        of_action = Notice.objects.filter(recipient=reader, kind=call.kind, at=call.at, read_at__isnull=True)
        return reader.is_active and of_action.exists()
    seen = visible_to_all() if reader is None else visible_to(actor_for(reader))
    if complaint is None or not seen.filter(pk=complaint.pk).exists():
        return False
    if reader is None:
        return True
    told = Notice.objects.filter(recipient=reader, complaint=complaint, kind=call.kind, at=call.at)
    return reader.is_active and told.filter(read_at__isnull=True).exists()


def _body(call: WebhookCall) -> bytes:
    complaint: Complaint | None = call.complaint
    names_it = complaint is not None and complaint.confidentiality == Confidentiality.ORDINARY.value
    reader = call.webhook.staff
    return Told(
        identity=call.message_id,
        kind=call.kind,
        at=call.at,
        reference=complaint.reference if complaint is not None and names_it else "",
        urgent=call.urgent,
        site=settings.ENVIRONMENT.address,
        language=reader.language if reader is not None else House().organisation.default_language,
    ).as_json()


def _call(ready: _Ready, now: Callable[[], datetime], ask: Outbound) -> Tried:
    at = now()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kikitori",
        **signed(ready.identity, at, ready.body, ready.hidden.keys_at(at)),
    }
    try:
        status = ask.post(ready.hidden.url, ready.body, headers).status
        outcome = outcome_of(status)
    except (NoAnswer, NotAsked) as trouble:
        status, outcome = None, why_not(trouble)
    # A clock may be set back meanwhile.
    return Tried(at, outcome, status, max(0, (now() - at) // _MILLISECOND))
