"""May this actor do this to this complaint: the answer and its reason."""

from itertools import product

import pytest

from kikitori.records.access.permissions import OF_COMPLAINANT, OF_ROLE, OF_SYSTEM, Permission
from kikitori.records.access.policy import Reason, may, permissions_of
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.terms import Role

P = Permission
STAFF = {role: Actor.staff(number, role, role.value) for number, role in enumerate(Role, start=1)}
MINE = Complaint(pk=7)
OTHER = Complaint(pk=8)


def complaint(severity: str) -> Complaint:
    return Complaint(pk=7, severity=severity)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, Permission)))
def test_staff_may_exactly_what_the_table_grants(role: Role, permission: Permission) -> None:
    decision = may(STAFF[role], permission)
    assert decision.allowed is (permission in OF_ROLE[role])
    assert decision.reason is (Reason.ALLOWED if decision.allowed else Reason.ROLE)


@pytest.mark.parametrize("permission", list(Permission))
def test_complainant_may_what_the_slip_grants_on_their_own_complaint_alone(permission: Permission) -> None:
    holder = Actor.complainant(7)
    granted = permission in OF_COMPLAINANT
    assert may(holder, permission, MINE).allowed is granted
    on_other = may(holder, permission, OTHER)
    assert not on_other.allowed
    assert on_other.reason is (Reason.NOT_YOURS if granted else Reason.ROLE)


@pytest.mark.parametrize("permission", list(Permission))
def test_machine_may_what_happens_without_a_person(permission: Permission) -> None:
    assert may(Actor.system("swept"), permission, MINE).allowed is (permission in OF_SYSTEM)


@pytest.mark.parametrize("permission", list(Permission))
def test_respondent_may_nothing_yet(permission: Permission) -> None:
    respondent = Actor(kind=ActorKind.RESPONDENT, complaint_id=7)
    assert may(respondent, permission, MINE).reason is Reason.ROLE
    assert permissions_of(respondent) == frozenset()


def test_newcomer_may_make_a_complaint_and_touch_none() -> None:
    newcomer = Actor.newcomer()
    assert may(newcomer, P.RECEIVE).allowed
    assert may(newcomer, P.SPEAK, MINE).reason is Reason.NOT_YOURS


def test_staff_without_a_role_may_nothing() -> None:
    assert permissions_of(Actor(kind=ActorKind.STAFF, staff_id=1)) == frozenset()


@pytest.mark.parametrize(("role", "severity"), list(product([Role.HANDLER, Role.LEAD], Severity)))
def test_grave_complaint_is_decided_by_a_lead(role: Role, severity: Severity) -> None:
    decision = may(STAFF[role], P.DECIDE, complaint(severity.value))
    grave = severity in (Severity.S1, Severity.S2)
    assert decision.allowed is (role is Role.LEAD or not grave)
    assert decision.reason is (Reason.ALLOWED if decision.allowed else Reason.GRAVE)


@pytest.mark.parametrize("permission", sorted(OF_ROLE[Role.HANDLER] - {P.DECIDE}))
def test_gravity_takes_nothing_else_from_a_handler(permission: Permission) -> None:
    assert may(STAFF[Role.HANDLER], permission, complaint("S1")).allowed


def test_lack_of_the_permission_is_named_before_gravity() -> None:
    assert may(STAFF[Role.AUDITOR], P.DECIDE, complaint("S1")).reason is Reason.ROLE
