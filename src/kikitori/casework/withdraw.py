"""Withdraw 取下げ: the complainant takes it back. Nothing is deleted, and they may change their mind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kikitori.casework.falling import let_fall
from kikitori.casework.given import Checked
from kikitori.casework.overtaking import overtake
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending
from kikitori.records.deadlines.clock import is_late
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.terms import FALLING


def withdraw_complaint(
    actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "", how: str = ""
) -> None:
    """End it at the complainant's wish; a reason is welcome, never demanded. Open offers lapse, and help with it.

    What they have asked us to correct, and whom they have named, is still answered.
    """
    check = Checked()
    text, road = check.text("reason", reason, longest=10_000), check.line("how", how, longest=200)
    check.done()
    with taking(actor, complaint, Step.WITHDRAW, now=now) as step:
        overtake(step)
        let_fall(step)
        step.complaint.ending = Ending.WITHDRAWN.value
        step.say(**({"reason": text} if text else {}), **({"how": road} if road else {}))
        step.letter(LetterKind.WITHDRAWN, **letter_values(owed_answers(step.complaint), now))


def owed_answers(complaint: Complaint) -> QuerySet[Promise]:
    """Answers to what they have asked for that stay owed after a withdrawal."""
    owed = complaint.promises.filter(STILL_OWED, kind=PromiseKind.PETITION.value)
    return owed.exclude(petitions__kind__in=FALLING)


def letter_values(owed: Iterable[Promise], now: datetime) -> dict[str, Any]:
    """The answer to a correction that stays owed, and whether its day has passed, for the letter.

    `owed`: promises of such answers that somebody waits for still.
    """
    soonest = min(owed, key=lambda promise: (promise.due_at, promise.pk), default=None)
    return {"owed_petition": soonest, "late": soonest is not None and is_late(soonest.due_at, now)}
