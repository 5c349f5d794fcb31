"""Expected failures of the command line: words for people in both languages and an exit code, never a traceback."""

from __future__ import annotations

from kikitori.foundation.language.bilingual import Bilingual

FAILURE = 1
USAGE = 2


class Trouble(Exception):
    """A failure to be told to the person at the terminal. `detail` is shown below the sentence as it is."""

    def __init__(self, text: Bilingual, detail: str = "", *, code: int = FAILURE) -> None:
        super().__init__(f"{text.en}\n{detail}".strip())
        self.text = text
        self.detail = detail
        self.code = code
