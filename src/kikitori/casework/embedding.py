"""Embedding 埋め込み: which sites may show the beginning of the complaint form in a frame. Each change is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from kikitori.records.people.origins import NotAnOrigin, origin_of
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting

MOST = 20


def set_embedding(actor: Actor, addresses: Sequence[str], *, seen: int, now: datetime) -> bool:
    """These sites may from now on, and no others; False where it is so already. An address of a page names its site.

    Raises Refused; Invalid (`origins`: NOT_AN_ADDRESS for what names no encrypted site, TOO_LONG for more than MOST);
    NotNow (SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_PORTAL)
    if not decision.allowed:
        raise Refused(decision)
    origins = _origins(addresses)
    with transaction.atomic():
        wait_for_turn(Setting.EMBEDDING.value)
        if newest_change(Setting.EMBEDDING) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        own = the_organisation()
        before = {"origins": list(own.embed_origins)}
        own.embed_origins = origins
        is_new = not Organisation.objects.filter(pk=own.pk).exists()
        own.save(update_fields=None if is_new else ["embed_origins"])
        return note_change(actor, Setting.EMBEDDING, before, {"origins": origins}, now) is not None


def _origins(addresses: Sequence[str]) -> list[str]:
    try:
        found = dict.fromkeys(origin_of(each) for each in addresses if each.strip())
    except NotAnOrigin as wrong:
        raise Invalid({"origins": Problem.NOT_AN_ADDRESS}) from wrong
    if len(found) > MOST:
        raise Invalid({"origins": Problem.TOO_LONG})
    return list(found)
