"""Grants 閲覧許可: who may read a sealed complaint, from when, for what, and how long.

Designated receivers get theirs with the seal, those of whom the complaint may speak excepted: rather one too many is
kept out than one too few. Where none is left, leads it does not speak of; then auditors. Everybody else is let in by
somebody who is in already, with a purpose, and never by themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from kikitori.casework.barring import DECIDING, spoken_of
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.following import begin_following
from kikitori.casework.given import Checked
from kikitori.casework.step import taking
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.seals import Grant, Receiver
from kikitori.records.access.visibility import grants_held
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Following

_READING = [role.value for role, granted in OF_ROLE.items() if Permission.READ in granted]


def receivers() -> QuerySet[Staff]:
    """Designated receivers at work who can read at all. By number."""
    named = Receiver.objects.filter(ended_at__isnull=True).values("staff")
    return Staff.objects.filter(pk__in=named, is_active=True, role__in=_READING).order_by("pk")


def give_at_seal(complaint: Complaint, now: datetime) -> list[int]:
    """Let in whoever is to deal with it; their numbers. Nobody where everybody is spoken of or barred.

    A handful of queries. Belongs into the step that seals.
    """
    out = {*complaint.barred, *_spoken_of(complaint)}
    holders = [one.pk for one in _first_that_is_left(out)]
    _give(complaint, holders, now)
    return holders


def grant_sight(
    actor: Actor,
    complaint: Complaint,
    *,
    staff: Staff,
    purpose: str,
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Let a colleague read it for a purpose, until a moment or as long as the seal stands.

    Raises Unseen, Refused, StepNotPossible, Invalid (purpose; until IN_THE_PAST; staff OUT_OF_RANGE: oneself, barred,
    or somebody who reads no complaints), NotNow: SEES_IT_ALREADY.
    """
    check = Checked()
    why = check.line("purpose", purpose, longest=300, needed=True)
    if until is not None and until <= now:
        check.problems["until"] = Problem.IN_THE_PAST
    check.done()
    with taking(actor, complaint, Step.GRANT_SIGHT, now=now) as step:
        fit = able_to_be_let_in(step.complaint).filter(pk=staff.pk)
        if staff.pk == actor.staff_id or not fit.exists():
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        before = step.complaint.grants.filter(staff=staff, ended_at__isnull=True).first()
        if before is not None and (before.until is None or before.until > now):
            raise NotNow(Obstacle.SEES_IT_ALREADY, staff.name)
        if before is not None:
            before.ended_at = before.until
            before.save(update_fields=["ended_at"])
        grant = Grant.objects.create(
            complaint=step.complaint,
            staff=staff,
            purpose=why,
            given_at=now,
            given_by_id=actor.staff_id,
            until=until,
        )
        begin_following(step.complaint, [staff.pk], now)
        step.say(staff=staff.pk, purpose=why, mentioned=[staff.pk])
        if until is not None:
            step.say(until=until.isoformat())
    return grant


def end_sight(actor: Actor, complaint: Complaint, *, grant: Grant, reason: str, now: datetime) -> None:
    """Somebody reads it no more, from this moment on; oneself, too.

    Raises Unseen, Refused, StepNotPossible, Invalid, NotNow: SOMEBODY_MUST_SEE (the last who sees it stays).
    """
    check = Checked()
    why = check.text("reason", reason, longest=2000, needed=True)
    check.done()
    with taking(actor, complaint, Step.END_SIGHT, now=now) as step:
        own = step.complaint.grants.select_for_update().filter(pk=grant.pk, ended_at__isnull=True).first()
        if own is None:
            step.let_be()
            return
        others = grants_held().filter(complaint=step.complaint, staff__is_active=True).exclude(pk=own.pk)
        if not others.exclude(staff__in=step.complaint.barred).exists():
            raise NotNow(Obstacle.SOMEBODY_MUST_SEE)
        own.ended_at, own.ended_by_id = now, actor.staff_id
        own.save(update_fields=["ended_at", "ended_by"])
        Following.objects.filter(complaint=step.complaint, staff=own.staff_id).delete()
        step.say(staff=own.staff_id, reason=why)


def able_to_be_let_in(complaint: Complaint) -> QuerySet[Staff]:
    """Who reads complaints at all and is not barred from this one. By name."""
    able = Staff.objects.filter(is_active=True, role__in=_READING).exclude(pk__in=complaint.barred)
    return able.order_by("name", "pk")


def sealed_without_reader() -> QuerySet[Complaint]:
    """Sealed complaints that nobody at work may read: a receiver has to be designated. Told as a number alone."""
    held = grants_held().filter(staff__is_active=True, staff__role__in=_READING)
    return Complaint.objects.filter(seals__lifted_at__isnull=True, seals__isnull=False).exclude(
        pk__in=held.values("complaint")
    )


def let_in_where_nobody_is(staff: Staff, now: datetime) -> int:
    """A receiver just designated gets what nobody may read, unless it speaks of them. Returns how much that is."""
    let_in = 0
    for complaint in sealed_without_reader().order_by("pk").select_for_update(of=("self",)):
        if staff.pk in complaint.barred or staff.pk in _spoken_of(complaint):
            continue
        _give(complaint, [staff.pk], now)
        begin_following(complaint, [staff.pk], now)
        let_in += 1
    return let_in


def _first_that_is_left(out: set[int]) -> Sequence[Staff]:
    working = Staff.objects.filter(is_active=True).order_by("pk")
    for circle in (
        receivers(),
        working.filter(role__in=DECIDING),
        working.filter(role=Role.AUDITOR.value),
    ):
        if left := [one for one in circle if one.pk not in out]:
            return left
    return []


def _spoken_of(complaint: Complaint) -> list[int]:
    """Members of staff whose name may stand in what was written."""
    words = [complaint.title, complaint.story, complaint.desired_outcome]
    words += complaint.messages.filter(from_complainant=True).values_list("body", flat=True)
    words += complaint.allegations.values_list("text", flat=True)
    words += complaint.parties.values_list("person__name", flat=True)
    return spoken_of("\n".join(words), Staff.objects.order_by("pk"))


def _give(complaint: Complaint, staff: Sequence[int], now: datetime) -> None:
    Grant.objects.bulk_create([Grant(complaint=complaint, staff_id=one, given_at=now) for one in staff])
