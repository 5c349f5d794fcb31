"""Conditions 条件: which complaints are meant. All of some and at least one of others, as JSON can hold them. Pure.

Whatever is read is checked against the lists of terms.py: what somebody kept before a word went away is told as a flaw,
never guessed at, and never selects other complaints than were meant.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from kikitori.records.selection.day_words import Away, Day
from kikitori.records.selection.terms import (
    COMPARES_DAYS,
    COMPARES_WORDS,
    NUMBERED,
    WORDS,
    Field,
    Operator,
    operators_of,
)

#: How conditions are written down at present; kept with them.
VERSION = 1
#: More than anybody reads at a glance.
MOST = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
#: Years that every database, calendar and person can tell.
_YEARS = range(1900, 2200)


class Flaw(StrEnum):
    """What is wrong with conditions."""

    NOT_CONDITIONS = "not_conditions"
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_OPERATOR = "unknown_operator"
    UNKNOWN_VALUE = "unknown_value"
    NO_VALUE = "no_value"
    NO_DAY = "no_day"
    TOO_FAR = "too_far"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Found:
    """A flaw and where it is: `all.0`, `any.2`, or nowhere in particular; `word` is what could not be read."""

    flaw: Flaw
    place: str = ""
    word: str = ""


class UnreadableConditions(ValueError):
    """These are no conditions that can be applied. `found` says why, in order."""

    def __init__(self, found: tuple[Found, ...]) -> None:
        super().__init__("; ".join(f"{each.place} {each.flaw} {each.word}".strip() for each in found))
        self.found = found


@dataclass(frozen=True, slots=True)
class Condition:
    """One field compared. `values`: any of these words; `day`: where days are compared."""

    field: Field
    operator: Operator
    values: tuple[str, ...] = ()
    day: Day | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """`every` of these holds, and at least one of `some` where there are any. Without any everything is meant."""

    every: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = field(default=())

    def __iter__(self) -> Iterator[Condition]:
        """One after the other."""
        return iter((*self.every, *self.some))


def flaw_of(condition: Condition) -> Found | None:
    """The first thing wrong with a condition, if any."""
    if condition.operator not in operators_of(condition.field):
        return Found(Flaw.UNKNOWN_OPERATOR, word=condition.operator)
    if condition.operator in COMPARES_WORDS:
        if not condition.values:
            return Found(Flaw.NO_VALUE, word=condition.field)
        for value in condition.values:
            if not knows(condition.field, value):
                return Found(Flaw.UNKNOWN_VALUE, word=value)
    if condition.operator in COMPARES_DAYS:
        if condition.day is None:
            return Found(Flaw.NO_DAY, word=condition.field)
        if not _within_reach(condition.day):
            return Found(Flaw.TOO_FAR, word=str(condition.day))
    return None


def knows(field: Field, value: str) -> bool:
    """Can this field have this value?"""
    return value in WORDS[field] or (field in NUMBERED and _NUMBER.fullmatch(value) is not None)


def checked(conditions: Conditions) -> Conditions:
    """The same, if they can be applied. Raises UnreadableConditions with every flaw."""
    found = []
    for name, several in (("all", conditions.every), ("any", conditions.some)):
        for number, condition in enumerate(several):
            flaw = flaw_of(condition)
            if flaw:
                found.append(Found(flaw.flaw, f"{name}.{number}", flaw.word))
    if len(conditions.every) + len(conditions.some) > MOST:
        found.append(Found(Flaw.TOO_MANY))
    if found:
        raise UnreadableConditions(tuple(found))
    return conditions


def as_json(conditions: Conditions) -> dict[str, Any]:
    """What is kept of conditions."""
    return {
        "version": VERSION,
        "all": [_condition_as_json(condition) for condition in conditions.every],
        "any": [_condition_as_json(condition) for condition in conditions.some],
    }


def conditions_from(kept: object) -> Conditions:
    """Conditions as `as_json` has written them. Raises UnreadableConditions for anything else."""
    if not isinstance(kept, Mapping):
        raise UnreadableConditions((Found(Flaw.NOT_CONDITIONS),))
    if kept.get("version") != VERSION:
        raise UnreadableConditions((Found(Flaw.UNKNOWN_VERSION, word=str(kept.get("version"))[:40]),))
    found: list[Found] = []
    read: dict[str, list[Condition]] = {"all": [], "any": []}
    for name, several in read.items():
        lines = kept.get(name)
        if not isinstance(lines, list):
            raise UnreadableConditions((Found(Flaw.NOT_CONDITIONS),))
        for number, line in enumerate(lines):
            try:
                several.append(_condition_from(line))
            except _Flawed as flawed:
                found.append(Found(flawed.found.flaw, f"{name}.{number}", flawed.found.word))
    if found:
        raise UnreadableConditions(tuple(found))
    return checked(Conditions(tuple(read["all"]), tuple(read["any"])))


class _Flawed(Exception):
    def __init__(self, flaw: Flaw, word: object = "") -> None:
        super().__init__(flaw)
        self.found = Found(flaw, word=str(word)[:80])


def _condition_from(line: object) -> Condition:
    if not isinstance(line, Mapping):
        raise _Flawed(Flaw.NOT_CONDITIONS)
    try:
        field = Field(line.get("field", ""))
    except ValueError as error:
        raise _Flawed(Flaw.UNKNOWN_FIELD, line.get("field")) from error
    try:
        operator = Operator(line.get("operator", ""))
    except ValueError as error:
        raise _Flawed(Flaw.UNKNOWN_OPERATOR, line.get("operator")) from error
    values = line.get("values", [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _Flawed(Flaw.UNKNOWN_VALUE, values)
    day = _day_from(line["day"]) if line.get("day") is not None else None
    return Condition(field, operator, tuple(dict.fromkeys(values)), day)


def _condition_as_json(condition: Condition) -> dict[str, Any]:
    line: dict[str, Any] = {"field": condition.field.value, "operator": condition.operator.value}
    if condition.values:
        line["values"] = list(condition.values)
    if isinstance(condition.day, Away):
        line["day"] = {"away": condition.day.days, "working": condition.day.working}
    elif condition.day is not None:
        line["day"] = condition.day.isoformat()
    return line


def _day_from(kept: object) -> Day:
    if isinstance(kept, Mapping):
        days, working = kept.get("away"), kept.get("working", False)
        if type(days) is not int or type(working) is not bool:
            raise _Flawed(Flaw.NO_DAY, kept)
        return Away(days, working)
    try:
        return date.fromisoformat(kept if isinstance(kept, str) else "")
    except ValueError as error:
        raise _Flawed(Flaw.NO_DAY, kept) from error


def _within_reach(day: Day) -> bool:
    return day.within_reach if isinstance(day, Away) else day.year in _YEARS
