"""The automations that come with Kikitori, to begin with: data, never in use by themselves."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.automation.rule import Rule
from kikitori.records.automation.rule_kept import VERSION, as_written

_DATA = Path(__file__).parent / "data" / "examples.yaml"


@dataclass(frozen=True, slots=True)
class Example:
    """One to begin with. What only an organisation can know, such as which team, is left open in it."""

    id: str
    name: Bilingual
    why: Bilingual
    kept: dict[str, Any]

    def rule_in(self, language: str) -> Rule:
        """As a rule, with the texts it would write in this language."""
        then = [
            {
                part: Bilingual(**value).in_(language) if part == "text" else value
                for part, value in line.items()
            }
            for line in self.kept["then"]
        ]
        return as_written({**self.kept, "then": then})


@cache
def examples() -> tuple[Example, ...]:
    """All of them, in the order in which they are offered."""
    given = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(
        Example(
            each["id"],
            Bilingual(**each["name"]),
            Bilingual(**each["why"]),
            {
                "version": VERSION,
                "name": each["name"],
                "when": each["when"],
                "if": each["if"],
                "then": each["then"],
                "stop": False,
            },
        )
        for each in given
    )
