"""Pausing a webhook and taking it up again: what happens meanwhile is not told to it, neither then nor later.

Everything that was to be told stands in the desk, or comes by e-mail, whatever becomes of a webhook.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kikitori.casework.notice_mail import JOB as MAIL_JOB
from kikitori.casework.outgoing import new_message_id
from kikitori.casework.settings_kept import note_change
from kikitori.foundation import jobs
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.together.models import NoticeMail
from kikitori.records.together.terms import CallFate, PauseReason
from kikitori.records.together.webhooks import TEST, Webhook


def as_kept(webhook: Webhook) -> dict[str, object]:
    """As the record of changes holds it: of the address the server alone, of the secret since when it holds."""
    return {
        "name": webhook.name,
        "host": webhook.host,
        "kinds": sorted(webhook.kinds),
        "secret_at": webhook.secret_since,
        "paused": webhook.pause_reason if webhook.paused_at else "",
    }


def note(
    actor: Actor, webhook: Webhook, before: Mapping[str, object], after: Mapping[str, object], now: datetime
) -> None:
    """Keep a change of one of the organisation's; a person's own are no setting."""
    if webhook.is_of_house:
        note_change(actor, Setting.WEBHOOKS, before, after, now)


def put_to_rest(actor: Actor, webhook: Webhook, reason: PauseReason, *, now: datetime) -> None:
    """Pause this locked webhook and drop what waits for it; whoever set it up is told, unless it was done by hand."""
    before = as_kept(webhook)
    webhook.paused_at, webhook.pause_reason = now, reason.value
    webhook.save(update_fields=["paused_at", "pause_reason"])
    waiting = webhook.calls.filter(fate=CallFate.WAITING.value).exclude(kind=TEST)
    waiting.update(fate=CallFate.DROPPED.value, claimed_until=None)
    note(actor, webhook, before, as_kept(webhook), now)
    owner = webhook.set_by
    if reason is not PauseReason.BY_HAND and owner.is_active and owner.email:
        mail = NoticeMail.objects.create(
            recipient=owner, message_id=new_message_id(), made_at=now, next_try_at=now, webhook=webhook
        )
        jobs.defer(MAIL_JOB, number=mail.pk)


def wake(webhook: Webhook) -> None:
    """Take this locked webhook into use again, as one that never failed. The caller saves it."""
    webhook.paused_at, webhook.pause_reason = None, ""
    webhook.failures, webhook.failing_since, webhook.not_before = 0, None, None
