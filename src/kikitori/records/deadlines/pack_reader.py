"""Reading rule packs from YAML, whole or not at all. Pure.

A mistake is answered with the file, the line, the rule and the field, so that whoever edits a pack by hand
finds it at once. Unknown and repeated fields are mistakes: a misspelt `roll` must not be a silent "none".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeVar

import yaml

from kikitori.records.deadlines.rules import (
    Certainty,
    OutsideHours,
    Pack,
    Roll,
    Rule,
    RuleError,
    Source,
    Trigger,
    Unit,
)

_SOURCE_FIELDS = {"title", "clause", "url", "seen_on"}
_PACK_FIELDS = {"id", "version", "valid_from", "valid_to", "jurisdiction", "source", "certainty", "rules"}
_RULE_FIELDS = {
    *("id", "kind", "trigger", "quantity", "unit", "first_day_counts", "roll", "outside_hours"),
    *("pausable", "warn_at", "source", "certainty"),
}
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
_MISSING: Any = object()
_LONGEST_QUOTE = 60


class PackError(ValueError):
    """A pack that cannot be used. Says where: file, line (from 1), rule and field, as far as known."""

    def __init__(
        self, file: str, problem: str, *, line: int | None = None, rule: str = "", field: str = ""
    ) -> None:
        place = [file if line is None else f"{file}, line {line}"]
        place += [f"rule {rule!r}"] if rule else []
        place += [f"field {field!r}"] if field else []
        super().__init__(f"{', '.join(place)}: {problem}")
        self.file, self.problem, self.line, self.rule, self.field = file, problem, line, rule, field


@dataclass(frozen=True, slots=True)
class _Table:
    """One mapping of the file: its fields as YAML nodes, and where it stands."""

    file: str
    line: int
    rule: str
    nodes: dict[str, yaml.Node]

    def error(self, field: str, problem: str) -> PackError:
        node = self.nodes.get(field)
        line = node.start_mark.line + 1 if node else self.line
        return PackError(self.file, problem, line=line, rule=self.rule, field=field)

    def get(self, field: str, kind: type[T], expected: str, default: T = _MISSING) -> T:
        """The value of `field`, which must be exactly of type `kind` (a yes is not a number)."""
        if field not in self.nodes:
            if default is _MISSING:
                raise self.error(field, "is missing")
            return default
        value = _value(self.nodes[field])
        if type(value) is not kind:
            raise self.error(field, f"must be {expected}, not {_said(value)}")
        return value

    def text(self, field: str, default: str = _MISSING) -> str:
        return self.get(field, str, "text", default)

    def number(self, field: str) -> int:
        return self.get(field, int, "a whole number")

    def day(self, field: str) -> date | None:
        """The date in `field`, or None where it is left out."""
        return self.get(field, date, "a date") if field in self.nodes else None

    def word(self, field: str, words: type[E], default: E = _MISSING) -> E:
        """The value of `field` as one of the words of an enumeration."""
        if field not in self.nodes and default is not _MISSING:
            return default
        value = self.text(field)
        if value not in set(words):
            raise self.error(field, f"must be one of {', '.join(words)}, not {value!r}")
        return words(value)

    def percentages(self, field: str) -> tuple[int, ...]:
        values: list[object] = self.get(field, list, "a list of percentages", [])
        numbers = [value for value in values if type(value) is int]
        if len(numbers) < len(values):
            wrong = next(value for value in values if type(value) is not int)
            raise self.error(field, f"must be a list of whole numbers; {_said(wrong)} is none")
        return tuple(numbers)


def _value(node: yaml.Node) -> Any:
    """The plain value of one node. An impossible one (30 February) comes back as it is written."""
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (ValueError, yaml.YAMLError):
        return str(node.value)


def _said(value: object) -> str:
    """A wrong value for a message. Lists and tables are only named: by aliases a short one can be endless."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    words = repr(value)
    return words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…"


def _table(file: str, node: yaml.Node | None, allowed: set[str], rule: str = "", field: str = "") -> _Table:
    """`node` as a mapping that has only `allowed` fields, each once."""
    line = node.start_mark.line + 1 if node else 1
    if not isinstance(node, yaml.MappingNode):
        raise PackError(file, "must be a table of fields and values", line=line, rule=rule, field=field)
    table = _Table(file, line, rule, {})
    for key, value in node.value:
        name = str(key.value)
        if name not in allowed or name in table.nodes:
            problem = "is there twice" if name in table.nodes else "is not known"
            raise PackError(file, problem, line=key.start_mark.line + 1, rule=rule, field=name)
        table.nodes[name] = value
    return table


def _source(table: _Table, default: Source | None) -> Source:
    """The source of a rule; the pack's own when the rule names none."""
    if "source" not in table.nodes and default:
        return default
    if "source" not in table.nodes:
        raise table.error("source", "is missing")
    inner = _table(table.file, table.nodes["source"], _SOURCE_FIELDS, table.rule, "source")
    return Source(inner.text("title"), inner.text("clause", ""), inner.text("url", ""), inner.day("seen_on"))


def _located(table: _Table, build: Callable[[], T]) -> T:
    """The result of `build`; a RuleError from it is given its place in the file."""
    try:
        return build()
    except RuleError as wrong:
        raise table.error(wrong.field, wrong.problem) from wrong


def _rule(file: str, node: yaml.Node, source: Source | None, certainty: Certainty | None) -> Rule:
    """One entry of `rules`. `source` and `certainty` are the pack's, for a rule that has none of its own."""
    table = _table(file, node, _RULE_FIELDS)
    table = _table(file, node, _RULE_FIELDS, table.text("id"))
    return _located(
        table,
        lambda: Rule(
            id=table.rule,
            kind=table.text("kind"),
            trigger=table.word("trigger", Trigger),
            quantity=table.number("quantity"),
            unit=table.word("unit", Unit),
            first_day_counts=table.get("first_day_counts", bool, "true or false", False),
            roll=table.word("roll", Roll, Roll.NONE),
            outside_hours=table.word("outside_hours", OutsideHours, OutsideHours.NEXT_BUSINESS_DAY),
            pausable=table.get("pausable", bool, "true or false", False),
            warn_at=table.percentages("warn_at"),
            source=_source(table, source),
            certainty=table.word("certainty", Certainty, certainty or _MISSING),
        ),
    )


def read_pack(text: str, file: str) -> Pack:
    """The pack written in `text`; `file` is its name in messages. Raises PackError, and then nothing is read."""
    try:
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        problem = f"is not YAML: {getattr(wrong, 'problem', None) or wrong}"
        raise PackError(file, problem, line=mark.line + 1 if mark else None) from wrong
    except RecursionError as wrong:
        raise PackError(file, "is nested too deeply") from wrong
    table = _table(file, node, _PACK_FIELDS)
    listed = table.nodes.get("rules")
    if not isinstance(listed, yaml.SequenceNode):
        raise table.error("rules", "must be a list of rules")
    source = _source(table, None) if "source" in table.nodes else None
    certainty = table.word("certainty", Certainty) if "certainty" in table.nodes else None
    return _located(
        table,
        lambda: Pack(
            id=table.text("id"),
            version=table.number("version"),
            valid_from=table.get("valid_from", date, "a date"),
            valid_to=table.day("valid_to"),
            jurisdiction=table.text("jurisdiction"),
            rules=tuple(_rule(file, entry, source, certainty) for entry in listed.value),
        ),
    )


@cache
def built_in_pack(pack_id: str) -> Pack:
    """A pack that is shipped, by its id; read once. Raises PackError when there is none of that name."""
    file = resources.files(__package__) / "data" / f"{pack_id}.yaml"
    if not pack_id.replace("-", "").isalnum() or not file.is_file():
        raise PackError(f"{pack_id}.yaml", "no such pack is shipped")
    return read_pack(file.read_text(encoding="utf-8"), file.name)
