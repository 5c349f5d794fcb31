"""What a record on paper is made of: a cover, sections, and blocks of a few kinds. Pure.

Everything in it is text as somebody wrote or we say it. `values` makes each of them fit for print on its way, by one
function, so that nothing gets round it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, ClassVar

Plain = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section; `kind` is what the template knows it by."""

    kind: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading, which stands in the index."""

    kind = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Said(Block):
    """What somebody wrote. `tone`: `internal` where it was written among ourselves."""

    kind = "text"
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Plainly(Block):
    """A sentence of ours."""

    kind = "plain"
    text: str


@dataclass(frozen=True, slots=True)
class Note(Block):
    """A small sentence of ours: what is not here, and why."""

    kind = "note"
    text: str


@dataclass(frozen=True, slots=True)
class Facts(Block):
    """What is called what: pairs."""

    kind = "facts"
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rows(Block):
    """A table."""

    kind = "rows"
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Listed(Block):
    """A list."""

    kind = "list"
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry(Block):
    """One thing that happened. `word`: for whom it was meant, where it was not for everybody."""

    kind = "entry"
    when: str
    who: str
    sentence: str
    text: str = ""
    lines: Sequence[str] = ()
    word: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Picture(Block):
    """A PNG of ours, under a name of ours. `alt`: what is said of it to who does not see it."""

    kind = "picture"
    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Attached(Block):
    """A file that lies in the PDF as it came, under a name of ours; `name`: what it was called."""

    kind = "attached"
    file: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole one. `index`: what its index is called; without one it has none, and no page for its cover."""

    language: str
    title: str
    author: str
    foot: str
    cover: Sequence[Block]
    sections: Sequence[Section] = field(default_factory=list)
    index: str = ""


#: Texts of several paragraphs; all other texts are one line for the template, or several within one paragraph.
_LONG = {("text", "text"), ("plain", "text"), ("note", "text"), ("entry", "text")}
_LINES = {("entry", "sentence")}
#: Names of ours, not to be touched.
_OURS = {"file", "tone"}


def values(record: Record, plain: Plain) -> dict[str, Any]:
    """What the template reads. `plain`: makes any text fit to be printed, and takes out what must not be."""
    return {
        "language": record.language,
        "title": _line(plain(record.title)),
        "title-shown": plain(record.title),
        "author": plain(record.author),
        "foot": _line(plain(record.foot)),
        "indexed": bool(record.index),
        "index-title": plain(record.index),
        "cover": [_block(each, plain) for each in record.cover],
        "sections": [
            {"title": plain(each.title), "blocks": [_block(block, plain) for block in each.blocks]}
            for each in record.sections
        ],
    }


def _block(block: Block, plain: Plain) -> dict[str, Any]:
    made: dict[str, Any] = {"is": block.kind}
    for each in fields(block):
        value = getattr(block, each.name)
        if each.name in _OURS:
            made[each.name] = value
        elif (block.kind, each.name) in _LONG:
            made[each.name] = paragraphs(plain(value))
        elif (block.kind, each.name) in _LINES:
            made[each.name] = plain(value).splitlines()
        elif isinstance(block, Facts):
            made[each.name] = [[plain(label), paragraphs(plain(text)) or [["–"]]] for label, text in value]
        elif isinstance(block, Rows) and each.name == "rows":
            made[each.name] = [[plain(cell).splitlines() or [""] for cell in row] for row in value]
        else:
            made[each.name] = plain(value) if isinstance(value, str) else [_line(plain(one)) for one in value]
    return made


def paragraphs(text: str) -> list[list[str]]:
    """A text as paragraphs of lines; none where there is nothing in it."""
    found = text.strip("\n")
    return [part.splitlines() for part in re.split(r"\n{2,}", found)] if found.strip() else []


def _line(text: str) -> str:
    return " ".join(text.split("\n"))


def texts_of(record: Any) -> Iterator[str]:
    """Every text in it, however deep it lies."""
    if isinstance(record, str):
        yield record
    elif is_dataclass(record):
        for each in fields(record):
            yield from texts_of(getattr(record, each.name))
    elif isinstance(record, list | tuple):
        for each in record:
            yield from texts_of(each)
