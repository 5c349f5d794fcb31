"""Pages of strangers' PDFs become pictures of ours, a bounded number of them, whatever the file is."""

from __future__ import annotations

import pytest

from kikitori.foundation.paper.foreign_pages import drawn_pages
from kikitori.foundation.paper.picture_size import PictureSize, picture_size
from kikitori.foundation.paper.pictures import NotDrawn


def pdf(*sizes: tuple[int, int], root: str = "", content: bytes = b"0 0 1 rg 10 10 50 50 re f") -> bytes:
    """A PDF with pages of these sizes in points, written by hand (ISO 32000-1), with a blue square on each."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(sizes)))
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sizes)} >>",
        "<< >>",
    ]
    bodies: list[bytes] = [each.encode() for each in parts]
    for number, (width, height) in enumerate(sizes):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {5 + 2 * number} 0 R >>"
        )
        bodies += [page.encode(), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)]
    made, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(made),
    )  # fmt: skip


def size_of(picture: bytes) -> PictureSize:
    found = picture_size(picture)
    assert found is not None
    return found


def test_each_page_is_a_picture_in_its_shape() -> None:
    pages = drawn_pages(pdf((200, 100), (100, 200)), most=5)
    wide, high = map(size_of, pages.drawn)
    assert pages.are_all
    assert wide.width == high.height
    assert wide.width > wide.height
    assert high.height > high.width


@pytest.mark.parametrize(
    ("most", "drawn", "are_all"), [(1, 1, False), (2, 2, False), (3, 3, True), (9, 3, True)]
)
def test_no_more_pages_than_asked_for_are_drawn(most: int, drawn: int, *, are_all: bool) -> None:
    pages = drawn_pages(pdf((100, 100), (100, 100), (100, 100)), most=most)
    assert (len(pages.drawn), pages.are_all) == (drawn, are_all)


def test_page_of_a_mile_is_drawn_small() -> None:
    [picture] = drawn_pages(pdf((14_400, 14_400)), most=1).drawn
    assert size_of(picture).width <= 1300


def test_what_acts_in_it_does_not_act() -> None:
    root = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    [picture] = drawn_pages(pdf((100, 100), root=root), most=1).drawn
    assert b"JavaScript" not in picture


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"%PDF-1.7\n" + b"\x00" * 10_000, pdf((100, 100))[:200], b"no pdf at all", pdf()],
)
def test_what_is_no_pdf_is_not_drawn(data: bytes) -> None:
    with pytest.raises(NotDrawn):
        drawn_pages(data, most=3)
