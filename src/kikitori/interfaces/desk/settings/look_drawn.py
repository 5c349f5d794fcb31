"""The colour of an organisation, drawn as it looks on light and on dark pages, with what was made of it in words."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kikitori.foundation.contrast import Colour
from kikitori.interfaces.look.shades import DARK_GROUNDS, LIGHT_GROUNDS, ON_DARK, ON_LIGHT, shades_of

#: Ink and surface of ordinary words, beside which the colour is seen.
_LIGHT_INK, _DARK_INK = "#1a1a1a", "#f1f0ee"


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the two. `colour`: what pages show; `given`: what was chosen. Colours as `#rrggbb`."""

    name: str
    given: str
    colour: str
    soft: str
    ground: str
    ink: str
    on_colour: str
    told: str


def samples_of(accent: str) -> list[Sample]:
    """Light, then dark. Raises ValueError for what is no colour."""
    shades = shades_of(Colour.of(accent))
    light = Sample(
        name=_("On light pages"),
        given=str(shades.given),
        colour=str(shades.fill),
        soft=str(shades.soft),
        ground=str(LIGHT_GROUNDS[1]),
        ink=_LIGHT_INK,
        on_colour=str(ON_LIGHT),
        told=_told(shades.given, shades.fill, shades.on_light, shades.reached_on_light, darker=True),
    )
    dark = Sample(
        name=_("On dark pages"),
        given=str(shades.given),
        colour=str(shades.bright),
        soft=str(shades.deep),
        ground=str(DARK_GROUNDS[1]),
        ink=_DARK_INK,
        on_colour=str(ON_DARK),
        told=_told(shades.given, shades.bright, shades.on_dark, shades.reached_on_dark, darker=False),
    )
    return [light, dark]


def _told(given: Colour, made: Colour, ratio: float, reached: float, *, darker: bool) -> str:
    values = {"given": given, "made": made, "ratio": _rounded_down(ratio), "reached": _rounded_down(reached)}
    if made == given:
        return _("%(given)s as you chose it: contrast %(reached)s : 1 or more (4.5 : 1 is needed).") % values
    if darker:
        return (
            _(
                "%(given)s would have a contrast of only %(ratio)s : 1 here. "
                "It is shown darker, as %(made)s, with %(reached)s : 1 or more (4.5 : 1 is needed)."
            )
            % values
        )
    return (
        _(
            "%(given)s would have a contrast of only %(ratio)s : 1 here. "
            "It is shown lighter, as %(made)s, with %(reached)s : 1 or more (4.5 : 1 is needed)."
        )
        % values
    )


def _rounded_down(ratio: float) -> str:
    """4.49 is not 4.5 yet."""
    return f"{math.floor(ratio * 10) / 10:.1f}"
