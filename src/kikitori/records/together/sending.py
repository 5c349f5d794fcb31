"""How long a webhook is tried again, when its calls are given up, and when it is paused. Pure."""

from datetime import datetime, timedelta
from zlib import crc32

#: Waits after the first, second, … failure in a row; later ones are as long as the last.
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
#: A wait is longer by up to this part of itself, so that what failed together is not tried again together.
_SPREAD = 0.25
_STEPS = 1_000
#: One call is tried so often, and for so long after it might first have gone: then it is no news any more.
MOST_TRIES = 12
NEWS_FOR = timedelta(hours=24)
#: A webhook is paused that has failed so often in a row, and for so long.
_FAILURES = 10
_FAILING_FOR = timedelta(hours=24)
#: After a secret was renewed, what is sent is signed with the old one, too.
BOTH_SECRETS_FOR = timedelta(days=7)


def wait_after(failures: int, identity: str) -> timedelta:
    """How long to wait after so many failures in a row (1 or more), spread by what failed: the same each time."""
    wait = _WAITS[min(failures, len(_WAITS)) - 1]
    share = crc32(f"{identity} {failures}".encode()) % _STEPS / _STEPS
    return wait + wait * (_SPREAD * share)


def next_try(tries: int, identity: str, *, give_up_at: datetime, now: datetime) -> datetime | None:
    """When a call that has failed at `now`, for the `tries`th time, is tried again; None: not any more."""
    again = now + wait_after(tries, identity)
    return again if tries < MOST_TRIES and again < give_up_at else None


def is_hopeless(failures: int, since: datetime, now: datetime) -> bool:
    """Has it failed so often and for so long that trying on helps nobody?"""
    return failures >= _FAILURES and now - since >= _FAILING_FOR
