"""The words of the archive: every code has one label in each language and a line in the glossary."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType
from typing import Any

from tests.house.rules.source import JAPANESE, Finding

GLOSSARY = "docs/glossary.md"
LANGUAGES = ("ja", "en")
_SECTION = re.compile(r"^## .*\(`(\w+)`\)\s*$")
_ROW = re.compile(r"^\|\s*`([^`]+)`\s*\|\s*([^|]+?)\s*\|\s*([^|]+?)\s*\|\s*([^|]*?)\s*\|\s*$")


@dataclass(frozen=True)
class Row:
    """One line of the glossary's tables."""

    ja: str
    en: str
    meaning: str


def archive_modules() -> list[ModuleType]:
    """Every module of the archive, imported; Django must be set up."""
    import kikitori.records

    found = pkgutil.walk_packages(kikitori.records.__path__, "kikitori.records.")
    return [importlib.import_module(each.name) for each in found if ".migrations" not in each.name]


def word_lists(modules: list[ModuleType]) -> dict[str, type[StrEnum]]:
    """Every StrEnum by its class name, where it is defined."""
    return {
        name: thing
        for module in modules
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, StrEnum) and thing.__module__ == module.__name__
    }


def label_tables(modules: list[ModuleType]) -> dict[str, Mapping[StrEnum, Any]]:
    """Every table from a code to its label, by `module.NAME`: the dicts of the modules called `labels`."""
    return {
        f"{module.__name__}.{name}": thing
        for module in modules
        if module.__name__.endswith("labels")
        for name, thing in vars(module).items()
        if isinstance(thing, dict) and thing and all(isinstance(key, StrEnum) for key in thing)
    }


def labels_of(
    words: type[StrEnum], tables: Mapping[str, Mapping[StrEnum, Any]]
) -> list[Mapping[StrEnum, Any]]:
    """The tables that give labels to these codes."""
    return [table for table in tables.values() if all(isinstance(key, words) for key in table)]


def holes(words: type[StrEnum], table: Mapping[StrEnum, Any]) -> list[str]:
    """Codes a table has forgotten."""
    return [code.value for code in words if code not in table]


def twins(said: Mapping[StrEnum, str]) -> list[str]:
    """Labels that stand for two codes at once, so that a reader cannot tell them apart."""
    texts = list(said.values())
    return sorted({text for text in texts if texts.count(text) > 1})


def glossary(text: str) -> dict[str, dict[str, Row]]:
    """The glossary's tables by class name, each by code."""
    sections: dict[str, dict[str, Row]] = {}
    current: dict[str, Row] | None = None
    for line in text.splitlines():
        if line.startswith("## "):
            heading = _SECTION.match(line)
            current = sections.setdefault(heading.group(1), {}) if heading else None
        elif current is not None and (row := _ROW.match(line)):
            current[row.group(1)] = Row(row.group(2), row.group(3), row.group(4))
    return sections


def glossary_faults(
    words: type[StrEnum], said: Mapping[str, Mapping[Any, str]], rows: Mapping[str, Row]
) -> Iterator[Finding]:
    """Where the glossary and the labels of one word list disagree. `said`: the labels by language."""
    name = words.__name__
    for code in words:
        row = rows.get(code.value)
        if row is None:
            yield Finding(GLOSSARY, 0, f"{name}: `{code.value}` has no line")
            continue
        if len(row.meaning.split()) < 3 and not JAPANESE.search(row.meaning):
            yield Finding(GLOSSARY, 0, f"{name}: `{code.value}` says nothing about its meaning")
        for language, written in (("ja", row.ja), ("en", row.en)):
            label = said[language].get(code)
            if label is not None and label != written:
                yield Finding(
                    GLOSSARY,
                    0,
                    f"{name}: `{code.value}` is “{written}” here but “{label}” on screen ({language})",
                )
    for code_text in sorted(rows.keys() - {code.value for code in words}):
        yield Finding(GLOSSARY, 0, f"{name}: `{code_text}` is no longer a word of the trade")


def letter_values(text: str) -> set[str]:
    """The values a letter's template uses, with the filters and tags: both languages must say the same things."""
    found: set[str] = set()
    for piece in re.findall(r"{[{%](.*?)[}%]}", text):
        found |= set(re.findall(r"\b[a-z_]+(?:\.[a-z_]+)*", re.sub(r"\"[^\"]*\"", "", piece)))
    return found
