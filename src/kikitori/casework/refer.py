"""Refer 紹介: we cannot solve it, say why, and pass it to somebody who can; what they get is chosen, and told.

Nothing is sent to them from here: there is a sheet to print with exactly what was chosen. No deadline of ours stops
meanwhile (invariant 4). To be accepted by them is nothing we can promise; to tell what they answer is (invariant 3).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kikitori.casework import promising
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.leaflets import leaflet_handed_out, leaflet_in_use
from kikitori.casework.referral_letters import ReferralWords
from kikitori.casework.sharing import SharedGiven, is_personal, snapshot
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.counting import Due
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.referral.models import Body, Referral
from kikitori.records.referral.terms import EXCEPTIONS, Basis

_LONGEST = 10_000


@dataclass(frozen=True, kw_only=True)
class ReferralGiven:
    """A referral as somebody wants it.

    `reason`: why we cannot solve it, for the complainant. `basis`: a Basis; with consent the day of it and how it was
    given, with an exception of the law why it applies. `expected_on`: the day by which we tell what they answer.
    """

    body: int | None
    reason: str
    shared: SharedGiven
    basis: str
    basis_words: str = ""
    consented_on: date | None = None
    expected_on: date | None = None


def refer_inside(actor: Actor, complaint: Complaint, given: ReferralGiven, *, now: datetime) -> Referral:
    """Pass it to an expert of ours or another department; it stays in our hands, and the complainant hears of it.

    Raises Invalid, NotNow(BODY_OUT_OF_USE).
    """
    return _refer(actor, complaint, given, Step.REFER, now)


def refer_outside(actor: Actor, complaint: Complaint, given: ReferralGiven, *, now: datetime) -> Referral:
    """Pass it on to a body outside; the complainant gets its leaflet and the list of what went. Raises the same."""
    return _refer(actor, complaint, given, Step.REFER_OUTSIDE, now)


def turned_outside(
    actor: Actor,
    complaint: Complaint,
    *,
    body: int | None,
    how: str,
    expected_on: date | None,
    now: datetime,
) -> Referral:
    """They have turned to a body outside themselves. `how`: from whom we know it, and when; the complainant reads it.

    Nothing is passed on by this. Raises Invalid, NotNow(BODY_OUT_OF_USE).
    """
    house, check = House(), Checked()
    said = check.text("how", how, longest=_LONGEST, needed=True)
    day = check.coming_day("expected_on", expected_on, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.TURN_OUTSIDE, now=now, house=house) as step:
        row = Referral(
            complaint=step.complaint, body=_body(body, outside=True), by_themselves=True, reason=said
        )
        _write(step, row, day)
    return row


def _refer(
    actor: Actor, complaint: Complaint, given: ReferralGiven, step_taken: Step, now: datetime
) -> Referral:
    house, check = House(), Checked()
    today = house.day_of(now)
    reason = check.text("reason", given.reason, longest=_LONGEST, needed=True)
    summary = check.text("summary", given.shared.summary, longest=_LONGEST, needed=True)
    basis, words = _read_basis(check, given, today)
    day = check.coming_day("expected_on", given.expected_on, today)
    check.done()
    with taking(actor, complaint, step_taken, now=now, house=house) as step:
        body = _body(given.body, outside=step_taken is Step.REFER_OUTSIDE)
        chosen = replace(given.shared, summary=summary)
        row = Referral(
            complaint=step.complaint,
            body=body,
            reason=reason,
            basis=basis.value,
            basis_words=words,
            consented_on=given.consented_on if basis is Basis.CONSENT else None,
            shared=snapshot(step.complaint, chosen),
        )
        _require_basis(row, basis)
        _write(step, row, day)
    return row


def _read_basis(check: Checked, given: ReferralGiven, today: date) -> tuple[Basis, str]:
    """Consent has a day that has come and the way it was given; an exception is explained."""
    basis = check.word("basis", given.basis, Basis)
    needed = basis is Basis.CONSENT or basis in EXCEPTIONS
    words = check.text("basis_words", given.basis_words, longest=2000, needed=needed)
    if basis is Basis.CONSENT:
        if given.consented_on is None:
            check.problems["consented_on"] = Problem.MISSING
        elif given.consented_on > today:
            check.problems["consented_on"] = Problem.IN_THE_FUTURE
    return basis, words


def _require_basis(row: Referral, basis: Basis) -> None:
    """What stays within the house leaves it nowhere; what names somebody is not nothing. Raises Invalid (basis)."""
    outside = basis is Basis.WITHIN and not row.body.is_inside
    if outside or (basis is Basis.NOTHING_PERSONAL and is_personal(row.shared)):
        raise Invalid({"basis": Problem.UNKNOWN_WORD})


def _body(number: int | None, *, outside: bool) -> Body:
    """The entry of the register, of the side it is to be on. Raises Invalid, NotNow(BODY_OUT_OF_USE)."""
    found = Body.objects.filter(pk=number).first() if number else None
    if found is None or found.is_inside is outside:
        raise Invalid({"body": Problem.UNKNOWN_WORD if number else Problem.MISSING})
    if not found.is_active:
        raise NotNow(Obstacle.BODY_OUT_OF_USE, str(found))
    return found


def _write(step: Taken, row: Referral, day: date) -> None:
    """The row, the promise to tell what they answer, the timeline and the letter."""
    row.referred_at, row.referred_by_id, row.expected_on = step.now, step.actor.own_staff_id, day
    row.promise = _promised(step, row, day)
    row.leaflet = leaflet_in_use(row.body)
    row.save()
    step.say(
        referral=row.pk,
        body=row.body_id,
        expected_on=day.isoformat(),
        promised=[{"kind": row.promise.kind, "due_at": row.promise.due_at.isoformat()}],
    )
    handed = leaflet_handed_out(row.leaflet)
    words = ReferralWords(
        row.body,
        step.house.zone,
        row.shared,
        by_themselves=row.by_themselves,
        expected_on=day,
        file=handed.name if handed else "",
    )
    step.letter(LetterKind.REFERRAL, referral=words, reason=row.reason)


def _promised(step: Taken, row: Referral, day: date) -> Promise:
    due_at = end_of_day(step.house.calendar_for(step.complaint), day)
    if due_at <= step.now:
        raise Invalid({"expected_on": Problem.IN_THE_PAST})
    return promising.promise_by(
        step.complaint, PromiseKind.REFERRAL, Due(due_at, ()), step.now, row.body.name_in("ja")
    )
