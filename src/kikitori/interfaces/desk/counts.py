"""The numbers around every page of the desk: what is owed, what waits in the queues, which letters need a hand.

Held mails, replies that wait, and what was brought before whom. Each is counted by the conditions of the list it
belongs to (owed.py, queues.py, outbox.py, alerts.py, mails/quarantine.py, waiting_replies.py), all of them in one
statement, which is made once for each role: what an actor sees differs within a role by nothing but who they are.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from kikitori.casework.following import unread_counted
from kikitori.casework.guideline_reading import unread_guidelines_counted
from kikitori.foundation.postgres.counted import UpTo
from kikitori.foundation.postgres.stencil import Stencil
from kikitori.interfaces.desk.alerts import AlertCounts, before_whom
from kikitori.interfaces.desk.horizon import Horizon
from kikitori.interfaces.desk.mails.quarantine import MailCounts, held_counted
from kikitori.interfaces.desk.outbox import OutboxCounts, in_piles
from kikitori.interfaces.desk.owed import OwedCounts, in_groups
from kikitori.interfaces.desk.queues import IN_BAR, QueueName, in_places, places_counted
from kikitori.interfaces.desk.waiting_replies import RepliesCounts, replies_counted
from kikitori.records.people.actor import Actor

#: Who and when stands in the statement while it is made: a number nobody has, and moments long past.
_SOMEBODY = -(2**62)
#: Three of what is owed, two of letters, five of one statement each, and one for each place.
_PARTS = 10 + len(IN_BAR)
_SOME_DAY = Horizon(tuple(datetime(1, 1, day, tzinfo=UTC) for day in range(2, 7)))


@dataclass(frozen=True, slots=True)
class Counts:
    """All of them, of one moment."""

    owed: OwedCounts
    queues: dict[QueueName, UpTo]
    outbox: OutboxCounts
    alerts: AlertCounts
    mails: MailCounts
    #: Notices I have not read.
    unread: int
    replies: RepliesCounts
    #: Versions of guidelines I am asked to read.
    guidelines: int = 0


def count_all(actor: Actor, horizon: Horizon) -> Counts:
    """Count what the lists behind these numbers hold for this member of staff. One query."""
    somebody = replace(actor, staff_id=_SOMEBODY, name="")
    instead = dict(zip(_SOME_DAY.ends, horizon.ends, strict=True)) | {_SOMEBODY: actor.own_staff_id}
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for part, row in _statement(somebody).rows(instead):
        found[part].append(row)
    of_all, of_mine, outliving, to_print, failed, escalations, held, unread, replies, to_read, *places = map(
        found.__getitem__, range(_PARTS)
    )
    return Counts(
        OwedCounts.of_rows(of_all, of_mine, outliving),
        places_counted(row for rows in places for row in rows),
        OutboxCounts.of_rows(to_print, failed),
        AlertCounts.of_rows(escalations),
        MailCounts.of_rows(held),
        sum(row["number"] for row in unread),
        RepliesCounts.of_rows(replies),
        sum(row["number"] for row in to_read),
    )


@lru_cache(maxsize=32)
def _statement(somebody: Actor) -> Stencil:
    return Stencil.of(
        [
            *in_groups(somebody, _SOME_DAY),
            *in_piles(somebody),
            before_whom(somebody),
            held_counted(somebody, _SOME_DAY),
            unread_counted(somebody),
            replies_counted(somebody),
            unread_guidelines_counted(somebody),
            *in_places(somebody),
        ]
    )
