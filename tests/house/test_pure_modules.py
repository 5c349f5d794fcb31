"""Every module that claims to be pure is held to it by the contract; test_contracts proves that the contract holds."""

from __future__ import annotations

import tomllib

import pytest

from tests.house.rules.purity import claims, matches, uncovered
from tests.house.rules.source import PACKAGE, ROOT, planted, report, rooms


def patterns() -> list[str]:
    """The contract's list of pure modules."""
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    [contract] = [contract for contract in linter["contracts"] if contract["id"] == "pure"]
    return list(contract["source_modules"])


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("records/complaints/lifecycle.py", "x = 1\n", ["kikitori.records.complaints.lifecycle"]),
        ("records/voices/tally.py", '"""Counting. Pure; no clock."""\n', ["kikitori.records.voices.tally"]),
        ("records/voices/tally.py", '"""Counting answers."""\n', []),
        ("interfaces/desk/next_step.py", '"""Pure but for the words."""\n', []),
        ("casework/promising.py", '"""Which step does what is the pure table elsewhere."""\n', []),
        ("config/limits.py", "x = 1\n", []),
        (
            "records/voices/__init__.py",
            '"""Voices.\n\n`scores`, `tally` and `ladder` are pure.\n"""\n',
            [
                "kikitori.records.voices.scores",
                "kikitori.records.voices.tally",
                "kikitori.records.voices.ladder",
            ],
        ),
        (
            "foundation/language/__init__.py",
            '"""Language.\n\nPure Python.\n"""\n',
            ["kikitori.foundation.language"],
        ),
    ],
)
def test_claim_is_read_from_name_docstring_or_plate(path: str, text: str, expected: list[str]):
    assert claims(planted(text, f"{PACKAGE}/{path}")) == expected


@pytest.mark.parametrize(
    ("pattern", "name", "covered"),
    [
        ("kikitori.records.**.clock", "kikitori.records.deadlines.clock", True),
        ("kikitori.records.**.clock", "kikitori.records.deadlines.zones.clock", True),
        ("kikitori.records.**.clock", "kikitori.config.clock", False),
        ("kikitori.records.**.clock", "kikitori.records.deadlines.clockwork", False),
        ("kikitori.records.*.clock", "kikitori.records.deadlines.zones.clock", False),
        ("kikitori.foundation.language", "kikitori.foundation.language.text", True),
        ("kikitori.foundation.language", "kikitori.foundation.languages", False),
    ],
)
def test_pattern_covers_what_the_linter_covers(pattern: str, name: str, covered: bool):
    assert matches(pattern, name) is covered


def test_claim_missing_from_the_contract_is_caught():
    module = planted('"""Counting. Pure."""\n', f"{PACKAGE}/records/voices/tally.py")
    assert list(uncovered([module], ["kikitori.records.**.clock"]))
    assert list(uncovered([module], ["kikitori.records.**.tally"])) == []


def test_every_pure_module_is_in_the_contract():
    found = list(uncovered(rooms(), patterns()))
    assert not found, report(found)


def test_rule_sees_the_lifecycle():
    assert "kikitori.records.complaints.lifecycle" in [name for module in rooms() for name in claims(module)]
