"""Promise 約束: what is promised by hand and kept by hand, and a date that is changed before it passes.

A date told is replaced by another with a reason, and the person is told both; it is never just moved.
"""

from datetime import date, datetime

from django.utils.translation import override

from kikitori.casework import promising
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text, known_years
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.deadlines.counting import Due
from kikitori.records.deadlines.labels import what_was_promised
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import (
    PromiseKind,
    PromiseOver,
    PromiseState,
    is_kept_late,
    replaced,
    settle,
    swept,
)
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.terms import RemedyState

_LONGEST = 300
#: Entries with words of ours that the person was told, and in which a date may stand.
TELLING = (EventKind.REPLIED.value, EventKind.CALLED_BACK.value)


def promise_call_back(
    actor: Actor, complaint: Complaint, *, at: datetime, now: datetime, note: str = ""
) -> Promise:
    """„I will call you at …“ Written down the moment it is said."""
    check = Checked()
    about = check.line("note", note, longest=_LONGEST)
    _check_moment(check, "at", at, now)
    check.done()
    with taking(actor, complaint, Step.PROMISE_CALL, now=now) as step:
        promise = promising.promise_by(
            step.complaint, PromiseKind.CALL_BACK, Due(at.replace(microsecond=0), ()), now, about
        )
        step.say(promise=promise.pk, due_at=promise.due_at.isoformat())
    return promise


def promise_by_hand(
    actor: Actor,
    complaint: Complaint,
    *,
    what: str,
    by: date | datetime,
    now: datetime,
    told_in: int | None = None,
) -> Promise:
    """„You will have the photographs back by Friday“: a promise in our own words, which the person can read.

    `by`: a moment, or a day, which lasts until our work ends. `told_in`: the entry of the timeline in which they
    were told, where it was found there; it must be one of this complaint's. Raises Invalid.
    """
    house, check = House(), Checked()
    said = check.line("what", what, longest=_LONGEST, needed=True)
    if isinstance(by, datetime):
        _check_moment(check, "by", by, now)
    else:
        check.coming_day("by", by, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.PROMISE, now=now, house=house) as step:
        calendar = house.calendar_for(step.complaint)
        due_at = by.replace(microsecond=0) if isinstance(by, datetime) else end_of_day(calendar, by)
        if due_at <= now:
            raise Invalid({"by": Problem.IN_THE_PAST})
        promise = promising.promise_by(step.complaint, PromiseKind.OTHER, Due(due_at, ()), now, said)
        step.say(promise=promise.pk, kind=promise.kind, due_at=due_at.isoformat(), what=said)
        if told_in is not None:
            step.say(told_in=_entry_of(step, told_in))
    return promise


def keep_promise(actor: Actor, complaint: Complaint, *, promise: Promise, how: str, now: datetime) -> Promise:
    """What we promised in our own words is done: how, for the person to read. Late is late, and stays so.

    All other promises are kept by their own steps. Raises Invalid, NotNow(PROMISE_NOT_OPEN).
    """
    done = checked_text("how", how, longest=2000)
    with taking(actor, complaint, Step.KEEP_PROMISE, now=now) as step:
        own = step.complaint.promises.filter(
            pk=promise.pk, kind=PromiseKind.OTHER.value, kept_at__isnull=True, replaced_by__isnull=True
        ).first()
        if own is None:
            raise NotNow(Obstacle.PROMISE_NOT_OPEN)
        try:
            own.state, own.kept_at = settle(PromiseState(own.state)).value, now
        except PromiseOver as over:
            raise NotNow(Obstacle.PROMISE_NOT_OPEN) from over
        own.save(update_fields=["state", "kept_at"])
        late = is_kept_late(own.due_at, now)
        step.say(promise=own.pk, what=own.note, how=done)
        step.say(kept=[{"kind": own.kind, "due_at": own.due_at.isoformat(), "late": late}])
    return own


def set_aside_date(actor: Actor, complaint: Complaint, *, told_in: int, now: datetime) -> None:
    """The date in this message of ours is no promise; nobody is asked about it again. Raises Invalid."""
    with taking(actor, complaint, Step.SET_ASIDE_DATE, now=now) as step:
        step.say(told_in=_entry_of(step, told_in))


def _entry_of(step: Taken, number: int) -> int:
    """An entry of this complaint in which we told the person something. Raises Invalid."""
    if not step.complaint.events.filter(pk=number, kind__in=TELLING).exists():
        raise Invalid({"told_in": Problem.UNKNOWN_WORD})
    return number


def _check_moment(check: Checked, field: str, at: datetime, now: datetime) -> None:
    if at <= now:
        check.problems[field] = Problem.IN_THE_PAST
    elif at.year > known_years().last_year:
        check.problems[field] = Problem.OUT_OF_RANGE


def write_down_call(actor: Actor, complaint: Complaint, *, body: str, now: datetime) -> None:
    """We called (or spoke): what was said, in the person's own words as far as they can be had."""
    text = checked_text("body", body)
    with taking(actor, complaint, Step.CALL_BACK, now=now) as step:
        step.say(said=text)


def replace_promise(
    actor: Actor, complaint: Complaint, *, promise: Promise, to: date, reason: str, now: datetime
) -> Promise:
    """Tell another day in place of one we cannot hold, with the reason, which the person reads.

    Told too late, the first one is missed all the same. What was to be done for them by the first day is to be
    done by the second. Raises Invalid, NotNow(PROMISE_NOT_OPEN).
    """
    house, check = House(), Checked()
    why = check.text("reason", reason, longest=2000, needed=True)
    day = check.coming_day("to", to, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.REPLACE_PROMISE, now=now, house=house) as step:
        own = step.complaint.promises.filter(pk=promise.pk, kept_at__isnull=True).first()
        if own is None or own.replaced_by_id is not None:
            raise NotNow(Obstacle.PROMISE_NOT_OPEN)
        try:
            after = replaced(PromiseState(own.state), own.due_at, now)
        except PromiseOver as over:
            raise NotNow(Obstacle.PROMISE_NOT_OPEN) from over
        due_at = end_of_day(house.calendar_for(step.complaint), day)
        if due_at <= own.due_at:
            raise Invalid({"to": Problem.IN_THE_PAST})
        new = promising.promise_by(step.complaint, PromiseKind(own.kind), Due(due_at, ()), now, own.note)
        promising.give_way(own, after, new, why)
        if own.kind == PromiseKind.REMEDY.value:
            before = house.day_of(own.due_at)
            step.complaint.remedies.filter(state=RemedyState.DUE.value, due_on=before).update(due_on=day)
        step.say(
            promise=own.pk,
            kind=own.kind,
            before=own.due_at.isoformat(),
            due_at=due_at.isoformat(),
            reason=why,
        )
        with override(step.complaint.language):
            what = what_was_promised(own.kind, own.note)
        step.letter(LetterKind.NEW_DATE, before=own.due_at, after=due_at, reason=why, what=what)
    return new


def note_missed_promise(actor: Actor, promise: Promise, *, now: datetime) -> bool:
    """A promise is past due and unkept: say so once, on the timeline. Returns whether it was so.

    Two sweepers at once note it once: the row is looked at again under the complaint's lock.
    """
    with taking(actor, promise.complaint_id, Step.MISS_PROMISE, now=now) as step:
        own = step.complaint.promises.get(pk=promise.pk)
        if swept(PromiseState(own.state), own.due_at, now) is not PromiseState.MISSED or not own.is_open:
            raise NotNow(Obstacle.PROMISE_NOT_OPEN)
        own.state = PromiseState.MISSED.value
        own.save(update_fields=["state"])
        step.say(promise=own.pk, kind=own.kind, due_at=own.due_at.isoformat())
    return True
