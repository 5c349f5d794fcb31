"""Trial 試運転: what an automation would have done on past cases. Writes nothing, and the database holds us to it.

The same questions as the engine's (records/automation). The state and the hands a case was in are told again from its
timeline for that very moment; everything else is asked as it stands today, and the page says so.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from kikitori.casework.automation.fire import reader_of
from kikitori.casework.automation.wind import TELLING, entry_of
from kikitori.casework.house import House
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.dues import Due, Mark, Owing, Times, dues_of
from kikitori.records.automation.foresight import Foreseen, all_foreseen
from kikitori.records.automation.hindsight import Entry, Then, held, stood_at, told_again
from kikitori.records.automation.matching import facts_of
from kikitori.records.automation.rule import OnEvent, OnTime, Rule
from kikitori.records.automation.terms import HEARD, TOLD, Anchor
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.queries import Reader, meant_by

#: So many of the newest cases are gone through, and so many lines are shown.
MOST_CASES, MOST_LINES = 500, 200


@dataclass(frozen=True, slots=True)
class Tried:
    """It would have fired on this complaint then: after an entry of this kind, or because time had come."""

    complaint: Complaint
    at: datetime
    kind: str
    foreseen: tuple[Foreseen, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The newest firings first. `cases`: how many were gone through; `hit`: on how many it would have fired."""

    lines: list[Tried]
    cases: int
    hit: int
    firings: int


@contextmanager
def writing_nothing() -> Iterator[None]:
    """Whatever tries to write in here is refused by the database itself."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction read only")
        yield


def try_out(actor: Actor, rule: Rule, *, since: datetime, now: datetime, most: int = MOST_CASES) -> Trial:
    """Try a rule on the newest cases received since then that the actor sees. In a constant number of queries.

    Raises UnreadableConditions.
    """
    with writing_nothing():
        house = House()
        rows = visible_to(actor).filter(received_at__gte=since).select_related("team")
        cases = list(rows.order_by("-received_at", "-pk")[: min(most, MOST_CASES)])
        looking = _Looking(rule, cases, house, now)
        found = [line for case in cases for line in looking.at(case)]
    found.sort(key=lambda line: line.at, reverse=True)
    hit = len({line.complaint.pk for line in found})
    return Trial(found[:MOST_LINES], len(cases), hit, len(found))


class _Looking:
    """What has to be read of all cases, read once."""

    def __init__(self, rule: Rule, cases: Sequence[Complaint], house: House, now: datetime) -> None:
        self.rule, self.house, self.now = rule, house, now
        numbers = [case.pk for case in cases]
        self.today = _as_of_today(rule.conditions, numbers, reader_of(house, now))
        self.histories = _whole_histories(rule, numbers)
        self.promises: defaultdict[int, list[Promise]] = defaultdict(list)
        if isinstance(rule.when, OnTime) and rule.when.anchor is Anchor.PROMISE:
            for promise in Promise.objects.filter(complaint__in=numbers, replaced_by=None).defer("why"):
                self.promises[promise.complaint_id].append(promise)

    def at(self, case: Complaint) -> Iterator[Tried]:
        """Each firing on this case."""
        history = self.histories.get(case.pk, [])
        moments = self._stirred(history) if isinstance(self.rule.when, OnEvent) else self._due(case, history)
        for then, moment, kind in moments:
            if self._means(case, then):
                facts = replace(facts_of(case), state=then.state, assignee=then.assignee)
                yield Tried(case, moment, kind, all_foreseen(self.rule.actions, facts))

    def _stirred(self, history: Sequence[Then]) -> Iterator[tuple[Then, datetime, str]]:
        when = self.rule.when
        if isinstance(when, OnEvent):
            kinds, by = {kind.value for kind in when.kinds}, {kind.value for kind in when.by}
            for then in history:
                if then.entry.kind in kinds and (not by or then.entry.actor_kind in by):
                    yield then, then.entry.at, then.entry.kind

    def _due(self, case: Complaint, history: list[Then]) -> Iterator[tuple[Then, datetime, str]]:
        when = self.rule.when
        if not isinstance(when, OnTime):
            return
        calendar = self.house.calendar_for(case)
        for times, until in self._times(case, history, when):
            for due in dues_of(when, times, calendar):
                then = stood_at(history, due.due_at)
                if then and then.is_open and _within(due, until, self.now):
                    yield then, due.due_at, ""

    def _times(
        self, case: Complaint, history: list[Then], when: OnTime
    ) -> Iterator[tuple[Times, datetime | None]]:
        """Every anchor there was, and until when it stood."""
        if when.anchor is Anchor.PROMISE:
            for each in self.promises[case.pk]:
                yield Times(promises=(Owing(each.pk, each.due_at, each.made_at),)), each.kept_at
            return
        marks = _anchors(case, history, when.anchor)
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            yield Times({when.anchor: mark}), following.at if following else None

    def _means(self, case: Complaint, then: Then) -> bool:
        conditions = self.rule.conditions
        if not all(self._holds(condition, case, then) for condition in conditions.every):
            return False
        some = conditions.some
        return not some or any(self._holds(condition, case, then) for condition in some)

    def _holds(self, condition: Condition, case: Complaint, then: Then) -> bool:
        known = held(condition, then)
        return known if known is not None else case.pk in self.today[condition]


def _within(due: Due, until: datetime | None, now: datetime) -> bool:
    """Had its time come by now, while its anchor still stood?"""
    return due.due_at <= now and (until is None or due.due_at < until)


def _anchors(case: Complaint, history: Sequence[Then], anchor: Anchor) -> list[Mark]:
    received = Mark(case.received_at)
    if anchor is Anchor.RECEIVED:
        return [received]
    if anchor is Anchor.STATE:
        return [Mark(then.entry.at, then.entry.number) for then in history if then.since is then.entry]
    words = {kind.value for kind in (HEARD if anchor is Anchor.HEARD else TOLD)}
    spoken = [Mark(then.entry.at, then.entry.number) for then in history if then.entry.kind in words]
    return spoken if anchor is Anchor.HEARD and spoken else [received, *spoken]


def _as_of_today(conditions: Conditions, cases: Sequence[int], reader: Reader) -> dict[Condition, set[int]]:
    """For each condition the cases on which it holds today. One query for each."""
    rows = Complaint.objects.filter(pk__in=cases)
    return {
        condition: set(meant_by(rows, Conditions((condition,)), reader).values_list("pk", flat=True))
        for condition in dict.fromkeys(conditions)
    }


def _whole_histories(rule: Rule, cases: Sequence[int]) -> dict[int, list[Then]]:
    """With the entries that move a case, and those that would stir the rule. One query."""
    kinds = {*TELLING, *([kind.value for kind in rule.when.kinds] if isinstance(rule.when, OnEvent) else [])}
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    rows = Event.objects.filter(complaint__in=cases, kind__in=sorted(kinds)).order_by("pk")
    for event in rows.only("complaint", "at", "kind", "visibility", "data", "actor_kind"):
        found[event.complaint_id].append(entry_of(event))
    return {case: told_again(entries) for case, entries in found.items()}
