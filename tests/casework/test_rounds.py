"""Rounds: each complaint by its own verb, told by itself, once however often it is asked for, and undone for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework import rounds
from kikitori.casework.assign import assign_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.place import place_complaint
from kikitori.casework.rounds import (
    AT_ONCE,
    UNDO_WITHIN,
    Tally,
    begin_round,
    can_undo,
    carry_on,
    rounds_left_behind,
    tally_of,
    undo_round,
)
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Message
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.rounds import Round
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, token

LATER = FRIDAY + timedelta(hours=2)


def ask(cast: Cast, kind: str, *some: Complaint, role: str = "lead", sent: str = "", **values: Any) -> Round:
    return begin_round(
        cast.actor(role), kind, [each.pk for each in some], values=values, token=sent or token(), now=LATER
    )


def fates(begun: Round) -> dict[int, tuple[str, str]]:
    return {item.complaint_id: (item.fate, item.why) for item in begun.items.all()}


def kinds(complaint: Complaint) -> list[str]:
    return list(Event.objects.filter(complaint=complaint).order_by("pk").values_list("kind", flat=True))


def where(complaint: Complaint) -> tuple[int | None, int | None, str]:
    row = Complaint.objects.get(pk=complaint.pk)
    return row.assignee_id, row.team_id, row.queue


def test_each_is_assigned_by_its_own_verb_and_told_by_itself(cast: Cast) -> None:
    one, two, ended = (makers.assessed(cast) for _ in range(3))
    withdraw_complaint(makers.complainant_of(ended), ended, reason="", now=FRIDAY + timedelta(hours=1))
    already = makers.assessed(cast)
    assign_complaint(cast.actor("lead"), already, to=cast.colleague, now=FRIDAY + timedelta(hours=1))
    begun = ask(cast, "assign", one, two, ended, already, to=cast.colleague.pk, reason="当番のため")
    assert fates(begun) == {
        one.pk: ("done", ""),
        two.pk: ("done", ""),
        ended.pk: ("left", "state:withdrawn"),
        already.pk: ("left", "obstacle:already_there"),
    }
    assert tally_of(begun) == Tally(waits=0, done=2, left=2)
    assert begun.ended_at == LATER
    assert [where(each)[0] for each in (one, two, ended)] == [cast.colleague.pk, cast.colleague.pk, None]
    event = Event.objects.filter(complaint=one).latest("pk")
    assert (event.kind, event.actor_staff, event.data["reason"]) == ("assigned", cast.lead, "当番のため")
    assert kinds(ended)[-1] == "withdrawn"


def test_same_sending_twice_is_one_round(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    first = ask(cast, "note", complaint, sent="same", body="写真を頼む")
    assert ask(cast, "note", complaint, sent="same", body="写真を頼む") == first
    assert Round.objects.count() == Message.objects.filter(visibility="internal").count() == 1


def test_complaints_that_are_not_seen_are_not_taken(cast: Cast) -> None:
    seen, hidden = makers.assessed(cast), makers.assessed(cast)
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted", assignee=cast.lead)
    begun = ask(cast, "note", seen, hidden, role="handler", body="見えるものだけ")
    assert fates(begun) == {seen.pk: ("done", "")}
    with pytest.raises(Invalid) as raised:
        ask(cast, "note", hidden, role="handler", body="x")
    assert raised.value.problems == {"complaints": Problem.MISSING}


def test_restricted_complaint_that_left_sight_cannot_be_put_back_by_that_hand(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted", assignee=cast.handler)
    begun = ask(cast, "assign", complaint, role="handler", to=cast.colleague.pk)
    undone = undo_round(cast.actor("handler"), begun, now=LATER)
    assert fates(undone) == {complaint.pk: ("left", "unseen")}


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_round_needs_the_permission_of_its_step(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        ask(cast, "assign", makers.assessed(cast), role=role, to=cast.handler.pk)
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("kind", "values", "problems"),
    [
        ("assign", {}, {"to": Problem.MISSING}),
        ("assign", {"to": 999_999}, {"to": Problem.OUT_OF_RANGE}),
        ("place", {}, {"queue": Problem.MISSING}),
        ("place", {"queue": "attic"}, {"queue": Problem.UNKNOWN_WORD}),
        ("place", {"team": 999_999}, {"team": Problem.OUT_OF_RANGE}),
        ("note", {"body": "  "}, {"body": Problem.MISSING}),
        ("undo", {}, {"kind": Problem.UNKNOWN_WORD}),
        ("decide", {}, {"kind": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_done_is_said_once_and_nothing_begins(
    cast: Cast, kind: str, values: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.assessed(cast)
    with pytest.raises(Invalid) as raised:
        ask(cast, kind, complaint, **values)
    assert raised.value.problems == problems
    assert not Round.objects.exists()


def test_moved_to_a_team_and_back_the_timeline_stays_true(cast: Cast) -> None:
    other = Team.objects.create(name="配送")
    complaint = makers.investigated(cast)
    before = where(complaint)
    begun = ask(cast, "place", complaint, team=other.pk, queue="urgent")
    assert where(complaint) == (None, other.pk, "urgent")
    undone = undo_round(cast.actor("lead"), begun, now=LATER + timedelta(minutes=9))
    assert where(complaint) == before
    assert fates(undone) == {complaint.pk: ("done", "")}
    assert kinds(complaint)[-2:] == ["placed", "placed"]
    there, back = Event.objects.filter(complaint=complaint, kind="placed").order_by("pk")
    assert there.data == {
        "queue": "urgent", "queue_before": "main", "team": other.pk, "team_before": cast.handler.team_id,
        "to": None, "before": cast.handler.pk,
    }  # fmt: skip
    assert back.data == {
        "queue": "main", "queue_before": "urgent", "team": cast.handler.team_id, "team_before": other.pk,
        "to": cast.handler.pk, "before": None, "undone": True,
    }  # fmt: skip
    assert there.visibility == back.visibility == "internal"


def test_undoing_twice_is_once(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    begun = ask(cast, "assign", complaint, to=cast.colleague.pk)
    first = undo_round(cast.actor("lead"), begun, now=LATER)
    assert undo_round(cast.actor("lead"), begun, now=LATER) == first
    assert where(complaint)[0] is None
    assert kinds(complaint).count("placed") == 1


def test_what_was_moved_since_stays_where_it_is(cast: Cast) -> None:
    moved, still = makers.assessed(cast), makers.assessed(cast)
    begun = ask(cast, "assign", moved, still, to=cast.colleague.pk)
    assign_complaint(cast.actor("handler"), moved, to=cast.handler, now=LATER)
    undone = undo_round(cast.actor("lead"), begun, now=LATER)
    assert fates(undone) == {moved.pk: ("left", "obstacle:moved_meanwhile"), still.pk: ("done", "")}
    assert [where(each)[0] for each in (moved, still)] == [cast.handler.pk, None]


def test_only_what_was_done_is_undone(cast: Cast) -> None:
    already, other = makers.assessed(cast), makers.assessed(cast)
    assign_complaint(cast.actor("lead"), already, to=cast.colleague, now=FRIDAY + timedelta(hours=1))
    begun = ask(cast, "assign", already, other, to=cast.colleague.pk)
    undo_round(cast.actor("lead"), begun, now=LATER)
    assert [where(each)[0] for each in (already, other)] == [cast.colleague.pk, None]


def test_nobody_is_given_back_to_who_is_not_at_work_any_more(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    begun = ask(cast, "assign", complaint, to=cast.colleague.pk)
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    undone = undo_round(cast.actor("lead"), begun, now=LATER)
    assert fates(undone) == {complaint.pk: ("left", "invalid")}
    assert where(complaint)[0] == cast.colleague.pk


@pytest.mark.parametrize(("late", "kind"), [(timedelta(seconds=1), "assign"), (timedelta(0), "note")])
def test_after_ten_minutes_and_of_notes_nothing_is_undone(cast: Cast, late: timedelta, kind: str) -> None:
    begun = ask(cast, kind, makers.assessed(cast), to=cast.colleague.pk, body="覚え")
    at = LATER + (UNDO_WITHIN + late if late else late)
    assert not can_undo(begun, at)
    with pytest.raises(NotNow) as raised:
        undo_round(cast.actor("lead"), begun, now=at)
    assert raised.value.obstacle is Obstacle.TOO_LATE_TO_UNDO


def test_nobody_undoes_what_somebody_else_has_asked_for(cast: Cast) -> None:
    begun = ask(cast, "assign", makers.assessed(cast), to=cast.colleague.pk)
    with pytest.raises(Unseen):
        undo_round(cast.actor("handler"), begun, now=LATER)


def test_grave_complaint_stays_urgent(cast: Cast) -> None:
    grave = makers.assessed(cast, severity="S2")
    begun = ask(cast, "place", grave, queue="main")
    assert fates(begun) == {grave.pk: ("left", "obstacle:grave_is_urgent")}
    with pytest.raises(NotNow):
        place_complaint(cast.actor("lead"), grave, queue="main", now=LATER)
    assert where(grave)[2] == "urgent"


def test_place_keeps_the_hands_of_who_is_in_the_team(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(team=None)
    place_complaint(cast.actor("lead"), complaint, team=cast.handler.team, now=LATER)
    assert where(complaint)[:2] == (cast.handler.pk, cast.handler.team_id)


def many(cast: Cast, number: int) -> list[Complaint]:
    """So many bare rows like one real complaint."""
    first = makers.assessed(cast)
    twins = [Complaint.objects.get(pk=first.pk) for _ in range(number)]
    for n, twin in enumerate(twins):
        twin.pk, twin.reference, twin.intake_key = None, f"K-2020-{n:06d}", f"copy {n}"
    return [first, *Complaint.objects.bulk_create(twins)]


def test_many_wait_for_a_job_and_are_done_by_it(cast: Cast) -> None:
    some = many(cast, AT_ONCE)
    begun = ask(cast, "assign", *some, to=cast.colleague.pk)
    assert tally_of(begun) == Tally(waits=AT_ONCE + 1, done=0, left=0)
    assert begun.ended_at is None
    assert not can_undo(begun, LATER)
    assert rounds_left_behind(LATER) == []
    assert rounds_left_behind(LATER + timedelta(minutes=4)) == [begun.pk]
    carry_on(begun.pk, now=lambda: LATER)
    assert tally_of(begun) == Tally(waits=0, done=AT_ONCE + 1, left=0)
    version = Complaint.objects.get(pk=some[0].pk).version
    carry_on(begun.pk, now=lambda: LATER)
    assert Complaint.objects.get(pk=some[0].pk).version == version
    begun.refresh_from_db()
    assert begun.ended_at == LATER
    assert rounds_left_behind(LATER + timedelta(days=1)) == []


def test_job_takes_up_what_a_killed_one_has_left(cast: Cast) -> None:
    some = [makers.assessed(cast) for _ in range(3)]
    begun = ask(cast, "assign", *some, to=cast.colleague.pk)
    begun.items.filter(complaint=some[2]).update(fate="waits")
    Complaint.objects.filter(pk=some[2].pk).update(assignee=None)
    Round.objects.filter(pk=begun.pk).update(ended_at=None)
    carry_on(begun.pk, now=lambda: LATER)
    assert tally_of(begun).done == 3
    assert [kinds(each).count("assigned") for each in some] == [1, 1, 2]


def test_fault_with_one_complaint_holds_up_no_other(cast: Cast) -> None:
    some = [makers.assessed(cast) for _ in range(2)]
    begun = ask(cast, "assign", *some, to=cast.colleague.pk)
    begun.items.update(fate="waits")
    Round.objects.filter(pk=begun.pk).update(ended_at=None, values={"to": cast.handler.pk})
    # What no verb expects.
    Complaint.objects.filter(pk=some[0].pk).update(state="no such state")
    carry_on(begun.pk, now=lambda: LATER)
    assert fates(begun)[some[0].pk] == ("left", "fault")
    assert fates(begun)[some[1].pk] == ("done", "")


def test_limit_of_a_round_is_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST", 1)
    with pytest.raises(Invalid) as raised:
        ask(cast, "note", makers.assessed(cast), makers.assessed(cast), body="x")
    assert raised.value.problems == {"complaints": Problem.OUT_OF_RANGE}
