"""A webhook of the organisation as the record of changes holds it, in lines for a reader. Never address or secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.together.labels import NOTICE_KIND, PAUSE_REASON
from kikitori.records.together.terms import NoticeKind, PauseReason


def webhook_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What it is called, where it is, and of what it is told; none where there was no webhook."""
    if not kept:
        return
    yield str(kept["name"])
    yield _("Server: %(host)s") % {"host": kept["host"]}
    told = [str(NOTICE_KIND[kind]) for kind in NoticeKind if kind.value in kept["kinds"]]
    yield _("Told of: %(kinds)s") % {"kinds": listed(told)}
    if kept["paused"]:
        yield str(PAUSE_REASON[PauseReason(kept["paused"])])


def webhook_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done, with a place for its name."""
    paused, was = (kept.get("paused", "") for kept in (after, before))
    if not (before and after):
        return _("Webhook “%(name)s” added") if after else _("Webhook “%(name)s” removed")
    if paused and not was:
        by_hand = paused == PauseReason.BY_HAND.value
        return _("Webhook “%(name)s” paused") if by_hand else _("Webhook “%(name)s” has paused itself")
    if was and not paused:
        return _("Webhook “%(name)s” taken into use again")
    if after["secret_at"] != before["secret_at"]:
        return _("Webhook “%(name)s”: secret renewed")
    return _("Webhook “%(name)s” changed")
