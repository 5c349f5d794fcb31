"""A reply handed in: it can be taken back until it goes, and until then nothing has been said."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.schedule_reply import (
    FARTHEST,
    UNDO,
    move_reply,
    replies_left_behind,
    schedule_reply,
    send_waiting_reply,
    take_back_reply,
)
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.foundation import jobs
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=1)
TEXT = "配送会社に確認しています。"
OUTBOX = Actor.system("outbox")


def handed_in(cast: Cast, **more: datetime) -> tuple[Complaint, PendingReply]:
    complaint = makers.investigated(cast)
    return complaint, schedule_reply(cast.actor("handler"), complaint, body=TEXT, now=NOW, **more)


def queued() -> list[tuple[str, str, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select task_name, args::text, scheduled_at from procrastinate_jobs where task_name = %s",
            [f"{jobs.PREFIX}send_reply"],
        )
        return cursor.fetchall()


def test_reply_handed_in_says_nothing_yet(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    assert (pending.state, pending.goes_at, pending.chosen) == ("waiting", NOW + UNDO, False)
    assert not complaint.messages.exists()
    assert not complaint.letters.filter(kind="reply").exists()
    assert complaint.promises.get(kind="progress").state == "open"
    assert complaint.events.latest("pk").visibility == "internal"
    [(_, args, at)] = queued()
    assert (json.loads(args), at) == ({"pending_id": pending.pk}, NOW + UNDO)


def test_reply_goes_when_its_moment_comes_in_its_authors_name(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO - timedelta(milliseconds=1)) is None
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) == "out"
    event = complaint.events.get(kind="replied")
    assert (event.actor_staff, event.at, event.visibility) == (cast.handler, NOW + UNDO, "public")
    assert complaint.messages.get().body == TEXT
    assert TEXT in complaint.letters.get(kind="reply").body
    kept = complaint.promises.get(kind="progress", state="kept")
    assert kept.kept_at == NOW + UNDO
    pending.refresh_from_db()
    assert (pending.state, pending.body, pending.message) == ("out", "", complaint.messages.get())


def test_job_that_runs_twice_sends_one_reply(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    answers = [send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) for _ in range(3)]
    assert answers == ["out", None, None]
    assert complaint.letters.filter(kind="reply").count() == 1


def test_reply_taken_back_leaves_an_internal_entry_and_a_draft(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    draft = take_back_reply(cast.actor("handler"), complaint, pending=pending, now=NOW)
    assert draft == Draft.objects.get()
    assert (draft.staff, draft.form, draft.text) == (cast.handler, "reply", TEXT)
    newest = complaint.events.latest("pk")
    assert (newest.kind, newest.visibility) == ("reply_taken_back", "internal")
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + timedelta(days=1)) is None
    assert not complaint.messages.exists()
    assert not complaint.letters.filter(kind="reply").exists()
    assert complaint.promises.get(kind="progress").state == "open"
    pending.refresh_from_db()
    assert pending.body == ""


def test_colleague_who_takes_it_back_has_the_text(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    take_back_reply(cast.actor("colleague"), complaint, pending=pending, now=NOW)
    assert Draft.objects.get().staff == cast.colleague


def test_reply_that_is_out_cannot_be_taken_back(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO)
    with pytest.raises(NotNow) as refusal:
        take_back_reply(cast.actor("handler"), complaint, pending=pending, now=NOW + UNDO)
    assert refusal.value.obstacle is Obstacle.REPLY_IS_OUT
    assert not Draft.objects.exists()


def test_reply_of_another_complaint_cannot_be_taken_back_here(cast: Cast) -> None:
    _, pending = handed_in(cast)
    with pytest.raises(NotNow):
        take_back_reply(cast.actor("handler"), makers.investigated(cast), pending=pending, now=NOW)
    pending.refresh_from_db()
    assert pending.state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_of_taking_back_and_sending_at_once_exactly_one_happens() -> None:
    cast = summon()
    for _ in range(6):
        complaint, pending = handed_in(cast)
        start = Barrier(3)

        def back(complaint: Complaint, pending: PendingReply, start: Barrier) -> str:
            try:
                own = Complaint.objects.get(pk=complaint.pk)
                start.wait(timeout=30)
                take_back_reply(cast.actor("handler"), own, pending=pending, now=NOW + UNDO)
            except NotNow:
                return "too late"
            else:
                return "back"
            finally:
                connection.close()

        def send(pending: PendingReply, start: Barrier) -> str:
            try:
                start.wait(timeout=30)
                return str(send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) or "nothing")
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            ours = pool.submit(back, complaint, pending, start)
            theirs = [pool.submit(send, pending, start) for _ in range(2)]
            outcome = [ours.result(), *sorted(each.result() for each in theirs)]
        assert outcome in (["back", "nothing", "nothing"], ["too late", "nothing", "out"])
        said = int(outcome[0] == "too late")
        assert complaint.messages.count() == complaint.letters.filter(kind="reply").count() == said
        assert Draft.objects.filter(complaint=complaint).count() == 1 - said
        assert complaint.events.filter(kind__in=("replied", "reply_taken_back")).count() == 1


def test_moment_that_was_chosen_is_kept(cast: Cast) -> None:
    monday = NOW + timedelta(days=3)
    complaint, pending = handed_in(cast, goes_at=monday)
    assert (pending.goes_at, pending.chosen) == (monday, True)
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) is None
    assert send_waiting_reply(OUTBOX, pending.pk, now=monday) == "out"
    assert complaint.promises.get(kind="progress", state="kept").kept_at == monday


@pytest.mark.parametrize(
    ("goes_at", "problem"),
    [
        (NOW, Problem.IN_THE_PAST),
        (NOW - timedelta(days=1), Problem.IN_THE_PAST),
        (NOW + FARTHEST + timedelta(seconds=1), Problem.OUT_OF_RANGE),
    ],
)
def test_moment_that_is_past_or_too_far_is_refused(cast: Cast, goes_at: datetime, problem: Problem) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        schedule_reply(cast.actor("handler"), complaint, body=TEXT, now=NOW, goes_at=goes_at)
    assert refusal.value.problems == {"goes_at": problem}
    assert not PendingReply.objects.exists()


@pytest.mark.parametrize("before", [timedelta(seconds=0), timedelta(seconds=10), timedelta(seconds=59)])
def test_what_is_due_within_a_minute_goes_at_once(cast: Cast, before: timedelta) -> None:
    complaint = makers.investigated(cast)
    promise = complaint.promises.get(kind="progress")
    now = promise.due_at - before
    pending = schedule_reply(cast.actor("handler"), complaint, body=TEXT, now=now)
    assert pending.goes_at == now
    assert send_waiting_reply(OUTBOX, pending.pk, now=now) == "out"
    promise.refresh_from_db()
    assert promise.state == "kept"


def left(cast: Cast, _complaint: Complaint) -> None:
    cast.handler.is_active = False
    cast.handler.save()


def out_of_sight(cast: Cast, complaint: Complaint) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.lead)


def now_an_auditor(cast: Cast, _complaint: Complaint) -> None:
    cast.handler.role = "auditor"
    cast.handler.save()


def joined(_cast: Cast, complaint: Complaint) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(state="merged")


@pytest.mark.parametrize(
    ("meanwhile", "trouble"),
    [
        (left, "author_left"),
        (out_of_sight, "not_seen"),
        (now_an_auditor, "not_allowed"),
        (joined, "state"),
    ],
)
def test_reply_that_its_author_may_not_send_any_more_waits_for_a_person(
    cast: Cast, meanwhile: object, trouble: str
) -> None:
    complaint, pending = handed_in(cast)
    meanwhile(cast, complaint)  # type: ignore[operator]
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) == "stuck"
    pending.refresh_from_db()
    assert (pending.state, pending.trouble, pending.body) == ("stuck", trouble, TEXT)
    newest = complaint.events.latest("pk")
    assert (newest.kind, newest.visibility, newest.data["reason"]) == ("reply_stuck", "internal", trouble)
    assert complaint.promises.get(kind="progress").state == "open"
    assert not complaint.messages.exists()
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + timedelta(days=1)) is None
    draft = take_back_reply(cast.actor("lead"), complaint, pending=pending, now=NOW + timedelta(days=1))
    assert draft is not None
    assert draft.text == TEXT


def test_reply_to_a_complaint_withdrawn_meanwhile_still_goes(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    withdraw_complaint(cast.actor("handler"), complaint, reason="もうよい、とのこと", how="電話で", now=NOW)
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) == "out"


def test_reply_whose_job_was_lost_is_found(cast: Cast) -> None:
    _, pending = handed_in(cast)
    assert replies_left_behind(NOW + UNDO) == []
    assert replies_left_behind(NOW + timedelta(minutes=5)) == [pending.pk]
    send_waiting_reply(OUTBOX, pending.pk, now=NOW + timedelta(minutes=5))
    assert replies_left_behind(NOW + timedelta(minutes=5)) == []


def test_reply_of_nobody_goes_in_the_name_of_the_house(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    pending = schedule_reply(Actor.system("swept"), complaint, body=TEXT, now=NOW)
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + UNDO) == "out"
    assert complaint.events.get(kind="replied").actor_kind == "system"


# ---- at another moment


def test_reply_goes_at_the_moment_it_was_moved_to(cast: Cast) -> None:
    complaint, pending = handed_in(cast, goes_at=NOW + timedelta(hours=1))
    version = complaint.version
    later = NOW + timedelta(days=1)
    move_reply(cast.actor("colleague"), complaint, pending=pending, goes_at=later, now=NOW)
    newest = complaint.events.latest("pk")
    assert (newest.kind, newest.visibility, newest.actor_staff) == (
        "reply_written",
        "internal",
        cast.colleague,
    )
    assert datetime.fromisoformat(newest.data["before"]) == NOW + timedelta(hours=1)
    assert send_waiting_reply(OUTBOX, pending.pk, now=NOW + timedelta(hours=2)) is None
    assert send_waiting_reply(OUTBOX, pending.pk, now=later) == "out"
    assert complaint.events.get(kind="replied").actor_staff == cast.handler
    assert [at for _, _, at in queued()] == [NOW + timedelta(hours=1), later]
    assert complaint.version == version


def test_reply_moved_to_where_it_is_leaves_nothing_behind(cast: Cast) -> None:
    complaint, pending = handed_in(cast, goes_at=NOW + timedelta(hours=1))
    events = complaint.events.count()
    move_reply(cast.actor("handler"), complaint, pending=pending, goes_at=NOW + timedelta(hours=1), now=NOW)
    assert (complaint.events.count(), len(queued())) == (events, 1)


@pytest.mark.parametrize(
    ("ahead", "problem"),
    [
        (timedelta(), Problem.IN_THE_PAST),
        (timedelta(seconds=-1), Problem.IN_THE_PAST),
        (FARTHEST + timedelta(seconds=1), Problem.OUT_OF_RANGE),
    ],
)
def test_moment_nobody_can_mean_is_refused(cast: Cast, ahead: timedelta, problem: Problem) -> None:
    complaint, pending = handed_in(cast)
    with pytest.raises(Invalid) as refusal:
        move_reply(cast.actor("handler"), complaint, pending=pending, goes_at=NOW + ahead, now=NOW)
    assert refusal.value.problems == {"goes_at": problem}


@pytest.mark.parametrize("state", ["out", "taken_back", "stuck"])
def test_only_what_still_waits_can_be_moved(cast: Cast, state: str) -> None:
    complaint, pending = handed_in(cast)
    PendingReply.objects.filter(pk=pending.pk).update(state=state)
    with pytest.raises(NotNow) as refusal:
        move_reply(
            cast.actor("handler"), complaint, pending=pending, goes_at=NOW + timedelta(hours=1), now=NOW
        )
    assert refusal.value.obstacle is Obstacle.REPLY_IS_OUT


def test_who_may_not_write_moves_nothing(cast: Cast) -> None:
    complaint, pending = handed_in(cast)
    with pytest.raises(Refused):
        move_reply(
            cast.actor("auditor"), complaint, pending=pending, goes_at=NOW + timedelta(hours=1), now=NOW
        )
