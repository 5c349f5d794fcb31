"""Deadlines of incidents of leaked data that run, for Today: which, by when, and who is in charge."""

from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import breaches_seen_by
from kikitori.records.deadlines.breach_rows import BreachClock
from kikitori.records.people.actor import Actor

#: So many are drawn; what comes after them waits its turn.
SHOWN = 20


def breaches_due(actor: Actor) -> list[BreachClock]:
    """The nearest first, of incidents this reader sees. One query; none for whoever keeps no incidents."""
    if not may(actor, Permission.KEEP_BREACHES).allowed:
        return []
    running = BreachClock.objects.filter(met_at__isnull=True, cancelled_at__isnull=True)
    rows = running.filter(incident__in=breaches_seen_by(actor)).select_related("incident__officer")
    return list(rows.defer("why", "incident__story", "incident__notice").order_by("due_at", "pk")[:SHOWN])
