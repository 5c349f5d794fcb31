"""Authority 権限額: how much money each role may grant, from where on two people do, and in which currency.

Each change is kept (settings_kept.py). What was granted under older limits stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.foundation.language.money import EXPONENT
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role, Setting
from kikitori.records.remedies.authority import Authority, limits_in_use
from kikitori.records.remedies.limits import GRANTING, Limits

#: No single offer may be larger (casework/granting.py), so no limit means more.
_MOST = 100_000_000


@dataclass(frozen=True, kw_only=True)
class AuthorityGiven:
    """Limits as somebody wants them, in smallest units. `four_eyes` None: nobody needs a second person."""

    currency: str
    of_role: Mapping[Role, int]
    four_eyes: int | None = None


def set_limits(actor: Actor, given: AuthorityGiven, *, seen: int, now: datetime) -> None:
    """Set them. `seen`: the newest change that the editor knew.

    Raises Refused; Invalid (currency, `handler`, `lead`, four_eyes); NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_AUTHORITY)
    if not decision.allowed:
        raise Refused(decision)
    _check(given)
    with transaction.atomic():
        wait_for_turn(Setting.AUTHORITY.value)
        if newest_change(Setting.AUTHORITY) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = limits_in_use()
        after = Limits(given.currency, {role: given.of_role[role] for role in GRANTING}, given.four_eyes)
        Authority.objects.update_or_create(
            pk=1,
            defaults={
                "currency": after.currency,
                "of_role": {role.value: most for role, most in after.of_role.items()},
                "four_eyes": after.four_eyes,
            },
        )
        note_change(actor, Setting.AUTHORITY, _as_kept(before), _as_kept(after), now)


def _check(given: AuthorityGiven) -> None:
    problems = {}
    if given.currency not in EXPONENT:
        problems["currency"] = Problem.UNKNOWN_WORD
    for role in GRANTING:
        if role not in given.of_role:
            problems[role.value] = Problem.MISSING
        elif not 0 <= given.of_role[role] <= _MOST:
            problems[role.value] = Problem.OUT_OF_RANGE
    if given.four_eyes is not None and not 0 <= given.four_eyes <= _MOST:
        problems["four_eyes"] = Problem.OUT_OF_RANGE
    if not problems and given.of_role[Role.HANDLER] > given.of_role[Role.LEAD]:
        problems[Role.LEAD.value] = Problem.OUT_OF_RANGE
    if problems:
        raise Invalid(problems)


def _as_kept(limits: Limits) -> dict[str, object]:
    return {
        "currency": limits.currency,
        "of_role": {role.value: most for role, most in limits.of_role.items()},
        "four_eyes": limits.four_eyes,
    }
