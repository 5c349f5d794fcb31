"""What people say on accepting and at the end, so that ten complainants of one matter do not speak with one voice."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.nodes import Node
from kikitori.config.demo_texts.steps import StepText


@dataclass(frozen=True, slots=True)
class Remarks:
    """The remarks of one language: words of acceptance, and ratings with a comment."""

    accept: tuple[str, ...]
    solved: tuple[tuple[int, str], ...]

    def in_place_of(self, step: StepText, dice: random.Random) -> StepText:
        """The step with somebody else's remark, if it is one at which the complainant speaks freely."""
        match step.verb:
            case "accept":
                return replace(step, text=dice.choice(self.accept))
            case "confirm_solved":
                rating, text = dice.choice(self.solved)
                return replace(step, text=text, rating=rating)
        return step


def read_remarks(file: str, written: object) -> Mapping[str, Remarks]:
    """The remarks in `remarks.yaml`, per language."""
    node = Node(file, written)
    remarks = {language: _remarks(f"{file}: {language}", node.mapping(language)) for language in ("ja", "en")}
    node.done()
    return remarks


def _remarks(place: str, written: object) -> Remarks:
    node = Node(place, written)
    accept, solved = node.words("accept"), []
    for remark in node.take("solved", list):
        match remark:
            case [int(rating), str(text)] if rating in range(1, 6):
                solved.append((rating, text))
            case _:
                raise CorpusError(place, "a remark at the end is [rating from 1 to 5, text]")
    node.done()
    if not accept or not solved:
        raise CorpusError(place, "there must be something to say")
    return Remarks(accept, tuple(solved))
