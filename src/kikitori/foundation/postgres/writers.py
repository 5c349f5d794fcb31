"""Who is still writing in this database: what a watcher of rows must know before it goes beyond a number.

Numbers of rows are given out before they are committed: a lower one may appear after a higher. Whoever read up to a
number is done with it once every transaction has ended that had begun to write when the number was read.
"""

from dataclasses import dataclass

from django.db import connection

#: Asked after what was read: whoever has ended by then is read by the next statement, whoever has not is among these.
#: Somebody else's database on the same server is none of our business, and whoever has no user is the vacuum.
_WRITING = """
with own as materialized (select pg_current_xact_id() as number)
select number::text::bigint - max(since), number::text::bigint - min(least(since, 0)) + 1
from own left join lateral (
  select age(running) - age(number::xid) as since from (
    select backend_xid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usesysid is not null
    union all
    select transaction from pg_prepared_xacts where database = current_database()
  ) writing (running)
  where running is not null
) others on true
group by number
"""


@dataclass(frozen=True, slots=True)
class Writers:
    """`oldest`: the number of the first transaction of others that is writing, if any is.

    `horizon`: above all numbers of those who write, ours too.
    """

    oldest: int | None
    horizon: int

    def have_ended_before(self, horizon: int) -> bool:
        """Has everybody ended who wrote at that horizon?"""
        return self.oldest is None or self.oldest >= horizon


def writers() -> Writers:
    """Who writes now. Once in a transaction: PostgreSQL answers from what it saw the first time. Gives us a number."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        oldest, horizon = cursor.fetchone()
    return Writers(oldest, horizon)
