"""Returned 返戻: a letter has come back. Whoever has the complaint in hand is told; the letter waits for a hand."""

from datetime import date, datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.kinds import LetterState, Medium
from kikitori.records.letters.models import Letter
from kikitori.records.letters.post_terms import ReturnReason
from kikitori.records.letters.postings import Posting
from kikitori.records.people.actor import Actor

#: The error of a letter that the post brought back.
RETURNED = "returned"


def note_returned(
    actor: Actor, letter: Letter, *, reason: str, now: datetime, returned_on: date | None = None
) -> None:
    """It came back, and why; it joins the letters that did not arrive.

    Raises Unseen, Refused, Invalid (`reason`, `returned_on`), NotNow(GONE_MEANWHILE) where it is not in the post.
    """
    check, house = Checked(), House()
    why = check.word("reason", reason, ReturnReason)
    today = house.day_of(now)
    day = returned_on or today
    if day > today:
        check.problems["returned_on"] = Problem.IN_THE_FUTURE
    with transaction.atomic():
        own = (
            Letter.objects.select_for_update()
            .filter(pk=letter.pk, medium=Medium.PRINT.value, state=LetterState.SENT.value)
            .first()
        )
        with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now, house=house) as step:
            if own is None:
                raise NotNow(Obstacle.GONE_MEANWHILE)
            row = Posting.objects.get(letter=own)
            if row.posted_on and day < row.posted_on:
                check.problems["returned_on"] = Problem.IN_THE_PAST
            check.done()
            row.returned_why, row.returned_on = why.value, day
            row.save(update_fields=["returned_why", "returned_on"])
            own.state, own.last_error = LetterState.FAILED.value, RETURNED
            own.save(update_fields=["state", "last_error"])
            step.kind = EventKind.LETTER_RETURNED
            step.say(letter=own.pk, kind=own.kind, number=row.number, reason=why.value, day=day.isoformat())
