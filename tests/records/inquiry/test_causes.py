"""Causes as data: in two languages, with what each needs, and an organisation's own words in their place."""

from __future__ import annotations

import pytest

from kikitori.records.inquiry.causes import CauseNeeds, causes_with, lacks_another, shipped_causes
from kikitori.records.inquiry.models import CauseTerm

SHIPPED = shipped_causes()


def term(code: str, **changes: object) -> CauseTerm:
    """A row, not saved."""
    return CauseTerm(**{"code": code, "name_ja": "梱包材", "name_en": "Packing", **changes})


def test_four_causes_of_the_founding_articles_come_first() -> None:
    assert list(SHIPPED)[:4] == ["expectation", "marketing", "usability", "third_party"]


@pytest.mark.parametrize("code", SHIPPED)
def test_every_cause_has_a_name_in_both_languages(code: str) -> None:
    cause = SHIPPED[code]
    assert code == cause.code
    assert cause.name.ja != cause.name.en
    assert cause.name.en.isascii() or "’" in cause.name.en
    assert len(code) <= 30
    assert cause.offered


def test_what_is_on_the_side_of_the_complainant_never_stands_alone() -> None:
    alone = {code for code, cause in SHIPPED.items() if cause.needs is CauseNeeds.ANOTHER}
    assert alone == {"misunderstanding", "slip"}
    assert {code for code, cause in SHIPPED.items() if cause.needs is CauseNeeds.UNTIL} == {"unknown"}


@pytest.mark.parametrize(
    ("named", "lacks"),
    [
        ((), False),
        (("process",), False),
        (("slip",), True),
        (("slip", "misunderstanding"), True),
        (("slip", "usability"), False),
        (("misunderstanding", "unknown"), False),
    ],
)
def test_something_must_have_allowed_it(named: tuple[str, ...], lacks: bool) -> None:
    assert lacks_another(SHIPPED[code] for code in named) is lacks


def test_own_words_take_the_place_of_ours_and_own_causes_come_after() -> None:
    found = causes_with([term("process", name_ja="作業手順"), term("packing", needs="another")])
    assert found["process"].name.ja == "作業手順"
    assert list(found)[-1] == "packing"
    assert found["packing"].needs is CauseNeeds.ANOTHER
    assert len(found) == len(SHIPPED) + 1


def test_name_in_one_language_serves_for_both() -> None:
    found = causes_with([term("packing", name_en=""), term("lift", name_ja="", name_en="Lift")])
    assert (found["packing"].name.en, found["lift"].name.ja) == ("梱包材", "Lift")


def test_cause_taken_out_of_use_keeps_its_words() -> None:
    found = causes_with([term("process", is_offered=False)])
    assert not found["process"].offered
    assert found["process"].name.ja == "梱包材"


def test_shipped_ones_are_not_changed_by_anybody() -> None:
    causes_with([term("process")])
    assert shipped_causes()["process"].name.ja == "手順の不備"
