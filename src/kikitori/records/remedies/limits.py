"""How much may be offered by whom. Pure; amounts in whole yen.

The table is a default a body edits later; a handler past the limit hands the offer to a lead.
"""

from kikitori.records.people.terms import Role

#: Sum of the money in one proposal that a role may offer alone, in yen.
LIMIT: dict[Role, int] = {Role.HANDLER: 30_000, Role.LEAD: 500_000}


def may_offer(role: Role, amounts: list[int]) -> bool:
    """Is the sum within what `role` may offer alone?"""
    return sum(amounts) <= LIMIT.get(role, 0)
