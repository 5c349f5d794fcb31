"""Whatever colour an organisation has, every text in it can be read; and what is written down here is the stylesheet's."""

from __future__ import annotations

import itertools

import pytest

from kikitori.foundation.contrast import AA_SHAPE, AA_TEXT, WHITE, Colour, contrast
from kikitori.interfaces.look.shades import (
    DARK_GROUNDS,
    INK_DARK,
    INK_LIGHT,
    LIGHT_GROUNDS,
    ON_DARK,
    ON_LIGHT,
    Shades,
    shades_of,
    sheet_of,
)
from tests.interfaces.look.test_stylesheet import SHAPE_PAIRS, TEXT_PAIRS, block, colour, declarations, theme
from tests.interfaces.look.test_stylesheet import contrast as contrast_of

#: A grid of 216 through the cube of colours: its corners, its edges and what lies between.
STEPS = (0, 51, 102, 153, 204, 255)
EVERY = [Colour(*parts) for parts in itertools.product(STEPS, repeat=3)]
HOUSE = [
    Colour.of(each) for each in ("#c8102e", "#0a5c3f", "#1a2352", "#ffd500", "#e4007f", "#00a0e9", "#7f7f00")
]


def poor(shades: Shades) -> list[str]:
    """Texts of these shades that somebody could not read."""
    pairs = [
        *(("fill", shades.fill, ground) for ground in (*LIGHT_GROUNDS, shades.soft)),
        *(("strong", shades.strong, ground) for ground in LIGHT_GROUNDS[:2]),
        ("words on fill", ON_LIGHT, shades.fill),
        ("words on strong", ON_LIGHT, shades.strong),
        ("words on soft", INK_LIGHT, shades.soft),
        *(("bright", shades.bright, ground) for ground in (*DARK_GROUNDS, shades.deep)),
        ("words on bright", ON_DARK, shades.bright),
        ("words on deep", INK_DARK, shades.deep),
    ]
    return [
        f"{name} {one} on {other}: {contrast(one, other):.2f}"
        for name, one, other in pairs
        if contrast(one, other) < AA_TEXT
    ]


def test_colours_of_every_kind_can_be_read_on_light_and_on_dark_pages() -> None:
    assert {str(given): found for given in (*EVERY, *HOUSE) if (found := poor(shades_of(given)))} == {}


@pytest.mark.parametrize("given", HOUSE, ids=str)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pairs_of_the_stylesheet_hold_with_the_colours_of_an_organisation(given: Colour, dark: bool) -> None:
    values = theme(dark, "") | declarations(sheet_of(shades_of(given)))
    if dark:
        values |= declarations(block(':root[data-theme="dark"]'))
    wrong = [pair for pair in TEXT_PAIRS if contrast_of(*pair, values) < AA_TEXT]
    wrong += [pair for pair in SHAPE_PAIRS if contrast_of(*pair, values) < AA_SHAPE]
    assert wrong == []


@pytest.mark.parametrize(("dark", "grounds"), [(False, LIGHT_GROUNDS), (True, DARK_GROUNDS)])
def test_grounds_are_those_of_the_stylesheet(dark: bool, grounds: tuple[Colour, ...]) -> None:
    values = theme(dark, "")
    found = [colour(name, values) for name in ("paper", "surface", "sunken", "hover")]
    assert [tuple(part / 255 for part in (each.red, each.green, each.blue)) for each in grounds] == found
    on = ON_DARK if dark else ON_LIGHT
    assert colour("on-accent", values) == tuple(part / 255 for part in (on.red, on.green, on.blue))
    ink = INK_DARK if dark else INK_LIGHT
    assert colour("ink-2", values) == tuple(part / 255 for part in (ink.red, ink.green, ink.blue))


def test_colour_that_can_be_read_stays_as_it_is() -> None:
    red = shades_of(Colour.of("#c8102e"))
    assert (str(red.fill), red.is_darkened) == ("#c8102e", False)
    assert red.is_lightened
    yellow = shades_of(Colour.of("#ffd500"))
    assert (str(yellow.bright), yellow.is_lightened) == ("#ffd500", False)
    assert yellow.is_darkened


def test_colour_is_moved_no_further_than_it_takes() -> None:
    for given in HOUSE:
        shades = shades_of(given)
        if shades.is_darkened:
            assert min(contrast(shades.fill, each) for each in (*LIGHT_GROUNDS, shades.soft)) < AA_TEXT + 0.4
        if shades.is_lightened:
            assert min(contrast(shades.bright, each) for each in (*DARK_GROUNDS, shades.deep)) < AA_TEXT + 0.4


def test_contrast_of_what_was_chosen_is_told_as_it_is() -> None:
    yellow = shades_of(Colour.of("#ffd500"))
    assert yellow.on_light < 2
    assert yellow.on_dark > 9
    assert yellow.on_dark == yellow.reached_on_dark


@pytest.mark.parametrize("given", [*HOUSE, Colour.of("#f25fac"), Colour(0, 0, 0), WHITE], ids=str)
def test_colour_is_moved_only_for_the_reason_that_is_told(given: Colour) -> None:
    shades = shades_of(given)
    assert shades.is_darkened == (shades.on_light < AA_TEXT)
    assert shades.is_lightened == (shades.on_dark < AA_TEXT)
    assert min(shades.reached_on_light, shades.reached_on_dark) >= AA_TEXT


def test_reason_holds_for_all_the_colours_that_are_sampled() -> None:
    wrong = [
        str(shades.given)
        for shades in map(shades_of, EVERY)
        if shades.is_darkened != (shades.on_light < AA_TEXT)
        or shades.is_lightened != (shades.on_dark < AA_TEXT)
    ]
    assert wrong == []


def test_dark_blue_becomes_a_bright_blue_and_not_a_grey() -> None:
    bright = shades_of(Colour.of("#1a2352")).bright
    assert bright.blue == 255
    assert bright.blue - bright.red > 100


@pytest.mark.parametrize("given", ["#000000", "#ffffff"])
def test_black_and_white_are_colours_too(given: str) -> None:
    shades = shades_of(Colour.of(given))
    assert poor(shades) == []
    assert shades.given == Colour.of(given)


def test_sheet_says_five_hues_and_nothing_else() -> None:
    sheet = sheet_of(shades_of(Colour.of("#0a5c3f")))
    assert set(declarations(sheet)) == {"hue-soft", "hue-fill", "hue-strong", "hue-bright", "hue-deep"}
    assert declarations(sheet)["hue-fill"] == "#0a5c3f"
    assert sheet.startswith(":root {")
    assert sheet.count("{") == sheet.count("}") == 1
    assert set(declarations(sheet)) <= set(declarations(block(":root")))
    assert "url" not in sheet
    assert str(WHITE) not in sheet
