"""Seal 封印: suspected whistleblowing goes into the vault 保護区画 at once, by one press of whoever suspects it.

From that moment nobody knows of it but those who hold a grant: not its handler, no lead, no auditor, no index, no
figure, no automation. Whoever presses reads it no more, unless they are designated themselves. Nothing is mailed: who
has reported reads at their page, and the one date the law names is promised there (公益通報者保護法 3条3号: 20 days).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kikitori.casework import clocks, promising
from kikitori.casework.clock import rules_begun_by_hand, start_clock
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.following import begin_following
from kikitori.casework.given import checked_text
from kikitori.casework.goes_on import lock_the_same
from kikitori.casework.grants import give_at_seal
from kikitori.casework.outgoing import keep_at_portal
from kikitori.casework.schedule_reply import keep_back
from kikitori.casework.step import Taken, taking, write_down
from kikitori.records.access.seals import Grant, Seal
from kikitori.records.complaints.breaches import BreachMember
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality, Visibility
from kikitori.records.deadlines.counting import Due
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.rules import Rule
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Following, Task
from kikitori.records.together.terms import TaskState

_LONGEST = 5000
PACK, _RULE = "jp-whistleblowing/", "/investigation-notice"
_ALONG = Actor.system("sealed_along")


def seal_complaint(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> Seal:
    """Move it into the vault, with everything in which the same matter lies. `reason`: for the receivers alone.

    Waits for every row in which it lies. Raises Unseen, Refused, StepNotPossible, Invalid (reason).
    """
    why = checked_text("reason", reason, longest=_LONGEST)
    with transaction.atomic():
        there = lock_the_same(complaint)
        with taking(actor, complaint, Step.SEAL, now=now) as step:
            seal = _into_vault(step, why, by=actor.staff_id)
        _begin_to_count(step, complaint)
        for other in Complaint.objects.select_related("team").filter(pk__in=there).order_by("pk"):
            if other.is_sealed:
                continue
            if State(other.state) is State.MERGED:
                _seal_joined(step, other, seal)
                continue
            with taking(_ALONG, other, Step.SEAL, now=now, house=step.house) as along:
                _into_vault(along, why, by=actor.staff_id)
            _begin_to_count(along, other)
    return seal


def ask_unseal(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> None:
    """Say why it is no whistleblowing after all; somebody else who holds a grant decides.

    Raises Unseen, Refused, StepNotPossible, Invalid, NotNow: UNSEAL_ASKED.
    """
    why = checked_text("reason", reason, longest=_LONGEST)
    with taking(actor, complaint, Step.ASK_UNSEAL, now=now) as step:
        seal = seal_of(step.complaint)
        if seal.lift_asked_at is not None:
            raise NotNow(Obstacle.UNSEAL_ASKED)
        seal.lift_asked_at, seal.lift_asked_by_id, seal.lift_reason = now, actor.own_staff_id, why
        seal.save(update_fields=["lift_asked_at", "lift_asked_by", "lift_reason"])
        step.say(reason=why, mentioned=_holders(step.complaint))


def unseal(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Agree: it is assessed again, as secret as it was before, with new dates; the complainant reads that.

    Whoever asked cannot; of two at once, the second raises. Grants end. Raises Unseen, Refused, StepNotPossible,
    NotNow: UNSEAL_NOT_ASKED, UNSEALED_BY_ANOTHER.
    """
    with transaction.atomic():
        there = lock_the_same(complaint)
        with taking(actor, complaint, Step.UNSEAL, now=now) as step:
            seal = _asked(step.complaint)
            if seal.lift_asked_by_id == actor.staff_id:
                raise NotNow(Obstacle.UNSEALED_BY_ANOTHER)
            _lift(step.complaint, seal, actor, now)
            step.complaint.confidentiality = seal.before
            step.say(asked_by=seal.lift_asked_by_id)
        joined = Complaint.objects.select_related("team").filter(pk__in=there, state=State.MERGED.value)
        for other in joined.order_by("pk"):
            for own in other.seals.filter(lifted_at__isnull=True):
                _lift(other, own, actor, now)
                _hide(step, other, own.before)


def refuse_unseal(actor: Actor, complaint: Complaint, *, words: str = "", now: datetime) -> None:
    """It stays in the vault: somebody says so, or whoever asked thinks better of it.

    Raises Unseen, Refused, StepNotPossible, Invalid, NotNow: UNSEAL_NOT_ASKED.
    """
    said = checked_text("words", words, longest=_LONGEST, needed=False)
    with taking(actor, complaint, Step.REFUSE_UNSEAL, now=now) as step:
        seal = _asked(step.complaint)
        step.say(asked_by=seal.lift_asked_by_id, **({"words": said} if said else {}))
        seal.lift_asked_at, seal.lift_asked_by_id, seal.lift_reason = None, None, ""
        seal.save(update_fields=["lift_asked_at", "lift_asked_by", "lift_reason"])


def seal_of(complaint: Complaint) -> Seal:
    """The seal that stands on it. Raises Seal.DoesNotExist where none does. One query."""
    return complaint.seals.get(lifted_at__isnull=True)


def _into_vault(step: Taken, why: str, *, by: int | None) -> Seal:
    row, now = step.complaint, step.now
    if row.assignee_id is not None:
        step.say(before=row.assignee_id)
    seal = Seal.objects.create(
        complaint=row, sealed_at=now, sealed_by_id=by, reason=why, before=row.confidentiality
    )
    row.confidentiality = Confidentiality.SEALED.value
    row.assignee, row.team = None, None
    for members in (MassMember, BreachMember):  # what stands there is read by others
        members.objects.filter(complaint=row, left_at__isnull=True).update(left_at=now)
    holders = give_at_seal(row, now)
    _leave_hands(row, holders, now)
    step.promises.append(_promised(step))
    step.say(seal=seal.pk, mentioned=holders)
    return seal


def _seal_joined(step: Taken, other: Complaint, seal: Seal) -> None:
    """What was joined with it goes on there, and is hidden with it; its row is locked."""
    Seal.objects.create(
        complaint=other,
        sealed_at=seal.sealed_at,
        sealed_by_id=seal.sealed_by_id,
        reason=seal.reason,
        before=other.confidentiality,
    )
    _hide(step, other, Confidentiality.SEALED.value)
    holders = Grant.objects.filter(complaint=seal.complaint, ended_at__isnull=True)
    Grant.objects.bulk_create(
        [
            Grant(complaint=other, staff_id=number, given_at=seal.sealed_at)
            for number in holders.order_by("pk").values_list("staff", flat=True)
        ]
    )


def _hide(step: Taken, other: Complaint, confidentiality: str) -> None:
    """No state moves: it stays joined. The entry stands among ourselves, for it is told where it goes on."""
    other.confidentiality = confidentiality
    other.version += 1
    other.save(update_fields=["confidentiality", "version"])
    write_down(Taken(step.actor, other, step.step, step.now, Visibility.INTERNAL, step.kind, step.house))


def _leave_hands(row: Complaint, holders: Sequence[int], now: datetime) -> None:
    """Whoever does not see it any more has nothing of it left: no task, no reply that waits to go, no news of it."""
    Following.objects.filter(complaint=row).exclude(staff__in=holders).delete()
    begin_following(row, list(holders), now)
    keep_back(row)
    keep_at_portal(row)
    if holders:
        theirs = Task.objects.filter(complaint=row, state=TaskState.OPEN.value).exclude(assignee__in=holders)
        theirs.update(assignee=holders[0])


def _promised(step: Taken) -> Promise:
    """Whether it is looked into is told by the day the law names, which begins to count; else as a first answer."""
    row, house, now = step.complaint, step.house, step.now
    named = _rule_of(step)
    clock = clocks.counted(row, *named, row.received_at, house) if named else None
    if clock is not None and clock.due_at > now:
        return promising.promised(row, PromiseKind.INQUIRY, Due(clock.due_at, kept_why(clock.why)), now)
    due_at = promising.day_counted(row, "first-answer", house, now)
    return promising.promised(row, PromiseKind.INQUIRY, Due(due_at, ()), now)


def _rule_of(step: Taken) -> tuple[str, Rule] | None:
    """The rule that names the day, by its name, where the organisation goes by it."""
    rules = rules_begun_by_hand(step.complaint, step.house, step.now)
    found = (each for each in rules.items() if each[0].startswith(PACK) and each[0].endswith(_RULE))
    return next(found, None)


def _begin_to_count(step: Taken, complaint: Complaint) -> None:
    named = _rule_of(step)
    running = step.complaint.clocks.filter(clocks.RUNNING, rule__startswith=PACK)
    if named is not None and not running.exists():
        at = step.complaint.received_at
        start_clock(step.actor, complaint, rule=named[0], at=at, now=step.now, within=step)


def _lift(row: Complaint, seal: Seal, actor: Actor, now: datetime) -> None:
    seal.lifted_at, seal.lifted_by_id = now, actor.staff_id
    seal.save(update_fields=["lifted_at", "lifted_by"])
    held = Q(complaint=row, ended_at__isnull=True)
    Grant.objects.filter(held).update(ended_at=now, ended_by=actor.staff_id)


def _asked(complaint: Complaint) -> Seal:
    seal = seal_of(complaint)
    if seal.lift_asked_at is None:
        raise NotNow(Obstacle.UNSEAL_NOT_ASKED)
    return seal


def _holders(complaint: Complaint) -> list[int]:
    held = Grant.objects.filter(complaint=complaint, ended_at__isnull=True)
    return list(held.order_by("staff").values_list("staff", flat=True))
