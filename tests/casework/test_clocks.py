"""Clocks of the rules: when they begin, what meets them, what stops them, and that nothing else does."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant
from kikitori.casework.promise import replace_promise
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, note, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

LATER = datetime(2026, 11, 24, 10, tzinfo=JAPAN)
SOON = date(2026, 12, 4)
ALL = {"acknowledgement", "first-answer", "decision"}


def rule_of(clock: Clock) -> str:
    return clock.rule.rsplit("/", 1)[-1]


def running(complaint: Complaint) -> set[str]:
    return {rule_of(each) for each in complaint.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True)}


def propose(cast: Cast, complaint: Complaint) -> None:
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="交換します。",
        remedies=[RemedyGiven(kind="replace", text="皿", due_on=SOON)],
        answer_by=SOON,
        now=LATER,
    )


def decide(cast: Cast, complaint: Complaint) -> None:
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録どおりです。") for n in (1, 2)},
        now=LATER,
    )


@pytest.mark.parametrize(
    ("build", "act", "left"),
    [
        (
            lambda cast: makers.received(cast).complaint,
            lambda cast, one: acknowledge_complaint(cast.actor("handler"), one, now=LATER),
            {"first-answer", "decision"},
        ),
        (
            makers.investigated,
            lambda cast, one: reply(cast.actor("handler"), one, body="確認中です。", now=LATER),
            {"decision"},
        ),
        (makers.investigated, propose, {"decision"}),
        (makers.investigated, decide, set()),
        (
            makers.proposed,
            lambda _, one: accept_proposal(makers.complainant_of(one), one, now=LATER),
            set(),
        ),
        (
            makers.proposed,
            lambda _, one: decline_proposal(makers.complainant_of(one), one, now=LATER),
            {"decision"},
        ),
        # What is not an answer meets nothing, and nobody's waiting stops a clock.
        (
            makers.investigated,
            lambda cast, one: note(cast.actor("handler"), one, body="倉庫に確認。", now=LATER),
            {"first-answer", "decision"},
        ),
        (
            makers.investigated,
            lambda _, one: hear(makers.complainant_of(one), one, body="まだですか。", now=LATER),
            {"first-answer", "decision"},
        ),
        (
            makers.investigated,
            lambda cast, one: ask_complainant(
                cast.actor("handler"), one, question="何枚ですか。", answer_by=SOON, now=LATER
            ),
            {"first-answer", "decision"},
        ),
        (
            makers.investigated,
            lambda cast, one: replace_promise(
                cast.actor("handler"),
                one,
                promise=one.promises.get(kind="decision", state="open"),
                to=date(2027, 1, 15),
                reason="記録を待つため。",
                now=LATER,
            ),
            {"first-answer", "decision"},
        ),
    ],
)
def test_clock_is_met_by_what_its_rule_asks_for_alone(
    cast: Cast, build: Callable[[Cast], Complaint], act: Callable[[Cast, Complaint], object], left: set[str]
) -> None:
    complaint = build(cast)
    before = running(complaint)
    act(cast, complaint)
    assert running(complaint) == left
    met = complaint.clocks.filter(met_at=LATER)
    assert {rule_of(each) for each in met} == before - left
    assert not complaint.clocks.filter(cancelled_at__isnull=False).exists()


def test_end_stops_what_runs_and_leaves_what_was_met(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
    assert running(complaint) == set()
    ends = {rule_of(each): (each.met_at, each.cancelled_at) for each in complaint.clocks.all()}
    assert ends == {
        "acknowledgement": (FRIDAY + timedelta(minutes=20), None),
        "first-answer": (None, LATER),
        "decision": (None, LATER),
    }


def test_clock_of_one_complaint_is_not_met_by_another(cast: Cast) -> None:
    mine, other = makers.investigated(cast), makers.investigated(cast)
    decide(cast, mine)
    close_as_exhausted(cast.actor("lead"), mine, reason="尽くしました。", now=LATER)
    assert running(other) == {"first-answer", "decision"}


@pytest.mark.parametrize("road", ["reopened", "unsolved"])
def test_what_comes_back_begins_new_clocks_from_that_moment(cast: Cast, road: str) -> None:
    back = LATER + timedelta(days=7)
    if road == "reopened":
        complaint = makers.acknowledged(cast)
        withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
        reopen_complaint(makers.complainant_of(complaint), complaint, reason="やはり", now=back)
    else:
        complaint = makers.confirming(cast)
        confirm_unsolved(makers.complainant_of(complaint), complaint, now=back)
    fresh = complaint.clocks.filter(started_at=back)
    assert {rule_of(each) for each in fresh} == running(complaint) == {"first-answer", "decision"}
    assert {rule_of(each): each.due_at for each in fresh} == {
        "first-answer": datetime(2026, 12, 8, 17, tzinfo=JAPAN),
        "decision": datetime(2027, 1, 4, 17, tzinfo=JAPAN),
    }
    assert complaint.clocks.count() == len(ALL) + 2
