"""The lists of mails that somebody must look at, or may look up, and how many there are.

What is held is listed by the moment by which somebody must have looked; what is decided, newest first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.db.models import BooleanField, Case, Count, QuerySet, Value, When

from kikitori.casework.mails_seen import mails_seen
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.letters.mail_terms import Held, MailState
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor

#: What a list shows of a mail; its bytes may be many.
_SHOWN = (
    "sender", "sender_name", "subject", "held", "state", "arrived_at", "filed_at", "look_by", "size", "reason",
    "complaint__reference", "decided_by__name",
)  # fmt: skip


class Tab(StrEnum):
    """Which mails are listed."""

    ALL = "all"
    SUSPICIOUS = "suspicious"
    MACHINE = "machine"
    UNREADABLE = "unreadable"
    OVERSIZED = "oversized"
    NOTED = "noted"
    DISCARDED = "discarded"


#: Reasons that are looked at together.
REASONS: dict[Tab, frozenset[Held]] = {
    Tab.SUSPICIOUS: frozenset({Held.UNKNOWN_SENDER, Held.BEYOND_MANDATE, Held.NO_SENDER, Held.LOOP}),
    Tab.MACHINE: frozenset({Held.AUTOMATIC, Held.REPORT}),
    Tab.UNREADABLE: frozenset({Held.UNREADABLE, Held.EMPTY, Held.FAILED}),
    Tab.OVERSIZED: frozenset({Held.OVERSIZED}),
    Tab.ALL: frozenset(Held),
}
_DECIDED = {Tab.NOTED: MailState.NOTED, Tab.DISCARDED: MailState.DISCARDED}


@dataclass(frozen=True, slots=True)
class MailCounts:
    """Held mails by their reason, and how many of them somebody should have looked at by now."""

    held: Mapping[str, int]
    overdue: int

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From what `held_counted` counts."""
        held: Counter[str] = Counter()
        overdue = 0
        for row in rows:
            held[row["held"]] += row["number"]
            overdue += row["number"] if row["is_late"] else 0
        return cls(dict(held), overdue)

    @property
    def waiting(self) -> int:
        """All of them."""
        return sum(self.held.values())

    def of(self, tab: Tab) -> int:
        """Those of one tab; what is decided is not counted, for it is nobody's work."""
        return sum(self.held.get(reason, 0) for reason in REASONS.get(tab, ()))


def listed(actor: Actor, tab: Tab) -> QuerySet[Mail]:
    """The mails of one tab, in no order, each with no more than the list shows of it."""
    rows = mails_seen(actor).select_related("complaint", "decided_by").only(*_SHOWN)
    if tab in _DECIDED:
        return rows.filter(state=_DECIDED[tab].value)
    held = rows.filter(state=MailState.HELD.value)
    return held if tab is Tab.ALL else held.filter(held__in=sorted(REASONS[tab]))


def is_decided(tab: Tab) -> bool:
    """Are these nobody's work any more?"""
    return tab in _DECIDED


def held_counted(actor: Actor, horizon: Horizon) -> QuerySet[Mail, Any]:
    """How many are held (`held`, `is_late`, `number`) for who may decide about them; nothing for all others."""
    if Permission.SORT_MAIL not in permissions_of(actor):
        return Mail.objects.none().values("held")
    late = Case(
        When(look_by__lt=horizon.ends[0], then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    held = mails_seen(actor).filter(state=MailState.HELD.value).order_by()
    return held.annotate(is_late=late).values("held", "is_late").annotate(number=Count("pk"))
