"""The ledger: whatever is offered, answered, decided and done, the timeline gives the same sums as the rows."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.approval import approve_offer, ask_approval
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.drop_remedy import DropGiven, drop_remedy
from kikitori.casework.errors import CaseworkError, NotNow, Obstacle
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.ledger import Entry, Sums, entries_told, sums_of
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyState
from tests import makers
from tests.casework.verbs import LATER, SOON
from tests.cast import Cast

FINDINGS = {n: FindingGiven(outcome="goodwill", reasons="ご事情によります。") for n in (1, 2)}
amounts = st.lists(st.sampled_from([None, 1, 800, 12_000, 29_999]), min_size=1, max_size=3)


def told(complaint: Complaint) -> dict[int, Entry]:
    return entries_told(complaint.events.order_by("pk").values_list("kind", "data"))


def in_rows(complaint: Complaint) -> Sums:
    return sums_of(
        Entry(row.kind, row.amount or 0, row.currency, RemedyState(row.state))
        for row in complaint.remedies.all()
    )


def remedies(several: list[int | None]) -> list[RemedyGiven]:
    return [
        RemedyGiven(kind="apology" if amount is None else "refund", text="おわび", due_on=SOON, amount=amount)
        for amount in several
    ]


@dataclass(frozen=True)
class Act:
    """One deed of a course: on what, by whom of the cast, at what time, with how much money."""

    complaint: Complaint
    several: list[int | None]
    cast: Cast
    now: datetime

    @property
    def offer(self) -> dict[str, Any]:
        return {"text": "案", "remedies": remedies(self.several), "answer_by": SOON}

    @property
    def theirs(self) -> Actor:
        return makers.complainant_of(self.complaint)

    def first(self, state: str) -> Remedy:
        """Raises what the verbs raise where there is nothing of the kind."""
        row = self.complaint.remedies.filter(state=state).first()
        if row is None:
            raise NotNow(Obstacle.REMEDY_OPEN)
        return row


def approve(act: Act) -> None:
    for waiting in act.complaint.approvals.filter(state="asked"):
        approve_offer(act.cast.actor("lead"), act.complaint, approval=waiting.pk, now=act.now)


DO: dict[str, Callable[[Act], object]] = {
    "offer": lambda act: propose_solution(act.cast.actor("handler"), act.complaint, **act.offer, now=act.now),
    "ask": lambda act: ask_approval(
        act.cast.actor("handler"),
        act.complaint,
        step=Step.PROPOSE,
        given=act.offer,
        reason="理由",
        now=act.now,
    ),
    "approve": approve,
    "accept": lambda act: accept_proposal(act.theirs, act.complaint, now=act.now),
    "decline": lambda act: decline_proposal(act.theirs, act.complaint, now=act.now),
    "decide": lambda act: decide_complaint(
        act.cast.actor("lead"),
        act.complaint,
        findings=FINDINGS,
        remedies=remedies(act.several),
        now=act.now,
    ),
    "carry out": lambda act: carry_out_remedy(
        act.cast.actor("colleague"), act.complaint, remedy=act.first("due"), proof="振込", now=act.now
    ),
    "drop": lambda act: drop_remedy(
        act.cast.actor("colleague"),
        act.complaint,
        remedy=act.first("due").pk,
        given=DropGiven(reason="declined", words="ご不要とのこと", how="電話で"),
        now=act.now,
    ),
    "exchange": lambda act: drop_remedy(
        act.cast.actor("lead"),
        act.complaint,
        remedy=act.first("due").pk,
        given=DropGiven(reason="exchanged", words="別の品に", how="電話で", instead=remedies(act.several)[0]),
        now=act.now,
    ),
    "verify": lambda act: verify_remedy(act.theirs, act.complaint, remedy=act.first("done").pk, now=act.now),
    "withdraw": lambda act: withdraw_complaint(act.theirs, act.complaint, now=act.now),
}


courses = st.lists(st.tuples(st.sampled_from(list(DO)), amounts), min_size=3, max_size=12)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(course=courses)
def test_sums_told_by_the_timeline_are_those_of_the_rows(
    cast: Cast, course: list[tuple[str, list[int | None]]]
) -> None:
    with transaction.atomic():
        complaint = makers.investigated(cast)
        for n, (deed, several) in enumerate(course):
            try:
                with transaction.atomic():
                    DO[deed](Act(complaint, several, cast, LATER + timedelta(minutes=n)))
            except (CaseworkError, StepNotPossible):
                complaint.refresh_from_db()
            assert sums_of(told(complaint).values()) == in_rows(complaint)
        transaction.set_rollback(True)


def test_ledger_of_what_was_exchanged_and_then_dropped(cast: Cast) -> None:
    complaint, seen = makers.investigated(cast), []
    for n, (deed, sum_) in enumerate(
        {"offer": 12_000, "accept": 0, "exchange": 800, "drop": 0, "verify": 0}.items()
    ):
        with suppress(CaseworkError):
            DO[deed](Act(complaint, [sum_], cast, LATER + timedelta(minutes=n)))
        seen.append(sums_of(told(complaint).values()))
    assert seen[2] == {("JPY", "dropped"): (1, 12_000), ("JPY", "due"): (1, 800)}
    assert seen[3] == seen[4] == {("JPY", "dropped"): (2, 12_800)} == in_rows(complaint)


def test_ledger_of_one_refund_from_the_offer_to_its_arrival(cast: Cast) -> None:
    complaint, seen = makers.investigated(cast), []
    for n, deed in enumerate(("offer", "decline", "ask", "approve", "accept", "carry out", "verify")):
        DO[deed](Act(complaint, [12_000], cast, LATER + timedelta(minutes=n)))
        seen.append(sums_of(told(complaint).values()))
    once = (1, 12_000)
    assert seen == [
        {("JPY", "offered"): once},
        {("JPY", "dropped"): once},
        {("JPY", "dropped"): once},
        {("JPY", "dropped"): once, ("JPY", "offered"): once},
        {("JPY", "dropped"): once, ("JPY", "due"): once},
        {("JPY", "dropped"): once, ("JPY", "done"): once},
        {("JPY", "dropped"): once, ("JPY", "verified"): once},
    ]
    assert in_rows(complaint) == seen[-1]


def test_timeline_from_before_the_ledger_tells_nothing_and_breaks_nothing() -> None:
    old = [("proposed", {"proposal": 1}), ("accepted", {}), ("remedy_done", {"remedy": 7, "kind": "refund"})]
    old += [("remedy_verified", {"remedy": 7}), ("remedy_dropped", {"remedy": 8, "dropped": [8]})]
    assert entries_told(old) == {}


@pytest.mark.parametrize("currency", ["JPY", "USD"])
def test_currencies_are_never_added_up(currency: str) -> None:
    entries = [Entry("refund", 5, code, RemedyState.DUE) for code in ("JPY", "USD", currency)]
    sums = sums_of(entries)
    assert sums["JPY", "due"][1] + sums["USD", "due"][1] == 15
    assert sums[currency, "due"] == (2, 10)
