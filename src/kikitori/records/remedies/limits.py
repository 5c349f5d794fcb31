"""How much may be granted by whom: amount × role, and from where on nobody grants alone. Pure.

Amounts are whole numbers of the smallest unit of the organisation's currency. What comes with Kikitori is a default;
an organisation sets its own (casework/authority.py). Whoever is past their limit asks somebody who is not (ADR 0036).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kikitori.records.people.terms import Role

#: Who can be given authority over money: the roles that propose and decide.
GRANTING = (Role.HANDLER, Role.LEAD)


def _usual() -> dict[Role, int]:
    return {Role.HANDLER: 30_000, Role.LEAD: 500_000}


@dataclass(frozen=True, slots=True)
class Limits:
    """`of_role`: the sum in one offer that a role may grant. `four_eyes`: above it two people do, whoever they are."""

    currency: str = "JPY"
    of_role: Mapping[Role, int] = field(default_factory=_usual)
    four_eyes: int | None = None

    def of(self, role: Role | None) -> int:
        """The most that somebody of this role may grant."""
        return self.of_role.get(role, 0) if role else 0

    def alone(self, role: Role | None) -> int:
        """The most that they may grant with nobody beside them."""
        return self.of(role) if self.four_eyes is None else min(self.of(role), self.four_eyes)

    def may_grant_alone(self, role: Role | None, total: int) -> bool:
        """Does such an offer go out without a second person?"""
        return total <= self.alone(role)

    def may_approve(self, role: Role | None, total: int) -> bool:
        """May they be that second person?"""
        return role in GRANTING and total <= self.of(role)

    def approving(self, total: int) -> list[Role]:
        """The roles that may approve such an offer, the least mighty first."""
        return [role for role in GRANTING if self.may_approve(role, total)]


SHIPPED = Limits()


def total_of(amounts: Iterable[int | None]) -> int:
    """The money in one offer; what costs nothing counts nothing."""
    return sum(amount or 0 for amount in amounts)
