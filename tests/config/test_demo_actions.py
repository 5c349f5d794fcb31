"""What the demonstration houses change in themselves: written so that the verbs take it."""

from __future__ import annotations

from importlib.resources import files

import pytest

from kikitori.config.demo_texts.actions import DemoAction, demo_actions, read_actions
from kikitori.config.demo_texts.errors import CorpusError
from kikitori.records.inquiry.causes import CauseNeeds, shipped_causes
from kikitori.records.prevention.bones import shipped_heads
from kikitori.records.prevention.terms import ActionKind

HOUSES = ("shop", "association")
ALL = [(house, one) for house in HOUSES for one in demo_actions(house)]
WRITTEN = """
- ago: 6
  days: 90
  threshold: 60
  cause: rule
  kind: ca_rule
  title: t
  problem: p
  lines: [[a, b]]
  plan: x
"""


@pytest.mark.parametrize(("house", "one"), ALL, ids=[f"{house} {one.title}" for house, one in ALL])
def test_every_word_of_it_is_known(house: str, one: DemoAction) -> None:
    assert shipped_causes()[one.cause].needs is CauseNeeds.NOTHING
    assert one.kind in set(ActionKind)
    assert one.title
    assert one.problem
    assert one.plan
    assert all(line[0] in shipped_heads() for line in one.lines) == one.is_fish
    assert len({len(line) for line in one.lines}) == 1


@pytest.mark.parametrize(("house", "one"), ALL, ids=[f"{house} {one.title}" for house, one in ALL])
def test_its_days_fit_behind_each_other(house: str, one: DemoAction) -> None:
    assert 7 <= one.days <= 730
    assert 1 <= one.threshold <= 95
    # Approved and begun on the fifth day; what is done was begun before.
    assert one.takes == 0 or 5 < one.takes < one.ago
    assert bool(one.how) == bool(one.takes)


@pytest.mark.parametrize("house", HOUSES)
def test_house_shows_a_plan_that_waits_and_drawings_of_both_kinds(house: str) -> None:
    several = demo_actions(house)
    assert len(several) == 3
    assert [one.takes == 0 for one in several].count(True) == 1
    assert {one.is_fish for one in several} == {True, False}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("  cause: rule\n", ""), "“cause” is missing"),
        (("  days: 90\n", "  days: long\n"), "“days” must be int"),
        (("[[a, b]]", "[[a]]"), "each line is two texts"),
        (("  plan: x\n", "  plan: x\n  colour: red\n"), "unknown key colour"),
        ((WRITTEN, "title: t\n"), "a list is needed"),
    ],
)
def test_fault_in_it_is_said_with_its_place(change: tuple[str, str], fault: str) -> None:
    with pytest.raises(CorpusError) as wrong:
        read_actions("elsewhere/actions.yaml", WRITTEN.replace(*change))
    assert fault in str(wrong.value)
    assert "elsewhere/actions.yaml" in str(wrong.value)


def test_texts_lie_where_they_are_read() -> None:
    for house in HOUSES:
        assert (files("kikitori.config.demo_texts") / house / "actions.yaml").is_file()
