"""The head of a letter: logo and colour as they were when it was written; and no letter waits for a picture."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.foundation.contrast import AA_TEXT, WHITE, Colour, contrast
from kikitori.foundation.paper.pictures import redrawn
from kikitori.records.letters.envelopes import envelope_for
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet, printed_accent
from kikitori.records.people.logos import HIGHEST, WIDEST, Logo
from tests.foundation.mail import pictures
from tests.printed import is_tagged, pages, place_of, text_of

WRITTEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SHEET = Sheet(
    name="試野 はな 様",
    address="〒100-0001 東京都見本区みほん町1-1",
    date="2026年11月20日（金）",
    reference="K-2026-000131",
    sender="みほん堂",
    sender_address="〒100-0002 東京都見本区みほん町2-2",
    phone="0120-000-000",
)
GREEN = "#0a5c3f"
#: Millimetres of the frame a logo is fitted into.
WIDE, HIGH = 42, 14


def letter(sheet: Sheet = SHEET, *, number: str = "L-2026-000012", language: str = "ja") -> Posting:
    body = "試野 はな 様\n\nお知らせいただき、ありがとうございます。"
    written = Letter(language=language, subject="お申し出を受け付けました", body=body, written_at=WRITTEN)
    return Posting(letter=written, number=number, sheet=asdict(sheet))


def kept_logo(digest: str = "d" * 64, content: bytes | None = None) -> Logo:
    drawn = redrawn(pictures.PNG, width=WIDEST, height=HIGHEST)
    values = {"width": drawn.size.width, "height": drawn.size.height, "added_at": WRITTEN}
    return Logo.objects.create(digest=digest, content=drawn.content if content is None else content, **values)


def pictures_on(pdf: bytes, page: int = 0) -> list[tuple[float, float]]:
    """Width and height in millimetres of each picture on a page."""
    found = pypdfium2.PdfDocument(pdf)[page].get_objects(
        filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=9
    )
    boxes = [each.get_pos() if hasattr(each, "get_pos") else each.get_bounds() for each in found]
    return [((box[2] - box[0]) * 25.4 / 72, (box[3] - box[1]) * 25.4 / 72) for box in boxes]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_logo_stands_in_the_head_and_all_words_can_be_taken_out(db: None, language: str) -> None:
    logo = kept_logo()
    pdf = paper_of([letter(replace(SHEET, logo=logo.digest, accent=GREEN), language=language)]).content
    [(width, height)] = pictures_on(pdf)
    assert 0 < width <= WIDE
    assert 0 < height <= HIGH
    words = text_of(pdf)
    for each in ("みほん堂", "K-2026-000131", "0120-000-000", "ありがとうございます。", "試野 はな 様"):
        assert each in words
    assert is_tagged(pdf)


def test_letter_without_a_logo_has_no_picture_and_asks_nothing_of_the_database() -> None:
    assert pictures_on(paper_of([letter()]).content) == []
    assert pictures_on(paper_of([letter(replace(SHEET, accent=GREEN))]).content) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_head_cannot_be_seen_in_the_window_and_pushes_the_text_down(db: None, language: str) -> None:
    logo, envelope = kept_logo(), envelope_for(language)
    tall = replace(
        SHEET, logo=logo.digest, accent=GREEN, sender_address="東京都見本区みほん町2-2 みほん会館\n" * 9
    )
    pdf = paper_of([letter(tall, language=language)]).content
    assert place_of(pdf, "0120").left >= envelope.window.right
    assert place_of(pdf, "お申し出を受け付けました").top > place_of(pdf, "0120").bottom


@pytest.mark.parametrize("content", [b"", b"no picture", pictures.PNG[:40]])
def test_letter_is_printed_without_a_logo_that_cannot_be_drawn(db: None, content: bytes) -> None:
    logo = kept_logo(content=content)
    pdf = paper_of([letter(replace(SHEET, logo=logo.digest, accent=GREEN))]).content
    assert pictures_on(pdf) == []
    assert "ありがとうございます。" in text_of(pdf)


def test_letter_is_printed_without_a_logo_that_is_gone(db: None) -> None:
    sheet = replace(SHEET, accent=GREEN)
    assert paper_of([letter(replace(sheet, logo="0" * 64))]).content == paper_of([letter(sheet)]).content


def test_colour_that_is_none_keeps_no_letter_from_being_printed() -> None:
    assert "みほん堂" in text_of(paper_of([letter(replace(SHEET, accent="green?"))]).content)


def test_many_letters_ask_once_for_their_logos_and_each_has_its_own(db: None) -> None:
    first, second = kept_logo("a" * 64), kept_logo("b" * 64)
    sheets = [SHEET, *(replace(SHEET, logo=one.digest) for one in (first, second, first))]
    several = [letter(sheet, number=f"L-2026-{n:06d}") for n, sheet in enumerate(sheets)]
    with CaptureQueriesContext(connection) as asked:
        pdf = paper_of(several).content
    assert len(asked) == 1
    assert [len(pictures_on(pdf, page)) for page in range(len(pages(pdf)))] == [0, 1, 1, 1]


def test_same_letter_is_the_same_bytes(db: None) -> None:
    sheet = replace(SHEET, logo=kept_logo().digest, accent=GREEN)
    assert paper_of([letter(sheet)]).content == paper_of([letter(sheet)]).content
    assert paper_of([letter(sheet)]).content != paper_of([letter()]).content


@pytest.mark.parametrize("accent", ["#000000", "#0a5c3f", "#ffff00", "#ffffff", "#ff8800", "#808080"])
def test_any_colour_can_be_read_in_print(accent: str) -> None:
    assert contrast(Colour.of(printed_accent(accent)), WHITE) >= AA_TEXT
    assert "みほん堂" in text_of(paper_of([letter(replace(SHEET, accent=printed_accent(accent)))]).content)


def test_colour_that_can_be_read_is_printed_as_it_was_given() -> None:
    assert printed_accent(GREEN) == GREEN
    assert printed_accent("") == ""
