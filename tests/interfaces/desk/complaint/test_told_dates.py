"""A date told in a reply or on the phone is offered as a promise: once, to whoever may make it, and never by itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.promise import promise_by_hand, write_down_call
from kikitori.casework.schedule_reply import send_waiting_reply
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import note, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import see, send
from tests.interfaces.desk.conftest import BrowserOf

ASKED = "約束として記録しますか。"
#: Far from every date the rules would promise.
IN_A_MONTH = bench.today() + timedelta(days=45)
SAID = f"{IN_A_MONTH.year}年{IN_A_MONTH.month}月{IN_A_MONTH.day}日までに写真をお返しします。"


def told(cast: Cast, body: str = SAID, **changes: object) -> Complaint:
    """A complaint in which we have just written this."""
    complaint = bench.investigated(cast, **changes)
    reply(cast.actor("handler"), complaint, body=body, now=timezone.now())
    return complaint


def entry_of(complaint: Complaint, kind: str = "replied") -> int:
    return complaint.events.filter(kind=kind).latest("pk").pk


def value(page: str, name: str) -> str:
    """What a field of the form begins with."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag is not None, name
    found = re.search(r'value="([^"]*)"', tag[0])
    return unescape(found[1]) if found else ""


def test_date_in_a_reply_is_offered_with_its_sentence_and_day(client: Client, cast: Cast) -> None:
    complaint = told(cast)
    text = words_of(see(client, complaint))
    assert f"返信に「{SAID}」とあります" in text
    assert f"{IN_A_MONTH.month}月{IN_A_MONTH.day}日" in text
    assert ASKED in text
    assert not complaint.promises.filter(kind="other").exists(), "nothing is recorded by itself"


def test_it_stands_there_once_the_reply_has_gone(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assert ASKED not in words_of(see(client, complaint))
    sent = send(client, complaint, "reply", body=f"お調べしています。{SAID}")
    pending = complaint.pending_replies.get()
    send_waiting_reply(Actor.system("outbox"), pending.pk, now=pending.goes_at)
    assert ASKED in words_of(client.get(sent["Location"]))


def test_call_note_is_looked_at_too_and_english_is_spoken(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    write_down_call(cast.actor("handler"), complaint, body=f"ご立腹でした。{SAID}", now=timezone.now())
    assert "電話の記録に" in words_of(see(browser_of("handler"), complaint))
    assert f"The note of the call says “{SAID}”" in words_of(see(browser_of("handler", "en"), complaint))


def test_form_begins_with_what_was_told_and_records_it(client: Client, cast: Cast) -> None:
    complaint = told(cast, SAID.replace("日までに", "日の午後3時までに"))
    number = entry_of(complaint)
    page = see(client, complaint, "promise", told_in=number).content.decode()
    assert value(page, "what") == SAID.replace("日までに", "日の午後3時までに")
    assert (value(page, "day"), value(page, "time")) == (IN_A_MONTH.isoformat(), "15:00")
    assert value(page, "told_in") == str(number)
    assert not complaint.promises.filter(kind="other").exists()
    typed = {name: value(page, name) for name in ("what", "day", "time", "told_in")}
    assert send(client, complaint, "promise", **typed).status_code == 303
    promise = complaint.promises.get(kind="other")
    local = promise.due_at.astimezone(bench.JAPAN)
    assert (local.date(), f"{local:%H:%M}") == (IN_A_MONTH, "15:00")
    assert complaint.events.get(kind="promised").data["told_in"] == number
    assert ASKED not in words_of(see(client, complaint))


def test_recorded_for_another_day_than_was_read_is_dealt_with_all_the_same(
    client: Client, cast: Cast
) -> None:
    complaint = told(cast)
    other = (IN_A_MONTH + timedelta(days=3)).isoformat()
    send(client, complaint, "promise", what="写真", day=other, told_in=entry_of(complaint))
    assert ASKED not in words_of(see(client, complaint))


def test_second_date_of_the_message_is_offered_after_the_first(client: Client, cast: Cast) -> None:
    later = IN_A_MONTH + timedelta(days=7)
    second = f"{later.year}年{later.month}月{later.day}日にお電話します。"
    complaint = told(cast, SAID + second)
    assert SAID in words_of(see(client, complaint)).partition(ASKED)[0]
    send(client, complaint, "promise", what="写真", day=IN_A_MONTH.isoformat(), told_in=entry_of(complaint))
    assert f"「{second}」とあります" in words_of(see(client, complaint))


def test_no_promise_is_remembered_for_that_message_alone(client: Client, cast: Cast) -> None:
    complaint = told(cast)
    answer = send(client, complaint, "no-promise", told_in=entry_of(complaint))
    assert answer.status_code == 303
    assert ASKED not in words_of(see(client, complaint))
    assert complaint.events.filter(kind="date_set_aside", visibility="internal").count() == 1
    reply(cast.actor("handler"), complaint, body=SAID, now=timezone.now())
    assert ASKED in words_of(see(client, complaint))


def test_promise_that_stands_for_the_day_is_enough(client: Client, cast: Cast) -> None:
    complaint = told(cast)
    promise_by_hand(
        cast.actor("handler"), complaint, what="写真をお返しします", by=IN_A_MONTH, now=timezone.now()
    )
    assert ASKED not in words_of(see(client, complaint))


def test_promise_that_the_message_has_kept_stands_no_more(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    promise = complaint.promises.get(kind="progress", state="open")
    day = promise.due_at.astimezone(bench.JAPAN).date()
    reply(
        cast.actor("handler"),
        complaint,
        body=f"{day.year}年{day.month}月{day.day}日までに折り返します。",
        now=timezone.now(),
    )
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert ASKED in words_of(see(client, complaint))


def test_hour_that_was_told_needs_a_promise_by_that_hour(client: Client, cast: Cast) -> None:
    complaint = told(cast, SAID.replace("日までに", "日の午前10時に"))
    promise_by_hand(cast.actor("handler"), complaint, what="写真", by=IN_A_MONTH, now=timezone.now())
    assert ASKED in words_of(see(client, complaint)), "a promise for the whole day does not hold the hour"
    at = datetime(IN_A_MONTH.year, IN_A_MONTH.month, IN_A_MONTH.day, 10, tzinfo=bench.JAPAN)
    promise_by_hand(cast.actor("handler"), complaint, what="写真", by=at, now=timezone.now())
    assert ASKED not in words_of(see(client, complaint))


@pytest.mark.parametrize(
    "body",
    [
        "近日中にご連絡いたします。",
        "999営業日以内にご連絡いたします。",
        f"> {SAID}",
        SAID.replace("お返しします", "ご返送ください"),
    ],
)
def test_words_that_promise_nothing_are_left_alone(client: Client, cast: Cast, body: str) -> None:
    assert ASKED not in words_of(see(client, told(cast, body)))


def test_note_among_ourselves_promises_nobody_anything(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    note(cast.actor("handler"), complaint, body=SAID, now=timezone.now())
    assert ASKED not in words_of(see(client, complaint))


@pytest.mark.parametrize(("role", "asked"), [("handler", True), ("lead", True), ("auditor", False)])
def test_only_who_may_promise_is_asked(browser_of: BrowserOf, cast: Cast, role: str, asked: bool) -> None:
    assert (ASKED in words_of(see(browser_of(role), told(cast)))) is asked


def test_ended_complaint_asks_nothing(client: Client, cast: Cast) -> None:
    complaint = told(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=timezone.now())
    assert ASKED not in words_of(see(client, complaint))


def test_entry_of_another_complaint_fills_nothing_in(client: Client, cast: Cast) -> None:
    theirs, ours = told(cast), bench.investigated(cast)
    number = entry_of(theirs)
    for odd in (number, "x", "-1", "9" * 40, "٣"):
        page = see(client, ours, "promise", told_in=odd)
        assert page.status_code == 200
        assert SAID not in page.content.decode()
    day = bench.in_days(3)
    assert send(client, ours, "promise", what="写真", day=day, told_in=number).status_code == 422
    assert send(client, ours, "no-promise", told_in=number).status_code == 422


def test_offering_asks_the_database_nothing_more(client: Client, cast: Cast) -> None:
    def statements(complaint: Complaint) -> int:
        with CaptureQueriesContext(connection) as captured:
            see(client, complaint)
        return len(captured)

    quiet = told(cast, "お調べしています。")
    see(client, quiet)
    asked = told(cast)
    for _ in range(3):
        reply(cast.actor("handler"), asked, body=SAID, now=timezone.now())
    assert statements(asked) <= statements(quiet)


def test_sentence_is_escaped(client: Client, cast: Cast) -> None:
    page = see(client, told(cast, f"<script>alert(1)</script>{SAID}")).content.decode()
    assert "<script>alert(1)" not in page
    assert ASKED in page
