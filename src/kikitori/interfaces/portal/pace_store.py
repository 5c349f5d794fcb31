"""Where the paces of `pace.py` are kept between requests: Django's cache, shared by all processes of the site.

Every change waits for its turn on an advisory lock held until the request's transaction ends, so that two processes
never count from the same figure. Keys are keyed fingerprints: the cache holds no address and no locator.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from kikitori.casework import once
from kikitori.interfaces.portal import pace
from kikitori.interfaces.portal.pace import Misses
from kikitori.interfaces.portal.work import is_done

_SALT, _WORK = "kikitori.portal.ticket", "kikitori.portal.work"
_DAY = 86_400
#: So many forms of one network are remembered as having passed: more than its bucket holds.
_FORMS = 2 * pace.COMPLAINTS.size


@dataclass(frozen=True, slots=True)
class Work:
    """What a device hands in: the challenge it was given, and the number it has found."""

    challenge: str
    answer: str


def network_of(request: HttpRequest) -> str:
    """The network a request comes from: the address, or the /64 of an IPv6 address (one household).

    Which address that is behind a proxy, config/forwarded.py has decided.
    """
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)


def seconds_before_complaint(network: str, form: str, now: datetime, *, work: Work | None = None) -> int:
    """Seconds to wait before one more complaint from this network; 0 to go on. The same `form` costs once.

    `work`: what the sender's device has done meanwhile; if it is sound, a second bucket is asked.
    """
    key, mark = _turn("complaints", network), _key("form", form)[:16]
    level, last, passed = cache.get(key, (None, 0.0, ()))
    if mark in passed:
        return 0
    level, wait = pace.COMPLAINTS.take(level, last, now.timestamp())
    if wait and work is not None and _is_sound(work, network, mark, now):
        wait = _worked(network, now)
    if not wait:
        passed = (*passed, mark)[-_FORMS:]
    cache.set(key, (level, now.timestamp(), passed), _DAY)
    return wait


def challenge_for(network: str, form: str, now: datetime) -> str:
    """What a device may work on: good for exactly this form from this network, once, for a quarter of an hour."""
    return signing.dumps(
        [_key("network", network)[:16], _key("form", form)[:16], now.timestamp()], salt=_WORK
    )


def _is_sound(work: Work, network: str, mark: str, now: datetime) -> bool:
    try:
        place, form, at = signing.loads(work.challenge, salt=_WORK)
        age = now.timestamp() - float(at)
    except (signing.BadSignature, TypeError, ValueError):
        return False
    fits = (place, form) == (_key("network", network)[:16], mark) and 0 <= age <= pace.FORGOTTEN_AFTER
    return (
        fits
        and is_done(work.challenge, work.answer)
        and cache.add(_key("worked", work.challenge), True, 2 * pace.FORGOTTEN_AFTER)
    )


def _worked(network: str, now: datetime) -> int:
    key = _key("worked-complaints", network)  # the turn of this network is ours already
    level, last = cache.get(key, (None, 0.0))
    level, wait = pace.WORKED.take(level, last, now.timestamp())
    cache.set(key, (level, now.timestamp()), _DAY)
    return wait


def seconds_before_files(network: str, cost: int, now: datetime) -> int:
    """Seconds to wait before this network hands in files of so many MB more; 0 to go on."""
    key = _turn("files", network)
    level, last = cache.get(key, (None, 0.0))
    level, wait = pace.FILES.take(level, last, now.timestamp(), cost)
    cache.set(key, (level, now.timestamp()), _DAY)
    return wait


def seconds_before_link(network: str, now: datetime) -> int:
    """Seconds to wait before one more link is asked for from this network; 0 to go on."""
    key = _turn("links", network)
    level, last = cache.get(key, (None, 0.0))
    level, wait = pace.LINKS.take(level, last, now.timestamp())
    cache.set(key, (level, now.timestamp()), _DAY)
    return wait


class Attempts:
    """Attempts to open one slip from one network. Holds both locks until the transaction ends."""

    def __init__(self, locator: str, network: str, now: datetime) -> None:
        self._now = now.timestamp()
        self._locator = locator
        # Always the network first, so that two requests never wait for each other.
        self._places = (
            (_turn("network", network), pace.PER_NETWORK),
            (_turn("locator", locator), pace.PER_LOCATOR),
        )

    def seconds_left(self, ticket: str) -> int:
        """Seconds to wait; 0 to go on. A ticket whose time has come lets one attempt through.

        So a stranger who keeps guessing at a locator can make its holder wait, but never keep them out.
        """
        wait = max(misses.left(self._now) for misses in self._missed())
        return 0 if not wait or self._admits(ticket) else wait

    def ticket(self, wait: int) -> str:
        """A paper that says: this person has waited. For one attempt at this locator, from `wait` seconds on."""
        return signing.dumps([_key("ticket", self._locator), self._now + wait], salt=_SALT)

    def missed(self) -> int:
        """Count one more miss; returns the seconds to wait before the next attempt."""
        wait = 0
        for (key, slowdown), before in zip(self._places, self._missed(), strict=True):
            misses = before.another(slowdown, self._now)
            cache.set(key, (misses.count, misses.until), pace.FORGOTTEN_AFTER)
            wait = max(wait, misses.left(self._now))
        return wait

    def succeeded(self) -> None:
        """The right secret: what went wrong with this locator before is forgotten, the network's misses are not."""
        key, _ = self._places[1]
        cache.delete(key)

    def _missed(self) -> list[Misses]:
        """What went wrong in both places lately. One query."""
        kept = cache.get_many([key for key, _ in self._places])
        return [Misses(*kept.get(key, ())) for key, _ in self._places]

    def _admits(self, ticket: str) -> bool:
        try:
            place, valid_from = signing.loads(ticket, salt=_SALT, max_age=pace.FORGOTTEN_AFTER)
        except (signing.BadSignature, TypeError, ValueError):
            return False
        fits = place == _key("ticket", self._locator) and float(valid_from) <= self._now
        return fits and cache.add(_key("used", ticket), True, 2 * pace.FORGOTTEN_AFTER)


def _turn(purpose: str, value: str) -> str:
    """The cache key, once it is our turn to read and write it."""
    key = _key(purpose, value)
    once.wait_for_turn(key)
    return key


def _key(purpose: str, value: str) -> str:
    return once.key_of(f"portal-{purpose}", value)
