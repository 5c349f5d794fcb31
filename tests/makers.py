"""Makers: complaints in the states tests need, brought there by the real verbs and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.confirm import confirm_solved
from kikitori.casework.find_causes import CauseGiven
from kikitori.casework.inquire import begin_investigation
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.receive import Received, receive_complaint
from kikitori.casework.remedy import carry_out_remedy
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.models import Person
from tests.cast import Cast

JAPAN = ZoneInfo("Asia/Tokyo")
#: Friday afternoon before a public holiday on Monday: every date from here has something to count around.
FRIDAY = datetime(2026, 11, 20, 16, 40, tzinfo=JAPAN)
#: Why a point came about, where a test does not ask.
CAUSE = (CauseGiven(code="process", evidence="梱包の手順に検品がありませんでした。"),)
#: Why nothing is done about a point that is right, where a test does not ask.
NO_REMEDY = "お品は、すでにお取り替えしているためです。"
_tokens = count(1)

INTAKE = Intake(
    channel="phone",
    language="ja",
    received_at=FRIDAY,
    story="届いた皿が三枚割れていました。電話で三回同じ説明をしました。",
    desired_outcome="交換と、説明を一度で済ませてほしい。",
    complainant=PersonGiven(
        name="試野 はな",
        kana="タメシノ ハナ",
        contact_points=(ContactGiven(kind="email", value="hana@example.jp"),),
    ),
)


def token() -> str:
    """A token no other form has had."""
    return f"token-{next(_tokens)}"


def received(cast: Cast, *, now: datetime = FRIDAY, **changes: Any) -> Received:
    """A complaint by phone, written down by the handler; `changes` to its intake."""
    return receive_complaint(
        cast.actor("handler"),
        replace(INTAKE, **changes),
        token=token(),
        now=now,
    )


def acknowledged(cast: Cast, *, now: datetime = FRIDAY, **changes: Any) -> Complaint:
    """Received, and the receipt confirmed twenty minutes later."""
    complaint = received(cast, now=now, **changes).complaint
    acknowledge_complaint(cast.actor("handler"), complaint, now=now + timedelta(minutes=20))
    return complaint


def assessed(cast: Cast, *, now: datetime = FRIDAY, severity: str = "S3", **changes: Any) -> Complaint:
    """Acknowledged and assessed, with two allegations."""
    complaint = acknowledged(cast, now=now, **changes)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity=severity,
        subject="delivery",
        safety={"injury": "no", "fire": "no"},
        allegations=[
            AllegationGiven(text="皿が三枚割れていた", expected="割れずに届く", actual="三枚が割れて届いた"),
            AllegationGiven(text="電話で三回説明させられた"),
        ],
        now=now + timedelta(minutes=30),
    )
    return complaint


def investigated(cast: Cast, *, now: datetime = FRIDAY, severity: str = "S3", **changes: Any) -> Complaint:
    """Assessed, in the handler's hands, being looked into."""
    complaint = assessed(cast, now=now, severity=severity, **changes)
    assign_complaint(cast.actor("handler"), complaint, to=cast.handler, now=now + timedelta(minutes=31))
    begin_investigation(cast.actor("handler"), complaint, now=now + timedelta(minutes=32))
    return complaint


def proposed(cast: Cast, *, now: datetime = FRIDAY, **changes: Any) -> Complaint:
    """Investigated, with an exchange and an apology on offer."""
    complaint = investigated(cast, now=now, **changes)
    day = now.astimezone(JAPAN).date()
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="割れた三枚を新しい品と交換し、説明のし直しについてお詫びします。",
        remedies=[
            RemedyGiven(kind="replace", text="皿三枚の交換", due_on=day + timedelta(days=7)),
            RemedyGiven(kind="apology", text="書面によるお詫び", due_on=day + timedelta(days=7)),
        ],
        answer_by=day + timedelta(days=14),
        now=now + timedelta(hours=1),
    )
    return complaint


def confirming(cast: Cast, *, now: datetime = FRIDAY, **changes: Any) -> Complaint:
    """Accepted, every remedy carried out: the question whether it is solved is next."""
    complaint = proposed(cast, now=now, **changes)
    accept_proposal(complainant_of(complaint), complaint, now=now + timedelta(hours=2))
    for number, remedy in enumerate(complaint.remedies.all(), start=3):
        carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=now + timedelta(hours=number))
    return complaint


def closed(cast: Cast, *, now: datetime = FRIDAY, **changes: Any) -> Complaint:
    """Confirmed as solved by its complainant, and closed with that."""
    complaint = confirming(cast, now=now, **changes)
    confirm_solved(complainant_of(complaint), complaint, now=now + timedelta(hours=6))
    return complaint


def typed(person: Person, kind: str) -> None:
    """Give somebody this customer type."""
    GivenType.objects.create(
        person=person, type=kind, given_at=FRIDAY, review_on=FRIDAY.date() + timedelta(days=90)
    )


def complainant_of(complaint: Complaint) -> Actor:
    """Whoever holds the receipt of this complaint."""
    return Actor.complainant(complaint.pk)
