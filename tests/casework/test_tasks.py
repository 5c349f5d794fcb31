"""Tasks: whose they can be, until when they last, what undoes what, and that nobody outside reads of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kikitori.casework.assign import assign_complaint
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.tasks import (
    LONGEST,
    able_to_take,
    add_task,
    drop_task,
    finish_task,
    reassign_task,
    reschedule_task,
    take_up_task,
)
from kikitori.records.access.visibility import seen_by, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.together.models import Task
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

pytestmark = pytest.mark.django_db
NOW = FRIDAY + timedelta(hours=1)  # 17:40 on a Friday, work has ended; Monday is a holiday
TUESDAY = datetime(2026, 11, 24, tzinfo=JAPAN).date()


@pytest.fixture
def cast() -> Cast:
    return summon()


def added(cast: Cast, complaint: Complaint, **changes: object) -> Task:
    given = {"title": " 倉庫に\n確認 ", "to": cast.colleague, "by": TUESDAY, "now": NOW, **changes}
    return add_task(cast.actor("handler"), complaint, **given)  # type: ignore[arg-type]


def told(complaint: Complaint) -> list[str]:
    return [event.kind for event in complaint.events.order_by("pk") if event.kind.startswith("task_")]


def test_day_lasts_until_work_ends_and_a_moment_is_a_moment(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    task = added(cast, complaint)
    assert (task.title, task.due_at) == ("倉庫に 確認", datetime(2026, 11, 24, 17, 30, tzinfo=JAPAN)) or (
        task.due_at.astimezone(JAPAN).hour in (17, 18)
    )
    at = NOW + timedelta(minutes=90)
    assert added(cast, complaint, by=at).due_at == at
    closed = added(cast, complaint, by=TUESDAY - timedelta(days=1))
    assert closed.due_at.astimezone(JAPAN).strftime("%d %H:%M") == "23 23:59"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"title": " \n "}, {"title": Problem.MISSING}),
        ({"title": "長" * (LONGEST + 1)}, {"title": Problem.TOO_LONG}),
        ({"title": "a\0b"}, {"title": Problem.NOT_STORABLE}),
        ({"by": TUESDAY - timedelta(days=5)}, {"by": Problem.IN_THE_PAST}),
        ({"by": NOW.date()}, {"by": Problem.IN_THE_PAST}),  # today, and work has ended
        ({"by": NOW}, {"by": Problem.IN_THE_PAST}),
        ({"by": NOW.replace(year=2199)}, {"by": Problem.OUT_OF_RANGE}),
        ({"by": TUESDAY.replace(year=2199)}, {"by": Problem.OUT_OF_RANGE}),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    cast: Cast, changes: dict[str, object], problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as raised:
        added(cast, complaint, **changes)
    assert raised.value.problems == problems
    assert not Task.objects.exists()
    assert told(complaint) == []


def test_only_who_sees_the_complaint_and_works_on_it_can_have_a_task(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    complaint.refresh_from_db()
    assert [person.login for person in able_to_take(complaint)] == ["handler", "lead"]
    task = added(cast, complaint, to=cast.lead)
    for person in (cast.colleague, cast.auditor, cast.administrator):
        for attempt in (
            lambda to=person: added(cast, complaint, to=to),
            lambda to=person: reassign_task(cast.actor("handler"), complaint, task=task, to=to, now=NOW),
        ):
            with pytest.raises(Invalid) as raised:
                attempt()
            assert raised.value.problems == {"to": Problem.OUT_OF_RANGE}
    Staff.objects.filter(pk=cast.lead.pk).update(is_active=False)
    with pytest.raises(Invalid):
        added(cast, complaint, to=cast.lead)
    assert Task.objects.count() == 1


@pytest.mark.parametrize("confidentiality", ["ordinary", "restricted"])
@pytest.mark.parametrize("assignee", ["handler", "colleague", "lead", None])
def test_who_sees_a_complaint_is_one_rule_asked_from_both_sides(
    cast: Cast, confidentiality: str, assignee: str | None
) -> None:
    complaint = makers.received(cast).complaint
    holder = getattr(cast, assignee) if assignee else None
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality=confidentiality, assignee=holder)
    complaint.refresh_from_db()
    for person in Staff.objects.all():
        sees = visible_to(actor_for(person)).filter(pk=complaint.pk).exists()
        assert seen_by(complaint).filter(pk=person.pk).exists() == sees, person.login
    Staff.objects.update(is_active=False)
    assert not seen_by(complaint).exists()


def test_finished_and_dropped_can_be_taken_up_again_and_twice_is_once(cast: Cast) -> None:
    complaint, actor = makers.investigated(cast), cast.actor("lead")
    task = added(cast, complaint)
    finish_task(actor, complaint, task=task, now=NOW)
    finish_task(actor, complaint, task=task, now=NOW + timedelta(days=9))
    task.refresh_from_db()
    assert (task.state, task.ended_at, task.ended_by) == ("done", NOW, cast.lead)
    take_up_task(actor, complaint, task=task, now=NOW)
    take_up_task(actor, complaint, task=task, now=NOW)
    task.refresh_from_db()
    assert (task.state, task.ended_at, task.ended_by) == ("open", None, None)
    drop_task(actor, complaint, task=task, reason="先に分かった", now=NOW)
    take_up_task(actor, complaint, task=task, now=NOW)
    assert told(complaint) == [
        "task_added",
        "task_finished",
        "task_taken_up",
        "task_dropped",
        "task_taken_up",
    ]


def test_late_is_said(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    first, second = added(cast, complaint), added(cast, complaint)
    finish_task(cast.actor("handler"), complaint, task=first, now=first.due_at)
    finish_task(cast.actor("handler"), complaint, task=second, now=second.due_at + timedelta(seconds=1))
    events = Event.objects.filter(kind="task_finished").order_by("pk")
    assert ["late" in event.data for event in events] == [False, True]


ENDED: dict[str, Callable[[Cast, Complaint, Task], None]] = {
    "finish": lambda cast, it, task: finish_task(cast.actor("handler"), it, task=task, now=NOW),
    "reassign": lambda cast, it, task: reassign_task(
        cast.actor("handler"), it, task=task, to=cast.lead, now=NOW
    ),
    "reschedule": lambda cast, it, task: reschedule_task(
        cast.actor("handler"), it, task=task, by=TUESDAY + timedelta(days=1), now=NOW
    ),
    "drop": lambda cast, it, task: drop_task(cast.actor("handler"), it, task=task, reason="もう", now=NOW),
}


@pytest.mark.parametrize("what", ENDED)
def test_dropped_task_and_that_of_another_complaint_are_not_open(cast: Cast, what: str) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    elsewhere, dropped = added(cast, other), added(cast, complaint)
    drop_task(cast.actor("handler"), complaint, task=dropped, reason="済", now=NOW)
    for task in (elsewhere, dropped):
        with pytest.raises(NotNow) as raised:
            ENDED[what](cast, complaint, task)
        assert raised.value.obstacle is Obstacle.TASK_NOT_OPEN
    elsewhere.refresh_from_db()
    assert elsewhere.is_open


def test_nothing_changes_where_nothing_is_changed(cast: Cast) -> None:
    complaint, actor = makers.investigated(cast), cast.actor("handler")
    task = added(cast, complaint)
    for obstacle, attempt in (
        (
            Obstacle.ALREADY_THERE,
            lambda: reassign_task(actor, complaint, task=task, to=cast.colleague, now=NOW),
        ),
        (
            Obstacle.NOTHING_CHANGED,
            lambda: reschedule_task(actor, complaint, task=task, by=TUESDAY, now=NOW),
        ),
    ):
        with pytest.raises(NotNow) as raised:
            attempt()
        assert raised.value.obstacle is obstacle
    assert told(complaint) == ["task_added"]


def test_tasks_move_no_version_and_survive_the_end(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    before = Complaint.objects.get(pk=complaint.pk).version
    task = added(cast, complaint)
    assert Complaint.objects.get(pk=complaint.pk).version == before
    Complaint.objects.filter(pk=complaint.pk).update(state="closed_accepted")
    reassign_task(cast.actor("handler"), complaint, task=task, to=cast.lead, now=NOW)
    finish_task(cast.actor("handler"), complaint, task=task, now=NOW)
    assert complaint.events.filter(kind__startswith="task_", visibility="public").count() == 0


@pytest.mark.parametrize(("role", "error"), [("auditor", Refused), ("administrator", Unseen)])
def test_who_only_reads_adds_nothing(cast: Cast, role: str, error: type[CaseworkError]) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(error):
        add_task(cast.actor(role), complaint, title="x", to=cast.handler, by=TUESDAY, now=NOW)


def test_whoever_lost_sight_of_it_changes_nothing_in_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    task = added(cast, complaint)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    assign_complaint(cast.actor("lead"), complaint, to=cast.lead, now=NOW)
    with pytest.raises(Unseen):
        finish_task(cast.actor("colleague"), complaint, task=task, now=NOW)
