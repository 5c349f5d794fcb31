"""Every word of the archive has a name in both languages, and no two words of a list have the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from typing import Any

import pytest
from django.utils.translation import override

ROOMS = (
    "access",
    "complaints",
    "deadlines",
    "escalation",
    "letters",
    "people",
    "remedies",
    "selection",
    "triage",
)
#: Lists whose words may well be told alike: what a certainty means is the same sentence for some of them.
MAY_BE_ALIKE = {"deadlines.CERTAINTY_MEANING"}
#: Names that are the same in both languages.
SAME_IN_BOTH = {"TLS", "API", "Web", "SVG", "SNS"}


def _tables() -> dict[str, Mapping[Any, Any]]:
    found = {}
    for room in ROOMS:
        module = import_module(f"kikitori.records.{room}.labels")
        for name, table in vars(module).items():
            if (
                name.isupper()
                and isinstance(table, Mapping)
                and all(isinstance(key, StrEnum) for key in table)
            ):
                found[f"{room}.{name}"] = table
    return found


TABLES = _tables()


def told(name: str, language: str) -> dict[str, str]:
    with override(language):
        return {key.value: str(label) for key, label in TABLES[name].items()}


def test_tables_of_every_room_are_looked_at() -> None:
    assert {name.partition(".")[0] for name in TABLES} == set(ROOMS)
    assert len(TABLES) > 40


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_words_of_a_list_are_called_alike(language: str) -> None:
    for name in TABLES:
        names = list(told(name, language).values())
        assert name in MAY_BE_ALIKE or len(set(names)) == len(names), name


@pytest.mark.parametrize("name", TABLES)
def test_every_word_is_translated(name: str) -> None:
    in_japanese, in_english = told(name, "ja"), told(name, "en")
    left = {
        code for code, said in in_japanese.items() if said == in_english[code] and said not in SAME_IN_BOTH
    }
    assert not left


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_name_is_what_a_person_would_say(name: str, language: str) -> None:
    """No code, no blank at an end, no sign of the other language's punctuation, and no place left to be filled."""
    for said in told(name, language).values():
        assert said == said.strip() != ""
        assert not re.search(r"[a-z]_[a-z]|%\(|\{|\}", said)
        assert not (language == "en" and re.search("[、。「」]", said))
        assert not (language == "ja" and re.search(r"[぀-ヿ一-鿿][.,!?](?:\s|$)", said))
