"""`kikitori rules show`: which packs, as values that can be read back, and in words."""

import json
from datetime import date

import pytest

from kikitori.casework.rule_packs import add_pack_version, use_packs
from kikitori.config.rulebook.shown import _chosen, _lines, newest_on, pack_as_values
from kikitori.config.trouble import FAILURE, Trouble
from kikitori.records.deadlines.pack_reader import read_pack, shipped_packs, shipped_versions
from kikitori.records.deadlines.rules import Pack
from tests.cast import Cast
from tests.config.rulebook.packs_at_hand import COUNCIL, STRICTER
from tests.makers import FRIDAY

SHIPPED = [pack for pack_id in shipped_packs() for pack in shipped_versions(pack_id)]
RULE_FIELDS = {
    *("id", "name", "kind", "audience", "trigger", "begins", "quantity", "unit", "direction", "calendar"),
    *("first_day_counts", "roll", "outside_hours", "pausable", "warn_at", "applies_if", "extension"),
    *("on_breach", "met_by", "starts_again_on", "letter_parts", "source", "certainty"),
}


def names(chosen: list[tuple[Pack, bool]]) -> list[tuple[str, bool]]:
    return [(f"{pack.id}/{pack.version}", used) for pack, used in chosen]


def test_packs_in_use_are_shown_in_the_order_in_which_they_were_chosen(cast: Cast) -> None:
    add_pack_version(cast.actor("lead"), STRICTER, "a", "", FRIDAY)
    add_pack_version(cast.actor("lead"), COUNCIL, "b", "", FRIDAY)
    use_packs(cast.actor("lead"), ["council", "jp-default"], FRIDAY)
    chosen = _chosen(None, everything=False)
    assert names(chosen) == [("council/1001", True), ("jp-default/1001", True)]
    assert names(_chosen("jp-default", everything=True)) == [
        ("jp-default/1", False),
        ("jp-default/1001", True),
    ]
    assert names(_chosen("us-cfpb", everything=False)) == [("us-cfpb/1", False)]
    everything = dict(names(_chosen(None, everything=True)))
    assert set(everything) == {f"{pack.id}/{pack.version}" for pack in SHIPPED} | {
        "jp-default/1001",
        "council/1001",
    }
    assert [name for name, used in everything.items() if used] == ["council/1001", "jp-default/1001"]


@pytest.mark.usefixtures("cast")
def test_unknown_pack_is_told_with_those_there_are() -> None:
    with pytest.raises(Trouble) as wrong:
        _chosen("jp-\x1bdefautl", everything=False)
    assert wrong.value.code == FAILURE
    assert wrong.value.text.en.startswith(
        "There is no rule pack jp-\ufffddefautl; there are association-conduct"
    )


def test_newest_version_of_the_day_is_taken_and_the_last_where_there_is_none() -> None:
    versions = [read_pack(COUNCIL.replace("2026-01-01", day), "x") for day in ("2026-01-01", "2026-06-01")]
    assert newest_on(versions, date(2026, 3, 1)) is versions[0]
    assert newest_on(versions, date(2026, 7, 1)) is versions[1]
    assert newest_on(versions, date(2020, 1, 1)) is versions[1]


@pytest.mark.parametrize("pack", SHIPPED, ids=[pack.id for pack in SHIPPED])
def test_values_say_everything_a_pack_says(pack: Pack) -> None:
    values = json.loads(json.dumps(pack_as_values(pack, in_use=True)))
    assert values["in_use"] is True
    assert (values["id"], values["version"], values["role"]) == (pack.id, pack.version, pack.role)
    assert values["valid_from"] == pack.valid_from.isoformat()
    for rule, told in zip(pack.rules, values["rules"], strict=True):
        assert set(told) == RULE_FIELDS
        assert told["met_by"] == list(rule.met_by)
        assert told["source"]["title"] == rule.source.title
        assert (told["extension"] or {}).get("quantity") == (rule.extension and rule.extension.quantity)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("pack", SHIPPED, ids=[pack.id for pack in SHIPPED])
def test_every_shipped_rule_stands_on_a_line_of_its_own(pack: Pack, language: str) -> None:
    lines = list(_lines(pack, language, in_use=False))
    assert len(lines) == 1 + len(pack.rules)
    assert lines[0].startswith(f"{pack.id}/{pack.version}")
    for rule, line in zip(pack.rules, lines[1:], strict=True):
        assert str(rule.quantity) in line
        assert rule.source.title in line


def test_rule_is_told_in_words() -> None:
    pack = read_pack(COUNCIL, "ours.yaml")
    assert list(_lines(pack, "en", in_use=True)) == [
        "council/1  Rules of the council  [law or bylaws, JP, 2026-01-01 –, in use]",
        "  hearing: hearing · 14 days after receipt · Bylaws 12 · checked at the source",
    ]
    assert list(_lines(pack, "ja", in_use=True)) == [
        "council/1  理事会規程  [法令・規程, JP, 2026-01-01 –, 使用中]",
        "  hearing: hearing · 受付から14日以内 · Bylaws 12 · 原典で確認済み",
    ]
