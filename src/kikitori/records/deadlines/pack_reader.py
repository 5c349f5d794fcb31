"""Reading rule packs from YAML, whole or not at all. Pure.

A mistake is answered with the file, the line, the rule and the field, so that whoever edits a pack by hand
finds it at once. Unknown and repeated fields are mistakes: a misspelt `roll` must not be a silent "none".
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources

import yaml

from kikitori.records.deadlines import mistakes
from kikitori.records.deadlines.pack_table import MISSING, PackError, Table, located, table_of
from kikitori.records.deadlines.rule_parts import (
    ALWAYS,
    USUAL_BREACH,
    Audience,
    Begins,
    Breach,
    Condition,
    Direction,
    Extension,
)
from kikitori.records.deadlines.rules import (
    HOUSE,
    Certainty,
    OutsideHours,
    Pack,
    PackRole,
    Roll,
    Rule,
    Source,
    Trigger,
    Unit,
)

#: Ten times the longest law we know.
LONGEST_PACK = 200_000
_SOURCE_FIELDS = {"title", "clause", "url", "seen_on"}
_EXTENSION_FIELDS = {"quantity", "times", "notice_before_expiry", "reason_required"}
_BREACH_FIELDS = {"level", "notice"}
_PACK_FIELDS = {
    *("id", "version", "valid_from", "valid_to", "jurisdiction", "role", "title", "applies_if"),
    *("source", "certainty", "rules"),
}
_RULE_FIELDS = {
    *("id", "name", "kind", "audience", "trigger", "begins", "applies_if", "quantity", "unit", "direction"),
    *("calendar", "first_day_counts", "roll", "outside_hours", "pausable", "warn_at", "extension"),
    *("on_breach", "met_by", "starts_again_on", "letter_parts", "source", "certainty"),
}


def _source(table: Table, default: Source | None) -> Source:
    """The source of a rule; the pack's own when the rule names none."""
    if not table.has("source") and default:
        return default
    if not table.has("source"):
        raise table.error("source", mistakes.MISSING)
    inner = table.inner("source", _SOURCE_FIELDS)
    return Source(inner.text("title"), inner.text("clause", ""), inner.text("url", ""), inner.day("seen_on"))


def _condition(table: Table) -> Condition:
    if not table.has("applies_if"):
        return ALWAYS
    node = table.nodes["applies_if"]
    asked = {str(key.value) for key, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
    inner = table.inner("applies_if", asked)
    wanted = ((name, frozenset(inner.words(name))) for name in sorted(inner.nodes))
    return located(inner, lambda: Condition(tuple(wanted)))


def _extension(table: Table) -> Extension | None:
    if not table.has("extension"):
        return None
    inner = table.inner("extension", _EXTENSION_FIELDS)
    return located(
        inner,
        lambda: Extension(
            inner.number("quantity"),
            inner.number("times", 1),
            inner.flag("notice_before_expiry", default=True),
            inner.flag("reason_required", default=True),
        ),
    )


def _breach(table: Table) -> Breach:
    if not table.has("on_breach"):
        return USUAL_BREACH
    inner = table.inner("on_breach", _BREACH_FIELDS)
    return located(inner, lambda: Breach(inner.number("level", 2), inner.text("notice", "")))


def read_rule(file: str, node: yaml.Node | None, source: Source | None, certainty: Certainty | None) -> Rule:
    """One entry of `rules`. `source` and `certainty` are the pack's, for a rule that has none of its own."""
    table = table_of(file, node, _RULE_FIELDS)
    table = table_of(file, node, _RULE_FIELDS, table.text("id"))
    return located(
        table,
        lambda: Rule(
            id=table.rule,
            name=table.both("name"),
            kind=table.text("kind"),
            audience=table.word("audience", Audience, Audience.COMPLAINANT),
            trigger=table.word("trigger", Trigger),
            begins=table.word("begins", Begins, Begins.ITSELF),
            applies_if=_condition(table),
            quantity=table.number("quantity"),
            unit=table.word("unit", Unit),
            direction=table.word("direction", Direction, Direction.AFTER),
            calendar=table.text("calendar", HOUSE),
            first_day_counts=table.flag("first_day_counts", default=False),
            roll=table.word("roll", Roll, Roll.NONE),
            outside_hours=table.word("outside_hours", OutsideHours, OutsideHours.NEXT_BUSINESS_DAY),
            pausable=table.flag("pausable", default=False),
            warn_at=table.percentages("warn_at"),
            extension=_extension(table),
            on_breach=_breach(table),
            met_by=table.words("met_by"),
            starts_again_on=table.words("starts_again_on"),
            letter_parts=table.words("letter_parts"),
            source=_source(table, source),
            certainty=table.word("certainty", Certainty, certainty or MISSING),
        ),
    )


def numbered(text: str, file: str, version: int) -> str:
    """The same text with another version number and nothing else changed, comments included.

    Raises PackError for a text that is no pack, or whose number is written so that it cannot be exchanged alone.
    """
    table = table_of(file, composed(text, file), _PACK_FIELDS)
    before = read_pack(text, file)
    node = table.nodes["version"]
    changed = f"{text[: node.start_mark.index]}{version}{text[node.end_mark.index :]}"
    try:
        alike = replace(before, version=version) == read_pack(changed, file)
    except PackError:
        alike = False
    if not alike:
        raise table.error("version", mistakes.NO_PLAIN_NUMBER)
    return changed


def line_of(text: str, field: str) -> int | None:
    """On which line (from 1) a field of the pack itself stands; None where there is none, or the text is no YAML."""
    try:
        node = composed(text, "")
    except PackError:
        return None
    fields = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value.start_mark.line + 1 for key, value in fields if key.value == field), None)


def composed(text: str, file: str) -> yaml.Node | None:
    """The YAML of `text` as nodes. Raises PackError."""
    if len(text) > LONGEST_PACK:
        raise PackError(file, mistakes.is_too_long(LONGEST_PACK))
    try:
        return yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        said = [part for part in (getattr(wrong, "context", ""), getattr(wrong, "problem", "")) if part]
        problem = mistakes.is_not_yaml(", ".join(said) or str(wrong))
        raise PackError(file, problem, line=mark.line + 1 if mark else None) from wrong
    except RecursionError as wrong:
        raise PackError(file, mistakes.TOO_DEEP) from wrong


def read_pack(text: str, file: str) -> Pack:
    """The pack written in `text`; `file` is its name in messages. Raises PackError, and then nothing is read."""
    return pack_in(file, composed(text, file))


def pack_in(file: str, node: yaml.Node | None) -> Pack:
    """The pack that these nodes of YAML are. Raises PackError."""
    table = table_of(file, node, _PACK_FIELDS)
    listed = table.nodes.get("rules")
    if not isinstance(listed, yaml.SequenceNode):
        raise table.error("rules", mistakes.NO_RULES_LISTED)
    source = _source(table, None) if table.has("source") else None
    certainty = table.word("certainty", Certainty) if table.has("certainty") else None
    return located(
        table,
        lambda: Pack(
            id=table.text("id"),
            version=table.number("version"),
            valid_from=table.get("valid_from", date, mistakes.A_DATE),
            valid_to=table.day("valid_to"),
            jurisdiction=table.text("jurisdiction"),
            role=table.word("role", PackRole, PackRole.LAW),
            title=table.both("title"),
            applies_if=_condition(table),
            rules=tuple(read_rule(file, entry, source, certainty) for entry in listed.value),
        ),
    )


@cache
def shipped_packs() -> tuple[str, ...]:
    """The ids of all packs that come with the package, in order."""
    files = (resources.files(__package__) / "data").iterdir()
    return tuple(sorted({file.name.partition(".")[0] for file in files if file.name.endswith(".yaml")}))


def shipped_text(pack_id: str) -> str:
    """The YAML of the newest version of a shipped pack. Raises PackError when there is none of that name."""
    if pack_id not in shipped_packs():
        raise PackError(f"{pack_id}.yaml", mistakes.NOT_SHIPPED)
    return (resources.files(__package__) / "data" / f"{pack_id}.yaml").read_text(encoding="utf-8")


@cache
def shipped_texts(pack_id: str) -> Mapping[int, str]:
    """The YAML of every version of a shipped pack, by version."""
    files = (resources.files(__package__) / "data").iterdir()
    name = re.compile(rf"{re.escape(pack_id)}(\.\d+)?\.yaml")
    texts = [(each.read_text("utf-8"), each.name) for each in files if name.fullmatch(each.name)]
    return {read_pack(text, file).version: text for text, file in texts}


@cache
def shipped_versions(pack_id: str) -> tuple[Pack, ...]:
    """Every version of a shipped pack, oldest first: `ID.1.yaml` and so on, the newest in `ID.yaml`; read once."""
    texts = shipped_texts(pack_id)
    return tuple(read_pack(texts[version], f"{pack_id}.yaml") for version in sorted(texts))


def built_in_pack(pack_id: str) -> Pack:
    """The newest version of a shipped pack. Raises PackError when there is none of that name."""
    if pack_id not in shipped_packs():
        raise PackError(f"{pack_id}.yaml", mistakes.NOT_SHIPPED)
    return shipped_versions(pack_id)[-1]
