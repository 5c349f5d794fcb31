"""The killer: SIGKILL to one part of the site after the other, at random moments."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from threading import Event

from tests.faults.site import Site, Victim, until

#: How often each is chosen. The web server's keeper is brought back after a growing pause, so it is left in peace more.
WEIGHTS = {Victim.SERVER: 4, Victim.WORKER: 4, Victim.POSTMASTER: 3, Victim.WEB: 1}

ANSWERS = 7
"""Not a divisor of the steps of a complaint, so that kills fall into different ones."""


def kill_at_random(
    site: Site, *, kills: int, pauses: tuple[float, float], chance: random.Random, stop: Event
) -> Counter:
    """Kill `kills` times, with pauses between these bounds (seconds); returns how often each was hit."""
    hit: Counter[Victim] = Counter()
    while hit.total() < kills and not stop.wait(chance.uniform(*pauses)):
        victim = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        hit[victim] += site.kill(victim)
    return +hit


def kill_each(site: Site, *, rounds: int, progress: Callable[[], int]) -> Counter:
    """Kill each part in turn, `rounds` times over. Between two kills the crowd gets `ANSWERS` answers, however slowly."""
    hit: Counter[Victim] = Counter()
    for _ in range(rounds):
        for victim in (Victim.SERVER, Victim.WORKER, Victim.POSTMASTER):
            before = progress()
            until(lambda: progress() >= before + ANSWERS, seconds=90, what="answers between two kills")
            until(lambda: site.kill(victim), seconds=90, what=f"the {victim} to be there again")
            hit[victim] += 1
    return hit
