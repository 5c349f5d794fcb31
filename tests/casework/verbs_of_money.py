"""Verbs that ask for approval, answer such a request, and confirm what has arrived, for the table of all verbs."""

from typing import Any

from kikitori.casework.approval import approve_offer, ask_approval, return_offer
from kikitori.casework.drop_remedy import DropGiven, drop_remedy
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.authority import Approval
from tests import makers
from tests.casework.verbs import LATER, SOON, STAFF, THEIRS, Case, agreed
from tests.cast import Cast


def an_offer(amount: int = 45_000, **changes: Any) -> dict[str, Any]:
    """What `propose_solution` takes."""
    remedies = [RemedyGiven(kind="refund", text="代金の返金", due_on=SOON, amount=amount)]
    return {"text": "代金をお返しします。", "remedies": remedies, "answer_by": SOON} | changes


def ask(actor: Actor, complaint: Complaint, amount: int = 45_000) -> Approval:
    return ask_approval(
        actor,
        complaint,
        step=Step.PROPOSE,
        given=an_offer(amount),
        reason="二度目の不良です。",
        now=LATER,
    )


def waiting(cast: Cast) -> Complaint:
    """Being looked into; the handler has asked for approval of a refund."""
    complaint = makers.investigated(cast)
    ask(cast.actor("handler"), complaint)
    return complaint


def give_back(actor: Actor, complaint: Complaint) -> None:
    """By whoever asked it is taken back, by a lead sent back."""
    number = complaint.approvals.get().pk
    return_offer(actor, complaint, approval=number, reason="先に写真を確かめてください。", now=LATER)


def approve(actor: Actor, complaint: Complaint) -> Approval:
    return approve_offer(actor, complaint, approval=complaint.approvals.get(state="asked").pk, now=LATER)


def arrived(actor: Actor, complaint: Complaint) -> None:
    number = complaint.remedies.filter(state="done")[0].pk
    verify_remedy(actor, complaint, remedy=number, how="電話で" if actor.staff_id else "", now=LATER)


def drop(actor: Actor, complaint: Complaint) -> None:
    """They do not want the first thing owed any more."""
    given = DropGiven(reason="declined", words="ご不要とのことでしたので、取りやめます。", how="電話で")
    drop_remedy(actor, complaint, remedy=complaint.remedies.filter(state="due")[0].pk, given=given, now=LATER)


MONEY_CASES = (
    Case(
        Step.DROP_REMEDY,
        agreed,
        drop,
        may=STAFF,
        state="remedying",
        event="remedy_dropped",
        says="remedy kind dropped reason how",
        letters=("remedy_dropped",),
        statements=18,
    ),
    Case(
        Step.ASK_APPROVAL,
        makers.investigated,
        # So little that a colleague could approve what the only lead asks for.
        lambda actor, complaint: ask(actor, complaint, 20_000),
        may=STAFF,
        state="investigating",
        event="approval_asked",
        says="approval step answer amount currency mentioned reason",
        # The whole offer is tried, and taken back.
        statements=34,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.ANSWER_APPROVAL,
        waiting,
        give_back,
        may=STAFF,
        state="investigating",
        event="approval_answered",
        says="approval step answer amount currency mentioned reason",
        statements=7,
        internal=True,
        unnoticed=True,
    ),
    Case(
        Step.VERIFY_REMEDY,
        makers.confirming,
        arrived,
        may=THEIRS,
        state="confirming",
        event="remedy_verified",
        says="remedy kind",
        statements=7,
        unnoticed=True,
    ),
)
