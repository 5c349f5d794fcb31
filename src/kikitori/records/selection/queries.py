"""Conditions as one Q over complaints: what lists, counts and exports all ask, so that they can never disagree.

Says nothing about who sees what: whoever asks starts from visible_to(actor).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import and_, or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from kikitori.foundation.language.readings import EASY
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.queries import STILL_OWED
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.models import Staff, group_of
from kikitori.records.people.queries import cards_in
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.conditions import Condition, Conditions, Flaw, Found, UnreadableConditions
from kikitori.records.selection.day_words import Almanac, UncountableDay
from kikitori.records.selection.terms import (
    ELSEWHERE,
    ENDED,
    ME,
    MINE,
    NOBODY,
    STILL_OPEN,
    Field,
    Grouped,
    Late,
    Operator,
    Todo,
    Tongue,
    WaitingFor,
    whose_turn,
)
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

#: The whole of the due second is in time (deadlines/clock.py).
_SECOND = timedelta(seconds=1)
#: Clocks that are still to be met. One that waits for an answer is not due before that has come.
_RUNS = Q(met_at__isnull=True, cancelled_at__isnull=True, extended_at__isnull=True, paused_at__isnull=True)
_SPEAKS = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)
_SEVERAL: dict[str, tuple[str, ...]] = {
    STILL_OPEN: tuple(sorted(state.value for state in OPEN)),
    ENDED: tuple(sorted(state.value for state in CLOSED)),
}


@dataclass(frozen=True)
class Reader:
    """For whom conditions are read: who “me” is (nobody for the house itself), and what day it is and where.

    Without `almanac` only conditions that speak of no day can be read.
    """

    staff_id: int | None
    almanac: Almanac | None = None

    @property
    def days(self) -> Almanac:
        """What day it is. Raises ValueError where nobody has said."""
        if self.almanac is None:
            raise ValueError("these conditions speak of days")
        return self.almanac


def as_q(conditions: Conditions, reader: Reader) -> Q:
    """The complaints that are meant. Asks nothing of the database, but for the calendar where working days are counted.

    Raises UnreadableConditions (TOO_FAR) where a day cannot be counted.
    """
    every = _each("all", conditions.every, reader)
    some = _each("any", conditions.some, reader)
    meant = reduce(and_, every, Q())
    return meant & reduce(or_, some) if some else meant


def owed_of(row: str = "pk") -> QuerySet[Promise]:
    """The promises somebody still waits for about the complaint of the outer query; `row` names it there."""
    return Promise.objects.filter(STILL_OWED, complaint=OuterRef(row))


def _each(name: str, several: Iterable[Condition], reader: Reader) -> list[Q]:
    read = []
    for number, condition in enumerate(several):
        try:
            read.append(_READS[condition.field](condition, reader))
        except UncountableDay as error:
            found = Found(Flaw.TOO_FAR, f"{name}.{number}", str(condition.day))
            raise UnreadableConditions((found,)) from error
    return read


def _either(condition: Condition, meant: Q) -> Q:
    return meant if condition.operator is Operator.IS else ~meant


def _words(column: str) -> Callable[[Condition, Reader], Q]:
    return lambda condition, _reader: _either(condition, Q(**{f"{column}__in": condition.values}))


def _state(condition: Condition, _reader: Reader) -> Q:
    states = {state for word in condition.values for state in _SEVERAL.get(word, (word,))}
    return _either(condition, Q(state__in=sorted(states)))


def _ending(condition: Condition, _reader: Reader) -> Q:
    meant = Q(ending__in=condition.values)
    if ELSEWHERE in condition.values:
        meant |= Q(state=ELSEWHERE)
    return _either(condition, meant)


def _waiting_for(condition: Condition, _reader: Reader) -> Q:
    turns = {WaitingFor(word) for word in condition.values}
    states = sorted(state.value for state in State if whose_turn(state) in turns)
    return _either(condition, Q(state__in=states))


def _language(condition: Condition, _reader: Reader) -> Q:
    known = {Tongue.JA.value: [Tongue.JA.value, EASY], Tongue.EN.value: [Tongue.EN.value]}
    meant = Q(language__in=[code for word in condition.values for code in known.get(word, ())])
    if Tongue.OTHER.value in condition.values:
        meant |= ~Q(language__in=[code for codes in known.values() for code in codes])
    return _either(condition, meant)


def _customer_type(condition: Condition, _reader: Reader) -> Q:
    """By any card of whoever speaks. A type counts until it is ended: one that has faded waits to be looked at."""
    standing = GivenType.objects.filter(ended_at=None)
    meant = Q(_spoken_by(standing.filter(type__in=condition.values)))
    if CustomerType.UNKNOWN.value in condition.values:
        meant |= ~Q(_spoken_by(standing))
    return _either(condition, meant)


def _spoken_by(given: QuerySet[GivenType]) -> Exists:
    # By the cards of these people: what stands for each card that speaks would be asked of all there are.
    cards = cards_in(given.values(stands=group_of("person__")))
    parties = Party.objects.filter(complaint=OuterRef("pk"), role__in=_SPEAKS)
    return Exists(parties.filter(person__in=cards.values("pk")))


def _assignee(condition: Condition, reader: Reader) -> Q:
    meant = Q(assignee__in=_numbers(condition))
    if ME in condition.values and reader.staff_id is not None:
        meant |= Q(assignee=reader.staff_id)
    if NOBODY in condition.values:
        meant |= Q(assignee__isnull=True)
    return _either(condition, meant)


def _team(condition: Condition, reader: Reader) -> Q:
    meant = Q(team__in=_numbers(condition))
    if MINE in condition.values and reader.staff_id is not None:
        meant |= Q(team__in=Staff.objects.filter(pk=reader.staff_id, team__isnull=False).values("team"))
    if NOBODY in condition.values:
        meant |= Q(team__isnull=True)
    return _either(condition, meant)


def _numbers(condition: Condition) -> list[int]:
    return [int(value) for value in condition.values if value.isdigit()]


def _overdue(condition: Condition, reader: Reader) -> Q:
    late = reader.days.now - _SECOND
    meant = Q(pk__in=())
    if Late.PROMISE.value in condition.values:
        meant |= Q(Exists(owed_of().filter(due_at__lte=late)))
    if Late.DEADLINE.value in condition.values:
        meant |= Q(Exists(_clocks().filter(due_at__lte=late)))
    return _either(condition, meant)


def _task(condition: Condition, reader: Reader) -> Q:
    tasks = Task.objects.filter(complaint=OuterRef("pk"), state=TaskState.OPEN.value)
    meant = Q(pk__in=())
    if Todo.OPEN.value in condition.values:
        meant |= Q(Exists(tasks))
    if Todo.MINE.value in condition.values and reader.staff_id is not None:
        meant |= Q(Exists(tasks.filter(assignee=reader.staff_id)))
    if Todo.LATE.value in condition.values:
        meant |= Q(Exists(tasks.filter(due_at__lte=reader.days.now - _SECOND)))
    return _either(condition, meant)


def _grouped(condition: Condition, _reader: Reader) -> Q:
    """Whoever sees a child sees its mass complaint."""
    meant = Q(pk__in=())
    if Grouped.MASS.value in condition.values:
        meant |= Q(Exists(MassMember.objects.filter(complaint=OuterRef("pk"), left_at=None)))
    return _either(condition, meant)


def _branch(condition: Condition, _reader: Reader) -> Q:
    ways = WayIn.objects.filter(complaint=OuterRef("pk"))
    meant = Q(Exists(ways.filter(branch__in=_numbers(condition))))
    if NOBODY in condition.values:
        meant |= ~Q(Exists(ways.filter(branch__isnull=False)))
    return _either(condition, meant)


def _clocks() -> QuerySet[Clock]:
    return Clock.objects.filter(_RUNS, complaint=OuterRef("pk"))


def _moment(column: str) -> Callable[[Condition, Reader], Q]:
    """A moment of the complaint itself."""

    def read(condition: Condition, reader: Reader) -> Q:
        if condition.operator in (Operator.THERE_IS, Operator.THERE_IS_NONE):
            return Q(**{f"{column}__isnull": condition.operator is Operator.THERE_IS_NONE})
        return _on(column, condition, reader)

    return read


def _soonest(rows: Callable[[], QuerySet[Promise] | QuerySet[Clock]]) -> Callable[[Condition, Reader], Q]:
    """When the first of several falls due. None of them lies before the first, and it is among them."""

    def read(condition: Condition, reader: Reader) -> Q:
        if condition.operator is Operator.THERE_IS:
            return Q(Exists(rows()))
        if condition.operator is Operator.THERE_IS_NONE:
            return ~Q(Exists(rows()))
        first, _following = _span(condition, reader)
        meant = Q(Exists(rows().filter(_on("due_at", condition, reader))))
        if condition.operator is Operator.BEFORE:
            return meant
        return meant & ~Q(Exists(rows().filter(due_at__lt=first)))

    return read


def _on(column: str, condition: Condition, reader: Reader) -> Q:
    first, following = _span(condition, reader)
    if condition.operator is Operator.BEFORE:
        return Q(**{f"{column}__lt": first})
    meant = Q(**{f"{column}__gte": first})
    return meant & Q(**{f"{column}__lt": following}) if condition.operator is Operator.ON else meant


def _span(condition: Condition, reader: Reader) -> tuple[datetime, datetime]:
    if condition.day is None:
        raise ValueError(f"{condition.field} {condition.operator} needs a day")
    return reader.days.span(condition.day)


_READS: dict[Field, Callable[[Condition, Reader], Q]] = {
    Field.STATE: _state,
    Field.ENDING: _ending,
    Field.WAITING_FOR: _waiting_for,
    Field.QUEUE: _words("queue"),
    Field.SEVERITY: _words("severity"),
    Field.URGENCY: _words("urgency"),
    Field.KIND: _words("kind"),
    Field.SUBJECT: _words("subject"),
    Field.CHANNEL: _words("channel"),
    Field.LANGUAGE: _language,
    Field.CUSTOMER_TYPE: _customer_type,
    Field.ASSIGNEE: _assignee,
    Field.TEAM: _team,
    Field.BRANCH: _branch,
    Field.OVERDUE: _overdue,
    Field.TASK: _task,
    Field.GROUPED: _grouped,
    Field.PROMISE_DUE: _soonest(owed_of),
    Field.DEADLINE_DUE: _soonest(_clocks),
    Field.RECEIVED: _moment("received_at"),
    Field.CLOSED: _moment("closed_at"),
}


def meant_by(complaints: QuerySet[Complaint], conditions: Conditions, reader: Reader) -> QuerySet[Complaint]:
    """Of these complaints those that are meant, in no order. Raises UnreadableConditions."""
    return complaints.filter(as_q(conditions, reader))
