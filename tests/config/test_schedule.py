"""The house's jobs by the real worker: done once, given back when a worker dies, harmless on an empty house."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from croniter import croniter  # type: ignore[import-untyped]
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app, utils
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.psycopg_connector import PsycopgConnector
from pytest_django.fixtures import Settings

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.automation.keep import switch_automation, write_automation
from kikitori.casework.enclosures import FileGiven
from kikitori.casework.members import ask_for_address
from kikitori.casework.notice_choices import choose_notices
from kikitori.casework.parcels import Owner, hand_in
from kikitori.casework.recount import ask_for_recount
from kikitori.config import schedule
from kikitori.config.sessions import SessionStore
from kikitori.foundation import jobs
from kikitori.insight.search.find import search
from kikitori.records.automation.examples import examples
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Closure
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.models import Letter
from kikitori.records.people.accounts import AccountMail
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.together.choices import USUAL
from kikitori.records.together.models import Notice, NoticeMail
from tests import makers
from tests.cast import Cast, summon
from tests.letterbox import into_folder, read

pytestmark = pytest.mark.django_db(transaction=True)
PERIODIC = sorted(task.task.name for task in app.periodic_registry.periodic_tasks.values())
OURS = sorted(name for name in app.tasks if name.startswith(jobs.PREFIX))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Letters become files of this folder."""
    into_folder(settings, tmp_path / "letters")
    return tmp_path / "letters"


def work() -> None:
    """Let the real worker run until nothing waits any more whose time has come."""
    worker = app.with_connector(PsycopgConnector(kwargs=utils.connector_params(), min_size=1, max_size=3))
    # The clock stays out of it: what these tests run, they have put into the queue.
    worker.periodic_registry = type(app.periodic_registry)()
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="never")


def waiting(cast: Cast) -> Letter:
    """A letter written now, with its job in the queue."""
    now = timezone.now() - timedelta(minutes=1)
    complaint = makers.received(cast, now=now, received_at=now).complaint
    acknowledge_complaint(cast.actor("handler"), complaint, now=now)
    return complaint.letters.get()


def states(name: str = "deliver_letter") -> list[str]:
    rows = ProcrastinateJob.objects.filter(task_name=jobs.PREFIX + name).order_by("id")
    return [job.status for job in rows]


def in_queue(statement: str, *values: str | int) -> Any:
    """Change the queue's own tables, as only accidents do. Returns the first value, if there is one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else None


def put(name: str, *, lock: str | None = None, **ids: Any) -> ProcrastinateJob:
    jobs.defer(name, queueing_lock=lock, **ids)
    return ProcrastinateJob.objects.latest("id")


def put_several(letters: list[int]) -> None:
    jobs.defer_all("deliver_letters", [{"letter_ids": letters}])


# ---- letters


def test_letter_of_a_verb_is_delivered_by_the_worker(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    work()
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("sent", 1)
    assert (folder / f"{letter.pk:08d}.eml").exists()
    assert states() == ["succeeded"]
    assert letter.complaint.events.filter(kind="letter_sent", actor_reason="outbox").count() == 1


def test_transaction_that_fails_leaves_no_job_and_no_letter(cast: Cast, folder: Path) -> None:
    def acknowledge_until_the_power_goes() -> None:
        with transaction.atomic():
            waiting(cast)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        acknowledge_until_the_power_goes()
    assert not Complaint.objects.exists()
    assert states() == []
    work()
    assert not folder.exists()


def test_job_that_runs_twice_sends_once(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    put("deliver_letter", letter_id=letter.pk)
    work()
    letter.refresh_from_db()
    assert states() == ["succeeded", "succeeded"]
    assert (letter.state, letter.tries) == ("sent", 1)
    assert letter.complaint.events.filter(kind="letter_sent").count() == 1


def test_job_of_a_letter_that_is_gone_is_done(db: None) -> None:
    put("deliver_letter", letter_id=999_999)
    work()
    assert states() == ["succeeded"]


def test_letter_that_cannot_leave_yet_waits_with_a_job_for_later(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")
    letter = waiting(cast)
    work()
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.last_error) == ("waiting", 1, "folder")
    assert states() == ["succeeded", "todo"]
    assert ProcrastinateJob.objects.latest("id").scheduled_at == letter.next_try_at


def test_letters_of_one_job_go_each_by_itself(cast: Cast, folder: Path) -> None:
    letters = [waiting(cast) for _ in range(3)]
    in_queue("delete from procrastinate_jobs")
    put_several([letters[0].pk, 999_999, letters[1].pk, letters[2].pk])
    put_several([letters[1].pk])
    work()
    assert states("deliver_letters") == ["succeeded", "succeeded"]
    assert states() == []
    for letter in letters:
        letter.refresh_from_db()
        assert (letter.state, letter.tries) == ("sent", 1)
        assert letter.complaint.events.filter(kind="letter_sent").count() == 1
    assert len(list(folder.iterdir())) == 3


def test_road_that_is_closed_is_tried_once_by_a_job_of_several(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    into_folder(settings, tmp_path / "file" / "letters")
    letters = [waiting(cast) for _ in range(3)]
    in_queue("delete from procrastinate_jobs")
    schedule.deliver_several([letter.pk for letter in letters])
    assert [(each.state, each.tries) for each in Letter.objects.order_by("id")] == [
        ("waiting", 1),
        ("waiting", 0),
        ("waiting", 0),
    ]
    todo = ProcrastinateJob.objects.filter(task_name="kikitori.deliver_letter", status="todo").order_by("id")
    assert [job.args["letter_id"] for job in todo] == [letter.pk for letter in letters]
    assert [job.scheduled_at is None for job in todo] == [False, True, True]


def test_letter_that_meets_a_fault_of_ours_keeps_no_other_back(cast: Cast, folder: Path) -> None:
    letters = [waiting(cast) for _ in range(3)]
    in_queue("delete from procrastinate_jobs")
    Letter.objects.filter(pk=letters[1].pk).update(message_id="<in two\nlines>")
    put_several([letter.pk for letter in letters])
    work()
    assert [Letter.objects.get(pk=letter.pk).state for letter in letters] == ["sent", "waiting", "sent"]
    assert states("deliver_letters") == ["todo"]
    assert ProcrastinateJob.objects.get(task_name="kikitori.deliver_letters").attempts == 1


def test_letter_whose_job_was_lost_gets_another_and_only_one(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    Letter.objects.update(next_try_at=timezone.now() - timedelta(minutes=10))
    in_queue("delete from procrastinate_jobs")
    for _ in range(3):
        schedule.sweep_letters(timestamp=0)
    assert states() == ["todo"]
    work()
    letter.refresh_from_db()
    assert letter.state == "sent"


# ---- the schedule


def test_every_task_of_the_house_has_a_name_of_the_house() -> None:
    names = [
        "call_webhook",
        "carry_on_round",
        "deliver_letter",
        "deliver_letters",
        "file_mails",
        "forget_old_jobs",
        "forget_search_jobs",
        "forget_what_expired",
        "index_search",
        "recount_house",
        "run_automations",
        "scan_attachments",
        "scan_enclosures",
        "send_account_mail",
        "send_asked_link",
        "send_breach_notice",
        "send_notice_mail",
        "send_reply",
    ]
    names += [
        "sweep_actions",
        "sweep_clocks",
        "sweep_escalations",
        "sweep_letters",
        "sweep_links",
        "sweep_mails",
        "sweep_notices",
        "sweep_promises",
        "sweep_replies",
        "sweep_rounds",
        "sweep_silence",
        "sweep_stalled_jobs",
        "sweep_webhooks",
    ]
    assert [jobs.PREFIX + name for name in names] == OURS
    assert [schedule.__name__] == django_settings.PROCRASTINATE_IMPORT_PATHS


def test_every_sweep_runs_by_the_clock_and_never_beside_itself() -> None:
    names = (
        "call_webhook",
        "carry_on_round",
        "deliver_letter",
        "deliver_letters",
        "file_mails",
        "scan_enclosures",
        "send_account_mail",
        "send_asked_link",
        "send_breach_notice",
        "send_notice_mail",
        "send_reply",
    )
    asked_for = {jobs.PREFIX + name for name in names}
    assert [name for name in OURS if name not in asked_for] == PERIODIC
    for name in PERIODIC:
        assert app.tasks[name].queueing_lock == name.removeprefix(jobs.PREFIX)


@pytest.mark.parametrize("name", PERIODIC)
def test_cron_line_is_valid_with_the_minute_first(name: str) -> None:
    """Six fields put seconds last, which reads the same and means something else: only where it is meant."""
    (cron,) = [each.cron for each in app.periodic_registry.periodic_tasks.values() if each.task.name == name]
    assert croniter.is_valid(cron)
    by_seconds = name.endswith(("index_search", "run_automations"))
    assert len(cron.split()) == (6 if by_seconds else 5)


def test_every_sweep_runs_on_a_house_without_a_complaint(cast: Cast) -> None:
    for name in PERIODIC:
        put(name.removeprefix(jobs.PREFIX), timestamp=0)
    work()
    assert {job.task_name: job.status for job in ProcrastinateJob.objects.all()} == dict.fromkeys(
        PERIODIC, "succeeded"
    )


def test_automation_fires_by_the_worker_once_however_often_the_job_runs(cast: Cast) -> None:
    row = write_automation(cast.actor("lead"), examples()[2].rule_in("ja"), now=timezone.now())
    switch_automation(cast.actor("lead"), row, on=True, now=timezone.now())
    story = "やけどをして救急車を呼びました。"
    complaint = makers.received(cast, now=timezone.now(), received_at=timezone.now(), story=story).complaint
    for _ in range(2):
        put("run_automations", timestamp=0)
        work()
    assert list(row.firings.values_list("complaint", "outcome")) == [(complaint.pk, "done")]
    assert complaint.followings.get().staff == cast.lead


def test_promise_that_has_passed_is_noted_by_the_worker(cast: Cast) -> None:
    complaint = makers.received(cast, now=timezone.now(), received_at=timezone.now()).complaint
    complaint.promises.update(due_at=timezone.now() - timedelta(minutes=5))
    put("sweep_promises", timestamp=0)
    work()
    assert complaint.promises.get().state == "missed"
    reasons = list(complaint.events.values_list("kind", "actor_reason"))[1:]
    assert reasons == [("promise_missed", "swept"), ("escalated", "missed_promise")]


def test_notices_are_mailed_by_the_worker_once_however_often_it_looks(cast: Cast, folder: Path) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="handler@desk.example.jp")
    complaint = makers.received(cast).complaint
    for _ in range(2):
        Notice.objects.create(
            recipient=cast.handler,
            complaint=complaint,
            kind="missed",
            at=timezone.now(),
            by_mail="soon",
            urgent=True,
        )
    at_any_time = replace(USUAL, urgent_anytime=True)
    choose_notices(cast.actor("handler"), at_any_time, now=timezone.now())
    for _ in range(2):
        put("sweep_notices", timestamp=0)
        work()
    assert states("sweep_notices") == ["succeeded"] * 2
    assert states("send_notice_mail") == ["succeeded"]
    [mail] = folder.glob("notice-*.eml")
    assert read(mail.read_bytes())["Subject"] == "[Kikitori] 新しいお知らせ 2件"


def test_mail_with_notices_whose_job_was_lost_is_found_by_the_clock(cast: Cast, folder: Path) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(email="handler@desk.example.jp")
    long_ago = timezone.now() - timedelta(minutes=10)
    lost = NoticeMail.objects.create(
        recipient=cast.handler, message_id="<lost@desk.example.jp>", made_at=long_ago, next_try_at=long_ago
    )
    complaint = makers.received(cast).complaint
    Notice.objects.create(
        recipient=cast.handler, complaint=complaint, kind="word", at=long_ago, by_mail="soon", mail=lost
    )
    put("sweep_notices", timestamp=0)
    work()
    lost.refresh_from_db()
    assert (lost.state, lost.tries) == ("sent", 1)
    assert [file.name for file in folder.iterdir()] == [f"notice-{lost.pk:08d}.eml"]


def test_mail_about_an_account_is_sent_by_the_worker_and_found_where_its_job_was_lost(
    cast: Cast, folder: Path
) -> None:
    asked = ask_for_address(cast.actor("handler"), email="new@example.jp", now=timezone.now())
    work()
    assert asked is not None
    asked.refresh_from_db()
    assert asked.state == "sent"
    long_ago = timezone.now() - timedelta(minutes=10)
    AccountMail.objects.update(state="waiting", next_try_at=long_ago)
    put("sweep_notices", timestamp=0)
    work()
    asked.refresh_from_db()
    assert (asked.state, asked.tries) == ("sent", 2)
    assert [file.name for file in folder.iterdir()] == [f"account-{asked.pk:08d}.eml"]


def test_question_that_is_due_is_asked_by_the_worker(cast: Cast, folder: Path) -> None:
    """Everything happened in its time, sixty days ago; the house has been asleep since."""
    complaint = makers.confirming(
        cast,
        now=timezone.now() - timedelta(days=60),
        received_at=timezone.now() - timedelta(days=60),
    )
    put("sweep_silence", timestamp=0)
    work()
    complaint.refresh_from_db()
    assert complaint.state == "confirming"
    assert complaint.letters.filter(kind="is_it_solved").count() == 1


def test_house_is_counted_anew_by_the_worker_once_however_often_the_job_runs(cast: Cast) -> None:
    now = timezone.now()
    complaint = makers.received(cast, now=now, received_at=now).complaint
    before = dict(complaint.clocks.values_list("pk", "due_at"))
    first, last = (timezone.localdate() + timedelta(days=days) for days in (-1, 20))
    Closure.objects.create(name_ja="臨時休業", name_en="Closed", first=first, last=last)
    ask_for_recount(cast.actor("lead"), reason="臨時休業のため", now=now)
    assert states("recount_house") == ["todo"]
    assert ProcrastinateJob.objects.get(task_name="kikitori.recount_house").lock == "recount_house"
    work()
    assert states("recount_house") == ["succeeded"]
    assert all(due_at > before[pk] for pk, due_at in complaint.clocks.values_list("pk", "due_at"))
    for _ in range(2):
        put("recount_house", timestamp=0)
        work()
    event = complaint.events.get(kind="clocks_recounted")
    assert (event.actor_reason, event.data["asked_by"]) == ("recount", cast.lead.pk)
    assert SettingChange.objects.filter(after__run="done").count() == 1


def test_run_whose_job_was_lost_is_found_by_the_clock(cast: Cast) -> None:
    ask_for_recount(cast.actor("lead"), reason="確認", now=timezone.now())
    in_queue("delete from procrastinate_jobs")
    put("recount_house", lock="recount_house", timestamp=0)
    work()
    assert SettingChange.objects.filter(after__run="done").count() == 1


# ---- workers that died


def stalled(job: ProcrastinateJob, *, heard: timedelta) -> None:
    """The job as a worker leaves it that was killed and was last heard of so long ago."""
    worker = in_queue(
        "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval) returning id",
        f"{heard.seconds} seconds",
    )
    in_queue("update procrastinate_jobs set status = 'doing', worker_id = %s where id = %s", worker, job.pk)


def sweep_stalled() -> None:
    put("sweep_stalled_jobs", timestamp=0)
    work()
    assert states("sweep_stalled_jobs") == ["succeeded"] * len(states("sweep_stalled_jobs"))


def test_job_of_a_worker_that_was_killed_is_given_back_and_done(
    cast: Cast, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    letter = waiting(cast)
    stalled(ProcrastinateJob.objects.get(), heard=timedelta(minutes=2))
    work()
    assert states() == ["doing"]
    with caplog.at_level(logging.WARNING, "kikitori"):
        sweep_stalled()
    work()
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert states() == ["succeeded"]
    assert [record.getMessage() for record in caplog.records if record.name == schedule.__name__] == [
        "job given back"
    ]


def test_job_without_any_worker_is_given_back(cast: Cast, folder: Path) -> None:
    """Dead workers are struck off the list, and their jobs then belong to nobody."""
    letter = waiting(cast)
    in_queue("update procrastinate_jobs set status = 'doing'")
    assert not ProcrastinateWorker.objects.exists()
    sweep_stalled()
    work()
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_job_of_a_worker_that_is_alive_is_left_alone(cast: Cast, folder: Path) -> None:
    letter = waiting(cast)
    stalled(ProcrastinateJob.objects.get(), heard=timedelta(seconds=20))
    sweep_stalled()
    letter.refresh_from_db()
    assert letter.state == "waiting"
    assert states() == ["doing"]


def test_stalled_job_whose_place_is_taken_ends_and_holds_up_no_other(cast: Cast, folder: Path) -> None:
    letter, other = waiting(cast), waiting(cast)
    in_queue("delete from procrastinate_jobs")
    lock = f"letter:{letter.pk}"
    stalled(put("deliver_letter", lock=lock, letter_id=letter.pk), heard=timedelta(minutes=2))
    stalled(put("deliver_letter", letter_id=other.pk), heard=timedelta(minutes=2))
    jobs.defer(
        "deliver_letter",
        queueing_lock=lock,
        schedule_at=timezone.now() + timedelta(hours=1),
        letter_id=letter.pk,
    )
    sweep_stalled()
    work()
    other.refresh_from_db()
    assert other.state == "sent"
    assert states() == ["failed", "succeeded", "todo"]


# ---- old jobs


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=6), True), (timedelta(days=8), False)])
@pytest.mark.parametrize("status", ["succeeded", "failed"])
@pytest.mark.as_owner
def test_finished_jobs_are_forgotten_after_a_week(age: timedelta, kept: bool, status: str) -> None:
    job = put("deliver_letter", letter_id=1)
    for state in ("doing", status):
        in_queue(
            "update procrastinate_jobs set status = %s::procrastinate_job_status where id = %s", state, job.pk
        )
    in_queue(
        "update procrastinate_events set at = now() - %s::interval where job_id = %s",
        f"{age.days} days",
        job.pk,
    )
    put("forget_old_jobs", timestamp=0)
    work()
    assert ProcrastinateJob.objects.filter(pk=job.pk).exists() is kept


def test_jobs_that_wait_are_never_forgotten(db: None) -> None:
    job = put("deliver_letter", lock="letter:1", letter_id=1)
    in_queue("update procrastinate_jobs set scheduled_at = now() + interval '1 day'")
    put("forget_old_jobs", timestamp=0)
    work()
    assert ProcrastinateJob.objects.filter(pk=job.pk, status="todo").exists()


@pytest.mark.as_owner
def test_complaint_is_found_after_the_job_of_the_search_and_finished_jobs_of_it_go_after_an_hour(
    cast: Cast,
) -> None:
    now = timezone.now()
    complaint = makers.received(cast, now=now, received_at=now, story="検索の皿").complaint
    put("index_search", timestamp=0)
    work()
    assert [hit.complaint for hit in search(cast.actor("handler"), "皿").hits] == [complaint]
    put("sweep_promises", timestamp=0)
    work()
    in_queue("update procrastinate_events set at = at - interval '2 hours'")
    put("index_search", timestamp=0)
    work()
    put("forget_search_jobs", timestamp=0)
    work()
    assert states("index_search") == ["succeeded"]
    assert states("sweep_promises") == ["succeeded"]


# ---- sessions and counters


def session(*, ends_in: timedelta) -> str:
    kept = SessionStore()
    kept["words"] = "今日の約束"
    kept.save()
    Session.objects.filter(pk=kept.session_key).update(expire_date=timezone.now() + ends_in)
    return str(kept.session_key)


def test_files_that_were_never_sent_are_forgotten_after_a_day(db: None) -> None:
    newcomer, now = Actor.newcomer(), timezone.now()
    for name, handed_in_at in (("old", now - timedelta(hours=25)), ("new", now - timedelta(hours=23))):
        hand_in(newcomer, Owner(name), [FileGiven(f"{name}.txt", 4, lambda: b"text")], now=handed_in_at)
    put("forget_what_expired", timestamp=0)
    work()
    assert list(Enclosure.objects.values_list("name", flat=True)) == ["new.txt"]


def test_sessions_and_counters_whose_time_is_over_are_forgotten(db: None) -> None:
    over, alive = session(ends_in=timedelta(minutes=-1)), session(ends_in=timedelta(minutes=1))
    cache.set("over", 5, -60)
    cache.set("alive", 3, 60)
    put("forget_what_expired", timestamp=0)
    work()
    assert set(Session.objects.values_list("pk", flat=True)) == {alive} != {over}
    assert cache.get("alive") == 3
    assert in_queue("select count(*) from kikitori_cache") == 1
