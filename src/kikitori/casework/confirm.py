"""Confirm 解決確認: days later we ask whether it is solved; the complainant alone can say so (invariant 5)."""

from datetime import datetime

from django.db import transaction

from kikitori.casework.close import close_as_agreed, require_nothing_owed
from kikitori.casework.errors import Invalid, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.step import taking
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import RATINGS, Verdict


def ask_if_solved(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Send „is it solved?“. Silence afterwards may close the complaint, and the letter says so.

    Raises NotNow(REMEDY_OPEN) while something is owed: the answer could only be no.
    """
    with taking(actor, complaint, Step.ASK_SOLVED, now=now) as step:
        require_nothing_owed(step)
        step.letter(LetterKind.IS_IT_SOLVED)


def confirm_solved(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    rating: int | None = None,
    comment: str = "",
    how: str = "",
) -> Verdict:
    """„Yes, it is solved.“ The complaint closes as agreed; it can be reopened.

    `rating`: of who may rate, for it is the complainant's own. Raises Refused.
    """
    stars, said, road = _read(rating, comment, how)
    with transaction.atomic():
        with taking(actor, complaint, Step.CONFIRM_SOLVED, now=now) as step:
            if stars is not None and not (decision := may(actor, NEEDED[Step.RATE], step.complaint)).allowed:
                raise Refused(decision)
            verdict = Verdict.objects.create(
                complaint=step.complaint, at=now, solved=True, rating=stars, comment=said, how=road
            )
            step.say(verdict=verdict.pk, rating=stars, **({"how": road} if road else {}))
        close_as_agreed(Actor.system("confirmed"), complaint, now=now, within=step)
    return verdict


def confirm_unsolved(
    actor: Actor, complaint: Complaint, *, now: datetime, comment: str = "", how: str = ""
) -> Verdict:
    """„No, it is not.“ The investigation goes on, with new promises; the letter names them."""
    _, said, road = _read(None, comment, how)
    with taking(actor, complaint, Step.CONFIRM_UNSOLVED, now=now) as step:
        verdict = Verdict.objects.create(
            complaint=step.complaint, at=now, solved=False, comment=said, how=road
        )
        step.say(verdict=verdict.pk, **({"how": road} if road else {}))
        step.letter(LetterKind.GOING_ON)
    return verdict


def rate(actor: Actor, complaint: Complaint, *, rating: int, now: datetime, comment: str = "") -> Verdict:
    """How did we deal with it, 1 (badly) to 5 (well)? About the process, not the outcome (ISO 10002, 8.3)."""
    stars, said, _ = _read(rating, comment, "")
    with taking(actor, complaint, Step.RATE, now=now) as step:
        verdict = Verdict.objects.create(complaint=step.complaint, at=now, rating=stars, comment=said)
        step.say(verdict=verdict.pk, rating=stars)
    return verdict


def _read(rating: int | None, comment: str, how: str) -> tuple[int | None, str, str]:
    check = Checked()
    said, road = check.text("comment", comment, longest=10_000), check.line("how", how, longest=200)
    check.done()
    if rating is not None and rating not in RATINGS:
        raise Invalid({"rating": Problem.OUT_OF_RANGE})
    return rating, said, road
