"""One mapping of a YAML file, read field by field, and the error that says where a mistake stands. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.deadlines import mistakes
from kikitori.records.deadlines.rule_parts import RuleError

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
MISSING: Any = object()


class PackError(ValueError):
    """A pack that cannot be used. Says where: file, line (from 1), rule and field, as far as known.

    `within`: the field whose table the field stands in, for one of an inner table.
    """

    def __init__(
        self,
        file: str,
        problem: Bilingual,
        *,
        line: int | None = None,
        rule: str = "",
        field: str = "",
        within: str = "",
    ) -> None:
        place = [file if line is None else f"{file}, line {line}"]
        place += [f"rule {rule!r}"] if rule else []
        place += [f"field {field!r}"] if field else []
        super().__init__(f"{', '.join(place)}: {problem.en}")
        self.file, self.problem, self.line = file, problem, line
        self.rule, self.field, self.within = rule, field, within


@dataclass(frozen=True, slots=True)
class Table:
    """One mapping of the file: its fields as YAML nodes, and where it stands."""

    file: str
    line: int
    rule: str
    within: str
    nodes: dict[str, yaml.Node]

    def error(self, field: str, problem: Bilingual) -> PackError:
        """What to raise for a mistake in `field`."""
        node = self.nodes.get(field)
        line = node.start_mark.line + 1 if node else self.line
        return PackError(self.file, problem, line=line, rule=self.rule, field=field, within=self.within)

    def has(self, field: str) -> bool:
        """Is `field` there?"""
        return field in self.nodes

    def get(self, field: str, kind: type[T], expected: Bilingual, default: T = MISSING) -> T:
        """The value of `field`, which must be exactly of type `kind` (a yes is not a number)."""
        if field not in self.nodes:
            if default is MISSING:
                raise self.error(field, mistakes.MISSING)
            return default
        value = _value(self.nodes[field])
        if type(value) is not kind:
            raise self.error(field, mistakes.must_be(expected, value))
        return value

    def text(self, field: str, default: str = MISSING) -> str:
        """The text in `field`."""
        return self.get(field, str, mistakes.TEXT, default)

    def number(self, field: str, default: int = MISSING) -> int:
        """The whole number in `field`."""
        return self.get(field, int, mistakes.WHOLE_NUMBER, default)

    def flag(self, field: str, *, default: bool) -> bool:
        """The yes or no in `field`."""
        return self.get(field, bool, mistakes.YES_OR_NO, default)

    def inner(self, field: str, allowed: set[str]) -> "Table":
        """The table that stands in `field`, with `allowed` fields only."""
        return table_of(self.file, self.nodes[field], allowed, self.rule, field)

    def words(self, field: str) -> tuple[str, ...]:
        """A list of words; none where it is left out."""
        values: list[object] = self.get(field, list, mistakes.WORDS, [])
        wrong = [value for value in values if type(value) is not str]
        if wrong:
            raise self.error(field, mistakes.must_list(mistakes.WORDS, wrong[0]))
        return tuple(str(value) for value in values)

    def both(self, field: str) -> Bilingual | None:
        """A text in Japanese and English; None where it is left out."""
        if field not in self.nodes:
            return None
        inner = self.inner(field, {"ja", "en"})
        for language in ("ja", "en"):
            if not inner.text(language).strip():
                raise inner.error(language, mistakes.SILENT)
        return Bilingual(inner.text("ja"), inner.text("en"))

    def day(self, field: str) -> date | None:
        """The date in `field`, or None where it is left out."""
        return self.get(field, date, mistakes.A_DATE) if field in self.nodes else None

    def word(self, field: str, words: type[E], default: E = MISSING) -> E:
        """The value of `field` as one of the words of an enumeration."""
        if field not in self.nodes and default is not MISSING:
            return default
        value = self.text(field)
        if value not in set(words):
            raise self.error(field, mistakes.must_be_one_of(words, value))
        return words(value)

    def percentages(self, field: str) -> tuple[int, ...]:
        """A list of whole numbers; none where it is left out."""
        values: list[object] = self.get(field, list, mistakes.PERCENTAGES, [])
        numbers = [value for value in values if type(value) is int]
        if len(numbers) < len(values):
            wrong = next(value for value in values if type(value) is not int)
            raise self.error(field, mistakes.must_list(mistakes.PERCENTAGES, wrong))
        return tuple(numbers)


def located(table: Table, build: Callable[[], T]) -> T:
    """The result of `build`; a RuleError from it is given its place in the file."""
    try:
        return build()
    except RuleError as wrong:
        raise table.error(wrong.field, wrong.problem) from wrong


def _value(node: yaml.Node) -> Any:
    """The plain value of one node. An impossible one (30 February) comes back as it is written."""
    try:
        return yaml.SafeLoader("").construct_document(node)
    except (ValueError, yaml.YAMLError):
        return str(node.value)


def table_of(file: str, node: yaml.Node | None, allowed: set[str], rule: str = "", field: str = "") -> Table:
    """`node` as a mapping that has only `allowed` fields, each once; `field` is the one it stands in."""
    line = node.start_mark.line + 1 if node else 1
    if not isinstance(node, yaml.MappingNode):
        raise PackError(file, mistakes.NO_TABLE, line=line, rule=rule, field=field)
    table = Table(file, line, rule, field, {})
    for key, value in node.value:
        name = str(key.value)
        if name not in allowed or name in table.nodes:
            problem = mistakes.TWICE if name in table.nodes else mistakes.UNKNOWN
            place = key.start_mark.line + 1
            raise PackError(file, problem, line=place, rule=rule, field=name, within=field)
        table.nodes[name] = value
    return table
