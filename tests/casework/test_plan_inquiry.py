"""The plan: lines with their tasks, ended with what came out, and needed before what is grave is decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.plan_inquiry import MOST, LineGiven, end_line, plan_inquiry
from kikitori.casework.tasks import drop_task, finish_task
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.models import Finding
from kikitori.records.inquiry.plan import InquiryLine
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
SOON = date(2026, 12, 4)


def plan(complaint: Complaint, cast: Cast, *lines: LineGiven, by: str = "handler") -> list[InquiryLine]:
    return plan_inquiry(cast.actor(by), complaint, lines=lines, now=LATER)


def end(complaint: Complaint, cast: Cast, line: InquiryLine, how: str = "done", text: str = "横積み") -> None:
    end_line(cast.actor("handler"), complaint, line=line, how=how, came_out=text, now=LATER)


def decide(complaint: Complaint, cast: Cast) -> None:
    findings = {n: FindingGiven(outcome="not_upheld", reasons="記録") for n in (1, 2)}
    decide_complaint(cast.actor("lead"), complaint, findings=findings, now=LATER)


# ── planning ──


def test_lines_are_numbered_on_and_stand_for_a_point_or_for_all(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    plan(complaint, cast, LineGiven(what=" 配送の記録 ", source="配送会社", point=2, due_on=SOON))
    plan(complaint, cast, LineGiven(what="写真"), LineGiven(what="手順"))
    found = [
        (row.number, row.what, row.source, row.due_on, row.state) for row in complaint.inquiry_lines.all()
    ]
    assert found == [
        (1, "配送の記録", "配送会社", SOON, "open"),
        (2, "写真", "", None, "open"),
        (3, "手順", "", None, "open"),
    ]
    first = complaint.inquiry_lines.get(number=1)
    assert first.allegation is not None
    assert first.allegation.number == 2
    assert (first.made_by, first.made_at) == (cast.handler, LATER)
    assert complaint.inquiry_lines.get(number=2).allegation is None


def test_entry_is_internal_and_holds_numbers_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    plan(complaint, cast, LineGiven(what="佐々木に聞く"))
    event = complaint.events.get(kind="inquiry_planned")
    assert (event.visibility, event.data) == ("internal", {"numbers": [1]})


def test_whoever_is_to_follow_a_line_has_a_task(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    [line, other] = plan(
        complaint,
        cast,
        LineGiven(what="配送の記録\nを取り寄せる", due_on=SOON, to=cast.colleague),
        LineGiven(what="写真", due_on=SOON),
    )
    task = complaint.tasks.get()
    assert (task.title, task.assignee) == ("配送の記録 を取り寄せる", cast.colleague)
    assert task.due_at.astimezone(makers.JAPAN).date() == SOON
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.task, other.task) == (task, None)


def test_long_line_becomes_a_task_with_a_title_that_fits(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    plan(complaint, cast, LineGiven(what="記録" * 400, due_on=SOON, to=cast.handler))
    assert len(complaint.tasks.get().title) <= 200
    assert len(complaint.inquiry_lines.get().what) == 800


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (LineGiven(what=" "), {"lines.0.what": Problem.MISSING}),
        (LineGiven(what="あ" * 1001), {"lines.0.what": Problem.TOO_LONG}),
        (LineGiven(what="\ud800"), {"lines.0.what": Problem.NOT_STORABLE}),
        (LineGiven(what="記録", source="あ" * 201), {"lines.0.source": Problem.TOO_LONG}),
        (LineGiven(what="記録", due_on=date(2026, 11, 19)), {"lines.0.due_on": Problem.IN_THE_PAST}),
        (LineGiven(what="記録", due_on=date(9999, 1, 1)), {"lines.0.due_on": Problem.OUT_OF_RANGE}),
    ],
)
def test_what_cannot_be_taken_is_named(cast: Cast, line: LineGiven, problems: dict[str, Problem]) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        plan(complaint, cast, line)
    assert refusal.value.problems == problems
    assert not complaint.inquiry_lines.exists()


def test_task_needs_a_day(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        plan(complaint, cast, LineGiven(what="写真"), LineGiven(what="記録", to=cast.handler))
    assert refusal.value.problems == {"lines.1.due_on": Problem.MISSING}


def test_no_line_at_all_and_more_than_a_plan_holds_are_refused(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        plan(complaint, cast)
    assert refusal.value.problems == {"lines": Problem.MISSING}
    with pytest.raises(Invalid) as refusal:
        plan(complaint, cast, *[LineGiven(what="記録")] * (MOST + 1))
    assert list(refusal.value.problems) == [f"lines.{MOST}.what"]


def test_point_that_is_not_there_is_named_and_nothing_is_kept(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        plan(complaint, cast, LineGiven(what="写真"), LineGiven(what="記録", point=3))
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.NO_SUCH_POINT, "3")
    assert not complaint.inquiry_lines.exists()


def test_task_for_somebody_who_must_not_handle_it_is_refused_with_the_whole_plan(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.colleague.pk])
    with pytest.raises(Invalid) as refusal:
        plan(complaint, cast, LineGiven(what="記録", due_on=SOON, to=cast.colleague))
    assert refusal.value.problems == {"to": Problem.OUT_OF_RANGE}
    assert not complaint.inquiry_lines.exists()
    assert not complaint.events.filter(kind="inquiry_planned").exists()


def test_auditor_plans_nothing_and_nothing_is_planned_before_it_is_confirmed(cast: Cast) -> None:
    with pytest.raises(Refused):
        plan(makers.investigated(cast), cast, LineGiven(what="記録"), by="auditor")
    with pytest.raises(StepNotPossible):
        plan(makers.received(cast).complaint, cast, LineGiven(what="記録"))


def test_plan_disturbs_nobody_who_writes_meanwhile(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = complaint.version
    plan(complaint, cast, LineGiven(what="記録"))
    complaint.refresh_from_db()
    assert complaint.version == before


def test_line_stays_where_its_point_is_dropped(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    plan(complaint, cast, LineGiven(what="通話の録音", point=2))
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={"injury": "no"},
        allegations=[AllegationGiven(text="皿が割れていた")],
        now=LATER,
    )
    line = complaint.inquiry_lines.get()
    assert (line.what, line.allegation) == ("通話の録音", None)


# ── what came of it ──


@pytest.mark.parametrize(("how", "task"), [("done", "done"), ("dropped", "dropped")])
def test_line_ends_with_what_came_out_and_its_task_with_it(cast: Cast, how: str, task: str) -> None:
    complaint = makers.investigated(cast)
    [line] = plan(complaint, cast, LineGiven(what="記録", due_on=SOON, to=cast.colleague))
    end(complaint, cast, line, how, " 横積みの記録あり ")
    line.refresh_from_db()
    assert (line.state, line.came_out) == (how, "横積みの記録あり")
    assert (line.ended_by, line.ended_at, line.is_open) == (cast.handler, LATER, False)
    assert complaint.tasks.get().state == task
    event = complaint.events.get(kind="inquiry_line_ended")
    assert (event.visibility, event.data) == ("internal", {"line": 1, "how": how})


@pytest.mark.parametrize("ended", ["finished", "dropped"])
def test_task_that_has_ended_before_stays_as_it_is(cast: Cast, ended: str) -> None:
    complaint, actor = makers.investigated(cast), cast.actor("handler")
    [line] = plan(complaint, cast, LineGiven(what="記録", due_on=SOON, to=cast.handler))
    task = complaint.tasks.get()
    if ended == "finished":
        finish_task(actor, complaint, task=task, now=LATER)
    else:
        drop_task(actor, complaint, task=task, reason="不要", now=LATER)
    before = complaint.tasks.get().state
    end(complaint, cast, line)
    assert complaint.tasks.get().state == before
    assert complaint.inquiry_lines.get().state == "done"


def test_line_without_a_task_ends_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    [line] = plan(complaint, cast, LineGiven(what="記録"))
    end(complaint, cast, line, "dropped", "廃棄済み")
    assert complaint.inquiry_lines.get().came_out == "廃棄済み"
    assert not complaint.tasks.exists()


@pytest.mark.parametrize(
    ("how", "text", "problems"),
    [
        ("done", " ", {"came_out": Problem.MISSING}),
        ("dropped", "", {"came_out": Problem.MISSING}),
        ("open", "横積み", {"how": Problem.UNKNOWN_WORD}),
        ("", "横積み", {"how": Problem.MISSING}),
        ("lost", "横積み", {"how": Problem.UNKNOWN_WORD}),
        ("done", "あ" * 2001, {"came_out": Problem.TOO_LONG}),
    ],
)
def test_end_says_how_and_what_came_out(
    cast: Cast, how: str, text: str, problems: dict[str, Problem]
) -> None:
    complaint = makers.investigated(cast)
    [line] = plan(complaint, cast, LineGiven(what="記録"))
    with pytest.raises(Invalid) as refusal:
        end(complaint, cast, line, how, text)
    assert refusal.value.problems == problems
    assert complaint.inquiry_lines.get().is_open


def test_line_ends_once_and_only_in_its_own_complaint(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    [line] = plan(complaint, cast, LineGiven(what="記録"))
    with pytest.raises(NotNow) as refusal:
        end(other, cast, line)
    assert refusal.value.obstacle is Obstacle.LINE_NOT_OPEN
    end(complaint, cast, line, text="一度目")
    with pytest.raises(NotNow):
        end(complaint, cast, line, text="二度目")
    assert complaint.inquiry_lines.get().came_out == "一度目"


def test_line_can_end_after_the_complaint_has(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    [line] = plan(complaint, cast, LineGiven(what="記録"))
    decide(complaint, cast)
    close_as_exhausted(cast.actor("lead"), complaint, reason="手続尽了", now=LATER)
    end(complaint, cast, line, "dropped", "終了したため")
    assert complaint.inquiry_lines.get().state == "dropped"


# ── before deciding ──


@pytest.mark.parametrize("severity", ["S1", "S2"])
def test_what_is_grave_is_not_decided_without_a_plan(cast: Cast, severity: str) -> None:
    complaint = makers.investigated(cast, severity=severity)
    with pytest.raises(NotNow) as refusal:
        decide(complaint, cast)
    assert refusal.value.obstacle is Obstacle.NO_PLAN
    assert not Finding.objects.exists()
    plan(complaint, cast, LineGiven(what="現物の確認"))
    decide(complaint, cast)
    assert complaint.state == "decided"


@pytest.mark.parametrize("severity", ["S3", "S4"])
def test_of_the_rest_no_plan_is_asked(cast: Cast, severity: str) -> None:
    complaint = makers.investigated(cast, severity=severity)
    decide(complaint, cast)
    assert complaint.state == "decided"


def test_plan_that_was_dropped_line_by_line_was_a_plan(cast: Cast) -> None:
    complaint = makers.investigated(cast, severity="S2")
    [line] = plan(complaint, cast, LineGiven(what="録音"))
    end(complaint, cast, line, "dropped", "録音は残っていません。")
    decide(complaint, cast)
    assert complaint.state == "decided"
