"""The checklist: done, not done for a reason, open again; and what holds a decision up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import confirm_solved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.follow_guideline import mark_item
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guidelines import GuidelineMark
from kikitori.records.prevention.text import InTwo, Item
from tests import makers
from tests.casework.verbs_of_guidelines import TEXT, going_by_one, in_force
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)
STRICT = replace(TEXT, items=(*TEXT.items, Item(text=InTwo(ja="責任者に上げた"), need="before_decision")))


def mark(
    cast: Cast, complaint: Complaint, item: str, state: str, reason: str = "", by: str = "handler"
) -> None:
    mark_item(cast.actor(by), complaint, item=item, state=state, reason=reason, now=LATER)


def marks(complaint: Complaint) -> dict[str, tuple[str, str]]:
    rows = GuidelineMark.objects.filter(pin__complaint=complaint, pin__ended_at=None)
    return {row.item: (row.state, row.reason) for row in rows}


def said(complaint: Complaint) -> list[str]:
    return [event.data["state"] for event in complaint.events.filter(kind="item_marked")]


def decide(cast: Cast, complaint: Complaint) -> None:
    findings = {n: FindingGiven(outcome="not_upheld", reasons="記録") for n in (1, 2)}
    decide_complaint(cast.actor("handler"), complaint, findings=findings, now=LATER)


# ── marking ──


def test_item_is_ticked_with_who_and_when(cast: Cast) -> None:
    complaint = going_by_one(cast)
    mark(cast, complaint, "i1", "done")
    row = GuidelineMark.objects.get()
    assert (row.item, row.state, row.reason, row.at, row.by) == ("i1", "done", "", LATER, cast.handler)
    event = complaint.events.get(kind="item_marked")
    assert event.visibility == "internal"
    assert event.data == {"version": row.pin.version_id, "item": "i1", "state": "done"}


def test_what_is_not_done_keeps_its_reason(cast: Cast) -> None:
    complaint = going_by_one(cast)
    mark(cast, complaint, "i2", "not_done", " 写真はないそうです。 ")
    assert marks(complaint) == {"i2": ("not_done", "写真はないそうです。")}
    assert complaint.events.get(kind="item_marked").data["reason"] == "写真はないそうです。"


@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_without_a_reason_it_is_no_deviation(cast: Cast, reason: str) -> None:
    complaint = going_by_one(cast)
    with pytest.raises(Invalid) as refusal:
        mark(cast, complaint, "i2", "not_done", reason)
    assert refusal.value.problems == {"reason": Problem.MISSING}
    assert marks(complaint) == {}


def test_reason_of_what_is_done_is_not_kept(cast: Cast) -> None:
    complaint = going_by_one(cast)
    mark(cast, complaint, "i1", "done", "理由は要らない")
    assert marks(complaint) == {"i1": ("done", "")}


def test_said_by_mistake_it_is_open_again_and_the_timeline_keeps_both(cast: Cast) -> None:
    complaint = going_by_one(cast)
    for state, reason in (("done", ""), ("open", ""), ("not_done", "まだ"), ("done", "")):
        mark(cast, complaint, "i1", state, reason)
    assert marks(complaint) == {"i1": ("done", "")}
    assert said(complaint) == ["done", "open", "not_done", "done"]


def test_two_who_tick_the_same_leave_one_entry_and_the_first_name(cast: Cast) -> None:
    complaint = going_by_one(cast)
    mark(cast, complaint, "i1", "done")
    mark(cast, complaint, "i1", "done", by="colleague")
    mark(cast, complaint, "i2", "open")
    assert said(complaint) == ["done"]
    assert GuidelineMark.objects.get().by == cast.handler


@pytest.mark.parametrize("item", ["i9", "", "i1 "])
def test_item_that_is_not_in_the_version_is_refused(cast: Cast, item: str) -> None:
    complaint = going_by_one(cast)
    with pytest.raises(NotNow) as refusal:
        mark(cast, complaint, item, "done")
    assert refusal.value.obstacle is Obstacle.NO_GUIDELINE


def test_complaint_without_a_guideline_has_no_items(cast: Cast) -> None:
    with pytest.raises(NotNow):
        mark(cast, makers.investigated(cast), "i1", "done")


def test_state_nobody_knows_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        mark(cast, going_by_one(cast), "i1", "half")
    assert refusal.value.problems == {"state": Problem.UNKNOWN_WORD}


def test_marking_disturbs_nobody_who_writes_meanwhile(cast: Cast) -> None:
    complaint = going_by_one(cast)
    before = complaint.version
    mark(cast, complaint, "i1", "done")
    complaint.refresh_from_db()
    assert complaint.version == before


# ── what holds it up ──


def strict(cast: Cast) -> Complaint:
    in_force(cast, STRICT)
    return makers.investigated(cast)


def test_decision_waits_for_what_is_needed_before_it(cast: Cast) -> None:
    complaint = strict(cast)
    with pytest.raises(NotNow) as refusal:
        decide(cast, complaint)
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.ITEM_OPEN, "3")
    complaint.refresh_from_db()
    assert complaint.state == "investigating"
    mark(cast, complaint, "i3", "done")
    decide(cast, complaint)
    assert complaint.state == "decided"


def test_deviation_with_its_reason_lets_the_decision_go_on(cast: Cast) -> None:
    complaint = strict(cast)
    mark(cast, complaint, "i3", "not_done", "責任者本人の担当です。")
    decide(cast, complaint)
    assert complaint.state == "decided"


def test_what_is_needed_but_holds_nothing_up_is_a_hint_alone(cast: Cast) -> None:
    complaint = going_by_one(cast)
    decide(cast, complaint)
    assert complaint.state == "decided"


def test_item_opened_again_holds_the_closing_up_for_staff(cast: Cast) -> None:
    complaint = strict(cast)
    mark(cast, complaint, "i3", "done")
    decide(cast, complaint)
    mark(cast, complaint, "i3", "open")
    with pytest.raises(NotNow) as refusal:
        close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=LATER)
    assert refusal.value.obstacle is Obstacle.ITEM_OPEN
    with pytest.raises(NotNow) as refusal:
        close_as_agreed(cast.actor("handler"), complaint, now=LATER)
    assert refusal.value.obstacle is Obstacle.ITEM_OPEN


def test_complainant_who_says_it_is_solved_is_not_held_up_by_our_list(cast: Cast) -> None:
    in_force(cast, STRICT)
    complaint = makers.confirming(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, now=LATER + timedelta(hours=9))
    complaint.refresh_from_db()
    assert complaint.state == "closed_accepted"


def test_guideline_that_no_longer_applies_holds_nothing_up(cast: Cast) -> None:
    complaint = strict(cast)
    complaint.guideline_pins.update(ended_at=LATER)
    decide(cast, complaint)
    assert complaint.state == "decided"


def test_system_marks_nothing(cast: Cast) -> None:
    complaint = going_by_one(cast)
    from kikitori.casework.errors import Refused

    with pytest.raises(Refused):
        mark_item(Actor.system("tested"), complaint, item="i1", state="done", now=LATER)
