"""Rounds 一括処理: one step on many complaints. Each is taken by its own verb under its own lock, and told by itself.

A round is written down with all its complaints before the first is touched. Up to AT_ONCE are done in the asking
request; more by a job, which takes up what a killed worker has left. What can be undone is undone by another round.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Count, Q

from kikitori.casework.errors import (
    CaseworkError,
    Invalid,
    NotNow,
    Obstacle,
    Problem,
    Refused,
    Unseen,
)
from kikitori.casework.given import Checked
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import leave_mass
from kikitori.casework.once import key_of, wait_for_turn
from kikitori.casework.place import Whereabouts, put_back
from kikitori.casework.round_checks import checked
from kikitori.casework.round_verbs import STEP_OF, verb_of, why_of
from kikitori.foundation import jobs
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import actor_for
from kikitori.records.selection.rounds import Round, RoundItem
from kikitori.records.selection.terms import Fate, RoundKind

logger = logging.getLogger(__name__)
JOB = "carry_on_round"
#: So many are done while the person waits, and so many can be asked for at all.
AT_ONCE, MOST = 200, 2000
#: For so long whoever asked can take it back.
UNDO_WITHIN = timedelta(minutes=10)
#: What leaves complaints in another place or group, and so can be put back.
_MOVING = (RoundKind.ASSIGN, RoundKind.PLACE, RoundKind.MASS)
_LEFT_BEHIND = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of a round have which fate."""

    waits: int
    done: int
    left: int

    @property
    def all(self) -> int:
        """The complaints of the round."""
        return self.waits + self.done + self.left


def begin_round(
    actor: Actor, kind: str, complaints: Sequence[int], *, values: dict[str, Any], token: str, now: datetime
) -> Round:
    """Write down what is to be done to these complaints, and do it where they are AT_ONCE or fewer.

    `values`: `to` (a member of staff), `team`, `queue`, `body`, `mass`, `title` of a new one, `macro`, `reply`,
    `reason`, as the kind needs them. Of `complaints` only those the actor sees are taken. The same `token`
    again is the first round. Raises Refused, Invalid.
    """
    decided = _kind(kind)
    _require(actor, decided)
    kept = checked(actor, decided, values)
    key = key_of("round", token)
    with transaction.atomic():
        wait_for_turn(key)
        for before in Round.objects.filter(intake_key=key, by=actor.own_staff_id):
            return before
        numbers = list(
            visible_to(actor).filter(pk__in=complaints).order_by("pk").values_list("pk", flat=True)
        )
        if not numbers:
            raise Invalid({"complaints": Problem.MISSING})
        if len(numbers) > MOST:
            raise Invalid({"complaints": Problem.OUT_OF_RANGE})
        if decided is RoundKind.MASS and "title" in kept:
            kept["mass"] = begin_mass(actor, MassGiven(title=kept.pop("title")), now=now).pk
        begun = Round.objects.create(
            kind=decided.value, values=kept, by_id=actor.own_staff_id, asked_at=now, intake_key=key
        )
        RoundItem.objects.bulk_create([RoundItem(round=begun, complaint_id=number) for number in numbers])
        _set_off(actor, begun, len(numbers), now)
    return begun


def undo_round(actor: Actor, begun: Round, *, now: datetime) -> Round:
    """Put everything back that this round has moved, as a round of its own; asked for twice, it is the first.

    By whoever asked for it, within UNDO_WITHIN of its end. What has been moved since stays. Raises Unseen, Refused,
    NotNow(TOO_LATE_TO_UNDO).
    """
    with transaction.atomic():
        for own in Round.objects.select_for_update().filter(pk=begun.pk, by=actor.own_staff_id):
            for before in Round.objects.filter(undoes=own):
                return before
            if not can_undo(own, now):
                raise NotNow(Obstacle.TOO_LATE_TO_UNDO)
            _require(actor, RoundKind.UNDO)
            items = list(own.items.filter(fate=Fate.DONE.value).order_by("complaint"))
            undoing = Round.objects.create(
                kind=RoundKind.UNDO.value,
                by_id=actor.own_staff_id,
                asked_at=now,
                undoes=own,
                intake_key=key_of("round", f"undo {own.pk}"),
            )
            # What it was before is what it becomes, and only from what the round has made of it.
            RoundItem.objects.bulk_create(
                [
                    RoundItem(
                        round=undoing, complaint_id=item.complaint_id, before=item.after, after=item.before
                    )
                    for item in items
                ]
            )
            _set_off(actor, undoing, len(items), now)
            return undoing
    raise Unseen


def can_undo(begun: Round, now: datetime) -> bool:
    """Is there something to put back, and is it still time? Notes are said, and stay."""
    return (
        begun.kind in {kind.value for kind in _MOVING}
        and begun.ended_at is not None
        and now - begun.ended_at <= UNDO_WITHIN
    )


def rounds_of(actor: Actor) -> Any:
    """The rounds this person has asked for."""
    return Round.objects.filter(by=actor.staff_id)


def tally_of(begun: Round) -> Tally:
    """How far it is. One query."""
    found = begun.items.aggregate(
        **{fate.value: Count("pk", filter=Q(fate=fate.value)) for fate in Fate},
    )
    return Tally(**found)


def carry_on(number: int, *, now: Callable[[], datetime]) -> None:
    """The job: every complaint of a round that still waits, each in a transaction of its own, as whoever asked.

    Safe to run again, and beside itself: a complaint whose fate is sealed is passed over under lock.
    """
    begun = Round.objects.select_related("by").get(pk=number)
    actor = actor_for(begun.by)
    for item in begun.items.filter(fate=Fate.WAITS.value).values_list("pk", flat=True):
        try:
            with signed_transaction(actor.signature, f"round-{begun.pk}"):
                _take_turn(actor, begun, item, now())
        except OperationalError:
            raise
        except Exception:
            # A fault of ours with one complaint: told as such, and none of the others waits for it.
            logger.exception("not done in a round")
            with signed_transaction(actor.signature, f"round-{begun.pk}"):
                begun.items.filter(pk=item, fate=Fate.WAITS.value).update(fate=Fate.LEFT.value, why="fault")
    with signed_transaction(actor.signature, f"round-{begun.pk}"):
        _end(begun, now())


def rounds_left_behind(now: datetime) -> list[int]:
    """Rounds whose job may have been lost, oldest first."""
    late = Round.objects.filter(ended_at__isnull=True, asked_at__lte=now - _LEFT_BEHIND)
    return list(late.order_by("pk").values_list("pk", flat=True))


def _set_off(actor: Actor, begun: Round, number: int, now: datetime) -> None:
    if number > AT_ONCE:
        jobs.defer(JOB, queueing_lock=f"round:{begun.pk}", number=begun.pk)
        return
    for item in begun.items.order_by("complaint").values_list("pk", flat=True):
        _take_turn(actor, begun, item, now)
    _end(begun, now)


def _end(begun: Round, now: datetime) -> None:
    if not begun.items.filter(fate=Fate.WAITS.value).exists():
        begun.ended_at = now
        begun.save(update_fields=["ended_at"])


def _take_turn(actor: Actor, begun: Round, number: int, now: datetime) -> None:
    """One complaint: lock its item, take the step, write down what became of it. A refusal takes back nothing else."""
    item = begun.items.select_for_update().get(pk=number)
    if item.fate != Fate.WAITS.value:
        return
    try:
        with transaction.atomic():
            _take(actor, begun, item, now)
    except (CaseworkError, StepNotPossible) as refusal:
        item.fate, item.why = Fate.LEFT.value, why_of(refusal)
    else:
        item.fate = Fate.DONE.value
    item.save(update_fields=["fate", "why", "before", "after"])


def _take(actor: Actor, begun: Round, item: RoundItem, now: datetime) -> None:
    complaint = _locked(actor, item.complaint_id)
    stood = Whereabouts.of(complaint)
    if begun.undoes is not None and begun.undoes.kind == RoundKind.MASS.value:
        leave_mass(actor, complaint, mass=begun.undoes.values["mass"], now=now)
        return
    if begun.kind == RoundKind.UNDO.value:
        put_back(
            actor, complaint, where=Whereabouts(**item.after), stands=Whereabouts(**item.before), now=now
        )
        return
    verb_of(begun, item)(actor, complaint, now=now)
    item.before, item.after = stood.as_json(), Whereabouts.of(complaint).as_json()


def _locked(actor: Actor, number: int) -> Complaint:
    """The complaint as it stands and stays until its step is taken: what undoing goes back to. Raises Unseen."""
    for found in visible_to(actor).select_for_update(of=("self",)).filter(pk=number):
        return found
    raise Unseen


def _kind(word: str) -> RoundKind:
    check = Checked()
    kind = check.word("kind", word, RoundKind)
    if kind is RoundKind.UNDO:
        check.problems["kind"] = Problem.UNKNOWN_WORD
    check.done()
    return kind


def _require(actor: Actor, kind: RoundKind) -> None:
    decision = may(actor, NEEDED[STEP_OF[kind]])
    if not decision.allowed:
        raise Refused(decision)
