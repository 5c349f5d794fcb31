"""Colours as WCAG measures them, held against values that the standard and its readers have published."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.contrast import BLACK, WHITE, Colour, contrast

PARTS = st.integers(0, 255)
COLOURS = st.builds(Colour, PARTS, PARTS, PARTS)


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#0a5c3f", Colour(10, 92, 63)),
        ("0A5C3F", Colour(10, 92, 63)),
        ("  #0A5c3F ", Colour(10, 92, 63)),
        ("#fff", WHITE),
        ("000", BLACK),
        ("#1af", Colour(17, 170, 255)),
    ],
)
def test_colour_is_read_as_people_write_it(written: str, colour: Colour) -> None:
    assert Colour.of(written) == colour


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#",
        "#12",
        "#1234",
        "#12345",
        "#1234567",
        "green",
        "#ggg",
        "rgb(0,0,0)",
        "##000",
        "#000;}",
        "＃０００",
    ],
)
def test_what_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(written) + "$"):
        Colour.of(written)


@given(COLOURS)
def test_colour_is_written_as_it_is_read(colour: Colour) -> None:
    assert Colour.of(str(colour)) == colour
    assert len(str(colour)) == 7


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#008000", "#ffffff", 5.14),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_contrast_is_what_the_standard_says(one: str, other: str, ratio: float) -> None:
    assert contrast(Colour.of(one), Colour.of(other)) == pytest.approx(ratio, abs=0.01)


@given(COLOURS, COLOURS)
def test_contrast_does_not_depend_on_the_order_and_has_its_bounds(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001


@given(COLOURS, COLOURS)
def test_mixing_begins_with_one_and_ends_with_the_other(one: Colour, other: Colour) -> None:
    assert one.towards(other, 0) == one
    assert one.towards(other, 1) == other


@given(COLOURS, st.floats(0, 1))
def test_mixing_with_black_darkens_and_with_white_lightens(colour: Colour, share: float) -> None:
    slack = 0.01  # a step of eight bits
    assert colour.towards(BLACK, share).luminance <= colour.luminance + slack
    assert colour.towards(WHITE, share).luminance >= colour.luminance - slack


@given(COLOURS)
def test_vivid_reaches_the_brightest_part_there_is(colour: Colour) -> None:
    vivid = colour.vivid
    assert max(vivid.red, vivid.green, vivid.blue) == 255
    assert vivid.luminance >= colour.luminance - 0.01


def test_vivid_keeps_the_hue_and_black_becomes_white() -> None:
    assert Colour.of("#000080").vivid == Colour.of("#0000ff")
    assert Colour.of("#808080").vivid == WHITE
    assert BLACK.vivid == WHITE
