"""A webhook that does not answer: growing waits, an end, a pause that is told; and no flood when it works again."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from kikitori.casework.notice_mail import send_notice_mail
from kikitori.casework.webhooks.keep import WebhookGiven, change_webhook, resume_webhook
from kikitori.casework.webhooks.leave import leave_test
from kikitori.casework.webhooks.upkeep import forget_calls, give_up_old, webhooks_left_behind
from kikitori.casework.write import note
from kikitori.foundation.outbound import Outbound
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.together.models import NoticeMail
from kikitori.records.together.sending import MOST_TRIES
from kikitori.records.together.webhooks import Webhook, WebhookAttempt, WebhookCall
from tests.casework.webhooks.receiving import (
    DAY,
    HOUR,
    MINUTE,
    NAME,
    NOW,
    Receiver,
    called,
    every_kind,
    receiver,
    set_up,
)
from tests.cast import Cast
from tests.httpsserver import https
from tests.letterbox import read, text_of


def noted(cast: Cast, it: Complaint, now: datetime = NOW, body: str = "確認しました") -> None:
    note(cast.actor("lead"), it, body=body, now=now)


def outcomes() -> list[tuple[str, int | None]]:
    return list(WebhookAttempt.objects.order_by("pk").values_list("outcome", "status"))


def only() -> WebhookCall:
    return WebhookCall.objects.get()


def webhook() -> Webhook:
    return Webhook.objects.get()


# ---- what an answer means


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "taken"), (201, "taken"), (204, "taken"), (299, "taken"), (301, "redirected"), (302, "redirected"),
        (307, "redirected"), (400, "refused"), (401, "refused"), (404, "refused"), (410, "gone"), (429, "refused"),
        (500, "refused"), (503, "refused"),
    ],
)  # fmt: skip
def test_status_means(cast: Cast, complaint: Complaint, tmp_path: Path, status: int, outcome: str) -> None:
    with receiver(tmp_path, status, headers={"Location": "https://127.0.0.1/"}) as other_side:
        row = set_up(cast, other_side.url).webhook
        noted(cast, complaint)
        called(row, other_side.client())
        assert len(other_side.told) == 1, "a redirect is not followed"
    assert outcomes() == [(outcome, status)]
    fates = {"taken": "sent", "gone": "failed"}
    assert only().fate == fates.get(outcome, "waiting")


def test_server_that_is_not_there_is_told_without_its_words(
    cast: Cast, complaint: Complaint, tmp_path: Path
) -> None:
    with receiver(tmp_path) as other_side:
        row, client = set_up(cast, other_side.url).webhook, other_side.client()
    noted(cast, complaint)
    called(row, client)
    assert outcomes() == [("unreachable", None)]


def test_name_that_nobody_has(cast: Cast, complaint: Complaint) -> None:
    row = set_up(cast, "https://no-such-host.invalid/x").webhook
    noted(cast, complaint)
    called(row, Outbound())
    assert outcomes() == [("no_name", None)]


def test_certificate_of_somebody_else(cast: Cast, complaint: Complaint, tmp_path: Path) -> None:
    with receiver(tmp_path) as other_side:
        row = set_up(cast, other_side.url).webhook
        noted(cast, complaint)
        called(row, other_side.client(trust=ssl.create_default_context))
        assert other_side.told == []
    assert outcomes() == [("certificate", None)]


def test_slow_server_is_not_waited_for(cast: Cast, complaint: Complaint, tmp_path: Path) -> None:
    over = Event()

    def wait(*_: object) -> tuple[int, dict[str, str], bytes]:
        over.wait(20)
        return 200, {}, b""

    with https(tmp_path, wait, NAME) as server:
        row = set_up(cast, Receiver(server).url).webhook
        noted(cast, complaint)
        called(row, Receiver(server).client(seconds=0.4))
        over.set()
    assert outcomes() == [("slow", None)]


def test_server_that_talks_without_end(cast: Cast, complaint: Complaint, tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: (200, {}, b"x" * 50_000), NAME) as server:
        row = set_up(cast, Receiver(server).url).webhook
        noted(cast, complaint)
        called(row, Receiver(server).client(largest=1_000))
    assert outcomes() == [("too_much", None)]


def test_name_that_leads_into_our_own_network_is_told_nothing(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    called(row, Outbound(resolve=lambda *_: ["127.0.0.1"]))
    assert (outcomes(), other_side.told) == ([("not_public", None)], [])


# ---- tried again


def test_it_is_tried_again_with_growing_waits_and_then_given_up(
    cast: Cast, complaint: Complaint, tmp_path: Path
) -> None:
    with receiver(tmp_path, 500) as other_side:
        row, client, now = set_up(cast, other_side.url).webhook, other_side.client(), NOW
        noted(cast, complaint)
        waits = []
        for _ in range(MOST_TRIES - 1):
            assert called(row, client, now) == 1
            again = max(only().next_try_at, webhook().not_before or now)
            assert called(row, client, again - timedelta(seconds=1)) == 0
            waits.append(again - now)
            now = again
        assert called(row, client, now) == 1
        assert len({each["id"] for each in other_side.told}) == 1
        assert len(other_side.told) == MOST_TRIES
    assert waits[:5] == sorted(waits[:5])
    assert waits[0] >= MINUTE
    assert waits[4] >= HOUR
    assert (only().fate, only().tries) == ("failed", MOST_TRIES)
    assert webhook().paused_at is None, "it has not failed for a day yet"


def test_what_works_again_is_as_if_nothing_had_been(cast: Cast, complaint: Complaint, tmp_path: Path) -> None:
    with receiver(tmp_path, 503, 200) as other_side:
        row = set_up(cast, other_side.url).webhook
        noted(cast, complaint)
        noted(cast, complaint, body="二つ目")
        assert called(row, other_side.client()) == 1, "those behind it wait as long as it does"
        assert (webhook().failures, webhook().failing_since) == (1, NOW)
        assert set(WebhookCall.objects.values_list("claimed_until", flat=True)) == {None}
        assert called(row, other_side.client(), NOW + 2 * MINUTE) == 2
        assert (webhook().failures, webhook().failing_since, webhook().not_before) == (0, None, None)
    assert set(WebhookCall.objects.values_list("fate", flat=True)) == {"sent"}


def test_one_call_that_is_never_taken_holds_back_no_other(
    cast: Cast, complaint: Complaint, tmp_path: Path
) -> None:
    """The other side takes everything but the first thing it was told."""
    refused: list[bytes] = []

    def answer(_path: str, body: bytes) -> tuple[int, dict[str, str], bytes]:
        refused[:] = refused or [body]
        return (400 if body == refused[0] else 200), {}, b""

    with https(tmp_path, answer, NAME) as server:
        row, client = set_up(cast, Receiver(server).url).webhook, Receiver(server).client()
        for number in range(3):
            noted(cast, complaint, body=f"{number}")
        now = NOW
        for _ in range(5):
            called(row, client, now)
            now += 2 * MINUTE
    fates = list(WebhookCall.objects.order_by("pk").values_list("fate", flat=True))
    assert fates == ["waiting", "sent", "sent"]


# ---- paused by itself


def failing_for_a_day(cast: Cast, complaint: Complaint, other_side: Receiver, row: Webhook) -> datetime:
    """Something happens every hour, and none of it is taken."""
    for hours in range(26):
        now = NOW + hours * HOUR
        noted(cast, complaint, now, body=f"{hours}")
        called(row, other_side.client(), now)
        give_up_old(now)
        if webhook().paused_at is not None:
            return now
    raise AssertionError("not paused")


def test_after_a_day_of_failing_it_pauses_itself_and_who_set_it_up_is_told(
    cast: Cast, complaint: Complaint, tmp_path: Path, folder: Path
) -> None:
    Staff.objects.filter(pk=cast.administrator.pk).update(email="admin@desk.example.jp", language="en")
    with receiver(tmp_path / "other", 500) as other_side:
        row = set_up(cast, other_side.url).webhook
        paused = failing_for_a_day(cast, complaint, other_side, row)
        asked = len(other_side.told)
        assert called(row, other_side.client(), paused + DAY) == 0
        assert len(other_side.told) == asked
    assert paused == NOW + DAY
    assert (webhook().paused_at, webhook().pause_reason) == (paused, "failing")
    assert set(WebhookCall.objects.values_list("fate", flat=True)) <= {"dropped", "failed"}
    last = SettingChange.objects.filter(kind="webhooks").latest("pk")
    assert (last.after["paused"], last.by) == ("failing", None)
    mail = NoticeMail.objects.get()
    assert send_notice_mail(mail.pk, now=paused) == "sent"
    [found] = [read(file.read_bytes()) for file in folder.glob("notice-*.eml")]
    assert (found["To"], found["Subject"]) == ("admin@desk.example.jp", "[Kikitori] A webhook is paused")
    body = text_of(found)
    assert "The webhook “チャット” of the complaint desk of Mihon-do is paused." in body
    assert "/desk/settings/webhooks/" in body
    assert "T0-SECRET-PART" not in body


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        (lambda: Webhook.objects.update(paused_at=None), "needless"),
        (lambda: Staff.objects.update(is_active=False), "needless"),
        (lambda: Staff.objects.update(email="nowhere"), "failed"),
    ],
)
def test_mail_about_a_pause_is_not_sent_where_it_says_nothing_any_more(
    cast: Cast, complaint: Complaint, tmp_path: Path, folder: Path, change: Callable[[], object], fate: str
) -> None:
    Staff.objects.update(email="someone@desk.example.jp")
    with receiver(tmp_path / "other", 410) as other_side:
        row = set_up(cast, other_side.url, role="handler", kinds=every_kind()).webhook
        noted(cast, complaint)
        called(row, other_side.client())
    mail = NoticeMail.objects.get()
    change()
    assert send_notice_mail(mail.pk, now=NOW) == fate
    assert list(folder.glob("*.eml")) == []


def test_address_that_is_gone_pauses_it_at_once(cast: Cast, complaint: Complaint, tmp_path: Path) -> None:
    with receiver(tmp_path, 410) as other_side:
        row = set_up(cast, other_side.url, role="handler", kinds=every_kind()).webhook
        noted(cast, complaint)
        noted(cast, complaint, body="二つ目")
        assert called(row, other_side.client()) == 1
    assert (webhook().pause_reason, webhook().paused_at) == ("gone", NOW)
    assert list(WebhookCall.objects.order_by("pk").values_list("fate", flat=True)) == ["failed", "dropped"]
    assert not NoticeMail.objects.exists(), "no address is known to mail to"
    assert not SettingChange.objects.filter(kind="webhooks").exists()


def test_what_no_key_opens_any_more_pauses_it(
    cast: Cast, complaint: Complaint, other_side: Receiver, settings
) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    settings.SECRET_KEY = "another key" * 5
    assert called(row, other_side.client()) == 0
    assert (webhook().pause_reason, only().fate, other_side.told) == ("unreadable", "failed", [])


def test_failed_test_pauses_nothing_and_is_not_tried_again(cast: Cast, tmp_path: Path) -> None:
    with receiver(tmp_path, 410) as other_side:
        row = set_up(cast, other_side.url).webhook
        leave_test(cast.actor("administrator"), row.pk, now=NOW)
        assert called(row, other_side.client()) == 1
    assert (webhook().paused_at, webhook().failures, only().fate) == (None, 0, "failed")
    assert outcomes() == [("gone", 410)]


# ---- taken into use again


@pytest.mark.parametrize("how", ["resumed", "saved"])
def test_nothing_of_the_pause_is_told_afterwards(
    cast: Cast, complaint: Complaint, tmp_path: Path, how: str
) -> None:
    administrator = cast.actor("administrator")
    with receiver(tmp_path, 410, 200) as other_side:
        row = set_up(cast, other_side.url).webhook
        for number in range(5):
            noted(cast, complaint, body=f"{number}")
        called(row, other_side.client())
        for number in range(30):
            noted(cast, complaint, NOW + number * MINUTE, body=f"in the pause {number}")
        later = NOW + 2 * HOUR
        if how == "resumed":
            resume_webhook(administrator, row.pk, now=later)
        else:
            change_webhook(administrator, row.pk, WebhookGiven(name="チャット", kinds=["note"]), now=later)
        assert called(row, other_side.client(), later) == 0
        noted(cast, complaint, later, body="the first after it")
        assert called(row, other_side.client(), later) == 1
        assert len(other_side.told) == 2


# ---- upkeep


def test_old_news_is_ended_and_not_sent(cast: Cast, complaint: Complaint, other_side: Receiver) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    assert give_up_old(NOW + DAY - MINUTE) == 0
    assert called(row, other_side.client(), NOW + DAY) == 0
    assert only().fate == "failed"
    noted(cast, complaint, body="二つ目")
    assert give_up_old(NOW + DAY) == 1
    assert other_side.told == []


def test_sweep_finds_what_lost_its_job_and_nothing_that_rests(cast: Cast, complaint: Complaint) -> None:
    url = "https://hooks.example.com/x"
    rows = [set_up(cast, url, name=f"{number}").webhook for number in range(5)]
    noted(cast, complaint)
    awake, resting, paused, in_hand, tested = rows
    Webhook.objects.filter(pk=resting.pk).update(not_before=NOW + HOUR)
    Webhook.objects.filter(pk__in=[paused.pk, tested.pk]).update(paused_at=NOW)
    WebhookCall.objects.filter(webhook=in_hand).update(claimed_until=NOW + HOUR)
    leave_test(cast.actor("administrator"), tested.pk, now=NOW)
    assert webhooks_left_behind(NOW) == [awake.pk, tested.pk]
    assert webhooks_left_behind(NOW + HOUR) == [awake.pk, resting.pk, in_hand.pk, tested.pk]
    assert webhooks_left_behind(NOW - MINUTE) == []


def test_sweep_asks_once_however_many_there_are(
    cast: Cast, complaint: Complaint, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(6):
        set_up(cast, "https://hooks.example.com/x", name=f"{number}")
    noted(cast, complaint)
    with django_assert_num_queries(1):
        assert len(webhooks_left_behind(NOW)) == 6


def test_what_is_long_over_is_forgotten_with_its_tries(
    cast: Cast, complaint: Complaint, other_side: Receiver
) -> None:
    row = set_up(cast, other_side.url).webhook
    noted(cast, complaint)
    called(row, other_side.client())
    noted(cast, complaint, body="it waits")
    assert forget_calls(NOW + 29 * DAY) == 0
    assert forget_calls(NOW + 31 * DAY) == 1
    assert (only().fate, WebhookAttempt.objects.count()) == ("waiting", 0)
    assert forget_calls(NOW + 31 * DAY) == 0
