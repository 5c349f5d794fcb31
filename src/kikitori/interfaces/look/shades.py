"""The shades of one colour: what an organisation's colour becomes on light and on dark pages, so that all can read it.

Pure. One colour cannot be read on white and on black at once, so two are made of it: as given where that can be read,
otherwise moved towards black (light pages), or towards its own brightest and then white (dark pages), just as far as it
takes (ADR 0030).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kikitori.foundation.contrast import AA_TEXT, BLACK, WHITE, Colour, contrast

#: What text of this colour stands on, as the stylesheet has it (a test compares): paper, surface, sunken, hover.
LIGHT_GROUNDS = tuple(map(Colour.of, ("#f6f5f2", "#ffffff", "#faf9f7", "#f1f0ec")))
DARK_GROUNDS = tuple(map(Colour.of, ("#14171a", "#1c2024", "#191d20", "#262b30")))
#: Words on a button of this colour, and the palest ordinary words on a soft ground of it.
ON_LIGHT, ON_DARK = WHITE, Colour.of("#0b1014")
INK_LIGHT, INK_DARK = Colour.of("#474747"), Colour.of("#cfd0d1")
_STEPS = 100
_SOFT, _STRONG, _DEEP = 0.86, 0.45, 0.8


@dataclass(frozen=True, slots=True)
class Shades:
    """`fill`, `strong`, `soft`: light pages. `bright`, `deep`: dark pages. Every text in them has AA contrast."""

    given: Colour
    fill: Colour
    strong: Colour
    soft: Colour
    bright: Colour
    deep: Colour

    @property
    def on_light(self) -> float:
        """The lowest contrast of any two that stand on each other on light pages, were the colour shown as given."""
        return min(_on_light(self.given))

    @property
    def on_dark(self) -> float:
        """The same on dark pages."""
        return min(_on_dark(self.given, self.deep))

    @property
    def reached_on_light(self) -> float:
        """The same of what light pages show."""
        return min(_on_light(self.fill))

    @property
    def reached_on_dark(self) -> float:
        """The same of what dark pages show."""
        return min(_on_dark(self.bright, self.deep))

    @property
    def is_darkened(self) -> bool:
        """Light pages show it darker than given."""
        return self.fill != self.given

    @property
    def is_lightened(self) -> bool:
        """Dark pages show it lighter than given."""
        return self.bright != self.given


def shades_of(given: Colour) -> Shades:
    """The shades of any colour, black and white included."""
    fill = _first(_moved(given, BLACK), _fits_light)
    deep = _first(_moved(fill.towards(BLACK, _DEEP), BLACK), lambda one: contrast(INK_DARK, one) >= AA_TEXT)
    lighter = (*_moved(given, given.vivid), *_moved(given.vivid, WHITE))
    bright = _first(lighter, lambda one: _fits_dark(one, deep))
    return Shades(given, fill, fill.towards(BLACK, _STRONG), _soft(fill), bright, deep)


def _soft(fill: Colour) -> Colour:
    return fill.towards(WHITE, _SOFT)


def _fits_light(fill: Colour) -> bool:
    return min(_on_light(fill)) >= AA_TEXT


def _fits_dark(bright: Colour, deep: Colour) -> bool:
    return min(_on_dark(bright, deep)) >= AA_TEXT


def _on_light(fill: Colour) -> Iterator[float]:
    """Every contrast of light pages in which this colour, or the soft ground made of it, has a part."""
    soft = _soft(fill)
    yield from (contrast(fill, ground) for ground in (*LIGHT_GROUNDS, ON_LIGHT, soft))
    yield contrast(INK_LIGHT, soft)


def _on_dark(bright: Colour, deep: Colour) -> Iterator[float]:
    """The same of dark pages; what is read on `deep` is chosen so that it can be."""
    yield from (contrast(bright, ground) for ground in (*DARK_GROUNDS, ON_DARK, deep))


def _moved(one: Colour, other: Colour) -> Iterator[Colour]:
    """This colour, and on in small steps to the other."""
    yield from (one.towards(other, step / _STEPS) for step in range(_STEPS + 1))


def _first(several: Iterable[Colour], fits: Callable[[Colour], bool]) -> Colour:
    """The first that fits. The last of them always does: black on light, white on dark."""
    return next(one for one in several if fits(one))


def sheet_of(shades: Shades) -> str:
    """The stylesheet: the five hues that kikitori.css makes everything else of."""
    hues = {name: getattr(shades, name) for name in ("soft", "fill", "strong", "bright", "deep")}
    return ":root {\n" + "".join(f"  --hue-{name}: {hue};\n" for name, hue in hues.items()) + "}\n"
