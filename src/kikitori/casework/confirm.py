"""Confirm 解決確認: days later we ask whether it is solved; the complainant alone can say so (invariant 5)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kikitori.casework.close import close_as_agreed, require_nothing_owed
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.step import taking
from kikitori.casework.to_whom import ask_a_lead
from kikitori.casework.verdicts import read_answer
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.silence import days_told

_LEFT = "left_at_that"


def ask_if_solved(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Send „is it solved?“. After silence we try another way, and may close then; the letter says so.

    Raises NotNow(REMEDY_OPEN) while something is owed: the answer could only be no.
    """
    with taking(actor, complaint, Step.ASK_SOLVED, now=now) as step:
        require_nothing_owed(step)
        own = step.house.organisation
        step.say(**days_told(own.other_road_days, own.silence_days))
        step.letter(LetterKind.IS_IT_SOLVED)


def confirm_solved(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    rating: int | None = None,
    outcome: int | None = None,
    comment: str = "",
    how: str = "",
    ask_again: bool = True,
) -> Verdict:
    """„Yes, it is solved.“ The complaint closes as agreed; it can be reopened. `ask_again`: days later, once more?

    `rating` (of the handling), `outcome`: of who may rate, for they are the complainant's own. Raises Refused.
    """
    said = read_answer(rating, outcome, comment, how)
    with transaction.atomic():
        with taking(actor, complaint, Step.CONFIRM_SOLVED, now=now) as step:
            verdict = said.keep(step, solved=True)
        close_as_agreed(Actor.system("confirmed"), complaint, now=now, ask_again=ask_again, within=step)
        said.tell_a_lead(step, now)
    return verdict


def confirm_unsolved(
    actor: Actor, complaint: Complaint, *, now: datetime, comment: str = "", how: str = ""
) -> Verdict:
    """„No, it is not.“ The investigation goes on, with new promises; the letter names them."""
    said = read_answer(comment=comment, how=how)
    with taking(actor, complaint, Step.CONFIRM_UNSOLVED, now=now) as step:
        verdict = said.keep(step, solved=False)
        step.letter(LetterKind.GOING_ON)
    return verdict


def leave_it(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    rating: int | None = None,
    outcome: int | None = None,
    comment: str = "",
    how: str = "",
) -> Verdict:
    """„Not solved, but I leave it at that.“ No agreement: a lead is asked to look at it, and closes it with reasons.

    Raises NotNow(REMEDY_OPEN) while something is owed to them.
    """
    said = read_answer(rating, outcome, comment, how)
    with transaction.atomic():
        with taking(actor, complaint, Step.LEAVE_IT, now=now) as step:
            require_nothing_owed(step)
            verdict = said.keep(step, solved=False, left=True)
        ask_a_lead(step.complaint, _close_it, step.house, because=_LEFT, now=now)
        said.tell_a_lead(step, now)
    return verdict


def _close_it() -> str:
    return _("Not solved, and the complainant leaves it at that: look at it and close it")


def rate(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    rating: int | None = None,
    outcome: int | None = None,
    comment: str = "",
) -> Verdict:
    """How did we deal with it, and how content are they with what came of it, each 1 (badly) to 5 (well) or left out?

    Two questions (ISO 10002, 8.3). Raises Invalid where nothing at all is said.
    """
    said = read_answer(rating, outcome, comment)
    if said.rating is None and said.outcome is None and not said.comment:
        raise Invalid({"rating": Problem.MISSING})
    with transaction.atomic():
        with taking(actor, complaint, Step.RATE, now=now) as step:
            verdict = said.keep(step)
        said.tell_a_lead(step, now)
    return verdict
