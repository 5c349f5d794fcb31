"""The doorway to a corrective action: lock → seen? → may? → as the editor saw it? → lifecycle → write → its record.

Every verb of this room goes through `acting`; its state is assigned here and nowhere else. One transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import connection, transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.casework.house import House
from kikitori.casework.prevent.sight import actions_seen_by
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionCycle, ActionEvent, CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStep, state_after
from kikitori.records.prevention.terms import ActionState


@dataclass
class Acting:
    """A step being taken: the locked row, the cycle it is in, and what its record will say."""

    actor: Actor
    action: CorrectiveAction
    cycle: ActionCycle
    now: datetime
    house: House
    values: dict[str, object] = field(default_factory=dict)

    def say(self, **values: object) -> None:
        """Add values to the line of the record; never sentences."""
        self.values |= values

    @cached_property
    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.house.day_of(self.now)

    def write(self, step: ActionStep) -> None:
        """Take the step: state, version, rows, record. Raises ActionStepNotPossible."""
        own = self.action
        own.state = state_after(ActionState(own.state), step).value
        own.version += 1
        own.save()
        self.cycle.save()
        note_on_action(self.actor, own, step, self.now, **self.values)
        self.values = {}

    def begin_anew(self, why: str = "") -> None:
        """A new cycle: cause, plan and measure are open again; those before stay as they were."""
        own = self.action
        own.cycle += 1
        own.due_on = own.check_on = own.asked_at = None
        self.write(ActionStep.ANEW)
        self.cycle = ActionCycle.objects.create(action=own, number=own.cycle, begun_at=self.now, why=why)


@contextmanager
def acting(
    actor: Actor,
    action: CorrectiveAction,
    step: ActionStep,
    *,
    now: datetime,
    seen: int | None = None,
    needs: Permission = Permission.PREVENT,
    house: House | None = None,
    writes: bool = True,
) -> Iterator[Acting]:
    """Take `step`. `seen`: the version the editor had before them. Not `writes`: the verb says itself what comes of it.

    Locks the action until commit. Raises Unseen, Refused, NotNow(SET_MEANWHILE), ActionStepNotPossible.
    """
    require(actor, needs)
    with transaction.atomic():
        own = locked_action(actor, action)
        if seen is not None and own.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        state_after(ActionState(own.state), step)
        cycle = ActionCycle.objects.get(action=own, number=own.cycle)
        taken = Acting(actor, own, cycle, now, house or House())
        yield taken
        if writes:
            taken.write(step)


def require(actor: Actor, permission: Permission) -> None:
    """Raises Refused where this actor may not."""
    decision = may(actor, permission)
    if not decision.allowed:
        raise Refused(decision)


def locked_action(actor: Actor, action: CorrectiveAction) -> CorrectiveAction:
    """The row, locked until commit, if it exists for this actor. Raises Unseen."""
    for found in actions_seen_by(actor).select_for_update(of=("self",)).filter(pk=action.pk):
        return found
    raise Unseen


def note_on_action(
    actor: Actor, action: CorrectiveAction, step: ActionStep, now: datetime, **values: object
) -> ActionEvent:
    """A line of its record."""
    return ActionEvent.objects.create(
        action=action, kind=step.value, cycle=action.cycle, at=now, by_id=actor.staff_id, data=values
    )


def next_action_reference(now: datetime, house: House) -> str:
    """The next number of this year, as the organisation counts years. Locks the year's counter row until commit."""
    year = house.day_of(now).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_actioncounter (year, last) values (%s, 1)"
            " on conflict (year) do update set last = records_actioncounter.last + 1 returning last",
            [year],
        )
        (last,) = cursor.fetchone()
    return f"CA-{year}-{last:04d}"
