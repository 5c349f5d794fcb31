"""The brake on guessing passwords: a few wrong ones for one name from one place, then a pause.

Counted per name and place, so that a stranger's guesses never lock out the person they are about; a browser
that has signed in as that name before counts as a place of its own, even where all share one address.
Kept in Django's cache under a lock of the database, so that it holds for any number of web processes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache

from kikitori.casework import once
from kikitori.foundation.crypto import fingerprint
from kikitori.foundation.language.text import fold

#: Wrong passwords for one name from one place before the pause.
TRIES = 5
#: Wrong passwords from one network for any names: many names with one password each is guessing too.
TRIES_OF_NETWORK = 60
PAUSE = timedelta(minutes=15)
#: A household or server has one IPv4 address, and a whole /64 of IPv6 ones.
_PREFIX = {4: 32, 6: 64}


@dataclass(frozen=True, slots=True)
class Brake:
    """One counter. `key` tells nothing about whom it is for."""

    key: str
    tries: int

    def pause_until(self, now: datetime) -> datetime | None:
        """Until when nobody may try, or None."""
        count, until = self._read()
        return until if until is not None and count >= self.tries and now < until else None

    def note_failure(self, now: datetime) -> None:
        """One more wrong password. Each one begins the pause anew; nothing is counted during it."""
        count, until = self._read()
        if until is None or now >= until:
            count = 0
        end = now + PAUSE
        cache.set(self.key, f"{count + 1} {end.isoformat()}", PAUSE.total_seconds())

    def release(self) -> None:
        """The right password was given: forget the wrong ones."""
        cache.delete(self.key)

    def _read(self) -> tuple[int, datetime | None]:
        kept = cache.get(self.key)
        if not kept:
            return 0, None
        count, _, until = str(kept).partition(" ")
        return int(count), datetime.fromisoformat(until)


def brakes_for(login: str, address: str, browser: str) -> list[Brake]:
    """The counters an attempt falls under. Waits for other attempts at the same ones; needs a transaction.

    `address`: where the request came from. `browser`: the mark of a browser that has signed in as `login`
    before (known_browser.py), else empty.
    """
    place = f"browser:{browser}" if browser else f"network:{network_of(address)}"
    brakes = [Brake(_key(f"{fold(login)}\0{place}"), TRIES)]
    if not browser:
        brakes.append(Brake(_key(place), TRIES_OF_NETWORK))
    for brake in brakes:
        once.wait_for_turn(brake.key)
    return brakes


def network_of(address: str) -> str:
    """The network an address belongs to, as one guesser can use it; „unknown“ where there is none."""
    try:
        host = ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(host, "ipv4_mapped", None)
    if mapped is not None:
        host = mapped
    return str(ip_network(f"{host}/{_PREFIX[host.version]}", strict=False))


def _key(what: str) -> str:
    return f"sign-in:{fingerprint('sign-in', what, settings.SECRET_KEY)}"
