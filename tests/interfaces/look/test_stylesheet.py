"""The stylesheet keeps its promises: every pair of colours can be read, dark is one thing, all of it is ours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

LOOK = Path(__file__).parents[3] / "src/kikitori/interfaces/look"
PACKAGE, TOOLS = LOOK.parents[1], LOOK.parents[3] / "tools"
DRAWING = {".html", ".js", ".py"}
SHEETS = {each.name: each.read_text() for each in sorted((LOOK / "static/look").glob("*.css"))}
CSS = "\n".join(SHEETS.values())
TOKENS = (LOOK / "static/look/vendor/dads-tokens-1.1.9.css").read_text()
PLAIN_CSS = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
ACCENTS = ["", "blue", "teal", "forest", "ink"]
AA_TEXT, AA_SHAPE = 4.5, 3.0

#: What is written on what, in either theme. `sunken`, `paper`, `hover` lie under text in tables, pages and menus.
TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-2")
        for ground in ("paper", "surface", "sunken", "hover", "accent-soft")
    ],
    *[("ink-3", ground) for ground in ("paper", "surface", "sunken")],
    *[("accent-ink", ground) for ground in ("paper", "surface", "sunken", "hover", "accent-soft")],
    *[("ink", f"{meaning}-soft") for meaning in ("internal", "panel", "late", "soon", "kept")],
    *[("ink-2", f"{meaning}-soft") for meaning in ("internal", "panel", "late", "soon", "kept")],
    *[(f"{meaning}-ink", f"{meaning}-soft") for meaning in ("internal", "panel", "late", "soon", "kept")],
    *[
        (f"{meaning}-ink", ground)
        for meaning in ("late", "soon", "kept")
        for ground in ("paper", "surface", "sunken")
    ],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-danger", "late-ink"),
    ("surface", "late-mark"),
    ("accent-strong", "surface"),
    ("accent-strong", "paper"),
]
#: Lines and marks that carry a meaning or the edge of a control.
SHAPE_PAIRS = [
    ("edge", "surface"),
    ("edge", "paper"),
    ("edge", "sunken"),
    ("accent", "surface"),
    ("accent", "paper"),
    ("danger", "surface"),
    *[(f"{meaning}-mark", "surface") for meaning in ("panel", "late", "soon", "kept")],
    ("focus-line", "surface"),
    ("focus-line", "paper"),
    ("focus-line", "focus-glow"),
]


def declarations(block: str) -> dict[str, str]:
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", block)}


def block(selector: str, text: str = PLAIN_CSS) -> str:
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", text)
    assert found, selector
    return found.group(1)


def theme(dark: bool, accent: str) -> dict[str, str]:
    values = declarations(TOKENS) | declarations(block(":root"))
    if accent:
        values |= declarations(block(f'[data-accent="{accent}"]'))
    if dark:
        values |= declarations(block(':root[data-theme="dark"]'))
    return values


def colour(name: str, values: dict[str, str]) -> tuple[float, float, float]:
    value = values[name]
    while found := re.fullmatch(r"var\(--([\w-]+)\)", value):
        value = values[found.group(1)]
    hexes = re.fullmatch(r"#([0-9a-f]{6}|[0-9a-f]{3})", value)
    assert hexes, f"{name}: {value}"
    digits = hexes.group(1) if len(hexes.group(1)) == 6 else "".join(ch * 2 for ch in hexes.group(1))
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, values: dict[str, str]) -> float:
    light, dark = sorted((luminance(colour(one, values)), luminance(colour(other, values))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("a", "b", {"a": "#000", "b": "#ffffff"}) == pytest.approx(21)
    assert contrast("a", "b", {"a": "#777777", "b": "#fff"}) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_of_text_meets_aa(dark, accent):
    values = theme(dark, accent)
    poor = {
        pair: round(contrast(*pair, values), 2) for pair in TEXT_PAIRS if contrast(*pair, values) < AA_TEXT
    }
    assert not poor


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_of_edges_and_marks_meets_aa(dark, accent):
    values = theme(dark, accent)
    poor = {
        pair: round(contrast(*pair, values), 2) for pair in SHAPE_PAIRS if contrast(*pair, values) < AA_SHAPE
    }
    assert not poor


def test_accents_in_this_test_are_all_there_are():
    assert set(re.findall(r'\[data-accent="(\w+)"\]', PLAIN_CSS)) == set(ACCENTS) - {""}


def test_dark_by_choice_and_dark_by_system_are_the_same():
    chosen = block(':root[data-theme="dark"]')
    system = block(':root:not([data-theme="light"])')
    assert declarations(chosen)
    assert declarations(chosen) == declarations(system)


def test_dark_changes_every_colour_that_light_sets():
    light = declarations(block(":root"))
    colours = {name for name, value in light.items() if re.search(r"#|color-|hue-|rgb", value)}
    own_way = {name for name in colours if name.startswith("hue-")} | {"hatch"}
    assert colours - own_way - set(declarations(block(':root[data-theme="dark"]'))) == set()


def test_dark_is_for_screens_only():
    for found in re.finditer(r'data-theme="dark"|prefers-color-scheme: dark', PLAIN_CSS):
        before = PLAIN_CSS[: found.start()]
        assert before.rfind("@media screen") > before.rfind("\n}\n")


def test_colours_are_written_only_in_the_theme():
    rest = PLAIN_CSS[PLAIN_CSS.index("*, *::before") :]
    strays = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", rest)) - {"#fff", "#000", "#999", "#666"}
    assert not strays  # black, white and two greys are for paper


def test_names_used_are_names_set():
    known = set(declarations(TOKENS)) | set(declarations(PLAIN_CSS))
    used = set(re.findall(r"var\(--([\w-]+)\)", PLAIN_CSS))
    assert used - known == set()


def test_rules_are_for_classes_that_some_page_has():
    """Scripts and Python draw, too; a name may be put together behind two dashes; htmx sets its own."""
    places = [path for root in (PACKAGE, TOOLS) for path in root.rglob("*") if path.suffix in DRAWING]
    drawn = "\n".join(path.read_text() for path in places)
    names = set(re.findall(r"\.([a-z][\w-]*)", PLAIN_CSS))
    parts = set(re.findall(r"[a-z][\w-]*", drawn)) | set(re.findall(r"([a-z][\w-]*--)\{", drawn))
    idle = {name for name in names if not {name, re.sub("--.*", "--", name)} & parts}
    assert {name for name in idle if not name.startswith("htmx-")} == set()


def test_stylesheet_asks_nobody_else():
    for text in (CSS, TOKENS):
        assert not re.search(r"url\(|@import|https?://", text)


def test_stylesheet_stays_small_enough_to_read():
    assert max(len(text.splitlines()) for text in SHEETS.values()) <= 1250
    assert PLAIN_CSS.count("{") == PLAIN_CSS.count("}")
    assert "!important" not in re.sub(
        r"display: none !important|(?:transition|animation|scroll-behavior): \w+ !important", "", CSS
    )


def test_weights_are_two_and_nothing_slants():
    assert set(re.findall(r"font-weight:\s*(\w+)", PLAIN_CSS)) <= {"400", "700"}
    assert "italic" not in PLAIN_CSS
    assert "letter-spacing" not in PLAIN_CSS


@pytest.mark.parametrize("part", ["vendor/dads-tokens-1.1.9.LICENSE.txt", "icons.LICENSE.txt"])
def test_licence_lies_beside_what_is_not_ours(part):
    assert "Permission" in (LOOK / "static/look" / part).read_text()
