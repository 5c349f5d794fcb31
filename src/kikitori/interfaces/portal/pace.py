"""How fast somebody may go on: a bucket of new complaints per network, growing waits after wrong codes.

Pure arithmetic on plain values; `pace_store.py` keeps them. Nobody is ever locked out and nobody solves a puzzle:
one waits some seconds, told how many, or lets one's device work meanwhile (work.py), and what was typed stays. The
strength lies in the secret (53 bits), not here; this keeps guessing hopeless and the machine free.
"""

from dataclasses import dataclass
from math import ceil
from typing import Self


@dataclass(frozen=True, slots=True)
class Bucket:
    """A token bucket: `size` at once, then one more every `refill` seconds. What is taken may `cost` several."""

    size: int
    refill: float

    def take(self, level: float | None, last: float, now: float, cost: int = 1) -> tuple[float, int]:
        """(level afterwards, seconds to wait). Zero seconds: taken. `level` None is a bucket never used."""
        filled = float(self.size) if level is None else min(self.size, level + (now - last) / self.refill)
        if filled >= cost:
            return filled - cost, 0
        return filled, ceil((cost - filled) * self.refill)


@dataclass(frozen=True, slots=True)
class Slowdown:
    """After `free` misses each further one doubles the wait, from one second up to `most`."""

    free: int
    most: int

    def wait_after(self, misses: int) -> int:
        """Seconds to wait after this many misses in a row."""
        if misses <= self.free:
            return 0
        return min(self.most, 1 << min(misses - self.free - 1, 30))


@dataclass(frozen=True, slots=True)
class Misses:
    """How often it went wrong lately, and until when (seconds of the epoch) to wait."""

    count: int = 0
    until: float = 0.0

    def another(self, slowdown: Slowdown, now: float) -> Self:
        """One more miss at `now`."""
        count = self.count + 1
        return type(self)(count, now + slowdown.wait_after(count))

    def left(self, now: float) -> int:
        """Whole seconds still to wait, rounded up."""
        return max(0, ceil(self.until - now))


#: An office or a school sends from one address: sixty at once, then one every twenty seconds.
COMPLAINTS = Bucket(size=60, refill=20.0)
#: Those whose device works for it (work.py) take from a second bucket: twenty more at once, then one every ten seconds.
WORKED = Bucket(size=20, refill=10.0)
#: Files, in MB (a file is one at least): an office with sixty complaints of two photographs each, then one every 4 s.
FILES = Bucket(size=480, refill=4.0)
#: Links by mail: an office of people who have lost their slips; then one a minute.
LINKS = Bucket(size=20, refill=60.0)
#: Three slips of the finger are free. The wait is per slip number …
PER_LOCATOR = Slowdown(free=3, most=60)
#: … and per network, where many people may sit behind one address.
PER_NETWORK = Slowdown(free=20, most=60)
#: After this many quiet seconds all misses are forgotten.
FORGOTTEN_AFTER = 900
