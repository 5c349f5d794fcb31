"""A letter as PDF: the same bytes whenever it is made, for its paper is kept with it (sheets.py)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from kikitori.foundation.paper.compiled import printed_signs
from kikitori.foundation.paper.printable import breakable, printable
from kikitori.foundation.paper.typesetting import set_pages
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet, page_values

_TEMPLATE = Path(__file__).parent / "templates" / "paper" / "letter.typ"
_KEPT = frozenset(each.name for each in fields(Sheet))


@dataclass(frozen=True, slots=True)
class Paper:
    """`missing`: signs that could not be printed, each once, as a reader sees them."""

    content: bytes
    missing: tuple[str, ...]


def paper_of(postings: Sequence[Posting], *, large: bool | None = None) -> Paper:
    """These letters, one after another, as one PDF; `large`: other than each is kept. Their letters are at hand.

    There must be one at least. Asks the database nothing. Raises NotSet.
    """
    missing: dict[str, None] = {}
    pages = [
        _page(
            each,
            large=each.large_print if large is None else large,
            plain=partial(_plain, missing=missing),
        )
        for each in postings
    ]
    made = set_pages(_TEMPLATE, {"letters": pages}, at=postings[0].letter.written_at)
    return Paper(made, tuple(missing))


def _page(posting: Posting, *, large: bool, plain: Callable[[str], str]) -> dict[str, Any]:
    letter = posting.letter
    kept = {name: value for name, value in posting.sheet.items() if name in _KEPT}
    return page_values(
        Sheet(**kept),
        number=posting.number,
        language=letter.language,
        subject=letter.subject,
        body=letter.body,
        large=large,
        plain=plain,
    )


def _plain(text: str, *, missing: dict[str, None]) -> str:
    made = printable(text, printed_signs())
    missing.update(dict.fromkeys(made.missing))
    return breakable(made.text)
