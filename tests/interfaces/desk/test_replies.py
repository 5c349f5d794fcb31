"""Replies that wait, as a list: what goes when, what could not and why, whose they are, and what can be done."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from kikitori.casework.drafts import Page
from kikitori.casework.enclosures import FileGiven, enclose
from kikitori.casework.schedule_reply import schedule_reply, send_waiting_reply
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.frame import Frame
from kikitori.interfaces.desk.letter_tabs import letter_tabs
from kikitori.interfaces.desk.owed import Whose
from kikitori.interfaces.desk.reply_pages import PAGE, trouble_of
from kikitori.interfaces.desk.waiting_replies import RepliesCounts, replies_counted, replies_waiting
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.kinds import PendingTrouble
from kikitori.records.letters.labels import PENDING_TROUBLE
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

LIST = "/desk/letters/replies/"
HOUR = timedelta(hours=1)


def complaint(cast: Cast) -> Complaint:
    return taken_in(cast, maker=makers.acknowledged)


def waits(
    cast: Cast, about: Complaint, body: str = "確かめています。", role: str = "handler", hours: float = 24
) -> PendingReply:
    """Handed in an hour ago, to go in so many hours from then."""
    now = timezone.now() - HOUR
    return schedule_reply(cast.actor(role), about, body=body, now=now, goes_at=now + hours * HOUR)


def stuck(cast: Cast) -> PendingReply:
    about = complaint(cast)
    pending = waits(cast, about, body="間に合いませんでした。", hours=0.5)
    withdraw_complaint(makers.complainant_of(about), about, now=timezone.now() - HOUR / 4)
    PendingReply.objects.filter(pk=pending.pk).update(state="stuck", trouble="state")
    return pending


def order(answer: object) -> list[str]:
    """The references in the list, from above."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.findall(r'<a class="ref" href="[^"]+#waiting">(K-\d+-\d+)</a>', page)


def row_of(answer: object, about: Complaint) -> str:
    rows = answer.content.decode().split("<tr data-row>")  # type: ignore[attr-defined]
    return next(row for row in rows if f">{about.reference}</a>" in row)


def test_what_could_not_be_sent_comes_first_then_by_the_moment(client: Client, cast: Cast) -> None:
    late, soon = complaint(cast), complaint(cast)
    waits(cast, late, hours=48)
    waits(cast, soon, hours=5)
    held = stuck(cast)
    answer = client.get(LIST)
    assert order(answer) == [held.complaint.reference, soon.reference, late.reference]
    shown = row_of(answer, held.complaint)
    assert str(PENDING_TROUBLE[PendingTrouble.STATE]) in shown
    assert "送信できませんでした" in shown
    assert "日時を変える" not in shown
    assert "間に合いませんでした。" in shown
    assert "受田 ひかり" in shown


def test_mine_are_those_i_have_written(client: Client, cast: Cast, browser_of: BrowserOf) -> None:
    mine, theirs = complaint(cast), complaint(cast)
    waits(cast, mine)
    waits(cast, theirs, role="colleague")
    assert set(order(client.get(LIST))) == {mine.reference, theirs.reference}
    assert order(client.get(LIST, {"whose": "mine"})) == [mine.reference]
    assert order(browser_of("lead").get(LIST, {"whose": "mine"})) == []
    assert "送信を待っているあなたの返信はありません。" in words_of(
        browser_of("lead").get(LIST, {"whose": "mine"})
    )


@pytest.mark.parametrize("asked", [{"whose": "nobody"}, {"after": "x"}, {"before": "1-x"}])
def test_address_that_was_never_given_out_is_refused(client: Client, asked: dict[str, str]) -> None:
    assert client.get(LIST, asked).status_code == 400


def test_empty_list_says_what_will_stand_there(client: Client) -> None:
    said = words_of(client.get(LIST))
    assert "送信を待っている返信はありません。" in said
    assert "取り消しができる15秒間の返信" in said


def test_reply_about_what_one_must_not_see_is_not_there(cast: Cast, browser_of: BrowserOf) -> None:
    hidden = restricted(cast)
    now = timezone.now()
    schedule_reply(cast.actor("lead"), hidden, body="極秘の返信", now=now, goes_at=now + HOUR)
    for role, seen in (("handler", False), ("lead", True), ("auditor", True)):
        answer = browser_of(role).get(LIST)
        assert (order(answer) == [hidden.reference]) is seen
        assert ("極秘" in answer.content.decode()) is seen
        assert replies_counted(cast.actor(role)).count() == int(seen)


def test_who_only_reads_is_offered_nothing_to_press(cast: Cast, browser_of: BrowserOf) -> None:
    about = complaint(cast)
    waits(cast, about)
    row = row_of(browser_of("auditor").get(LIST), about)
    assert ("<form" in row, "日時を変える" in row) == (False, False)


def test_reply_is_taken_back_from_the_list(client: Client, cast: Cast) -> None:
    about = complaint(cast)
    pending = waits(cast, about)
    row = row_of(client.get(LIST), about)
    action = re.search(r'action="([^"]+)"', row)
    token = re.search(r'name="token" value="([^"]+)"', row)
    assert action is not None
    assert token is not None
    client.post(action[1], {"token": token[1], "pending": pending.pk})
    assert (PendingReply.objects.get().state, Draft.objects.get().text) == ("taken_back", "確かめています。")
    assert order(client.get(LIST)) == []


def test_time_of_a_reply_is_changed_from_the_list(client: Client, cast: Cast) -> None:
    about = complaint(cast)
    pending = waits(cast, about)
    row = row_of(client.get(LIST), about)
    address = re.search(r'href="([^"]+reply-time/\?pending=\d+)"', row)
    assert address is not None
    form = client.get(address[1])
    assert "確かめています。" in words_of(form)
    day = (timezone.now().astimezone(makers.JAPAN) + timedelta(days=3)).date()
    sent = {"token": makers.token(), "pending": pending.pk, "day": day.isoformat(), "time": "9:30"}
    assert client.post(address[1].partition("?")[0], sent).status_code == 303
    pending.refresh_from_db()
    assert pending.goes_at == datetime(day.year, day.month, day.day, 9, 30, tzinfo=makers.JAPAN)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"day": "2020-01-01", "time": "9:00"},
        {"day": "2099-01-01", "time": "9:00"},
        {"day": "2030-01-01"},
        {"moment": "yesterday"},
    ],
)
def test_moment_that_cannot_be_is_said_and_nothing_changes(
    client: Client, cast: Cast, typed: dict[str, str]
) -> None:
    about = complaint(cast)
    pending = waits(cast, about)
    address = f"/desk/complaints/{about.reference}/reply-time/"
    answer = client.post(address, {"token": makers.token(), "pending": pending.pk, **typed})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert pending.goes_at == PendingReply.objects.get().goes_at


def test_list_goes_on_by_the_place_where_a_page_ended(client: Client, cast: Cast) -> None:
    about = complaint(cast)
    first = waits(cast, about)
    copies = [
        PendingReply(
            complaint=about,
            author=cast.handler,
            body=f"{n}",
            language="ja",
            written_at=first.written_at,
            goes_at=first.goes_at + n * timedelta(minutes=1),
        )
        for n in range(PAGE)
    ]
    PendingReply.objects.bulk_create(copies)
    page = client.get(LIST)
    assert len(order(page)) == PAGE
    onward = re.search(r'href="(/desk/letters/replies/\?after=[^"]+)"', page.content.decode())
    assert onward is not None
    rest = client.get(onward[1])
    assert len(order(rest)) == 1
    assert "?before=" in rest.content.decode()


def test_number_of_queries_is_the_same_for_one_and_fifty(client: Client, cast: Cast) -> None:
    waits(cast, complaint(cast))
    once = queries_for(client, LIST)
    for _ in range(3):
        about = complaint(cast)
        for hours in range(6):
            waits(cast, about, hours=2 + hours)
    assert queries_for(client, LIST) == once


# ---- counted


def test_counts_say_what_the_lists_hold(cast: Cast) -> None:
    waits(cast, complaint(cast))
    waits(cast, complaint(cast), role="colleague")
    stuck(cast)
    for role in ("handler", "colleague", "lead", "auditor"):
        actor = cast.actor(role)
        counts = RepliesCounts.of_rows(replies_counted(actor))
        assert counts.all == replies_waiting(actor, Whose.ALL).count() == 3
        assert counts.of(Whose.MINE) == replies_waiting(actor, Whose.MINE).count()
        assert (counts.waiting, counts.stuck) == (2, 1)


def test_today_and_the_bar_show_what_waits(client: Client, cast: Cast) -> None:
    assert "送信待ちの返信" not in words_of(client.get("/desk/"))
    waits(cast, complaint(cast))
    stuck(cast)
    said = words_of(client.get("/desk/"))
    assert "送信できなかった返信 1件" in said
    assert "送信待ちの返信 1件" in said
    assert f'href="{LIST}"' in client.get("/desk/letters/").content.decode()


def test_reply_that_has_gone_is_counted_no_more(cast: Cast) -> None:
    pending = waits(cast, complaint(cast), hours=0.5)
    send_waiting_reply(Actor.system("outbox"), pending.pk, now=timezone.now())
    assert RepliesCounts.of_rows(replies_counted(cast.actor("handler"))) == RepliesCounts()


@pytest.mark.parametrize(("stuck_ones", "late"), [(0, False), (2, True)])
def test_tab_says_how_many_and_whether_one_is_stuck(stuck_ones: int, late: bool) -> None:
    frame = frame_at(timezone.now())
    frame.__dict__["_counts"] = _Counts(RepliesCounts(3, stuck_ones, 1))
    tab = letter_tabs(frame, "replies")[-1]
    assert (tab["count"], tab["late"], tab["current"], tab["url"]) == (3 + stuck_ones, late, True, LIST)
    assert [each["current"] for each in letter_tabs(frame, "failed")] == [False, True, False]


class _Pile:
    to_print = failed = 0


class _Counts:
    def __init__(self, replies: RepliesCounts) -> None:
        self.replies, self.outbox = replies, _Pile()


# ---- why it has not gone


def frame_at(now: datetime) -> Frame:
    return Frame(Actor.system("x"), now, Organisation(time_zone="Asia/Tokyo"), LIST)


@pytest.mark.parametrize(
    ("minutes", "scans", "unscanned", "words"),
    [
        (-1, True, True, ""),
        (0.5, False, False, ""),
        (1, True, True, "It waits until its files"),
        (60, True, True, "It waits until its files"),
        (60, True, False, "Its moment has passed"),
        (60, False, True, "Its moment has passed"),
        (2.9, False, False, ""),
        (3.1, False, False, "Its moment has passed"),
    ],
)
def test_reason_is_told(settings: Settings, minutes: float, scans: bool, unscanned: bool, words: str) -> None:
    now = makers.FRIDAY
    row = PendingReply(state="waiting", goes_at=now - timedelta(minutes=minutes))
    row.unscanned = unscanned  # type: ignore[attr-defined]
    clamav = "/nowhere" if scans else ""
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"clamav": clamav})
    with translation.override("en"):
        said = trouble_of(row, frame_at(now))
    assert said.startswith(words)
    assert bool(said) is bool(words)


@pytest.mark.parametrize("trouble", PendingTrouble)
def test_every_trouble_is_told_in_its_words(trouble: PendingTrouble) -> None:
    row = PendingReply(state="stuck", trouble=trouble.value, goes_at=makers.FRIDAY)
    assert trouble_of(row, frame_at(makers.FRIDAY)) == str(PENDING_TROUBLE[trouble])


def test_files_are_marked_and_looked_at_in_the_same_query(cast: Cast) -> None:
    about, actor, now = complaint(cast), cast.actor("handler"), timezone.now()
    given = FileGiven("a.pdf", 9, lambda: b"%PDF-1.7 ")
    kept = enclose(actor, about, form=Step.REPLY, text="x", files=[given], page=Page("a"), now=now)
    schedule_reply(actor, about, body="x", now=now, enclosed=[kept.added[0].pk])
    waits(cast, complaint(cast))
    marks = {
        (getattr(row, "has_files", None), getattr(row, "unscanned", None))
        for row in replies_waiting(actor, Whose.ALL)
    }
    assert marks == {(True, True), (False, False)}
