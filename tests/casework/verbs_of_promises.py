"""The verbs that make, keep, change and miss promises, in the same table as all others."""

from datetime import timedelta

from kikitori.casework.promise import (
    keep_promise,
    note_missed_promise,
    promise_by_hand,
    promise_call_back,
    replace_promise,
    set_aside_date,
    write_down_call,
)
from kikitori.casework.write import reply
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.casework.verbs import HOUSE, LATER, OVERDUE, SOON, Case
from tests.cast import Cast
from tests.makers import FRIDAY


def promised_by_hand(cast: Cast) -> Complaint:
    """Acknowledged, and something was promised in our own words."""
    complaint = makers.acknowledged(cast)
    promise_by_hand(
        cast.actor("handler"), complaint, what="写真をお返しします", by=SOON, now=FRIDAY + timedelta(hours=1)
    )
    return complaint


def replied(cast: Cast) -> Complaint:
    """Acknowledged and written to."""
    complaint = makers.acknowledged(cast)
    reply(
        cast.actor("handler"),
        complaint,
        body="金曜までに折り返します。",
        now=FRIDAY + timedelta(hours=1),
    )
    return complaint


def new_date(actor: Actor, complaint: Complaint) -> None:
    promise = complaint.promises.get(kind="progress")
    replace_promise(actor, complaint, promise=promise, to=SOON, reason="記録を待つため。", now=LATER)


PROMISE_CASES = [
    Case(
        Step.PROMISE_CALL,
        makers.acknowledged,
        lambda actor, complaint: promise_call_back(actor, complaint, at=OVERDUE, now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="call_promised",
        says="promise due_at",
        statements=4,
    ),
    Case(
        Step.CALL_BACK,
        makers.acknowledged,
        lambda actor, complaint: write_down_call(actor, complaint, body="留守でした。", now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="called_back",
        says="said",
        statements=4,
    ),
    Case(
        Step.PROMISE,
        makers.acknowledged,
        lambda actor, complaint: promise_by_hand(
            actor, complaint, what="写真をお返しします", by=OVERDUE, now=LATER
        ),
        may=HOUSE,
        state="acknowledged",
        event="promised",
        says="promise kind due_at what",
        statements=6,
    ),
    Case(
        Step.KEEP_PROMISE,
        promised_by_hand,
        lambda actor, complaint: keep_promise(
            actor,
            complaint,
            promise=complaint.promises.get(kind="other"),
            how="書留でお返ししました。",
            now=LATER,
        ),
        may=HOUSE,
        state="acknowledged",
        event="promise_kept",
        says="promise what how kept",
        statements=6,
    ),
    Case(
        Step.SET_ASIDE_DATE,
        replied,
        lambda actor, complaint: set_aside_date(
            actor, complaint, told_in=complaint.events.get(kind="replied").pk, now=LATER
        ),
        may=HOUSE,
        state="acknowledged",
        event="date_set_aside",
        says="told_in",
        internal=True,
        unnoticed=True,
        statements=4,
    ),
    Case(
        Step.REPLACE_PROMISE,
        makers.acknowledged,
        new_date,
        may=HOUSE,
        state="acknowledged",
        event="promise_replaced",
        says="promise kind before due_at reason",
        letters=("new_date",),
        statements=13,
    ),
    Case(
        Step.MISS_PROMISE,
        makers.acknowledged,
        lambda actor, complaint: note_missed_promise(
            actor, complaint.promises.get(kind="progress"), now=OVERDUE
        ),
        may=HOUSE,
        state="acknowledged",
        event="promise_missed",
        says="promise kind due_at",
        internal=True,
        unnoticed=True,
        statements=7,
    ),
]
