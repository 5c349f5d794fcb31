"""Absence 不在: from when until when somebody is away, and who stands in for them 代理. Each change is kept.

Everybody sets their own; whoever looks after the ladder sets anybody's. Nothing in anybody's hands moves by this:
complaints are handed over by their own verb, and what stays is shown to the deputy for as long as it lasts.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.absences import Absence, told
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import overlaps
from kikitori.records.people.terms import STANDS_IN, Setting

_DAY = timedelta(days=1)


def able_to_stand_in(staff: Staff | None = None) -> list[Staff]:
    """Everybody at work who may look into complaints, but this person, by name. One query."""
    people = Staff.objects.filter(is_active=True, role__in=[role.value for role in STANDS_IN])
    return list((people.exclude(pk=staff.pk) if staff else people).order_by("name", "pk"))


def can_be_away() -> list[Staff]:
    """Everybody at work, by name. One query."""
    return list(Staff.objects.filter(is_active=True).order_by("name", "pk"))


def note_absence(
    actor: Actor, staff: Staff, *, first: date, last: date, now: datetime, deputy: Staff | None = None
) -> Absence:
    """From `first` to `last`, both included, this person is away. A beginning that has passed is taken: they are ill.

    Raises Refused; Invalid: `staff` gone, `last` before `first` or before today, `deputy` who cannot stand in;
    NotNow(ALREADY_AWAY, "first/last") where they are away on one of these days already.
    """
    require_own_or_managed(actor, staff.pk)
    if not staff.is_active:
        raise Invalid({"staff": Problem.OUT_OF_RANGE})
    with transaction.atomic():
        _check(staff, first, last, deputy, now)
        absence = Absence.objects.create(staff=staff, first=first, last=last, deputy=deputy)
        note_change(actor, Setting.ABSENCE, {}, as_kept(absence), now)
    return absence


def change_absence(
    actor: Actor, absence: Absence, *, first: date, last: date, now: datetime, deputy: Staff | None = None
) -> None:
    """Other days, or another deputy. Raises as `note_absence`; NotNow(GONE_MEANWHILE) where it was taken back."""
    require_own_or_managed(actor, absence.staff_id)
    with transaction.atomic():
        own = _locked(absence)
        if own is None:
            raise NotNow(Obstacle.GONE_MEANWHILE)
        _check(own.staff, first, last, deputy, now, but=own.pk)
        before = as_kept(own)
        own.first, own.last, own.deputy = first, last, deputy
        own.save(update_fields=["first", "last", "deputy"])
        note_change(actor, Setting.ABSENCE, before, as_kept(own), now)


def end_absence(actor: Actor, absence: Absence, *, now: datetime) -> None:
    """This person is there from today on: the absence ends yesterday, and one that would begin today is taken back.

    One that is over, or was taken back, is left alone. Raises Refused.
    """
    require_own_or_managed(actor, absence.staff_id)
    today = House().day_of(now)
    with transaction.atomic():
        own = _locked(absence)
        if own is None or own.last < today:
            return
        before = as_kept(own)
        if own.first >= today:
            own.delete()
            note_change(actor, Setting.ABSENCE, before, {}, now)
            return
        own.last = today - _DAY
        own.save(update_fields=["last"])
        note_change(actor, Setting.ABSENCE, before, as_kept(own), now)


def take_back_absence(actor: Actor, absence: Absence, *, now: datetime) -> None:
    """This person is not away, nor was. What has been taken back already is left alone. Raises Refused."""
    require_own_or_managed(actor, absence.staff_id)
    with transaction.atomic():
        own = _locked(absence)
        if own is None:
            return
        before = as_kept(own)
        own.delete()
        note_change(actor, Setting.ABSENCE, before, {}, now)


def require_own_or_managed(actor: Actor, staff: int) -> None:
    """Raises Refused, unless it is one's own or one looks after absences."""
    decision = may(actor, Permission.MANAGE_LADDER)
    if staff != actor.staff_id and not decision.allowed:
        raise Refused(decision)


def as_kept(absence: Absence) -> dict[str, object]:
    """An absence as the record of changes holds it."""
    kept: dict[str, object] = {
        "staff": absence.staff_id,
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
    }
    return {**kept, "deputy": absence.deputy_id} if absence.deputy_id else kept


def _locked(absence: Absence) -> Absence | None:
    rows = Absence.objects.select_for_update(of=("self",)).select_related("staff")
    return rows.filter(pk=absence.pk).first()


def _check(
    staff: Staff, first: date, last: date, deputy: Staff | None, now: datetime, *, but: int | None = None
) -> None:
    """Every problem at once. Those who set absences of one person wait here for each other."""
    check = Checked()
    check.coming_day("last", last, House().day_of(now))
    if last < first:
        check.problems["last"] = Problem.IN_THE_PAST
    if deputy is not None and (deputy.pk == staff.pk or not deputy.is_active or deputy.role not in STANDS_IN):
        check.problems["deputy"] = Problem.OUT_OF_RANGE
    check.done()
    wait_for_turn(f"absences {staff.pk}")
    others = [each for each in told(Absence.objects.filter(staff=staff)) if each.number != but]
    if other := overlaps(first, last, others):
        raise NotNow(Obstacle.ALREADY_AWAY, f"{other.first.isoformat()}/{other.last.isoformat()}")
