"""Tasks and company on the complaint's page, from rows that nobody has written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kikitori.casework.presence import PAUSE, Companion
from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.steps.tasks import AddTask, FinishTask, RescheduleTask
from kikitori.records.complaints.lifecycle import CLOSED, WORKED_ON, State
from tests.interfaces.desk.complaint.on_paper import JAPAN, NOON, STAFF, hours, on_paper, task

SECOND = timedelta(seconds=1)


def test_open_ones_come_soonest_first_and_ended_ones_last_first() -> None:
    rows = [
        task(1, pk=1),
        task(5, "done", pk=2, ended_at=hours(-3)),
        task(9, pk=3),
        task(3, "dropped", pk=4, ended_at=hours(-1)),
        task(2, "done", pk=5, ended_at=hours(-1)),
    ]
    file = on_paper(tasks=rows).file
    assert [row.pk for row in file.open_tasks] == [1, 3]
    assert [row.pk for row in file.ended_tasks] == [5, 4, 2]


@pytest.mark.parametrize(
    ("rows", "late"),
    [
        ([], False),
        ([task(1)], False),
        ([task(0)], False),
        ([task(-0.001)], True),
        ([task(5), task(-5)], True),
        ([task(-5, "done"), task(-5, "dropped")], False),
    ],
)
def test_late_is_what_is_open_and_past(rows: list[object], late: bool) -> None:
    assert Facts(on_paper(tasks=rows)).has_late_tasks is late


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize(("role", "may"), [("handler", True), ("lead", True), ("auditor", False)])
def test_task_can_be_added_while_there_is_a_complaint_of_ours(state: State, role: str, may: bool) -> None:
    assert ahead_of(on_paper(state.value, role)).may_add_task == (may and state in WORKED_ON | CLOSED)


def test_list_of_tasks_begins_with_the_one_due_first_and_names_whose_it_is() -> None:
    at = on_paper(tasks=[task(1, pk=7), task(9, pk=8, assignee=STAFF[1])])
    form = FinishTask(at)
    assert form.initial["task"] == "7"
    assert [label for _, label in form.fields["task"].choices] == [
        "倉庫に確認する (隣野 まこと)",
        "倉庫に確認する (受田 ひかり)",
    ]
    assert FinishTask(at, given={"task": "8"}).initial["task"] == "8"
    assert "task" not in FinishTask(on_paper()).initial


@pytest.mark.parametrize(
    ("day", "time", "by"),
    [
        ("2026-11-30", "", "2026-11-30"),
        ("２０２６／１１／３０", "", "2026-11-30"),
        ("2026-11-30", "10:30", "2026-11-30T10:30:00+09:00"),
        ("2026-11-30", "１０時３０分", "2026-11-30T10:30:00+09:00"),
    ],
)
def test_day_alone_stays_a_day_and_with_a_time_it_is_a_moment(day: str, time: str, by: str) -> None:
    form = RescheduleTask(on_paper(tasks=[task()]), {"task": "1", "day": day, "time": time, "reason": ""})
    assert form.is_valid(), form.errors
    assert form.values()["by"].isoformat() == by
    assert form.values()["task"].pk == 1


@pytest.mark.parametrize(("time", "field"), [("", "day"), ("09:00", "time")])
def test_moment_that_cannot_be_is_said_at_the_field_that_was_filled(time: str, field: str) -> None:
    form = RescheduleTask(on_paper(tasks=[task()]), {"task": "1", "day": "2026-11-30", "time": time})
    assert form.is_valid()
    assert form.holder("by") == field
    assert form.holder("reason") == "reason"


def test_title_is_said_at_its_own_field() -> None:
    assert AddTask.holder(AddTask.__new__(AddTask), "title") == "title_line"


@pytest.mark.parametrize(
    ("age", "writing"),
    [(timedelta(), True), (PAUSE, True), (PAUSE + SECOND, False), (timedelta(days=30), False)],
)
def test_writing_is_what_was_typed_just_now(age: timedelta, writing: bool) -> None:
    assert Companion(2, "隣野 まこと", True, "reply", NOON - age).is_writing(NOON) is writing


def test_who_only_looks_writes_nothing() -> None:
    assert not Companion(2, "隣野 まこと", True).is_writing(NOON)


def test_company_is_parted_into_those_who_write_and_those_who_look() -> None:
    at = on_paper()
    typing = Companion(2, "隣野 まこと", True, "reply", NOON)
    left = Companion(3, "責田 みさき", False, "note", NOON - timedelta(hours=5))
    looking = Companion(4, "監物 じゅん", True)
    vars(at)["company"] = [typing, left, looking]
    assert at.writers == [(typing, True), (left, False)]
    assert at.onlookers == [looking]


def test_followers_are_told_apart_from_those_who_could_be_added() -> None:
    at = on_paper(followers=[STAFF[1], STAFF[2]])
    assert at.is_followed
    assert at.others_to_add == [STAFF[3]]
    nobody = on_paper()
    assert not nobody.is_followed
    assert nobody.others_to_add == [STAFF[2], STAFF[3]]


def test_moments_are_told_in_the_zone_of_the_house() -> None:
    form = RescheduleTask(on_paper(tasks=[task()]), {"task": "1", "day": "2026-12-01", "time": "23:30"})
    assert form.is_valid()
    assert form.values()["by"].tzinfo == JAPAN
