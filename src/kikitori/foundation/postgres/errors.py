"""What can go wrong with the database server, told in both languages.

The launcher runs before Django is set up, so its messages cannot come from the message catalogues.
"""

from __future__ import annotations

from kikitori.foundation.language.bilingual import Bilingual


class DatabaseTrouble(Exception):
    """An expected failure of the database server: `text` is for people, `detail` is the machine's own words."""

    def __init__(self, text: Bilingual, detail: str = "") -> None:
        super().__init__(f"{text.en} {detail}".strip())
        self.text = text
        self.detail = detail
