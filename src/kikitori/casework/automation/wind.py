"""Winding timers 時限: for each automation that waits for time, the moments at which it is due on each open complaint.

Set when the timeline of a complaint moves on, and by a walk through all open ones once an automation is switched on or
the business days change. So what is due is found by its moment, and nobody ever looks through everything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.automation.fire import Ready
from kikitori.casework.house import House
from kikitori.casework.told_as import EVENT_OF
from kikitori.records.automation.dues import Due, Mark, Owing, Times, dues_of
from kikitori.records.automation.hindsight import Entry, Then, told_again
from kikitori.records.automation.models import CausedEvent, Timer
from kikitori.records.automation.rule import OnTime
from kikitori.records.automation.terms import HEARD, TOLD, Anchor
from kikitori.records.complaints.lifecycle import OPEN, TABLE, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.queries import STILL_OWED

_OPEN = sorted(state.value for state in OPEN)
#: The step that an entry tells of. A question is two steps, told apart by who may read it.
_STEP = {kind.value: step for step, kind in reversed(EVENT_OF.items())}
_MOVING = {EVENT_OF[step].value for step, moves in TABLE.items() if any(move.target for move in moves)}
#: What has to be read of a timeline to tell it again.
TELLING = sorted({*_MOVING, *(kind.value for kind in HEARD | TOLD)} | {EventKind.ASSIGNED, EventKind.PLACED})


def wind(complaints: Collection[int], waiting: Sequence[Ready], *, house: House) -> int:
    """Set the timers of these automations on these complaints anew; returns how many there are.

    What was due and is spent stays spent while its anchor stands. In the same number of queries for any complaints.
    """
    rows = Complaint.objects.filter(pk__in=complaints, state__in=_OPEN).select_related("team")
    open_ones = {row.pk: row for row in rows}
    times = times_of(list(open_ones.values()))
    wanted: dict[tuple[int, int, str], Due] = {}
    for ready in waiting:
        when = ready.rule.when
        if not isinstance(when, OnTime):
            continue
        for number, complaint in open_ones.items():
            for due in dues_of(when, times[number], house.calendar_for(complaint)):
                wanted[ready.row.pk, number, due.subject] = due
    _bring_about(wanted, complaints, waiting)
    return len(wanted)


def _bring_about(
    wanted: dict[tuple[int, int, str], Due], complaints: Collection[int], waiting: Sequence[Ready]
) -> None:
    rows = {ready.row.pk: ready.row for ready in waiting}
    stands = {
        (timer.automation_id, timer.complaint_id, timer.subject): timer
        for timer in Timer.objects.filter(automation__in=rows, complaint__in=complaints)
    }
    gone = [timer.pk for key, timer in stands.items() if key not in wanted]
    if gone:
        Timer.objects.filter(pk__in=gone).delete()
    moved = []
    for key, timer in stands.items():
        if key in wanted and not timer.is_spent and timer.due_at != wanted[key].due_at:
            timer.due_at = wanted[key].due_at
            moved.append(timer)
    if moved:
        Timer.objects.bulk_update(moved, ["due_at"])
    new = {key: due for key, due in wanted.items() if key not in stands}
    causes = _Causes.of(complaints) if new else _Causes({}, {})
    Timer.objects.bulk_create(
        [
            Timer(
                automation_id=automation,
                complaint_id=complaint,
                subject=subject,
                due_at=due.due_at,
                is_spent=_was_over(due, rows[automation].on_since),
                cause_id=causes.of_due(due),
            )
            for (automation, complaint, subject), due in new.items()
        ],
        ignore_conflicts=True,
    )


def _was_over(due: Due, on_since: datetime | None) -> bool:
    """It was due before the automation was switched on, by an anchor of before: nobody wants that flood."""
    return on_since is not None and due.due_at <= on_since and due.anchor_at <= on_since


@dataclass(frozen=True, slots=True)
class _Causes:
    """Which firing has written an entry, and made a promise."""

    events: dict[int, int]
    promises: dict[int, int]

    @classmethod
    def of(cls, complaints: Collection[int]) -> "_Causes":
        """All of these complaints; one query."""
        rows = CausedEvent.objects.filter(firing__complaint__in=complaints)
        events, promises = {}, {}
        for event, kind, data, firing in rows.values_list("event", "event__kind", "event__data", "firing"):
            events[event] = firing
            if kind == EventKind.PROMISED.value and "promise" in data:
                promises[data["promise"]] = firing
        return cls(events, promises)

    def of_due(self, due: Due) -> int | None:
        """The firing that has brought this anchor about, if one has."""
        if due.promise is not None:
            return self.promises.get(due.promise)
        return self.events.get(due.event) if due.event is not None else None


def times_of(complaints: Sequence[Complaint]) -> dict[int, Times]:
    """What there is to count from on each. Two queries."""
    owed: defaultdict[int, list[Owing]] = defaultdict(list)
    for promise in Promise.objects.filter(STILL_OWED, complaint__in=complaints):
        owed[promise.complaint_id].append(Owing(promise.pk, promise.due_at, promise.made_at))
    histories = histories_of([complaint.pk for complaint in complaints])
    return {
        each.pk: Times(_marks(each, histories.get(each.pk, [])), tuple(owed[each.pk])) for each in complaints
    }


def histories_of(complaints: Collection[int]) -> dict[int, list[Then]]:
    """How each of these stood at each entry that matters. One query."""
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    rows = Event.objects.filter(complaint__in=complaints, kind__in=TELLING).order_by("pk")
    for event in rows.only("complaint", "at", "kind", "visibility", "data", "actor_kind"):
        found[event.complaint_id].append(entry_of(event))
    return {complaint: told_again(entries) for complaint, entries in found.items()}


def entry_of(event: Event) -> Entry:
    """An entry with the step it tells of."""
    step = _STEP.get(event.kind)
    if event.kind == EventKind.QUESTION_ASKED.value:
        inside = event.visibility == Visibility.INTERNAL.value
        step = Step.ASK_THIRD_PARTY if inside else Step.ASK_COMPLAINANT
    return Entry(event.pk, event.at, event.kind, step, event.data, event.actor_kind)


def _marks(complaint: Complaint, history: Sequence[Then]) -> dict[Anchor, Mark]:
    marks = {Anchor.RECEIVED: Mark(complaint.received_at)}
    marks[Anchor.HEARD] = _newest(history, HEARD) or marks[Anchor.RECEIVED]
    # Where we have not said a word yet, the wait began when it came in.
    marks[Anchor.TOLD] = _newest(history, TOLD) or marks[Anchor.RECEIVED]
    if history:
        since = history[-1].since
        marks[Anchor.STATE] = Mark(since.at, since.number)
    return marks


def _newest(history: Iterable[Then], kinds: Collection[EventKind]) -> Mark | None:
    words = {kind.value for kind in kinds}
    newest = [then.entry for then in history if then.entry.kind in words]
    return Mark(newest[-1].at, newest[-1].number) if newest else None
