"""What stands on printed pages, as a PDF viewer (PDFium) reads it: texts, places, and the page as a picture."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import pypdfium2

#: Points to millimetres.
_MM = 25.4 / 72


@dataclass(frozen=True)
class Place:
    """A rectangle on the page in millimetres from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in the order in which it stands in the file."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def text_of(pdf: bytes) -> str:
    """All text, without line ends and places for them: where a line was broken is the paper's business."""
    return "".join("".join(pages(pdf)).split("\r\n")).replace("\u200b", "")


def place_of(pdf: bytes, words: str, page: int = 0) -> Place:
    """Where these words stand; all of them, if they run over lines. Raises AssertionError where they do not."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    text = sheet.get_textpage()
    found = text.search(words).get_next()
    assert found is not None, words
    boxes = [text.get_charbox(number) for number in range(found[0], found[0] + found[1])]
    boxes = [box for box in boxes if box[2] > box[0]]
    height = sheet.get_height()
    return Place(
        min(box[0] for box in boxes) * _MM,
        (height - max(box[3] for box in boxes)) * _MM,
        max(box[2] for box in boxes) * _MM,
        (height - min(box[1] for box in boxes)) * _MM,
    )


def title_of(pdf: bytes) -> str:
    """What viewers show as its title."""
    return str(pypdfium2.PdfDocument(pdf).get_metadata_value("Title"))


def is_tagged(pdf: bytes) -> bool:
    """Does it carry a structure by which it is read aloud?"""
    return bool(pypdfium2.PdfDocument(pdf).is_tagged())


def furthest_right(pdf: bytes) -> float:
    """The right edge of the last sign that can be seen, in millimetres, on any page."""
    edges = [0.0]
    for sheet in pypdfium2.PdfDocument(pdf):
        text = sheet.get_textpage()
        signs = text.get_text_range()
        edges += [text.get_charbox(at)[2] for at, sign in enumerate(signs) if not sign.isspace()]
    return max(edges) * _MM


def archived_as(pdf: bytes) -> str:
    """Part and level of ISO 19005 (PDF/A) that it says it keeps to: `2A`; empty where it says nothing of that."""
    part = re.search(rb"<pdfaid:part>(\d)</pdfaid:part>", pdf)
    level = re.search(rb"<pdfaid:conformance>(\w)</pdfaid:conformance>", pdf)
    return f"{part[1].decode()}{level[1].decode()}" if part and level else ""


def is_for_reading_aloud(pdf: bytes) -> bool:
    """Does it say that it keeps to PDF/UA-1?"""
    return b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def attached_in(pdf: bytes) -> dict[str, bytes]:
    """Files that lie in it, by the names under which a viewer lists them."""
    whole = pypdfium2.PdfDocument(pdf)
    found = (whole.get_attachment(number) for number in range(whole.count_attachments()))
    return {each.get_name(): bytes(each.get_data()) for each in found}


def everything_in(pdf: bytes) -> str:
    """Its text, what viewers show of it beside its pages, and every stream in it unpacked, as far as it is text."""
    whole = pypdfium2.PdfDocument(pdf)
    marks = [mark.get_title() for mark in whole.get_toc()]
    unpacked = []
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            unpacked.append(zlib.decompressobj().decompress(pdf[found.end() :]))
        except zlib.error:
            continue
    streams = [*unpacked, pdf]
    readable = [each.decode(code, "ignore") for each in streams for code in ("utf-8", "utf-16-be")]
    return "".join([text_of(pdf), title_of(pdf), *marks, *attached_in(pdf), *readable])
