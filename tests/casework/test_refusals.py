"""The record of what was refused: one line a day for one reason, counted up, with nothing of what was typed."""

from datetime import UTC, datetime, timedelta

import pytest

from kikitori.casework.close import close_as_agreed
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.refusals import note_caught, note_if_forbidden, note_refusal
from kikitori.casework.write import note
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Decision, Reason
from kikitori.records.access.refusals import STATE, Refusal
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.casework.verbs import LATER
from tests.cast import Cast


def lines() -> list[tuple[str, str | None, str, str, str, int]]:
    rows = Refusal.objects.select_related("staff").order_by("pk")
    return [
        (row.actor_kind, row.staff.login if row.staff else None, row.wanted, row.why, row.state, row.times)
        for row in rows
    ]


def refused(actor: Actor, complaint: Complaint, verb: object) -> Exception:
    with pytest.raises((Refused, StepNotPossible)) as caught:
        verb(actor, complaint)  # type: ignore[operator]
    return caught.value


def test_step_that_the_role_forbids_is_a_line_and_changes_nothing_else(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    version, events = complaint.version, complaint.events.count()
    auditor = cast.actor("auditor")
    refusal = refused(auditor, complaint, lambda who, it: note(who, it, body="これは残らない。", now=LATER))
    note_caught(auditor, refusal, now=LATER)
    assert lines() == [("staff", cast.auditor.login, "note", "role", "investigating", 1)]
    [row] = Refusal.objects.all()
    assert (row.role, row.day, row.last_at) == ("auditor", LATER.date(), LATER)
    complaint.refresh_from_db()
    assert (complaint.version, complaint.events.count()) == (version, events)
    assert "これは残らない" not in str(list(Refusal.objects.values()))


def test_step_that_the_state_forbids_says_where_the_complaint_stood_then(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    handler = cast.actor("handler")
    refusal = refused(handler, complaint, lambda who, it: close_as_agreed(who, it, now=LATER))
    # The page had it otherwise: what counts is how it stood under the lock.
    stale = Complaint.objects.get(pk=complaint.pk)
    stale.state = State.CONFIRMING.value
    note_caught(handler, refusal, stale, now=LATER)
    assert lines() == [("staff", cast.handler.login, "close_accepted", STATE, "investigating", 1)]


def test_same_refusal_again_is_counted_and_another_day_or_reason_is_another_line(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    who = cast.actor("auditor")
    for hours in (0, 1, 2):
        note_refusal(who, complaint, Step.NOTE, "role", now=LATER + timedelta(hours=hours))
    note_refusal(who, complaint, Step.DECIDE, "role", now=LATER)
    note_refusal(who, complaint, Step.NOTE, STATE, now=LATER)
    note_refusal(who, complaint, Step.NOTE, "role", now=LATER + timedelta(days=1))
    note_refusal(cast.actor("handler"), complaint, Step.NOTE, "role", now=LATER)
    assert [(row[2], row[3], row[5]) for row in lines()] == [
        ("note", "role", 3),
        ("decide", "role", 1),
        ("note", STATE, 1),
        ("note", "role", 1),
        ("note", "role", 1),
    ]
    assert Refusal.objects.order_by("pk")[0].last_at == LATER + timedelta(hours=2)


def test_outsiders_are_counted_without_a_name(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    who = makers.complainant_of(complaint)
    for _time in range(2):
        note_refusal(who, complaint, Permission.CONFIDE, Reason.MANDATE.value, now=LATER)
    assert lines() == [("complainant", None, "confide", "mandate", "investigating", 2)]
    [row] = Refusal.objects.all()
    assert row.role == ""


def test_day_is_that_of_the_organisation(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    late = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # half past midnight in Japan
    note_refusal(cast.actor("auditor"), complaint, Step.NOTE, "role", now=late)
    assert str(Refusal.objects.get().day) == "2026-11-25"


def test_page_that_saw_by_itself_notes_role_and_state_and_nothing_else(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    note_if_forbidden(cast.actor("auditor"), complaint, Step.DECIDE, now=LATER)
    note_if_forbidden(cast.actor("handler"), complaint, Step.ACCEPT, now=LATER)
    note_if_forbidden(cast.actor("handler"), complaint, Step.DECIDE, now=LATER)
    assert [row[2:4] for row in lines()] == [("decide", "role"), ("accept", STATE)]


def test_grave_complaint_is_refused_to_a_handler_by_its_own_reason(cast: Cast) -> None:
    complaint = makers.investigated(cast, severity="S1")
    handler = cast.actor("handler")
    given = {1: FindingGiven(outcome="not_upheld", reasons="記録と合いませんでした。")}
    refusal = refused(
        handler, complaint, lambda who, it: decide_complaint(who, it, findings=given, now=LATER)
    )
    note_caught(handler, refusal, now=LATER)
    assert [row[2:4] for row in lines()] == [("decide", "grave")]


@pytest.mark.parametrize(
    "caught",
    [
        NotNow(Obstacle.NO_REMEDY),
        Refused(Decision(False, Reason.ROLE)),
        ValueError("something else"),
    ],
)
def test_what_forbids_no_step_is_not_noted(cast: Cast, caught: Exception) -> None:
    complaint = makers.investigated(cast)
    note_caught(cast.actor("handler"), caught, complaint, now=LATER)
    assert lines() == []


def test_state_without_a_complaint_at_hand_is_not_noted(cast: Cast) -> None:
    makers.investigated(cast)
    note_caught(cast.actor("handler"), StepNotPossible(State.RECEIVED, Step.DECIDE), now=LATER)
    assert lines() == []
