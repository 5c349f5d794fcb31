"""A letter's way out of the outbox: sent once, tried again with growing waits, given up in the open."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from kikitori.casework.deliver import deliver_letter, letters_left_behind
from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.intake import ContactGiven, PersonGiven
from kikitori.casework.posting import post_letter
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder, open_office, to_server
from tests.makers import FRIDAY

OUTBOX = Actor.system("outbox")
MINUTE = timedelta(minutes=1)
#: Waits after the first try, the second, and so on: about three days in all.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440)]


def waiting(cast: Cast) -> Letter:
    """The acknowledgement of a complaint by phone, in the outbox."""
    letter = makers.acknowledged(cast).letters.get()
    assert letter.state == "waiting"
    return letter


def letter_jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="kikitori.deliver_letter").order_by("id"))


@pytest.fixture
def closed_road(settings: Settings, tmp_path: Path) -> None:
    """A folder that cannot be made: every try fails, and may be repeated."""
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")


def test_letter_is_sent_and_stands_on_the_timeline(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    later = letter.written_at + MINUTE
    assert deliver_letter(OUTBOX, letter.pk, now=later) == "sent"
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.tries) == ("sent", later, 1)
    assert (letter.next_try_at, letter.last_error) == (None, "")
    event = letter.complaint.events.get(kind="letter_sent")
    assert event.data == {"letter": letter.pk, "kind": "acknowledgement", "medium": "email"}
    assert (event.visibility, event.actor_reason, event.at) == ("internal", "outbox", later)
    assert [file.name for file in folder.iterdir()] == [f"{letter.pk:08d}.eml"]


def test_letter_sent_before_is_not_sent_again(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    deliver_letter(OUTBOX, letter.pk, now=FRIDAY + 30 * MINUTE)
    assert deliver_letter(OUTBOX, letter.pk, now=FRIDAY + 60 * MINUTE) is None
    assert letter.complaint.events.filter(kind="letter_sent").count() == 1


def test_letter_that_is_not_there_is_nothing_to_do(cast: Cast) -> None:
    assert deliver_letter(OUTBOX, 999_999, now=FRIDAY) is None


def test_letter_is_not_tried_before_its_time(cast: Cast, closed_road: None) -> None:
    letter = waiting(cast)
    start = letter.written_at
    assert deliver_letter(OUTBOX, letter.pk, now=start) == "waiting"
    assert deliver_letter(OUTBOX, letter.pk, now=start + MINUTE / 2) is None
    letter.refresh_from_db()
    assert letter.tries == 1


def test_waits_grow_until_the_letter_is_given_up(cast: Cast, closed_road: None) -> None:
    letter = waiting(cast)
    now = letter.written_at
    for number, wait in enumerate(WAITS, start=1):
        assert deliver_letter(OUTBOX, letter.pk, now=now) == "waiting"
        letter.refresh_from_db()
        assert (letter.tries, letter.next_try_at, letter.last_error) == (number, now + wait, "folder")
        now += wait
    assert deliver_letter(OUTBOX, letter.pk, now=now) == "failed"
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.next_try_at) == ("failed", 9, None)
    assert now - letter.written_at == timedelta(days=2, hours=17, minutes=21)
    event = letter.complaint.events.get(kind="letter_failed")
    assert event.data == {"letter": letter.pk, "kind": "acknowledgement", "error": "folder"}
    assert deliver_letter(OUTBOX, letter.pk, now=now + timedelta(days=9)) is None


def test_each_try_that_failed_puts_one_job_into_the_queue_for_the_next(cast: Cast, closed_road: None) -> None:
    letter = waiting(cast)
    ProcrastinateJob.objects.all().delete()
    deliver_letter(OUTBOX, letter.pk, now=letter.written_at)
    (job,) = letter_jobs()
    assert job.scheduled_at == letter.written_at + MINUTE
    assert (job.queueing_lock, job.args) == (f"letter:{letter.pk}", {"letter_id": letter.pk})


def test_road_that_opens_again_carries_the_letter(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    letter = waiting(cast)
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")
    deliver_letter(OUTBOX, letter.pk, now=letter.written_at)
    into_folder(settings, tmp_path / "letters")
    assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at + MINUTE) == "sent"
    letter.refresh_from_db()
    assert (letter.tries, letter.last_error) == (2, "")


def test_refusal_for_good_is_given_up_at_once_and_in_the_open(
    cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    letter = waiting(cast)
    caplog.set_level(logging.DEBUG)
    with open_office(rcpt_to="550 5.1.1 <hana@example.jp>: no such user at post.example") as office:
        to_server(settings, office.port)
        assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at) == "failed"
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.last_error) == ("failed", 1, "refused")
    event = letter.complaint.events.get(kind="letter_failed")
    assert event.data == {"letter": letter.pk, "kind": "acknowledgement", "error": "refused"}
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("kikitori")]
    assert not [line for line in ours if "hana" in line or "no such user" in line]


def test_refusal_for_now_is_tried_again_and_then_taken(cast: Cast, settings: Settings) -> None:
    letter = waiting(cast)
    with ExitStack() as stack:
        busy = stack.enter_context(open_office(rcpt_to="450 <hana@example.jp>: busy"))
        free = stack.enter_context(open_office())
        to_server(settings, busy.port)
        assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at) == "waiting"
        to_server(settings, free.port)
        assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at + MINUTE) == "sent"
        assert [mail["Message-ID"] for mail in free.letters] == [letter.message_id]


def test_letter_to_no_address_fails_at_once(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    Letter.objects.filter(pk=letter.pk).update(to_address="はな@example.jp")
    assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at) == "failed"
    letter.refresh_from_db()
    assert letter.last_error == "address_not_ascii"


def test_trouble_after_sending_leaves_the_letter_to_be_sent_again_as_the_same_mail(
    cast: Cast, settings: Settings
) -> None:
    """Nobody may write who may not see: the step after sending fails, and all of the attempt is undone."""
    letter = waiting(cast)
    with open_office() as office:
        to_server(settings, office.port)
        with pytest.raises(Unseen):
            deliver_letter(Actor.newcomer(), letter.pk, now=letter.written_at)
        letter.refresh_from_db()
        assert (letter.state, letter.tries) == ("waiting", 0)
        assert deliver_letter(OUTBOX, letter.pk, now=letter.written_at) == "sent"
        assert len({mail["Message-ID"] for mail in office.letters}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_a_letter_once(settings: Settings) -> None:
    letter = waiting(summon())
    start = Barrier(2)

    def work(_: int) -> str | None:
        try:
            start.wait(timeout=30)
            state = deliver_letter(OUTBOX, letter.pk, now=letter.written_at)
            return state.value if state else None
        finally:
            connection.close()

    with open_office() as office:
        to_server(settings, office.port)
        with ThreadPoolExecutor(2) as pool:
            states = list(pool.map(work, range(2)))
    assert sorted(states, key=str) == [None, "sent"]
    assert len(office.taken) == 1
    assert letter.complaint.events.filter(kind="letter_sent").count() == 1


@pytest.mark.django_db(transaction=True)
def test_letter_being_sent_holds_up_nobody_who_works_on_the_complaint(settings: Settings) -> None:
    """The server keeps one worker waiting; a handler writes meanwhile."""
    cast = summon()
    letter = waiting(cast)
    letter_row = Letter.objects.select_for_update().filter(pk=letter.pk)
    written: list[int] = []

    def write() -> None:
        try:
            written.append(reply(cast.actor("handler"), letter.complaint, body="確認中です。", now=FRIDAY).pk)
        finally:
            connection.close()

    with transaction.atomic():
        assert letter_row.get().state == "waiting"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write).result(timeout=30)
    assert len(written) == 1


# ---- letters nobody came for


@pytest.mark.parametrize(
    ("after", "found"), [(MINUTE, False), (2 * MINUTE - timedelta(seconds=1), False), (2 * MINUTE, True)]
)
def test_letter_is_left_behind_once_its_job_is_overdue(cast: Cast, after: timedelta, found: bool) -> None:
    letter = waiting(cast)
    assert letters_left_behind(letter.written_at + after) == ([letter.pk] if found else [])


def test_letter_that_waits_for_its_next_try_is_not_left_behind(cast: Cast, closed_road: None) -> None:
    letter = waiting(cast)
    now = letter.written_at
    for _ in range(4):
        deliver_letter(OUTBOX, letter.pk, now=now)
        letter.refresh_from_db()
        now = letter.next_try_at  # type: ignore[assignment]
    assert letters_left_behind(now - 30 * MINUTE) == []
    assert letters_left_behind(now + 2 * MINUTE) == [letter.pk]


def test_letters_left_behind_come_oldest_first_and_not_all_at_once(cast: Cast) -> None:
    numbers = [waiting(cast).pk for _ in range(3)]
    assert letters_left_behind(FRIDAY + timedelta(hours=1), limit=2) == numbers[:2]


def test_letters_sent_failed_printed_or_shown_are_not_left_behind(cast: Cast, folder: Path) -> None:
    deliver_letter(OUTBOX, waiting(cast).pk, now=FRIDAY + 30 * MINUTE)
    reachable_by(cast, ContactGiven(kind="post", value="東京都見本区1-2-3"))
    reachable_by(cast)
    assert letters_left_behind(FRIDAY + timedelta(days=9)) == []


# ---- letters on paper


def reachable_by(cast: Cast, *points: ContactGiven, **changes: Any) -> Complaint:
    """An acknowledged complaint of somebody with these contact points."""
    return makers.acknowledged(
        cast, complainant=PersonGiven(name="試野 はな", contact_points=points), **changes
    )


@pytest.fixture
def on_paper(cast: Cast) -> Letter:
    """A letter that somebody must print."""
    return reachable_by(cast, ContactGiven(kind="post", value="東京都見本区1-2-3")).letters.get()


def test_letter_on_paper_waits_for_a_person_and_not_for_a_worker(cast: Cast, on_paper: Letter) -> None:
    assert (on_paper.medium, on_paper.state, on_paper.next_try_at) == ("print", "to_print", None)
    assert on_paper.to_address == "東京都見本区1-2-3"
    assert letter_jobs() == []
    assert deliver_letter(OUTBOX, on_paper.pk, now=FRIDAY + timedelta(days=1)) is None


def test_letter_on_paper_is_sent_when_somebody_has_posted_it(cast: Cast, on_paper: Letter) -> None:
    now = FRIDAY + timedelta(hours=3)
    post_letter(cast.actor("handler"), on_paper, now=now)
    on_paper.refresh_from_db()
    assert (on_paper.state, on_paper.sent_at) == ("sent", now)
    event = on_paper.complaint.events.get(kind="letter_sent")
    assert event.actor_staff == cast.handler
    assert event.data["medium"] == "print"


def test_letter_is_not_posted_twice(cast: Cast, on_paper: Letter) -> None:
    post_letter(cast.actor("handler"), on_paper, now=FRIDAY + timedelta(hours=3))
    with_first = on_paper.complaint.events.filter(kind="letter_sent").count()
    post_letter(cast.actor("colleague"), on_paper, now=FRIDAY + timedelta(hours=4))
    on_paper.refresh_from_db()
    assert on_paper.sent_at == FRIDAY + timedelta(hours=3)
    assert on_paper.complaint.events.filter(kind="letter_sent").count() == with_first == 1


def test_letter_by_mail_cannot_be_called_printed(cast: Cast) -> None:
    letter = waiting(cast)
    post_letter(cast.actor("handler"), letter, now=FRIDAY + timedelta(hours=1))
    letter.refresh_from_db()
    assert letter.state == "waiting"
    assert not letter.complaint.events.filter(kind="letter_sent").exists()


def test_who_may_not_write_may_not_post_letters(cast: Cast, on_paper: Letter) -> None:
    with pytest.raises(Refused):
        post_letter(cast.actor("auditor"), on_paper, now=FRIDAY + timedelta(hours=1))
    with pytest.raises(Unseen):
        post_letter(cast.actor("administrator"), on_paper, now=FRIDAY + timedelta(hours=1))
    on_paper.refresh_from_db()
    assert on_paper.state == "to_print"


@pytest.fixture(autouse=True)
def _no_letter_leaves_the_house(settings: Settings, tmp_path: Path) -> None:
    """Whatever a test forgets to redirect goes into a folder of its own."""
    into_folder(settings, tmp_path / "forgotten")
