"""Officers 法令報告の担当者: who is in charge of product accidents, who of leaks of data, and who in their place.

A setting, of which each change is kept. It gives nobody sight of anything: who of them takes a duty in a certain
complaint is asked of the one rule of sight each time (`who_answers`), and a bar beats every office.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.casework.tasks import able_to_take
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.officers import LegalOfficer
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Roster
from kikitori.records.people.terms import Role, Setting

_NEEDS = frozenset({Permission.REPORT, Permission.NOTE, Permission.SEE_RESTRICTED, Permission.KEEP_BREACHES})
#: Roles of which an officer can be: they report, and see what is restricted.
OFFICE = tuple(role for role in Role if OF_ROLE[role] >= _NEEDS)


@dataclass(frozen=True, kw_only=True)
class OfficersGiven:
    """Who is in charge of one duty. None: nobody; without an officer there is no deputy."""

    officer: int | None = None
    deputy: int | None = None


def able_to_answer() -> list[Staff]:
    """Who can be named: at work, and of a role that reports and sees what is restricted; by name. One query."""
    rows = Staff.objects.filter(is_active=True, role__in=[role.value for role in OFFICE])
    return list(rows.order_by("name", "pk"))


def officers_named() -> dict[Duty, LegalOfficer]:
    """Who is in charge of what. One query."""
    rows = LegalOfficer.objects.select_related("officer", "deputy")
    return {Duty(row.duty): row for row in rows}


def set_officers(actor: Actor, given: Mapping[Duty, OfficersGiven], *, seen: int, now: datetime) -> None:
    """Name them. `seen`: the newest change that the editor knew.

    Raises Refused; Invalid (`<duty>_officer`, `<duty>_deputy`: MISSING without an officer, UNKNOWN_WORD for whoever
    cannot be one, OUT_OF_RANGE where both are one person); NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    _check(given, {one.pk for one in able_to_answer()})
    with transaction.atomic():
        wait_for_turn(Setting.OFFICERS.value)
        if newest_change(Setting.OFFICERS) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = _as_kept()
        for duty, named in given.items():
            if named.officer is None:
                LegalOfficer.objects.filter(duty=duty.value).delete()
            else:
                LegalOfficer.objects.update_or_create(
                    duty=duty.value, defaults={"officer_id": named.officer, "deputy_id": named.deputy}
                )
        note_change(actor, Setting.OFFICERS, before, _as_kept(), now)


def who_answers(duty: Duty, complaint: Complaint, roster: Roster) -> Staff | None:
    """Who takes this duty in this complaint: the officer, else the deputy, else a lead, the team's first.

    Whoever does not see the complaint is passed over, and so is who is away; only where all are away, the first of
    them has it, so that it never lies with nobody. None where nobody sees it. Two queries.
    """
    able = {one.pk: one for one in able_to_take(complaint)}
    row = LegalOfficer.objects.filter(duty=duty.value).first()
    named = [able[one] for one in ((row.officer_id, row.deputy_id) if row else ()) if one in able]
    leads = [one for one in able.values() if Role(one.role) in OFFICE]
    leads.sort(key=lambda one: one.team_id != complaint.team_id)
    return first_at_work([*named, *leads], roster)


def first_at_work(staff: Iterable[Staff], roster: Roster) -> Staff | None:
    """The first who is not away; where all of them are, the first."""
    several = list(staff)
    there = (one for one in several if roster.away(one.pk) is None)
    return next(there, next(iter(several), None))


def _check(given: Mapping[Duty, OfficersGiven], able: set[int]) -> None:
    problems: dict[str, Problem] = {}
    for duty, named in given.items():
        if named.officer is None and named.deputy is not None:
            problems[f"{duty.value}_officer"] = Problem.MISSING
        for name in ("officer", "deputy"):
            if getattr(named, name) is not None and getattr(named, name) not in able:
                problems[f"{duty.value}_{name}"] = Problem.UNKNOWN_WORD
        if named.officer is not None and named.officer == named.deputy:
            problems[f"{duty.value}_deputy"] = Problem.OUT_OF_RANGE
    if problems:
        raise Invalid(problems)


def _as_kept() -> dict[str, object]:
    rows = LegalOfficer.objects.order_by("duty")
    return {row.duty: {"officer": row.officer_id, "deputy": row.deputy_id} for row in rows}
