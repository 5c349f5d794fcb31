"""How letters and digits are said on the phone, in the language of the person who listens."""

from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Spelled:
    """One character and how it is said."""

    character: str
    said: str | LazyText


#: The letters and digits of locators (foundation/crypto.py: no look-alikes), and what stands between them.
SAID = {
    "A": pgettext_lazy("spelling", "Alfa"),
    "C": pgettext_lazy("spelling", "Charlie"),
    "D": pgettext_lazy("spelling", "Delta"),
    "E": pgettext_lazy("spelling", "Echo"),
    "F": pgettext_lazy("spelling", "Foxtrot"),
    "G": pgettext_lazy("spelling", "Golf"),
    "H": pgettext_lazy("spelling", "Hotel"),
    "J": pgettext_lazy("spelling", "Juliett"),
    "K": pgettext_lazy("spelling", "Kilo"),
    "M": pgettext_lazy("spelling", "Mike"),
    "N": pgettext_lazy("spelling", "November"),
    "P": pgettext_lazy("spelling", "Papa"),
    "Q": pgettext_lazy("spelling", "Quebec"),
    "R": pgettext_lazy("spelling", "Romeo"),
    "T": pgettext_lazy("spelling", "Tango"),
    "W": pgettext_lazy("spelling", "Whiskey"),
    "X": pgettext_lazy("spelling", "X-ray"),
    "Y": pgettext_lazy("spelling", "Yankee"),
    "3": pgettext_lazy("spelling", "three"),
    "4": pgettext_lazy("spelling", "four"),
    "6": pgettext_lazy("spelling", "six"),
    "7": pgettext_lazy("spelling", "seven"),
    "9": pgettext_lazy("spelling", "nine"),
    "-": pgettext_lazy("spelling", "dash"),
}


def spelled(code: str) -> list[Spelled]:
    """Each character of a code with the word for it; one that has none stands for itself."""
    return [Spelled(character, SAID.get(character, character)) for character in code.upper()]
