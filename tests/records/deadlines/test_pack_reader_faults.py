"""Whatever stands in the text of a rule pack, it is read whole or refused with the line; no wrong number ever counts."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.pack_proof import mistakes_in
from kikitori.records.deadlines.pack_reader import PackError, numbered, read_pack, shipped_packs, shipped_text
from kikitori.records.deadlines.rules import Pack
from tests.records.deadlines.packs_written import HOUSE, PARTS

TEXTS = {"house": HOUSE, "parts": PARTS}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every node of a document."""
    found = [path] if path else []
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in rows:
        found += places_in(inner, (*path, name))
    return found


WHOLE = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
PLACES = [(name, path) for name, whole in WHOLE.items() for path in places_in(whole)]


class Plain(yaml.SafeDumper):
    """Writes what stands there twice twice."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def replaced(name: str, path: tuple[Any, ...], value: Any) -> str:
    whole = copy.deepcopy(WHOLE[name])
    at: Any = whole
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return yaml.dump(whole, Dumper=Plain, allow_unicode=True, sort_keys=False)


def read_or_refused(text: str) -> Pack | None:
    """The pack; None where it is refused, with the file it is about."""
    try:
        return read_pack(text, "own.yaml")
    except PackError as wrong:
        refused = wrong
    assert str(refused).startswith("own.yaml")
    assert refused.problem.ja
    assert refused.problem.en
    return None


@pytest.mark.parametrize("value", [None, {}, 0, [[]]])
def test_wrong_value_anywhere_in_a_pack_is_refused_or_harmless(value: object) -> None:
    for name, path in PLACES[::9]:
        pack = read_or_refused(replaced(name, path, value))
        assert pack is None or all(0 < rule.quantity < 10_000 for rule in pack.rules), path


@given(st.sampled_from(PLACES), anything)
@settings(max_examples=8)
def test_whoever_writes_what_is_refused_is_told_what_is_wrong(
    place: tuple[str, tuple[Any, ...]], value: object
) -> None:
    text = replaced(*place, value)
    refused = read_or_refused(text) is None
    assert bool(mistakes_in(text, "own.yaml")) is refused


@given(st.text(max_size=60))
@settings(max_examples=25)
def test_any_text_is_a_pack_or_refused(text: str) -> None:
    assert read_or_refused(text) is None


@pytest.mark.parametrize("cut", range(0, len(HOUSE), 60))
def test_pack_that_breaks_off_is_never_half_read(cut: int) -> None:
    pack = read_or_refused(HOUSE[:cut])
    assert pack is None or all(rule.id for rule in pack.rules)


@pytest.mark.parametrize("field", ["id", "version", "valid_from", "jurisdiction", "rules"])
def test_field_that_every_pack_needs_is_named_when_it_is_missing(field: str) -> None:
    whole = {name: value for name, value in WHOLE["house"].items() if name != field}
    text = yaml.dump(whole, Dumper=Plain, allow_unicode=True)
    assert field in {each.field for each in mistakes_in(text, "own.yaml")}


@pytest.mark.parametrize("field", ["id", "kind", "trigger", "quantity", "unit"])
@pytest.mark.parametrize("number", [0, 1])
def test_field_that_every_rule_needs_is_named_when_it_is_missing(number: int, field: str) -> None:
    whole = copy.deepcopy(WHOLE["house"])
    del whole["rules"][number][field]
    text = yaml.dump(whole, Dumper=Plain, allow_unicode=True)
    assert field in {each.field for each in mistakes_in(text, "own.yaml")}


@pytest.mark.parametrize("unit", ["business_day", "calendar_day", "hour", "week", "month", "year"])
@pytest.mark.parametrize("quantity", ["0", "-1", "ten", "1.5", "99999", "１０", "true", "null"])
def test_number_that_nobody_could_count_to_is_refused_in_every_unit(unit: str, quantity: str) -> None:
    text = HOUSE.replace(
        "quantity: 3\n    unit: business_day\n    outside_hours: same_day",
        f"quantity: {quantity}\n    unit: {unit}",
    )
    assert "quantity" in {each.field for each in mistakes_in(text, "own.yaml")}


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-04-01", "2026-03-31"), ("2026-04-01", "2025-04-01"), ("2027-02-29", "2028-01-01")],
)
def test_span_that_ends_before_it_begins_or_begins_on_no_day_is_refused(first: str, last: str) -> None:
    text = HOUSE.replace("2026-04-01", first).replace("2027-03-31", last)
    assert read_or_refused(text) is None


@pytest.mark.parametrize("pack_id", shipped_packs())
def test_shipped_pack_stays_the_same_under_another_number(pack_id: str) -> None:
    text = shipped_text(pack_id)
    pack = read_pack(text, pack_id)
    again = read_pack(numbered(text, pack_id, pack.version + 1), pack_id)
    assert again.version == pack.version + 1
    assert again.rules == pack.rules


@given(st.integers(1, 10_000))
@settings(max_examples=3)
def test_number_of_a_version_is_exchanged_and_nothing_else(version: int) -> None:
    text = numbered(HOUSE, "own.yaml", version)
    assert read_pack(text, "own.yaml").version == version
    assert numbered(text, "own.yaml", 3) == HOUSE


@pytest.mark.parametrize("name", TEXTS)
def test_mistakes_of_several_rules_are_told_together_in_the_order_of_their_lines(name: str) -> None:
    broken = TEXTS[name].replace("trigger:", "triger:").replace("valid_from:", "valid_form:")
    lines = [each.line or 0 for each in mistakes_in(broken, "own.yaml")]
    assert len(lines) > 2
    assert lines == sorted(lines)
