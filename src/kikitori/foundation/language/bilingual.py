"""One thing said twice: in Japanese and in English.

For words that are data and not interface strings (taxonomies, organisation names, demo facts), where both
languages must be present from the start. Interface strings go through the message catalogues instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


def tongue(tag: str) -> Literal["ja", "en"]:
    """Which of the two a reader of this language tag is given: ``ja`` and its kinds Japanese, all else English."""
    primary = tag.replace("_", "-").partition("-")[0]
    return "ja" if primary.lower() == "ja" else "en"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A pair of wordings with the same meaning. Both must say something: a blank side raises ValueError."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        for language, wording in (("ja", self.ja), ("en", self.en)):
            if not wording.strip():
                raise ValueError(f"a bilingual text needs its {language} wording")

    def in_(self, language: str) -> str:
        """The wording for a language tag (see `tongue`)."""
        return self.ja if tongue(language) == "ja" else self.en
