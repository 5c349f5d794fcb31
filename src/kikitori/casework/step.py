"""The one doorway. Every verb goes through it, and nothing else writes what a complaint is.

    with taking(actor, complaint, Step.X, now=now) as step:
        …rows of the verb's own…
        step.say(why="…")                     # values for the timeline
        step.letter(LetterKind.X, text=…)     # a letter to the complainant

On the way in: lock the row, does the actor see it, is it still as the editor saw it, may they, does the
lifecycle allow it. On the way out: state, timeline, promises, letters. One transaction: all of it or none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kikitori.casework import outgoing, promising
from kikitori.casework.errors import Changed, Refused, Unseen
from kikitori.casework.house import House
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import CLOSED, State, Step, state_after
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor

#: What each step is called once it has happened.
EVENT_OF: dict[Step, EventKind] = {
    Step.RECEIVE: EventKind.RECEIVED,
    Step.ACKNOWLEDGE: EventKind.ACKNOWLEDGED,
    Step.ASSESS: EventKind.ASSESSED,
    Step.ASSIGN: EventKind.ASSIGNED,
    Step.INVESTIGATE: EventKind.INVESTIGATION_BEGUN,
    Step.ASK_COMPLAINANT: EventKind.QUESTION_ASKED,
    Step.ASK_THIRD_PARTY: EventKind.QUESTION_ASKED,
    Step.RECORD_ANSWER: EventKind.ANSWER_RECORDED,
    Step.REPLY: EventKind.REPLIED,
    Step.NOTE: EventKind.NOTED,
    Step.HEAR: EventKind.HEARD,
    Step.PROPOSE: EventKind.PROPOSED,
    Step.ACCEPT: EventKind.ACCEPTED,
    Step.DECLINE: EventKind.DECLINED,
    Step.DECIDE: EventKind.DECIDED,
    Step.REMEDY: EventKind.REMEDY_DONE,
    Step.FINISH_REMEDIES: EventKind.REMEDIES_FINISHED,
    Step.ASK_SOLVED: EventKind.SOLUTION_ASKED,
    Step.CONFIRM_SOLVED: EventKind.SOLVED,
    Step.CONFIRM_UNSOLVED: EventKind.NOT_SOLVED,
    Step.RATE: EventKind.RATED,
    Step.CLOSE_ACCEPTED: EventKind.CLOSED,
    Step.CLOSE_EXHAUSTED: EventKind.CLOSED,
    Step.REOPEN: EventKind.REOPENED,
    Step.WITHDRAW: EventKind.WITHDRAWN,
    Step.ESCALATE: EventKind.ESCALATED,
    Step.PROMISE_CALL: EventKind.CALL_PROMISED,
    Step.CALL_BACK: EventKind.CALLED_BACK,
    Step.REPLACE_PROMISE: EventKind.PROMISE_REPLACED,
    Step.MISS_PROMISE: EventKind.PROMISE_MISSED,
    Step.ISSUE_RECEIPT: EventKind.RECEIPT_ISSUED,
    Step.DELIVER_LETTER: EventKind.LETTER_SENT,
}
#: Steps that happen inside the house; everything else is part of the complainant's own story.
_INTERNAL = frozenset(
    {
        Step.ASSESS,
        Step.NOTE,
        Step.ASK_THIRD_PARTY,
        Step.ESCALATE,
        Step.MISS_PROMISE,
        Step.DELIVER_LETTER,
        Step.ISSUE_RECEIPT,
        Step.FINISH_REMEDIES,
    }
)
#: Steps that change nothing an editor could overwrite: whoever was writing meanwhile is not disturbed.
_UNNOTICED = frozenset({Step.DELIVER_LETTER, Step.ISSUE_RECEIPT})
#: What steps change in the complaint's own row; the story as it came in is not among it.
_CHANGEABLE = (
    "state",
    "closed_at",
    "version",
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
)


@dataclass
class Taken:
    """A step being taken: the locked complaint and what the verb wants written down."""

    actor: Actor
    complaint: Complaint
    step: Step
    now: datetime
    visibility: Visibility
    kind: EventKind
    values: dict[str, Any] = field(default_factory=dict)
    letters: list[outgoing.Wanted] = field(default_factory=list)

    def say(self, **values: Any) -> None:
        """Values for the timeline: JSON-able, no sentences, no secrets."""
        self.values.update(values)

    def letter(self, kind: LetterKind, **values: Any) -> None:
        """A letter to the complainant, composed once the promises of this step are known."""
        self.letters.append(outgoing.Wanted(kind, values))


@contextmanager
def taking(
    actor: Actor,
    complaint: Complaint | int,
    step: Step,
    *,
    now: datetime,
    seen_version: int | None = None,
) -> Iterator[Taken]:
    """Take one step on one complaint, in one transaction, holding its row lock until commit.

    `seen_version`: the version an editor had before them; None where nothing can be overwritten.
    Raises Unseen, Changed, Refused or StepNotPossible, and then nothing has been written.
    """
    with transaction.atomic():
        locked = _locked(actor, complaint)
        if seen_version is not None and locked.version != seen_version:
            raise Changed(locked)
        decision = may(actor, NEEDED[step], locked)
        if not decision.allowed:
            raise Refused(decision)
        after = state_after(State(locked.state), step)
        visibility = Visibility.INTERNAL if step in _INTERNAL else Visibility.PUBLIC
        taken = Taken(actor, locked, step, now, visibility, EVENT_OF[step])
        yield taken
        if step not in _UNNOTICED:
            locked.version += 1
            _enter_state(locked, after, now)
        write_down(taken)
        if isinstance(complaint, Complaint):
            _tell_caller(complaint, locked)


def _locked(actor: Actor, complaint: Complaint | int) -> Complaint:
    """The row, locked for this transaction, if it exists for this actor."""
    number = complaint.pk if isinstance(complaint, Complaint) else complaint
    found = visible_to(actor).select_for_update(of=("self",)).filter(pk=number).first()
    if found is None:
        raise Unseen
    return found


def _enter_state(complaint: Complaint, state: State, now: datetime) -> None:
    """The only place in the house where a complaint's state is assigned."""
    before = State(complaint.state)
    complaint.state = state.value
    if state in CLOSED and before not in CLOSED:
        complaint.closed_at = now
    elif state not in CLOSED:
        complaint.closed_at = None
    complaint.save(update_fields=_CHANGEABLE)


def _tell_caller(theirs: Complaint, locked: Complaint) -> None:
    """The object the caller holds now says what the row says, without asking the database again."""
    for name in _CHANGEABLE:
        setattr(theirs, name, getattr(locked, name))


def write_down(taken: Taken) -> Event:
    """Promises, timeline and letters of a step whose rows are written; the complaint is locked."""
    house = House()
    settled = promising.settle_promises(taken.complaint, taken.step, taken.now, taken.values, house)
    taken.values.update(settled.as_values())
    event = Event.objects.create(
        complaint=taken.complaint,
        kind=taken.kind.value,
        at=taken.now,
        actor_kind=taken.actor.kind.value,
        actor_staff_id=taken.actor.staff_id,
        actor_reason=taken.actor.reason,
        visibility=taken.visibility.value,
        data=taken.values,
    )
    for number, wanted in enumerate(taken.letters):
        outgoing.write_letter(taken.complaint, wanted, house, key=f"{event.pk}:{number}", now=taken.now)
    return event
