"""Firing 発動: one automation on one complaint for one cause. Guard, actions, the line in the log: one transaction.

Whoever comes second for the same cause finds the line and does nothing, so a job may run twice, and at two workers.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, time

from django.db import OperationalError
from django.db.models import F, Max

from kikitori.casework.automation.act import Done, act
from kikitori.casework.automation.keep import pause_after_failures
from kikitori.casework.house import House
from kikitori.casework.singly import UNASKED
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.automation.chain import Chain, failures_after, held_back, must_pause
from kikitori.records.automation.matching import meant_among, values_seen
from kikitori.records.automation.models import Automation, CausedEvent, Firing, Timer
from kikitori.records.automation.rule import Rule
from kikitori.records.automation.terms import Did, Outcome
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.selection.day_words import Almanac
from kikitori.records.selection.queries import Reader

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """An automation that is on, with its rule read once."""

    row: Automation
    rule: Rule

    @property
    def actor(self) -> Actor:
        """The system, by this version of this automation."""
        return Actor.system(f"automation:{self.row.pk}:{self.row.version}")


@dataclass(frozen=True, slots=True)
class Cause:
    """What sets it off on which complaint: an entry, or a timer; `key` names it for good."""

    complaint: int
    key: str
    event: Event | None = None
    timer: Timer | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """What came of a cause; `again`: it had fired on it before, and nothing was done now."""

    outcome: Outcome
    again: bool = False


def reader_of(house: House, now: datetime) -> Reader:
    """Conditions are read for the house itself: nobody is „me“."""
    return Reader(None, Almanac(now, house.zone, lambda: house.calendar))


def fire(ready: Ready, cause: Cause, *, now: datetime) -> Fired | None:
    """Fire, if the complaint is meant as it stands now; None where it is not, or where nothing is left to do.

    A fault is rolled back and told as a failure.
    Raises OperationalError: the database is gone.
    """
    try:
        with signed_transaction(ready.actor.signature, UNASKED):
            return _under_lock(ready, cause, now)
    except OperationalError:
        raise
    except Exception:
        logger.exception("automation failed", extra={"automation": ready.row.pk})
        with signed_transaction(ready.actor.signature, UNASKED):
            complaint = Complaint.objects.select_for_update().get(pk=cause.complaint)
            chain = chain_of(cause)
            return _told(ready, complaint, cause, chain, Outcome.FAILED, now=now, why="fault")


def _under_lock(ready: Ready, cause: Cause, now: datetime) -> Fired | None:
    house = House()
    locked = Complaint.objects.select_related("team").select_for_update(of=("self",))
    complaint = locked.get(pk=cause.complaint)
    still_on = Automation.objects.filter(pk=ready.row.pk, is_on=True, version=ready.row.version)
    if not still_on.exists():
        return None
    if cause.timer is not None and not Timer.objects.filter(pk=cause.timer.pk, is_spent=False).update(
        is_spent=True
    ):
        return None
    before = Firing.objects.filter(automation=ready.row, complaint=complaint, key=cause.key).first()
    if before is not None:
        return Fired(Outcome(before.outcome), again=True)
    reader = reader_of(house, now)
    if complaint.pk not in meant_among(ready.rule, [complaint.pk], reader):
        return None
    chain = chain_of(cause)
    guard = held_back(chain, ready.row.pk, fired_today=_fired_today(complaint, house, now))
    if guard is not None:
        return _told(ready, complaint, cause, chain, Outcome.GUARDED, now=now, why=guard.value)
    seen = values_seen(ready.rule, complaint, reader)
    newest = complaint.events.aggregate(newest=Max("pk"))["newest"] or 0
    done = [act(ready.actor, complaint, action, now=now, house=house) for action in ready.rule.actions]
    failed = all(each.did is Did.REFUSED for each in done)
    outcome = Outcome.FAILED if failed else Outcome.DONE
    return _told(ready, complaint, cause, chain, outcome, now=now, seen=seen, done=done, wrote_after=newest)


def chain_of(cause: Cause) -> Chain:
    """Where a firing for this cause would stand: in the chain of what has brought it about, or at the root of one."""
    firing = cause.timer.cause if cause.timer is not None else None
    if cause.event is not None:
        caused = CausedEvent.objects.filter(event=cause.event).select_related("firing").first()
        firing = caused.firing if caused is not None else None
    root, depth = (firing.chain, firing.depth + 1) if firing is not None else (cause.key, 1)
    fired = Firing.objects.filter(complaint=cause.complaint, chain=root).exclude(
        outcome=Outcome.GUARDED.value
    )
    return Chain(root, depth, frozenset(fired.values_list("automation", flat=True)))


def _fired_today(complaint: Complaint, house: House, now: datetime) -> int:
    since = datetime.combine(house.day_of(now), time.min, tzinfo=house.zone)
    today = Firing.objects.filter(complaint=complaint, at__gte=since)
    return today.exclude(outcome=Outcome.GUARDED.value).count()


def _told(
    ready: Ready,
    complaint: Complaint,
    cause: Cause,
    chain: Chain,
    outcome: Outcome,
    *,
    now: datetime,
    why: str = "",
    seen: list[dict[str, object]] | None = None,
    done: list[Done] | None = None,
    wrote_after: int | None = None,
) -> Fired:
    """The line in the log, the entries it has written, and how often in a row it has failed."""
    firing = Firing.objects.create(
        automation=ready.row,
        version=ready.row.version,
        complaint=complaint,
        key=cause.key,
        event=cause.event,
        chain=chain.root,
        depth=chain.depth,
        at=now,
        outcome=outcome.value,
        why=why,
        seen=seen or [],
        done=[each.as_json() for each in done or ()],
    )
    if wrote_after is not None:
        wrote = complaint.events.filter(pk__gt=wrote_after).values_list("pk", flat=True)
        CausedEvent.objects.bulk_create([CausedEvent(event_id=number, firing=firing) for number in wrote])
    _count(ready, outcome, now)
    return Fired(outcome)


def _count(ready: Ready, outcome: Outcome, now: datetime) -> None:
    row = Automation.objects.filter(pk=ready.row.pk)
    if outcome is Outcome.FAILED:
        row.update(failures=F("failures") + 1)
        failures = row.values_list("failures", flat=True).get()
        if must_pause(failures):
            pause_after_failures(ready.row.pk, now=now)
    elif failures_after(1, outcome) == 0:
        row.filter(failures__gt=0).update(failures=0)
