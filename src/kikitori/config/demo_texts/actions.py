"""What a demonstration house changes in itself after complaints; read from `actions.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.nodes import Node

#: Parts of a line on a bone: the bone, what somebody says, what shows it.
_ON_A_BONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAction:
    """One corrective action. `ago`: days since it was raised; `takes`: days until it was done, 0 while it is planned.

    `lines`: what somebody says and what shows it, on a fishbone with its bone before them.
    """

    ago: int
    takes: int
    days: int
    threshold: int
    cause: str
    kind: str
    title: str
    problem: str
    lines: tuple[tuple[str, ...], ...]
    plan: str
    how: str

    @property
    def is_fish(self) -> bool:
        """Does each line stand on a bone?"""
        return len(self.lines[0]) == _ON_A_BONE


@lru_cache(maxsize=2)
def demo_actions(key: str) -> tuple[DemoAction, ...]:
    """Those of `shop` or `association`. Raises CorpusError with the place of the fault."""
    text = (files(__package__) / key / "actions.yaml").read_text(encoding="utf-8")
    return read_actions(f"{key}/actions.yaml", text)


def read_actions(place: str, text: str) -> tuple[DemoAction, ...]:
    """What is written at this place. Raises CorpusError."""
    written = yaml.safe_load(text)
    if not isinstance(written, list):
        raise CorpusError(place, "a list is needed")
    return tuple(_action(f"{place}, {number}", one) for number, one in enumerate(written, start=1))


def _action(place: str, written: object) -> DemoAction:
    node = Node(place, written)
    lines = node.take("lines", list)
    if not all(isinstance(line, list) and len(line) in (2, 3) for line in lines):
        raise CorpusError(place, "each line is two texts, or a bone and two texts")
    action = DemoAction(
        ago=node.take("ago", int),
        takes=node.take("takes", int, 0),
        days=node.take("days", int),
        threshold=node.take("threshold", int),
        cause=node.take("cause", str),
        kind=node.take("kind", str),
        title=node.take("title", str),
        problem=node.take("problem", str),
        lines=tuple(tuple(str(part) for part in line) for line in lines),
        plan=node.take("plan", str),
        how=node.take("how", str, ""),
    )
    node.done()
    return action
