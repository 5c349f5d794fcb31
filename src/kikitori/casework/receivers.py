"""Receivers 公益通報対応業務従事者: who is designated to deal with reports of wrongdoing (公益通報者保護法 11条).

Named by whoever looks after accounts, who reads no complaint; nobody names themselves. What is in the vault already
stays with those who see it: a new receiver gets what nobody may read, and nothing else.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.grants import let_in_where_nobody_is
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may
from kikitori.records.access.seals import Receiver
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role, Setting


def able_to_receive() -> list[Staff]:
    """Who can be designated: at work, and reading complaints. By name."""
    roles = [role.value for role in Role if Permission.READ in OF_ROLE[role]]
    return list(Staff.objects.filter(is_active=True, role__in=roles).order_by("name", "pk"))


def receivers_named() -> list[int]:
    """Numbers of those designated now, whether at work or not."""
    named = Receiver.objects.filter(ended_at__isnull=True)
    return list(named.order_by("staff").values_list("staff", flat=True))


def name_receivers(actor: Actor, staff: Collection[int], *, seen: int, now: datetime) -> int:
    """These are designated from now on, and no others. `seen`: the newest change the editor knew.

    Grants that were given stand. Returns how many complaints that nobody could read can be read now.
    Raises Refused; Invalid (staff OUT_OF_RANGE: oneself, or somebody who cannot be); NotNow(SET_MEANWHILE).
    """
    decision = may(actor, Permission.NAME_RECEIVERS)
    if not decision.allowed:
        raise Refused(decision)
    with transaction.atomic():
        wait_for_turn(Setting.RECEIVERS.value)
        if newest_change(Setting.RECEIVERS) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before, wanted = receivers_named(), set(staff)
        new = wanted - set(before)
        able = {one.pk: one for one in able_to_receive()}
        if actor.staff_id in wanted or new - able.keys():
            raise Invalid({"staff": Problem.OUT_OF_RANGE})
        gone = Receiver.objects.filter(ended_at__isnull=True).exclude(staff__in=wanted)
        gone.update(ended_at=now)
        Receiver.objects.bulk_create(
            [Receiver(staff_id=one, since=now, named_by_id=actor.staff_id) for one in sorted(new)]
        )
        note_change(actor, Setting.RECEIVERS, _as_kept(before), _as_kept(wanted), now)
        return sum(let_in_where_nobody_is(able[one], now) for one in sorted(new))


def _as_kept(staff: Collection[int]) -> dict[str, object]:
    """With their names as they were then."""
    rows = dict(Staff.objects.filter(pk__in=staff).order_by("pk").values_list("pk", "name"))
    return {"staff": list(rows), "names": list(rows.values())} if rows else {}
