"""HTML as a row of tags and words, read from left to right once: no text takes longer than its length. Pure, total.

The tokens of the HTML standard as far as mails need them. Where a browser would swallow words (an address in brackets,
a comment without end) they stay, for somebody wrote them.
"""

import html as entities
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

#: Where markup may begin; the same once a comment has been found without an end.
_MARK, _TAG_MARK = re.compile(r"<(?=[A-Za-z/!?])"), re.compile(r"<(?=[A-Za-z/])")
_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>@]*)(?=[\s/>]|\Z)")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_END_OF_TAG = re.compile(r"[\s/=]*>")
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style")}
#: No character has so many digits, and Python counts them slowly.
_NO_CHARACTER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,};?")


@dataclass(frozen=True, slots=True)
class Opening:
    """`<a href=…>`: name and attributes in small letters. `closed`: it ended in `/>`."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """`</a>`: its name in small letters."""

    name: str


@dataclass(frozen=True, slots=True)
class Words:
    """What stands between tags, entities replaced."""

    text: str


Token = Opening | Closing | Words


def tokens(html: str) -> Iterator[Token]:
    """Every tag and all words, in their order; comments, declarations, scripts and styles are left out."""
    at, begin, mark = 0, 0, _MARK
    while found := mark.search(html, at):
        less = found.start()
        if less > begin:
            yield Words(_unescaped(html[begin:less]))
        begin = less
        if tag := _TAG.match(html, less):
            token, at = _tag(html, tag)
            yield token
            if isinstance(token, Opening) and token.name in _RAW:
                end = _RAW[token.name].search(html, at)
                at = end.start() if end else len(html)
            begin = at
        elif html.startswith(("<!", "<?"), less):
            at = _after_declaration(html, less)
            if at == less + 1:
                mark = _TAG_MARK  # no other one has an end either
            else:
                begin = at
        else:
            at = less + 1
    if begin < len(html):
        yield Words(_unescaped(html[begin:]))


def _tag(html: str, tag: re.Match[str]) -> tuple[Token, int]:
    """A tag, and where it ends; one without end ends with the text."""
    at = tag.end()
    values: dict[str, str] = {}
    while (end := _END_OF_TAG.match(html, at)) is None:
        found = _ATTRIBUTE.match(html, at)
        if found is None:
            at += 1
            if at >= len(html):
                break
            continue
        values.setdefault(found.group(1).lower(), _unescaped((found.group(2) or "").strip("\"'")))
        at = found.end()
    closed = end is not None and "/" in end.group()
    name = tag.group(2).lower()
    after = end.end() if end else len(html)
    return (Closing(name) if tag.group(1) else Opening(name, values, closed)), after


def _after_declaration(html: str, begin: int) -> int:
    """Past a comment or `<!DOCTYPE …>`; one character further where it has no end."""
    is_comment = html.startswith("<!--", begin)
    mark = "-->" if is_comment else ">"
    # `<!-->` is a comment by the standard, and empty.
    end = html.find(mark, begin + 2)
    return end + len(mark) if end != -1 else begin + 1


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    return entities.unescape(_NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text))
