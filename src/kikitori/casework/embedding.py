"""Embedding 埋め込み: which sites may show the beginning of the complaint form in a frame. Each change is kept."""

from collections.abc import Sequence
from datetime import datetime

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.own_columns import require_permission, set_columns
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.origins import NotAnOrigin, origin_of
from kikitori.records.people.terms import Setting

MOST = 20


def set_embedding(actor: Actor, addresses: Sequence[str], *, seen: int, now: datetime) -> bool:
    """These sites may from now on, and no others; False where it is so already. An address of a page names its site.

    Raises Refused; Invalid (`origins`: NOT_AN_ADDRESS for what names no encrypted site, TOO_LONG for more than MOST);
    NotNow (SET_MEANWHILE).
    """
    require_permission(actor, Permission.MANAGE_PORTAL)
    values = {"embed_origins": _origins(addresses)}
    kept_as = {"embed_origins": "origins"}
    return set_columns(actor, Setting.EMBEDDING, values, kept_as=kept_as, seen=seen, now=now)


def _origins(addresses: Sequence[str]) -> list[str]:
    try:
        found = dict.fromkeys(origin_of(each) for each in addresses if each.strip())
    except NotAnOrigin as wrong:
        raise Invalid({"origins": Problem.NOT_AN_ADDRESS}) from wrong
    if len(found) > MOST:
        raise Invalid({"origins": Problem.TOO_LONG})
    return list(found)
