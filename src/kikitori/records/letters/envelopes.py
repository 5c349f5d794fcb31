"""Where things stand on the paper so that windows of envelopes show them: millimetres from its upper left corner. Pure.

A4 is folded in three (297 / 3 = 99), and slides in its envelope. Japan Post asks that address and postal code stay
visible however it slides, and lie along the long side of the window (guideline 窓付封筒); what is always visible is
therefore the window less the room to slide:

- 長形3号, 235 x 120, for letters in Japanese: window 90 x 45 (JIS S 5502: long side 80, 90 or 100, short side 45 or
  55), 20 from the left, 12 from above; room to slide 25 x 21.
- DL, 220 x 110, for letters in other languages: window 90 x 35, 20 from the left, 18 from below; room to slide 10 x 11.

The places of windows are those most makers sell, not a rule: whoever orders envelopes tries one sheet first.
"""

from dataclasses import dataclass

PAPER_WIDTH, FOLD = 210, 99


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the paper or on an envelope."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Envelope:
    """`window` on the envelope; `body_at`: where the text begins on the paper, below what the window shows."""

    name: str
    width: float
    height: float
    window: Box
    sender_at: Box
    body_at: float

    @property
    def seen(self) -> Box:
        """The part of the paper that its window always shows."""
        slide_x, slide_y = self.width - PAPER_WIDTH, self.height - FOLD
        return Box(
            self.window.left, self.window.top, self.window.width - slide_x, self.window.height - slide_y
        )


CHOU3 = Envelope("長形3号", 235, 120, Box(20, 12, 90, 45), Box(118, 14, 72, 44), 68)
DL = Envelope("DL", 220, 110, Box(20, 57, 90, 35), Box(118, 14, 72, 44), 94)


def envelope_for(language: str) -> Envelope:
    """The one that letters of this language go in."""
    return CHOU3 if language == "ja" else DL
