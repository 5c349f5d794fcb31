"""Settings that are columns of the organisation: set in one way, so that none is set without its line in the record."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting


def require_permission(actor: Actor, permission: Permission) -> None:
    """Raises Refused to who has it not."""
    decision = may(actor, permission)
    if not decision.allowed:
        raise Refused(decision)


def set_columns(
    actor: Actor,
    setting: Setting,
    values: Mapping[str, object],
    *,
    kept_as: Mapping[str, str] | None = None,
    seen: int,
    now: datetime,
) -> bool:
    """Column → what it holds from now on; False where it does already. Whoever calls this has asked whether they may.

    `kept_as`: what a column is called in the record, where it is called otherwise there. `seen`: the newest change that
    the editor knew. Raises NotNow (SET_MEANWHILE).
    """
    named = kept_as or {}
    with transaction.atomic():
        wait_for_turn(setting.value)
        if newest_change(setting) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        own = the_organisation()
        before = {named.get(column, column): getattr(own, column) for column in values}
        after = {named.get(column, column): value for column, value in values.items()}
        for column, value in values.items():
            setattr(own, column, value)
        is_new = not Organisation.objects.filter(pk=own.pk).exists()
        own.save(update_fields=None if is_new else list(values))
        return note_change(actor, setting, before, after, now) is not None
