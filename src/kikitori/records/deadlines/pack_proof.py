"""Everything that is wrong with a pack at once, so that whoever writes one reads it in one go. Pure.

A field that is wrong is replaced by a harmless one and the reading begun again, so that no mistake hides the next.
"""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cache
from typing import Any

import yaml

from kikitori.records.deadlines.pack_reader import composed, numbered, pack_in, read_pack, read_rule
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.deadlines.rule_parts import RuleError
from kikitori.records.deadlines.rules import Certainty, Source

#: Stand in for what is wrong or missing, so that the rest can be read.
_ANY_SOURCE = Source("-")
_HARMLESS = """
{id: spare, version: 1, valid_from: 2020-01-01, jurisdiction: ZZ, kind: spare, trigger: received, quantity: 1,
 unit: business_day, certainty: proposal, source: {title: spare},
 rules: [{id: spare, kind: spare, trigger: received, quantity: 1, unit: week, certainty: proposal, source: {title: x}}]}
"""
#: The same for the fields of inner tables: of a source, an extension, a text in two languages.
_HARMLESS_WITHIN = "{title: spare, quantity: 1, ja: spare, en: spare}"
#: Whether these fit is known only where the unit is.
_BY_UNIT = {"quantity", "roll", "extension"}


def mistakes_in(text: str, file: str) -> list[PackError]:
    """What keeps the pack written in `text` from being installed, by line; nothing for one that can be.

    One for each field that is wrong; those that only the whole shows (two rules of one id) bear the field `rules`.
    """
    try:
        node = composed(text, file)
    except PackError as wrong:
        return [wrong]
    found: list[PackError] = []
    mended: list[yaml.Node | None] = []
    for number, entry in enumerate(_rules_in(node), start=1):
        of_rule, left = _all_wrong(entry, lambda left: read_rule(file, left, _ANY_SOURCE, Certainty.PROPOSAL))
        found += of_rule
        mended += [_named(left, f"spare-{number}") if _has_no_id(of_rule) else left]
    nameless = _has_no_id(found)
    tables = [entry for entry in mended if isinstance(entry, yaml.MappingNode)]
    of_pack, _ = _all_wrong(_with_rules(node, tables) if found else node, lambda left: pack_in(file, left))
    found += [wrong for wrong in of_pack if not (nameless and wrong.field == "rules")]
    return sorted(found, key=lambda wrong: wrong.line or 0) or _unnumbered(text, file)


def _unnumbered(text: str, file: str) -> list[PackError]:
    """A pack that can be read, but whose number cannot be exchanged for that of the next version."""
    try:
        numbered(text, file, read_pack(text, file).version + 1)
    except PackError as wrong:
        return [wrong]
    return []


def _has_no_id(found: list[PackError]) -> bool:
    """Is there a rule whose id nobody knows? Then nothing can be said about ids that are missing or there twice."""
    return any(not wrong.within and wrong.field in ("", "id") for wrong in found)


@cache
def _harmless(text: str) -> Mapping[str, tuple[yaml.Node, yaml.Node]]:
    node = yaml.compose(text, yaml.SafeLoader)
    return {str(key.value): (key, value) for key, value in node.value} if node else {}


def _rules_in(node: yaml.Node | None) -> list[yaml.Node]:
    """The entries of `rules`, where there is such a list."""
    fields = node.value if isinstance(node, yaml.MappingNode) else []
    listed = [value for key, value in fields if key.value == "rules" and isinstance(value, yaml.SequenceNode)]
    return [entry for value in listed[:1] for entry in value.value]


def _with_rules(node: yaml.Node | None, entries: list[yaml.MappingNode]) -> yaml.Node | None:
    """The pack with these rules in the place of its own; with harmless ones where none is left."""
    if not entries or not isinstance(node, yaml.MappingNode):
        return _with(node, "rules", _HARMLESS)
    made = copy(node)
    made.value = [
        (key, _filled(value, entries))
        if key.value == "rules" and isinstance(value, yaml.SequenceNode)
        else (key, value)
        for key, value in node.value
    ]
    return made


def _named(entry: yaml.Node | None, name: str) -> yaml.Node | None:
    """A rule under an id of its own, for several may have none."""
    if not isinstance(entry, yaml.MappingNode):
        return entry
    fields = [(key, value) for key, value in entry.value if str(key.value) != "id"]
    made = yaml.ScalarNode("tag:yaml.org,2002:str", name, entry.start_mark, entry.end_mark)
    return _filled(entry, [(_harmless(_HARMLESS)["id"][0], made), *fields])


def _with(node: yaml.Node | None, field: str, spare: str) -> yaml.Node | None:
    """The mapping with the harmless `field` of `spare`, or without it where it can be left out."""
    if not isinstance(node, yaml.MappingNode):
        return node
    left = [(key, value) for key, value in node.value if str(key.value) != field]
    return _filled(node, [*left, *([_harmless(spare)[field]] if field in _harmless(spare) else [])])


def _filled(node: yaml.Node, value: list[Any]) -> yaml.Node:
    made = copy(node)
    made.value = value
    return made


def _mended(node: yaml.Node | None, wrong: PackError) -> yaml.Node | None:
    """`node` without this mistake."""
    if not wrong.within or not isinstance(node, yaml.MappingNode):
        return _with(node, wrong.field, _HARMLESS)
    fields = [
        (key, _with(value, wrong.field, _HARMLESS_WITHIN)) if str(key.value) == wrong.within else (key, value)
        for key, value in node.value
    ]
    return _filled(node, fields)


def _hangs_on_the_unit(wrong: PackError) -> bool:
    """Is it wrong for one unit, and right for another?"""
    return isinstance(wrong.__cause__, RuleError) and not wrong.within and wrong.field in _BY_UNIT


def _all_wrong(
    node: yaml.Node | None, read: Callable[[yaml.Node | None], object]
) -> tuple[list[PackError], yaml.Node | None]:
    """What `read` says of `node`, and then of `node` with that made harmless, until it is content; and what is left."""
    found: list[PackError] = []
    mended: set[tuple[str, str]] = set()
    while True:
        try:
            read(node)
        except PackError as wrong:
            place = (wrong.within, wrong.field)
            if place in mended:
                return found, node
            mended.add(place)
            if not (("", "unit") in mended and _hangs_on_the_unit(wrong)):
                found.append(wrong)
            node = _mended(node, wrong)
        else:
            return found, node
