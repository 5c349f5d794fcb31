"""The one doorway. Every verb goes through it, and nothing else writes what a complaint is.

    with taking(actor, complaint, Step.X, now=now) as step:
        …rows of the verb's own…
        step.say(why="…")                     # values for the timeline
        step.letter(LetterKind.X, text=…)     # a letter to the complainant

On the way in: lock the row, does the actor see it, is it still as the editor saw it, may they, does the
lifecycle allow it. On the way out: state, timeline, promises, letters. One transaction: all of it or none.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kikitori.casework import clocks, escalating, noticing, outgoing, promising
from kikitori.casework.errors import Changed, Refused, Unseen
from kikitori.casework.house import House
from kikitori.casework.told_as import CONFIDED, EVENT_OF, UNNOTICED, seen_as
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import CLOSED, ENDING, State, Step, state_after
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor

#: What steps change in the complaint's own row; the story as it came in is not among it.
_CHANGEABLE = (
    "state",
    "closed_at",
    "ending",
    "version",
    "kind",
    "title",
    "subject",
    "severity",
    "urgency",
    "queue",
    "confidentiality",
    "assessed_at",
    "served_at",
    "assignee_id",
    "team_id",
    "rule_packs",
    "merged_into_id",
    "accommodation",
    "language",
    "barred",
)


@dataclass(frozen=True, slots=True)
class Left:
    """What a step has left standing, for one that follows it at once: clocks that run, promises that are owed, dangers.

    None: not at hand, to be read where it matters.
    """

    running: list[Clock] | None = None
    owed: list[Promise] | None = None
    #: Safety questions that were answered with yes.
    dangers: frozenset[str] | None = None


@dataclass
class Taken:
    """A step being taken: the locked complaint and what the verb wants written down."""

    actor: Actor
    complaint: Complaint
    step: Step
    now: datetime
    visibility: Visibility
    kind: EventKind
    house: House = field(default_factory=House)
    #: Where the complaint stood before; None where it has just come to be.
    before: State | None = None
    values: dict[str, Any] = field(default_factory=dict)
    letters: list[outgoing.Wanted] = field(default_factory=list)
    #: Promises of the verb's own, not saved yet: made when the step has ended what was promised before.
    promises: list[Promise] = field(default_factory=list)
    #: To whom and how its letters go, where that is at hand.
    route: outgoing.Route | None = None
    left: Left = field(default_factory=Left)
    stands_already: bool = False

    def let_be(self) -> None:
        """What the step would bring about stands already: it leaves nothing behind. Rows must not have been written."""
        self.stands_already = True

    def say(self, **values: Any) -> None:
        """Values for the timeline: JSON-able, no sentences, no secrets."""
        self.values.update(values)

    def letter(self, kind: LetterKind, *, word: Message | None = None, **values: Any) -> None:
        """A letter to the complainant, composed once the promises of this step are known. `word`: what it says."""
        self.letters.append(outgoing.Wanted(kind, values, word))


@contextmanager
def taking(
    actor: Actor,
    complaint: Complaint | int,
    step: Step,
    *,
    now: datetime,
    seen_version: int | None = None,
    house: House | None = None,
    within: Taken | None = None,
) -> Iterator[Taken]:
    """Take one step on one complaint, in one transaction, holding its row lock until commit.

    `seen_version`: the version an editor had before them; None where nothing can be overwritten. `house`: what
    the verb has read of the organisation already. `within`: the step of the same verb that this one follows from;
    it holds the lock.
    Raises Unseen, Changed, Refused or StepNotPossible, and then nothing has been written.
    """
    with transaction.atomic(savepoint=within is None):
        locked = within.complaint if within else _locked(actor, complaint)
        if seen_version is not None and locked.version != seen_version:
            raise Changed(locked)
        decision = may(actor, NEEDED[step], locked)
        if not decision.allowed:
            raise Refused(decision, step, locked)
        after = state_after(State(locked.state), step)
        visibility = seen_as(step)
        house = house or (within.house if within else House())
        taken = Taken(actor, locked, step, now, visibility, EVENT_OF[step], house, State(locked.state))
        before = _changeable(locked)
        yield taken
        if taken.stands_already:
            return
        if step not in UNNOTICED and (step not in CONFIDED or _changeable(locked) != before):
            locked.version += 1
            _enter_state(locked, after, now)
            locked.save(update_fields=_changed(locked, before))
        write_down(taken)
        if isinstance(complaint, Complaint):
            _tell_caller(complaint, locked)


def _locked(actor: Actor, complaint: Complaint | int) -> Complaint:
    """The row, locked for this transaction, if it exists for this actor."""
    number = complaint.pk if isinstance(complaint, Complaint) else complaint
    seen = visible_to(actor).select_related("team")  # whose working days count
    for found in seen.select_for_update(of=("self",)).filter(pk=number):
        # Whoever waited for the lock may have lost their part meanwhile, which the statement that waited cannot tell.
        if actor.party_id is None or visible_to(actor).filter(pk=number).exists():
            return found
    raise Unseen


def _enter_state(complaint: Complaint, state: State, now: datetime) -> None:
    """The only place in the house where a complaint's state is assigned."""
    before = State(complaint.state)
    complaint.state = state.value
    if state in CLOSED and before not in CLOSED:
        complaint.closed_at = now
    elif state not in CLOSED:
        complaint.closed_at = None
        complaint.ending = ""


def _changeable(complaint: Complaint) -> dict[str, object]:
    """What a step may change, as it stands now."""
    return {name: getattr(complaint, name) for name in _CHANGEABLE}


def _changed(complaint: Complaint, before: Mapping[str, object]) -> list[str]:
    """The columns in which the step has changed the row; the version always is one."""
    return [name for name, value in _changeable(complaint).items() if value != before[name]]


def _tell_caller(theirs: Complaint, locked: Complaint) -> None:
    """The object the caller holds now says what the row says, without asking the database again."""
    for name, value in _changeable(locked).items():
        setattr(theirs, name, value)


def take_all(several: Sequence[Taken], left: Sequence[Left]) -> None:
    """Take one step on each of several complaints that this transaction has made, so that it holds them all.

    `left`: what the step before has left standing of each. Raises Refused or StepNotPossible, and then nothing stands.
    """
    changes: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    for taken in several:
        complaint = taken.complaint
        decision = may(taken.actor, NEEDED[taken.step], complaint)
        if not decision.allowed:
            raise Refused(decision)
        before = _changeable(complaint)
        taken.before = State(complaint.state)
        complaint.version += 1
        _enter_state(complaint, state_after(taken.before, taken.step), taken.now)
        columns = tuple((name, getattr(complaint, name)) for name in _changed(complaint, before))
        changes.setdefault(columns, []).append(complaint.pk)
    for columns, alike in changes.items():
        Complaint.objects.filter(pk__in=alike).update(**dict(columns))
    write_down_all(several, left)


def write_down(taken: Taken) -> Event:
    """Clocks, promises, timeline and letters of a step whose rows are written; the complaint is locked."""
    [event] = write_down_all([taken])
    return event


def write_down_all(several: Sequence[Taken], left: Sequence[Left] | None = None) -> list[Event]:
    """The same for steps on several complaints at one moment, in as few statements as for one.

    `left`: of each what a step before has left standing, where it is at hand.
    """
    turned, settled = [], []
    for number, taken in enumerate(several):
        known = left[number] if left else Left()
        complaint, house = taken.complaint, taken.house
        turned.append(
            clocks.turn_by(
                complaint, taken.step, taken.now, house, running=known.running, dangers=known.dangers
            )
        )
        settled.append(
            promising.settle_promises(
                complaint, taken.step, taken.now, house, owed=known.owed, beside=taken.promises
            )
        )
        if taken.step in ENDING:
            escalating.end_escalations(complaint, taken.now)
    clocks.write_turned(turned)
    promising.write_settled(settled, several[0].now)
    promising.lapse_with(
        (taken.complaint, taken.before, done) for taken, done in zip(several, settled, strict=True)
    )
    for taken, clocks_turned, promises_settled in zip(several, turned, settled, strict=True):
        taken.values.update(clocks_turned.values())
        for name, told in promises_settled.as_values().items():
            # Beside what the verb has promised or kept by itself.
            taken.values[name] = [*taken.values.get(name, ()), *told]
        taken.left = Left(clocks_turned.started, promises_settled.made, taken.left.dangers)
    events = Event.objects.bulk_create([_event_of(taken) for taken in several])
    _write_letters(several, settled, events)
    noticing.notice(several, events)
    return events


def _event_of(taken: Taken) -> Event:
    return Event(
        complaint=taken.complaint,
        kind=taken.kind.value,
        at=taken.now,
        actor_kind=taken.actor.kind.value,
        actor_staff_id=taken.actor.staff_id,
        actor_reason=taken.actor.reason,
        visibility=taken.visibility.value,
        data=taken.values | _spoken_for(taken.actor),
    )


def _spoken_for(actor: Actor) -> dict[str, int]:
    """Whose part it was, where the complainant has not done it themselves."""
    return {} if actor.party_id is None else {"representative": actor.party_id}


def _write_letters(
    several: Sequence[Taken], settled: Sequence[promising.Settled], events: Sequence[Event]
) -> None:
    letters = []
    for taken, promises, event in zip(several, settled, events, strict=True):
        if taken.letters:
            standing = promises.standing
            if standing is None:
                standing = open_promises(taken.complaint)
            letters += outgoing.letters_of(
                taken.complaint,
                taken.letters,
                taken.house,
                standing,
                key=str(event.pk),
                now=taken.now,
                route=taken.route,
            )
    outgoing.send_off(letters, several[0].house)
