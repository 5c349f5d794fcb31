"""Filling slots: `{product}` from the data, `{ago3}` and `{in7}` as days in words, counted in the person's own time.

Only `{word}` is a slot. Everything else in braces is what somebody pasted, and stays.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.houses import Pools
from kikitori.foundation.language.dates import day_in_words

_SLOT = re.compile(r"\{(?P<name>[a-z][a-z_]*?)(?P<days>\d*)\}")
_DEPTH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """The values for one complaint. `received` is the day it came in; `open_day` moves a day to an open one."""

    place: str
    language: str
    values: Mapping[str, str]
    received: date
    open_day: Callable[[date], date]

    def fill(self, text: str, today: date) -> str:
        """The text with every slot filled. `{inN}` counts from `today`, `{agoN}` from the day of receipt.

        Raises CorpusError for a slot nobody fills.
        """
        for _ in range(_DEPTH):
            if (filled := _SLOT.sub(lambda found: self._value(found, today), text)) == text:
                break
            text = filled
        return text

    def _value(self, found: re.Match[str], today: date) -> str:
        name, days = found["name"], found["days"]
        if name == "ago" and days:
            return day_in_words(self.received - timedelta(days=int(days)), self.language)
        if name == "in" and days:
            return day_in_words(self.open_day(today + timedelta(days=int(days))), self.language)
        if name + days not in self.values:
            raise CorpusError(self.place, f"nobody fills the slot {found[0]}")
        return self.values[name + days]


def choose(place: str, options: Sequence[str], turn: int, seed: str) -> str:
    """The option for the `turn`-th complaint: shuffled by the seed, each used once before any returns."""
    if not options:
        raise CorpusError(place, "a slot needs at least one value")
    order = list(range(len(options)))
    random.Random(seed).shuffle(order)  # noqa: S311  variety, not secrecy
    return options[order[turn % len(order)]]


def draw(
    place: str, pools: Pools, names: Sequence[str], *, language: str, turn: int, seed: str
) -> dict[str, str]:
    """The slots that the named pools fill for the `turn`-th complaint."""
    values: dict[str, str] = {}
    for name in names:
        if name not in pools:
            raise CorpusError(place, f"there is no pool “{name}”")
        order = list(range(len(pools[name])))
        random.Random(f"{seed}:{name}").shuffle(order)  # noqa: S311  as above
        entry = pools[name][order[turn % len(order)]]
        values |= {slot: pair.in_(language) for slot, pair in entry.items()}
    return values
