"""A letter as PDF: the same bytes whenever it is made, for its paper is kept with it (sheets.py).

Its head names the logo it was written with. Where that is not to be had any more, or cannot be drawn, the letter is
printed without: nobody waits for an answer because of a picture.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from kikitori.foundation.paper.compiled import NotSet, printed_signs
from kikitori.foundation.paper.printable import breakable, printable
from kikitori.foundation.paper.typesetting import set_pages
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet, page_values
from kikitori.records.people.logos import Logo

_TEMPLATE = Path(__file__).parent / "templates" / "paper" / "letter.typ"
_KEPT = frozenset(each.name for each in fields(Sheet))


@dataclass(frozen=True, slots=True)
class Paper:
    """`missing`: signs that could not be printed, each once, as a reader sees them."""

    content: bytes
    missing: tuple[str, ...]


def paper_of(postings: Sequence[Posting], *, large: bool | None = None) -> Paper:
    """These letters, one after another, as one PDF; `large`: other than each is kept. Their letters are at hand.

    There must be one at least. Asks the database once for logos, and nothing where no letter has one. Raises NotSet.
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
    made = _set(pages, _logos(pages), at=postings[0].letter.written_at)
    return Paper(made, tuple(missing))


def _logos(pages: Sequence[dict[str, Any]]) -> dict[str, bytes]:
    """The pictures that these letters have in their heads, by digest, as far as they are kept."""
    named = {page["logo"] for page in pages} - {""}
    if not named:
        return {}
    kept = Logo.objects.filter(digest__in=named).values_list("digest", "content")
    return {digest: bytes(content) for digest, content in kept}


def _set(pages: Sequence[dict[str, Any]], logos: dict[str, bytes], *, at: datetime) -> bytes:
    """The pages with their heads; all of them without where one cannot be drawn. Raises NotSet."""
    headed = [{**page, "logo": page["logo"] if page["logo"] in logos else ""} for page in pages]
    bare = [{**page, "logo": "", "accent": ""} for page in pages]
    try:
        return set_pages(_TEMPLATE, {"letters": headed}, at=at, pictures=logos)
    except NotSet:
        if headed == bare:
            raise
        return set_pages(_TEMPLATE, {"letters": bare}, at=at)


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
