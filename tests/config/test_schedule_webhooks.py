"""Webhooks in the schedule: called by the worker, found again by the clock, ended and forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kikitori.casework.webhooks.keep import WebhookGiven, add_webhook
from kikitori.casework.write import note
from kikitori.records.together.webhooks import Webhook
from tests import makers
from tests.cast import Cast
from tests.config.test_schedule import cast, folder, in_queue, put, states, work

__all__ = ["cast", "folder"]
pytestmark = pytest.mark.django_db(transaction=True)


def hooked(cast: Cast) -> Webhook:
    """A webhook at a server that nobody has, and something it is told of."""
    chat = WebhookGiven(name="チャット", url="https://no-such-host.invalid/x", kinds=["note"])
    webhook = add_webhook(cast.actor("administrator"), chat, own=False, now=timezone.now()).webhook
    now = timezone.now() - timedelta(minutes=1)
    complaint = makers.received(cast, now=now, received_at=now).complaint
    note(cast.actor("lead"), complaint, body="確認しました", now=timezone.now())
    return webhook


def test_webhook_is_called_by_the_worker_and_what_came_of_it_is_written_down(
    cast: Cast, folder: Path
) -> None:
    webhook = hooked(cast)
    work()
    assert states("call_webhook") == ["succeeded"]
    attempt = webhook.attempts.get()
    assert (attempt.outcome, attempt.status) == ("no_name", None)
    webhook.refresh_from_db()
    assert webhook.failures == 1
    put("sweep_webhooks", timestamp=0)
    work()
    assert states("call_webhook") == ["succeeded"], "it rests after it has failed"


def test_call_whose_job_was_lost_is_found_by_the_clock_and_old_ones_are_ended(
    cast: Cast, folder: Path
) -> None:
    webhook = hooked(cast)
    in_queue("delete from procrastinate_jobs where task_name = 'kikitori.call_webhook'")
    for _ in range(2):
        put("sweep_webhooks", timestamp=0)
        work()
    assert (states("call_webhook"), webhook.attempts.count()) == (["succeeded"], 1)
    webhook.calls.update(give_up_at=timezone.now() - timedelta(hours=1))
    put("sweep_webhooks", timestamp=0)
    work()
    assert webhook.calls.get().fate == "failed"
    webhook.calls.update(at=timezone.now() - timedelta(days=31))
    put("forget_what_expired", timestamp=0)
    work()
    assert not webhook.calls.exists()
