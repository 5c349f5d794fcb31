"""A reply on its way out: when it goes, why to look again, and how it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.schedule_reply import UNDO, schedule_reply, send_waiting_reply
from kikitori.casework.write import hear
from kikitori.interfaces.desk.complaint.pending import pending_shown
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, in_days, kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf

TEXT = "いま確かめています。"
OUTBOX = Actor.system("outbox")


def handed_in(cast: Cast, *, days: int = 0) -> tuple[Complaint, PendingReply]:
    complaint, now = bench.investigated(cast), timezone.now()
    goes_at = now + timedelta(days=days) if days else None
    return complaint, schedule_reply(cast.actor("handler"), complaint, body=TEXT, now=now, goes_at=goes_at)


def test_reply_waits_in_sight_until_it_goes(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert send(client, complaint, "reply", body=TEXT).status_code == 303
    page = words_of(see(client, complaint))
    assert "秒後に送ります" in page
    assert "申出者にはまだ見えていません。" in page
    assert TEXT in page
    assert TEXT not in words_of(see(client, complaint, "as-seen"))
    pending = complaint.pending_replies.get()
    send_waiting_reply(OUTBOX, pending.pk, now=pending.goes_at)
    page = words_of(see(client, complaint))
    assert "送信待ち" not in page
    assert TEXT in page
    assert TEXT in words_of(see(client, complaint, "as-seen"))


def test_part_of_the_page_says_when_it_has_gone(client: Client, cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    waiting = client.get(at(complaint, "waiting"), {"seen": f"{pending.pk},"})
    assert "送信待ち" in words_of(waiting)
    assert 'hx-trigger="every 4s"' in waiting.content.decode()
    send_waiting_reply(OUTBOX, pending.pk, now=pending.goes_at)
    gone = client.get(at(complaint, "waiting"), {"seen": f"{pending.pk},"})
    assert "返信を送りました。" in words_of(gone)
    assert "hx-trigger" not in gone.content.decode()
    assert "返信を送りました。" not in words_of(client.get(at(complaint, "waiting"), {"seen": "x,-1,９"}))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_later_moment_is_told_in_words_and_on_the_timeline(
    cast: Cast, browser_of: BrowserOf, language: str
) -> None:
    complaint, client = bench.investigated(cast), browser_of("handler", language)
    answer = send(client, complaint, "reply", body=TEXT, later="1", day=in_days(5), time="09:30")
    assert answer.status_code == 303
    pending = complaint.pending_replies.get()
    local = pending.goes_at.astimezone(bench.JAPAN)
    assert (local.date().isoformat(), local.hour, local.minute) == (in_days(5), 9, 30)
    page = words_of(see(client, complaint))
    assert "9:30" in page
    assert ("返信を書きました（送信予定" if language == "ja" else "Reply written, to be sent:") in page


def test_suggested_moment_is_taken_by_its_radio(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    form = see(client, complaint, "reply").context["form"]
    value, _words = form.fields["moment"].choices[-1]
    assert send(client, complaint, "reply", body=TEXT, later="1", moment=value).status_code == 303
    assert complaint.pending_replies.get().goes_at.isoformat("T", "minutes")[:10] <= in_days(20)
    assert complaint.pending_replies.get().chosen


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({}, "いつ送るかを選ぶか、いま送ってください。"),
        ({"day": "2020-01-01", "time": "09:00"}, "は、もっと後の日時にしてください。"),
        ({"day": "2020-01-01"}, "「時刻」が空です"),
        ({"moment": "yesterday"}, "「あとで送る」"),
    ],
)
def test_moment_that_cannot_be_is_said_beside_it_and_nothing_goes(
    client: Client, cast: Cast, chosen: dict[str, str], said: str
) -> None:
    complaint = bench.investigated(cast)
    answer = send(client, complaint, "reply", body=TEXT, later="1", **chosen)
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert TEXT in answer.content.decode()
    assert not complaint.pending_replies.exists()


def test_moment_left_over_does_not_hold_up_what_is_sent_now(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert send(client, complaint, "reply", body=TEXT, day=in_days(5), time="09:30").status_code == 303
    pending = complaint.pending_replies.get()
    assert pending.goes_at - pending.written_at == UNDO


def test_word_that_came_meanwhile_is_pointed_out(client: Client, cast: Cast) -> None:
    complaint, _ = handed_in(cast, days=1)
    assert "このあと申出者から連絡がありました" not in words_of(see(client, complaint))
    hear(makers.complainant_of(complaint), complaint, body="もう一枚割れていました。", now=timezone.now())
    assert "このあと申出者から連絡がありました" in words_of(see(client, complaint))


def test_moment_beyond_the_promise_is_pointed_out(client: Client, cast: Cast) -> None:
    complaint, _ = handed_in(cast, days=60)
    assert "お約束した期日より後になります" in words_of(see(client, complaint))


def test_stuck_reply_says_why_and_is_taken_over(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    complaint, pending = handed_in(cast)
    cast.handler.is_active = False
    cast.handler.save()
    send_waiting_reply(OUTBOX, pending.pk, now=pending.goes_at)
    lead = browser_of("lead")
    page = words_of(see(lead, complaint))
    assert "この返信は送れませんでした" in page
    assert "書いた人はすでに退職しています。" in page
    assert send(lead, complaint, "take-back", pending=pending.pk).status_code == 303
    assert kinds(complaint)[-1] == "reply_taken_back"


def test_reader_sees_it_and_cannot_take_it_back(cast: Cast, browser_of: BrowserOf) -> None:
    complaint, pending = handed_in(cast, days=1)
    page = see(browser_of("auditor"), complaint)
    assert TEXT in words_of(page)
    assert "take-back" not in page.content.decode()
    assert send(browser_of("auditor"), complaint, "take-back", pending=pending.pk).status_code == 403


def test_reply_that_is_out_says_so_to_who_wants_it_back(client: Client, cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    send_waiting_reply(OUTBOX, pending.pk, now=pending.goes_at)
    answer = send(client, complaint, "take-back", pending=pending.pk)
    assert answer.status_code == 409
    assert "送信待ちの返信はありません" in words_of(answer)


def test_seconds_are_counted_only_where_it_goes_at_once(cast: Cast) -> None:
    complaint, _ = handed_in(cast)
    [shown] = pending_shown(bench.standing(complaint, cast))
    assert shown.seconds is not None
    assert 0 <= shown.seconds <= UNDO.total_seconds()
    [late] = pending_shown(bench.standing(complaint, cast, later=timedelta(hours=1)))
    assert late.seconds == 0
    later, _ = handed_in(cast, days=2)
    assert pending_shown(bench.standing(later, cast))[0].seconds is None


def test_pending_replies_are_read_with_the_case_file(cast: Cast, django_assert_num_queries) -> None:
    complaint, _ = handed_in(cast, days=1)
    for _ in range(3):
        schedule_reply(cast.actor("handler"), complaint, body=TEXT, now=timezone.now())
    standing = bench.standing(complaint, cast)
    _ = standing.file.promises
    with django_assert_num_queries(1):
        assert len(pending_shown(standing)) == 4
