"""The ledger: whatever is offered, answered, decided and done, the timeline gives the same sums as the rows."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.approval import approve_offer, ask_approval
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import CaseworkError
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.remedies.ledger import Entry, Sums, entries_told, sums_of
from kikitori.records.remedies.terms import RemedyState
from tests import makers
from tests.casework.verbs import LATER, SOON
from tests.cast import Cast

FINDINGS = {n: FindingGiven(outcome="goodwill", reasons="ご事情によります。") for n in (1, 2)}
DEEDS = ("offer", "ask", "approve", "accept", "decline", "decide", "carry out", "verify", "withdraw")
amounts = st.lists(st.sampled_from([None, 1, 800, 12_000, 29_999]), min_size=1, max_size=3)
courses = st.lists(st.tuples(st.sampled_from(DEEDS), amounts), min_size=3, max_size=12)


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


def do(deed: str, complaint: Complaint, several: list[int | None], cast: Cast, now: object) -> None:
    handler, lead = cast.actor("handler"), cast.actor("lead")
    offer = {"text": "案", "remedies": remedies(several), "answer_by": SOON}
    match deed:
        case "offer":
            propose_solution(handler, complaint, **offer, now=now)
        case "ask":
            ask_approval(handler, complaint, step=Step.PROPOSE, given=offer, reason="理由", now=now)
        case "approve":
            for waiting in complaint.approvals.filter(state="asked"):
                approve_offer(lead, complaint, approval=waiting.pk, now=now)
        case "accept":
            accept_proposal(makers.complainant_of(complaint), complaint, now=now)
        case "decline":
            decline_proposal(makers.complainant_of(complaint), complaint, now=now)
        case "decide":
            decide_complaint(lead, complaint, findings=FINDINGS, remedies=remedies(several), now=now)
        case "carry out":
            for owed in complaint.remedies.filter(state="due")[:1]:
                carry_out_remedy(cast.actor("colleague"), complaint, remedy=owed, proof="振込", now=now)
        case "verify":
            for done in complaint.remedies.filter(state="done")[:1]:
                verify_remedy(makers.complainant_of(complaint), complaint, remedy=done.pk, now=now)
        case "withdraw":
            withdraw_complaint(makers.complainant_of(complaint), complaint, now=now)


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
                    do(deed, complaint, several, cast, LATER + timedelta(minutes=n))
            except (CaseworkError, StepNotPossible):
                complaint.refresh_from_db()
            assert sums_of(told(complaint).values()) == in_rows(complaint)
        transaction.set_rollback(True)


def test_ledger_of_one_refund_from_the_offer_to_its_arrival(cast: Cast) -> None:
    complaint, seen = makers.investigated(cast), []
    for n, deed in enumerate(("offer", "decline", "ask", "approve", "accept", "carry out", "verify")):
        do(deed, complaint, [12_000], cast, LATER + timedelta(minutes=n))
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
    assert entries_told(old) == {}


@pytest.mark.parametrize("currency", ["JPY", "USD"])
def test_currencies_are_never_added_up(currency: str) -> None:
    entries = [Entry("refund", 5, code, RemedyState.DUE) for code in ("JPY", "USD", currency)]
    sums = sums_of(entries)
    assert sums["JPY", "due"][1] + sums["USD", "due"][1] == 15
    assert sums[currency, "due"] == (2, 10)
