"""Colours as WCAG 2.2 measures them: relative luminance, contrast, and mixing in linear light. Pure.

A colour is `#rrggbb`. Mixing towards black keeps its hue exactly; towards white it fades.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
#: From here on the curve of sRGB is a power (IEC 61966-2-1, as WCAG 2.2 has it since its errata).
_KNEE, _KNEE_LINEAR = 0.04045, 0.0031308
#: Level AA: text (1.4.3), and what has to be seen of controls and pictures (1.4.11).
AA_TEXT, AA_SHAPE = 4.5, 3.0


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def of(cls, written: str) -> Self:
        """`#0a5`, `0A5C3f` or `#0a5c3f` as people write it. Raises ValueError."""
        found = _WRITTEN.fullmatch(written.strip())
        if not found:
            raise ValueError(written)
        digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])  # noqa: PLR2004
        return cls(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 is black, 1 is white."""
        red, green, blue = self._linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def _linear(self) -> tuple[float, float, float]:
        red, green, blue = (_to_linear(part / 255) for part in (self.red, self.green, self.blue))
        return red, green, blue

    @property
    def vivid(self) -> Colour:
        """The brightest of the same hue and purity; of black, white."""
        most = max(self._linear)
        if not most:
            return WHITE
        red, green, blue = (round(255 * _from_linear(part / most)) for part in self._linear)
        return Colour(red, green, blue)

    def towards(self, other: Colour, share: float) -> Colour:
        """So much of the other in this one: 0 is this, 1 is the other."""
        mixed = (a + (b - a) * share for a, b in zip(self._linear, other._linear, strict=True))
        red, green, blue = (round(255 * _from_linear(part)) for part in mixed)
        return Colour(red, green, blue)


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= _KNEE else float(((part + 0.055) / 1.055) ** 2.4)


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= _KNEE_LINEAR else float(1.055 * part ** (1 / 2.4) - 0.055)
