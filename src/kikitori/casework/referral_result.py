"""What came of a referral: an expert told us what they know, a body decided; the complainant hears it and what follows.

Where it goes on with us, it is looked into again, with new dates. Where a result of theirs stands, it stands in the
place of our decision, and what it asks of us is owed like what we decide ourselves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kikitori.casework import promising
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.granting import (
    RemedyGiven,
    costs_money,
    granted_by,
    read_remedies,
    write_remedies,
)
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.overtaking import overtake
from kikitori.casework.referral_letters import ReferralWords
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import CLOSED, State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.referral.models import Referral
from kikitori.records.referral.terms import OF_INSIDE, OF_OUTSIDE, ReferralOutcome
from kikitori.records.remedies.limits import SHIPPED
from kikitori.records.remedies.terms import RemedyState

_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class AnswerGiven:
    """What came of it: a ReferralOutcome, the day (not where none came), their words for ourselves.

    `told`: what the complainant reads of it.
    """

    outcome: str
    answered_on: date | None
    told: str
    answer: str = ""


def record_referral(
    actor: Actor, complaint: Complaint, given: AnswerGiven, *, referral: Referral, now: datetime
) -> None:
    """They have answered, or will not, and we go on with it.

    Raises Invalid, NotNow(REFERRAL_NOT_OPEN).
    """
    house, check = House(), Checked()
    read = _read(check, given, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.RECORD_REFERRAL, now=now, house=house) as step:
        row = _open(step, referral)
        _keep(step, row, read, OF_INSIDE if row.body.is_inside else OF_OUTSIDE)
        words = ReferralWords(row.body, house.zone, outcome=row.outcome, goes_on=True)
        step.letter(LetterKind.REFERRAL_RESULT, referral=words, told=row.told)


def record_result(
    actor: Actor,
    complaint: Complaint,
    given: AnswerGiven,
    *,
    referral: Referral,
    remedies: Sequence[RemedyGiven] = (),
    now: datetime,
    seen_version: int | None = None,
) -> None:
    """A body outside has come to a result, and it stands. `remedies`: what it asks of us, owed from now on.

    After the end it is written down and told; what it asks for then needs the complaint to be taken up again first.
    Raises Invalid, NotNow(REFERRAL_NOT_OPEN, OVER_LIMIT, or REOPEN_FIRST), Changed.
    """
    house, check = House(), Checked()
    read = _read(check, given, house.day_of(now))
    limits = house.limits if costs_money(remedies) else SHIPPED
    owed = read_remedies(check, remedies, house.day_of(now), limits.currency)
    check.done()
    with taking(
        actor, complaint, Step.RECORD_RESULT, now=now, seen_version=seen_version, house=house
    ) as step:
        row = _open(step, referral)
        if row.body.is_inside:
            raise NotNow(Obstacle.REFERRAL_NOT_OPEN)
        if owed and State(step.complaint.state) in CLOSED:
            raise NotNow(Obstacle.REOPEN_FIRST)
        by = granted_by(step, owed, None)
        _keep(step, row, read, OF_OUTSIDE)
        overtake(step)
        write_remedies(step, owed, RemedyState.DUE, by=by)
        due = list(step.complaint.remedies.filter(state=RemedyState.DUE.value))
        last_due = max((remedy.due_on for remedy in due), default=None)
        step.say(stands=True, remedy_due_on=last_due.isoformat() if last_due else None)
        words = ReferralWords(row.body, house.zone, outcome=row.outcome)
        lines = remedy_lines(due, step.complaint.language)
        step.letter(LetterKind.REFERRAL_RESULT, referral=words, told=row.told, remedies=lines)


def _read(check: Checked, given: AnswerGiven, today: date) -> AnswerGiven:
    """The same, checked; an answer has come on a day that is not ahead of us."""
    outcome = check.word("outcome", given.outcome, ReferralOutcome)
    if given.answered_on is not None and given.answered_on > today:
        check.problems["answered_on"] = Problem.IN_THE_FUTURE
    elif given.answered_on is None and outcome is not ReferralOutcome.NO_ANSWER:
        check.problems["answered_on"] = Problem.MISSING
    return AnswerGiven(
        outcome=outcome.value,
        answered_on=given.answered_on,
        told=check.text("told", given.told, longest=_LONGEST, needed=True),
        answer=check.text("answer", given.answer, longest=_LONGEST),
    )


def _open(step: Taken, referral: Referral) -> Referral:
    """Of this complaint, and still waiting. Raises NotNow(REFERRAL_NOT_OPEN)."""
    rows = step.complaint.referrals.select_related("body", "promise")
    own = rows.filter(pk=referral.pk, outcome="").first()
    if own is None:
        raise NotNow(Obstacle.REFERRAL_NOT_OPEN)
    return own


def _keep(step: Taken, row: Referral, read: AnswerGiven, fitting: Collection[ReferralOutcome]) -> None:
    """Write it down, and keep the promise to tell it. Raises Invalid (outcome) for what they cannot have done."""
    if read.outcome not in fitting:
        raise Invalid({"outcome": Problem.UNKNOWN_WORD})
    row.outcome, row.answered_on = read.outcome, read.answered_on
    row.answer, row.told = read.answer, read.told
    row.recorded_at, row.recorded_by_id = step.now, step.actor.own_staff_id
    row.save(update_fields=["outcome", "answered_on", "answer", "told", "recorded_at", "recorded_by"])
    step.say(referral=row.pk, body=row.body_id, outcome=row.outcome)
    if row.promise is not None:
        step.say(**promising.made_good(row.promise, step.now))
