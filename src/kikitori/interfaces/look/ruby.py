"""A finished page in やさしい日本語: each word with a reading becomes ruby, ふりがな above its characters. Pure.

Made of the whole page at once, so that labels, errors, buttons and values from the catalogue need no care of their own.
What has no room for ruby (attributes, the title, choices of a list) gets the reading alone; what people wrote keeps
their words. A text with ruby stays one piece, a span: where pieces stand side by side (a button with its icon) each
ruby would be one of them.
"""

from __future__ import annotations

import re

from kikitori.foundation.language.readings import has_readings, in_kana, replaced, without_readings

#: A whole element whose inside is plain text, or one tag, or the text between.
_PIECE = re.compile(
    r"(?P<plain><(?P<name>title|option|textarea|script|style)\b[^>]*>.*?</(?P=name)\s*>)|(?P<tag><[^>]*>)|(?P<text>[^<]+|<)",
    re.IGNORECASE | re.DOTALL,
)
#: Elements whose text is kept as somebody wrote it.
_OWN_WORDS = frozenset({"textarea", "script", "style"})


def with_ruby(page: str) -> str:
    """The page with ruby; brackets stand around a reading where a browser knows none."""
    return _PIECE.sub(_piece, page) if has_readings(page) else page


def _piece(found: re.Match[str]) -> str:
    whole = found[0]
    if not has_readings(whole):
        return whole
    if found["plain"] is not None:
        return without_readings(whole) if found["name"].lower() in _OWN_WORDS else in_kana(whole)
    if found["tag"] is not None:
        return in_kana(whole)
    words = whole.strip()
    before, _words, after = whole.partition(words)
    return f"{before}<span>{replaced(words, _ruby)}</span>{after}"


def _ruby(word: str, reading: str) -> str:
    return f"<ruby>{word}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
