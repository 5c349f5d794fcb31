"""How much may be granted by whom, alone and with a second person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.people.terms import Role
from kikitori.records.remedies.limits import GRANTING, SHIPPED, Limits, total_of

FOUR_EYES = Limits("JPY", {Role.HANDLER: 30_000, Role.LEAD: 500_000}, four_eyes=100_000)
NOBODY_ALONE = Limits("USD", {Role.HANDLER: 10_000, Role.LEAD: 10_000}, four_eyes=0)


@pytest.mark.parametrize(
    ("role", "total", "alone"),
    [
        (Role.HANDLER, 0, True),
        (Role.HANDLER, 30_000, True),
        (Role.HANDLER, 30_001, False),
        (Role.LEAD, 30_001, True),
        (Role.LEAD, 500_000, True),
        (Role.LEAD, 500_001, False),
        (Role.AUDITOR, 1, False),
        (Role.ADMINISTRATOR, 1, False),
        (Role.AUDITOR, 0, True),
        (None, 1, False),
        (None, 0, True),
    ],
)
def test_what_comes_with_kikitori_is_what_it_was(role: Role | None, total: int, alone: bool) -> None:
    assert SHIPPED.may_grant_alone(role, total) is alone
    assert (SHIPPED.currency, SHIPPED.four_eyes) == ("JPY", None)


@pytest.mark.parametrize(
    ("limits", "role", "alone", "approves"),
    [
        (FOUR_EYES, Role.HANDLER, 30_000, 30_000),
        (FOUR_EYES, Role.LEAD, 100_000, 500_000),
        (NOBODY_ALONE, Role.HANDLER, 0, 10_000),
        (NOBODY_ALONE, Role.LEAD, 0, 10_000),
        (SHIPPED, Role.LEAD, 500_000, 500_000),
    ],
)
def test_above_four_eyes_even_a_lead_needs_somebody_beside_them(
    limits: Limits, role: Role, alone: int, approves: int
) -> None:
    assert limits.alone(role) == alone
    assert limits.may_grant_alone(role, alone)
    assert not limits.may_grant_alone(role, alone + 1)
    assert limits.may_approve(role, approves)
    assert not limits.may_approve(role, approves + 1)


@pytest.mark.parametrize(
    ("total", "roles"),
    [(30_000, [Role.HANDLER, Role.LEAD]), (30_001, [Role.LEAD]), (500_000, [Role.LEAD]), (500_001, [])],
)
def test_who_may_approve_so_much(total: int, roles: list[Role]) -> None:
    assert SHIPPED.approving(total) == roles


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, None])
def test_who_grants_nothing_approves_nothing(role: Role | None) -> None:
    assert not SHIPPED.may_approve(role, 0)


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**6)), max_size=6), st.sampled_from(GRANTING))
def test_dividing_the_money_does_not_get_round_the_limit(amounts: list[int | None], role: Role) -> None:
    whole = total_of(amounts)
    assert whole == sum(amount for amount in amounts if amount)
    parts = [part for amount in amounts if amount for part in (amount // 2, amount - amount // 2)]
    assert SHIPPED.may_grant_alone(role, total_of(parts)) is SHIPPED.may_grant_alone(role, whole)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.one_of(st.none(), st.integers(0, 10**9)))
def test_whoever_grants_alone_could_also_approve(most: int, total: int, four_eyes: int | None) -> None:
    limits = Limits("JPY", {Role.HANDLER: most}, four_eyes)
    if limits.may_grant_alone(Role.HANDLER, total):
        assert limits.may_approve(Role.HANDLER, total)
