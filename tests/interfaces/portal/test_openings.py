"""Ways to begin: they write a few words and never take one away."""

from __future__ import annotations

import pytest
from django.utils import translation

from kikitori.interfaces.portal.openings import openings, with_opening
from kikitori.records.people.models import Organisation

SHOP = Organisation(name_ja="店", name_en="Shop", kind="customer_service")
SOCIETY = Organisation(name_ja="会", name_en="Society", kind="association")


@pytest.mark.parametrize("organisation", [SHOP, SOCIETY])
@pytest.mark.parametrize("step", ["story", "wish"])
def test_three_ways_to_begin_on_each_page_with_a_large_box(step: str, organisation: Organisation) -> None:
    ways = openings(step, organisation)
    assert len(ways) == 3
    for language in ("ja", "en"):
        with translation.override(language):
            assert len({str(way.label) for way in ways}) == len({way.words for way in ways}) == 3
            assert all(len(str(way.label)) <= 40 for way in ways)


def test_association_is_not_asked_about_things_bought() -> None:
    assert openings("story", SHOP) != openings("story", SOCIETY)
    assert openings("wish", SHOP) == openings("wish", SOCIETY)


@pytest.mark.parametrize("step", ["reach", "check", ""])
def test_pages_without_a_large_box_have_none(step: str) -> None:
    assert openings(step, SHOP) == ()


@pytest.mark.parametrize(("language", "end"), [("ja", "、"), ("en", " ")])
def test_words_can_be_written_on_at_once(language: str, end: str) -> None:
    with translation.override(language):
        assert all(way.words.endswith(end) for way in openings("story", SHOP))


def test_words_fill_an_empty_box_and_follow_what_stands_in_a_full_one() -> None:
    first = openings("story", SHOP)[0].words
    assert with_opening("", "1", openings("story", SHOP)) == first
    assert with_opening(" \n", "1", openings("story", SHOP)) == first
    assert with_opening("もう書いた。\n\n", "1", openings("story", SHOP)) == f"もう書いた。\n{first}"


@pytest.mark.parametrize(
    "number", ["", "0", "4", "-1", "x", "1.0", "１", "²", "9" * 5000, "1 or 1=1", "\x00"]
)
def test_unknown_number_changes_nothing(number: str) -> None:
    assert with_opening("もう書いた。", number, openings("story", SHOP)) == "もう書いた。"
