"""Drop 救済の取りやめ: what was owed is not done any more, for a reason, and the complainant is told.

By their wish, written down with its road, or because it has become impossible. Money is not dropped alone by whoever
granted it unless the complainant has said so: somebody else does it whose limit reaches as far (ADR 0036). The promise
behind it falls, or gives way to that of what is done instead; what was late by then stays missed (invariant 3).
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kikitori.casework import promising
from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.granting import (
    RemedyGiven,
    RemedyRead,
    costs_money,
    granted_by,
    read_remedies,
    refused,
    write_remedies,
)
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.remedy import finish_remedies, is_money
from kikitori.casework.step import Taken, taking
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.limits import SHIPPED
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RECEIVED, THEIR_WISH, DropReason, RemedyState

_LONGEST = 5000
_PREFIX = "remedies.0."


@dataclass(frozen=True, kw_only=True)
class DropGiven:
    """Why something is not done any more: a DropReason, and `words` as the complainant will read them.

    `how`: by what road they said so, needed where it is their wish. `instead`: what is done in its place, where
    something is exchanged, and only there.
    """

    reason: str
    words: str
    how: str = ""
    instead: RemedyGiven | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    reason: DropReason
    words: str
    how: str
    instead: list[RemedyRead]


def drop_remedy(
    actor: Actor, complaint: Complaint, *, remedy: int, given: DropGiven, now: datetime
) -> Remedy:
    """It is not owed any more. After the last one the complainant is asked, days later, whether it is solved.

    Raises Invalid (reason, words, how, `instead.<field>`), NotNow: REMEDY_OPEN (not owed any more), OVER_LIMIT (of
    what is done instead), DROP_OVER_LIMIT and ANOTHER_DROPS (of money that the complainant has not waived).
    """
    house = House()
    read = _read(given, house, house.day_of(now))
    with transaction.atomic():
        with taking(actor, complaint, Step.DROP_REMEDY, now=now, house=house) as step:
            owed = list(step.complaint.remedies.filter(state=RemedyState.DUE.value))
            own = next((each for each in owed if each.pk == remedy), None)
            if own is None:
                raise NotNow(Obstacle.REMEDY_OPEN, str(remedy))
            if is_money(own) and read.reason not in THEIR_WISH:
                _require_another(step, own)
            new = _do_instead(step, read)
            _write(step, own, read, new)
            left = [each for each in owed if each.pk != own.pk] + ([new] if new else [])
            _let_promise_go(step, own, left, read)
            step.letter(
                LetterKind.REMEDY_DROPPED,
                text=read.words,
                reason=read.reason.value,
                dropped=remedy_lines([own], step.complaint.language)[0],
                remedies=remedy_lines(left, step.complaint.language),
            )
        if not left:
            finish_remedies(actor, complaint, now=now, within=step, told=not _received(step.complaint))
    return own


def _read(given: DropGiven, house: House, today: date) -> _Read:
    check = Checked()
    reason = check.word("reason", given.reason, DropReason)
    words = check.text("words", given.words, longest=_LONGEST, needed=True)
    how = check.line("how", given.how, longest=200, needed=reason in THEIR_WISH)
    offered = [given.instead] if given.instead is not None else []
    if (reason is DropReason.EXCHANGED) is not bool(offered):
        check.problems["instead"] = Problem.OUT_OF_RANGE if offered else Problem.MISSING
    limits = house.limits if costs_money(offered) else SHIPPED
    instead = read_remedies(check, offered, today, limits.currency)
    check.problems = {
        f"instead.{place.removeprefix(_PREFIX)}" if place.startswith(_PREFIX) else place: problem
        for place, problem in check.problems.items()
    }
    check.done()
    return _Read(reason, words, how, instead)


def _require_another(step: Taken, own: Remedy) -> None:
    """Somebody whose limit reaches as far, and who did not grant it; alone only where nobody else here could."""
    limits, amount = step.house.limits, own.amount or 0
    if own.currency == limits.currency and not limits.may_approve(step.actor.role, amount):
        raise NotNow(Obstacle.DROP_OVER_LIMIT, refused(limits, step, amount))
    if own.granted_by_id is None or own.granted_by_id != step.actor.staff_id:
        return
    roles = [role.value for role in limits.approving(amount)]
    if seen_by(step.complaint).filter(role__in=roles).exclude(pk=own.granted_by_id).exists():
        raise NotNow(Obstacle.ANOTHER_DROPS)
    step.say(alone=True)


def _do_instead(step: Taken, read: _Read) -> Remedy | None:
    """What is done in its place is owed at once, within the limit of whoever says so. One statement, where there is."""
    if not read.instead:
        return None
    [new] = write_remedies(
        step, read.instead, RemedyState.DUE, by=granted_by(step, read.instead, approved_by=None)
    )
    return new


def _write(step: Taken, own: Remedy, read: _Read, new: Remedy | None) -> None:
    own.state, own.drop_reason, own.drop_words = RemedyState.DROPPED.value, read.reason.value, read.words
    own.dropped_at, own.dropped_by_id, own.replaced_by = step.now, step.actor.staff_id, new
    own.save(update_fields=["state", "drop_reason", "drop_words", "dropped_at", "dropped_by", "replaced_by"])
    step.say(remedy=own.pk, kind=own.kind, dropped=[own.pk], reason=read.reason.value)
    if read.how:
        step.say(how=read.how)


def _let_promise_go(step: Taken, own: Remedy, left: list[Remedy], read: _Read) -> None:
    """What was promised for its day falls with it, unless something else is owed by then."""
    days = {each.due_on for each in left}
    made = promising.let_remedy_go(
        step.complaint, own.due_on, days, read.words, house=step.house, now=step.now
    )
    if made:
        step.say(promised=[{"kind": each.kind, "due_at": each.due_at.isoformat()} for each in made])


def _received(complaint: Complaint) -> bool:
    """Has anything that was owed here reached them? One query."""
    return complaint.remedies.filter(state__in=[state.value for state in RECEIVED]).exists()
