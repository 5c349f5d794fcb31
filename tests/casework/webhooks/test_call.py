"""Calling: what arrives, signed, with nothing in it; for who may see it at that moment; once, or again under one name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from standardwebhooks import Webhook as Verifier

from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.following import follow, mark_read, notices_of
from kikitori.casework.notice_choices import choices_of, choose_notices
from kikitori.casework.webhooks.call import call_webhook
from kikitori.casework.webhooks.claim import claim
from kikitori.casework.webhooks.keep import WebhookGiven, add_webhook, renew_webhook
from kikitori.casework.webhooks.leave import leave_test
from kikitori.casework.write import hear, note
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation, Staff
from kikitori.records.together.webhooks import Webhook, WebhookAttempt, WebhookCall
from tests import makers
from tests.casework.webhooks.receiving import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    OUTBOX,
    Receiver,
    called,
    every_kind,
    set_up,
)
from tests.cast import Cast


def noted(cast: Cast, it: Complaint, now: object = NOW, body: str = "秘密の倉庫の件") -> None:
    note(cast.actor("lead"), it, body=body, now=now)


def fates() -> list[str]:
    return list(WebhookCall.objects.order_by("pk").values_list("fate", flat=True))


def test_call_arrives_signed_and_with_no_word_of_the_complaint(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    Organisation.objects.update(default_language="en")
    shown = set_up(cast, other_side.url)
    noted(cast, complaint)
    hear(makers.complainant_of(complaint), complaint, body="写真です", now=NOW)
    assert called(shown.webhook, other_side.client(), NOW + MINUTE) == 2
    [first, second] = other_side.told
    assert first["type"] == "kikitori.notice.note"
    assert second["data"]["reference"] == complaint.reference
    assert second["text"].startswith(f"[Kikitori] Word from the complainant {complaint.reference} http")
    assert other_side.is_signed(shown.secret, 0)
    assert other_side.is_signed(shown.secret, 1)
    assert other_side.headers[0]["webhook-id"] == first["id"] != second["id"]
    assert other_side.headers[0]["content-type"] == "application/json"
    raw = json.dumps(other_side.told, ensure_ascii=False) + json.dumps(other_side.headers)
    for secret in ("秘密", "倉庫", "写真", "試野", "はな", "責田", "皿", complaint.title, shown.secret):
        assert secret not in raw, secret
    assert fates() == ["sent", "sent"]
    assert called(shown.webhook, other_side.client(), NOW + MINUTE) == 0


def test_library_takes_what_arrives_by_the_real_clock(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    shown = set_up(cast, other_side.url)
    noted(cast, complaint, timezone.now())
    call_webhook(OUTBOX, shown.webhook.pk, now=timezone.now, ask=other_side.client())
    [(_path, body)], [headers] = other_side.server.asked, other_side.headers
    assert Verifier(shown.secret).verify(body, headers)["data"]["kind"] == "note"


def test_each_try_is_written_down_with_nothing_of_the_answer(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    shown = set_up(cast, other_side.url)
    noted(cast, complaint)
    moments = iter(NOW + timedelta(milliseconds=number * 40) for number in range(50))
    call_webhook(OUTBOX, shown.webhook.pk, now=lambda: next(moments), ask=other_side.client())
    attempt = WebhookAttempt.objects.get()
    assert (attempt.outcome, attempt.status, attempt.milliseconds) == ("taken", 200, 40)
    assert attempt.call == WebhookCall.objects.get()


def test_clock_set_back_during_a_call_makes_it_no_shorter_than_nothing(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    """The try is kept all the same: else the call would be made again and again."""
    shown = set_up(cast, other_side.url)
    noted(cast, complaint)
    moments = iter(NOW - timedelta(seconds=number) for number in range(50))
    call_webhook(OUTBOX, shown.webhook.pk, now=lambda: next(moments) + HOUR, ask=other_side.client())
    assert WebhookAttempt.objects.get().milliseconds == 0
    assert WebhookCall.objects.get().fate == "sent"


def test_while_a_secret_gives_way_to_another_both_sign(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    shown = set_up(cast, other_side.url)
    seen = shown.webhook.secret_since
    new = renew_webhook(cast.actor("administrator"), shown.webhook.pk, seen=seen, now=NOW)
    noted(cast, complaint)
    called(shown.webhook, other_side.client())
    assert other_side.is_signed(shown.secret)
    assert other_side.is_signed(new.secret)
    noted(cast, complaint, NOW + 7 * DAY)
    called(shown.webhook, other_side.client(), NOW + 7 * DAY)
    assert not other_side.is_signed(shown.secret)
    assert other_side.is_signed(new.secret)


# ---- who may see it when it goes


BETWEEN: dict[str, Callable[[Cast, Complaint], object]] = {
    "out of sight": lambda _, it: Complaint.objects.filter(pk=it.pk).update(confidentiality="restricted"),
    "account closed": lambda cast, _: Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False),
    "now an administrator": lambda cast, _: Staff.objects.filter(pk=cast.colleague.pk).update(
        role="administrator"
    ),
    "read in the desk": lambda cast, _: [
        mark_read(cast.actor("colleague"), notice=each.pk, now=NOW)
        for each in notices_of(cast.actor("colleague"))
    ],
}


@pytest.mark.parametrize("what", BETWEEN)
def test_what_has_become_needless_or_unseen_before_it_goes_is_not_sent(
    cast: Cast, complaint: Complaint, other_side: Receiver, what: str
) -> None:
    follow(cast.actor("colleague"), complaint, now=NOW)
    row = set_up(cast, other_side.url, role="colleague", kinds=every_kind()).webhook
    noted(cast, complaint)
    BETWEEN[what](cast, complaint)
    assert called(row, other_side.client()) == 0
    assert (fates(), other_side.told) == (["needless"], [])


def test_complaint_that_was_restricted_meanwhile_is_not_told_to_a_room(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    Complaint.objects.update(confidentiality="restricted")
    assert called(row, other_side.client()) == 0
    assert (fates(), other_side.told) == (["needless"], [])


def test_who_may_see_a_restricted_one_is_told_no_number(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    Complaint.objects.update(confidentiality="restricted")
    row = set_up(cast, other_side.url, role="handler", kinds=every_kind()).webhook
    noted(cast, Complaint.objects.get(pk=complaint.pk))
    assert called(row, other_side.client()) == 1
    [told] = other_side.told
    assert complaint.reference not in json.dumps(told)
    assert (told["data"]["reference"], told["data"]["kind"]) == (None, "note")
    assert told["text"].startswith("[Kikitori] ほかの担当者の内部メモ http")


# ---- quiet hours


def test_quiet_hours_of_a_person_are_left_alone_and_a_room_has_none(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    own = set_up(cast, other_side.url, role="handler", kinds=every_kind()).webhook
    house = set_up(cast, other_side.url).webhook
    evening, morning = NOW + 10 * HOUR, NOW + 22 * HOUR
    noted(cast, complaint, evening)
    assert called(own, other_side.client(), evening) == 0
    assert called(house, other_side.client(), evening) == 1
    call = WebhookCall.objects.get(webhook=own)
    assert (call.fate, call.next_try_at, call.give_up_at) == ("waiting", morning, morning + DAY)
    assert called(own, other_side.client(), morning - MINUTE) == 0
    assert called(own, other_side.client(), morning) == 1


def test_weekend_does_not_make_old_news_of_what_waits_for_monday(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url, role="handler", kinds=every_kind()).webhook
    friday, monday = NOW + 3 * DAY + 10 * HOUR, NOW + 5 * DAY + 22 * HOUR
    noted(cast, complaint, friday)
    assert called(row, other_side.client(), friday) == 0
    assert WebhookCall.objects.get().next_try_at == monday
    assert called(row, other_side.client(), monday + HOUR) == 1


def test_what_cannot_wait_goes_at_night_where_somebody_wants_that(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    Complaint.objects.update(queue="urgent")
    urgent, night = Complaint.objects.get(pk=complaint.pk), NOW + 14 * HOUR
    row = set_up(cast, other_side.url, role="lead", kinds=every_kind()).webhook
    follow(cast.actor("lead"), urgent, now=NOW)
    escalate_complaint(cast.actor("handler"), urgent, reason="至急", now=night)
    note(cast.actor("handler"), urgent, body="至急", now=night)
    own = choices_of(cast.lead.pk).own
    choose_notices(cast.actor("lead"), replace(own, urgent_anytime=True), now=NOW)
    assert called(row, other_side.client(), night) == 1
    assert [each["data"]["kind"] for each in other_side.told] == ["escalation"]
    assert other_side.told[0]["data"]["urgent"] is True


def test_test_goes_at_night_and_in_a_pause(cast: Cast, other_side: Receiver) -> None:
    row, night = set_up(cast, other_side.url, role="handler").webhook, NOW + 14 * HOUR
    Webhook.objects.update(paused_at=NOW, pause_reason="failing", not_before=NOW + DAY)
    assert leave_test(cast.actor("handler"), row.pk, now=night)
    assert called(row, other_side.client(), night) == 1
    assert "テスト送信です" in other_side.told[0]["text"]
    row.refresh_from_db()
    assert row.paused_at == NOW, "a test changes nothing"


# ---- at least once


def test_worker_that_dies_after_sending_sends_again_under_the_same_name(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    client = other_side.client()

    class Dying(type(client)):  # type: ignore[misc]
        def post(self, *given: object) -> object:
            super().post(*given)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        called(row, Dying(client.resolve, client.will_do, client.trust))
    assert (len(other_side.told), fates(), WebhookAttempt.objects.count()) == (1, ["waiting"], 0)
    assert called(row, client, NOW + MINUTE) == 0, "it is still in the hands of the one that died"
    assert called(row, client, NOW + 11 * MINUTE) == 1
    assert other_side.told[0] == other_side.told[1]
    assert other_side.headers[0]["webhook-id"] == other_side.headers[1]["webhook-id"]
    assert fates() == ["sent"]


def test_two_workers_never_have_the_same_call_in_hand(cast: Cast, complaint: Complaint) -> None:
    row = add_webhook(
        cast.actor("administrator"),
        WebhookGiven(name="a", url="https://hooks.example.com/", kinds=["note"]),
        own=False,
        now=NOW,
    ).webhook
    for number in range(25):
        noted(cast, complaint, NOW, f"{number}")
    first, second, third = (claim(row.pk, NOW) for _ in range(3))
    assert (len(first), len(second), third) == (20, 5, [])
    assert not set(first) & set(second)
    assert claim(999_999, NOW) == []


def test_long_queue_is_worked_off_by_one_job_after_another(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url).webhook
    for number in range(23):
        noted(cast, complaint, NOW, f"{number}")
    ProcrastinateJob.objects.all().delete()
    assert called(row, other_side.client()) == 20
    assert ProcrastinateJob.objects.filter(task_name="kikitori.call_webhook").count() == 1
    assert called(row, other_side.client()) == 3
    assert len({each["id"] for each in other_side.told}) == 23


def test_slow_one_gives_way_after_a_minute(cast: Cast, complaint: Complaint, other_side: Receiver) -> None:
    row = set_up(cast, other_side.url).webhook
    for number in range(4):
        noted(cast, complaint, NOW, f"{number}")
    moments = iter(NOW + timedelta(seconds=number * 10) for number in range(100))
    assert call_webhook(OUTBOX, row.pk, now=lambda: next(moments), ask=other_side.client()) == 2
    assert list(WebhookCall.objects.filter(fate="waiting").values_list("claimed_until", flat=True)) == [
        None,
        None,
    ]
    assert called(row, other_side.client(), NOW + MINUTE) == 2
