"""Files in a case file: pictures and pages painted anew, texts as texts, all others by name; nothing of them acts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.test import Client

from kikitori.interfaces.desk.case_pdf.drawn import Easel
from kikitori.interfaces.desk.case_pdf.items import Item, Source
from kikitori.records.access.case_file import Meant, Section
from kikitori.records.letters.drafts import Draft
from kikitori.records.letters.models import Message
from kikitori.records.letters.record_blocks import (
    Attached,
    Block,
    Facts,
    Heading,
    Note,
    Picture,
    Record,
    Said,
)
from kikitori.records.letters.record_blocks import Section as Part
from kikitori.records.letters.record_paper import record_as_pdf
from tests import printed
from tests.cast import Cast
from tests.foundation.mail.pictures import JPEG, PNG
from tests.interfaces.desk.case_pdf.cases import NOW, OUTSIDE, enclosed, full, made, offered


def pdf_of(text: str, pages: int = 1) -> bytes:
    """A PDF that says this on each of its pages."""
    blocks: list[Block] = [Said(f"{text} {number}\n\n" + "\n\n" * 3) for number in range(pages)]
    record = Record(language="ja", title="x", author="x", foot="", cover=[], sections=[Part("x", blocks * 1)])
    return record_as_pdf(record, at=datetime(2026, 1, 1, tzinfo=UTC)).content


def shown(
    content: bytes, kind: str, *, name: str = "名前", barred: str = "", easel: Easel | None = None
) -> list[Block]:
    item = Item(
        "file-1", Section.FILES, Meant.EVERYBODY, name, (Heading(name), Facts([("種類", kind)])),
        Source(name, kind, len(content), barred, lambda: content),
    )  # fmt: skip
    return list((easel or Easel(keeps=False)).shown(item))


def notes(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Note))


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_picture_is_painted_anew(content: bytes, kind: str) -> None:
    easel = Easel(keeps=False)
    picture = next(each for each in shown(content, kind, easel=easel) if isinstance(each, Picture))
    assert picture.alt == "名前"
    assert easel.files[picture.file].startswith(b"\x89PNG")
    assert easel.files[picture.file] != content


def test_pages_of_a_pdf_are_painted_one_by_one() -> None:
    easel = Easel(keeps=False)
    blocks = shown(pdf_of("請求書"), "application/pdf", easel=easel)
    assert [each.alt for each in blocks if isinstance(each, Picture)] == ["名前 1ページ"]
    assert not notes(blocks)


def test_text_is_text_in_whatever_charset() -> None:
    said = next(
        each for each in shown("届いていません。".encode("cp932"), "text/plain") if isinstance(each, Said)
    )
    assert said.text == "届いていません。"


def test_long_text_is_cut_and_says_so() -> None:
    blocks = shown(b"a" * 30_000, "text/plain")
    said = next(each for each in blocks if isinstance(each, Said))
    assert len(said.text) == 20_000
    assert "初めの部分だけ" in notes(blocks)


def test_digest_is_that_of_the_bytes() -> None:
    facts = next(each for each in shown(b"abc", "application/zip") if isinstance(each, Facts))
    assert ("SHA-256", hashlib.sha256(b"abc").hexdigest()) in facts.rows


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (b"abc", "application/zip", "この種類のファイルは紙面に表示できません"),
        (b"<svg/>", "image/svg+xml", "この種類のファイルは紙面に表示できません"),
        (b"\x89PNG\r\n\x1a\nbroken", "image/png", "壊れているか"),
        (PNG[:40], "image/png", "壊れているか"),
        (b"%PDF-1.7\nnothing", "application/pdf", "壊れているか"),
        (b"", "application/pdf", "壊れているか"),
    ],
)
def test_what_cannot_be_shown_is_named_with_the_reason(content: bytes, kind: str, why: str) -> None:
    blocks = shown(content, kind)
    assert why in notes(blocks)
    assert isinstance(blocks[0], Heading)
    assert not [each for each in blocks if isinstance(each, Picture)]


def test_file_with_a_virus_is_not_even_read() -> None:
    def never() -> bytes:
        raise AssertionError

    item = Item(
        "f",
        Section.FILES,
        Meant.EVERYBODY,
        "x",
        (),
        Source("x", "image/png", 3, "ウイルスが見つかりました", never),
    )
    assert notes(list(Easel(keeps=True).shown(item))) == "表示できませんでした：ウイルスが見つかりました"


def test_file_that_is_too_large_is_not_even_read() -> None:
    item = Item("f", Section.FILES, Meant.EVERYBODY, "x", (), Source("x", "image/png", 10**9, "", bytes))
    assert "大きすぎます" in notes(list(Easel(keeps=True).shown(item)))


def test_after_three_failures_no_other_is_tried() -> None:
    easel = Easel(keeps=False)
    for _ in range(3):
        assert "壊れているか" in notes(shown(b"%PDF-1.7", "application/pdf", easel=easel))
    assert "ここでは表示していません" in notes(shown(PNG, "image/png", easel=easel))


def test_one_document_holds_a_bounded_number_of_pictures() -> None:
    easel = Easel(keeps=False)
    easel._pictures = 60
    assert "ここでは表示していません" in notes(shown(PNG, "image/png", easel=easel))


def test_files_lie_in_it_only_where_they_are_to() -> None:
    easel = Easel(keeps=True)
    attached = next(
        each for each in shown(b"abc", "application/zip", easel=easel) if isinstance(each, Attached)
    )
    assert easel.files[attached.file] == b"abc"
    assert easel.has_attached
    assert not [each for each in shown(b"abc", "application/zip") if isinstance(each, Attached)]


@pytest.mark.django_db
def test_files_stand_in_the_case_file_as_they_are_seen(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    enclosed(complaint, "皿.png", PNG, "image/png")
    enclosed(complaint, "請求.pdf", pdf_of("請求書"), "application/pdf")
    enclosed(complaint, "経緯.txt", "経緯を書きます。".encode(), "text/plain")
    enclosed(complaint, "壊れ.png", b"\x89PNG\r\n\x1a\nx", "image/png")
    pdf = made(client, complaint, "house")
    text = printed.text_of(pdf)
    for words in (
        "皿.png",
        "請求.pdf",
        "経緯を書きます。",
        "壊れ.png",
        "壊れているか、読み取れない形式です。",
    ):
        assert words in text, words
    assert printed.archived_as(pdf) == "3A"
    assert sorted(printed.attached_in(pdf).values()) == sorted(
        [PNG, pdf_of("請求書"), "経緯を書きます。".encode(), b"\x89PNG\r\n\x1a\nx"]
    )


@pytest.mark.django_db
@pytest.mark.parametrize("reader", OUTSIDE)
def test_no_file_as_it_came_leaves_the_house_inside_another(cast: Cast, client: Client, reader: str) -> None:
    complaint = full(cast)
    row = enclosed(complaint, "皿.png", PNG, "image/png")
    pdf = made(client, complaint, reader, chosen=["story", f"file-{row.pk}"])
    assert "皿.png" in printed.text_of(pdf)
    assert printed.archived_as(pdf) == "2A"
    assert printed.attached_in(pdf) == {}


@pytest.mark.django_db
def test_anonymous_complaint_gives_no_file_as_it_came(cast: Cast, client: Client) -> None:
    complaint = full(cast, anonymous=True)
    enclosed(complaint, "皿.png", PNG, "image/png")
    assert printed.attached_in(made(client, complaint, "house")) == {}


@pytest.mark.django_db
def test_text_files_are_blacked_out_too(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    row = enclosed(complaint, "試野はな.txt", "私は試野はなです。".encode(), "text/plain")
    seen = printed.everything_in(made(client, complaint, "respondent", chosen=["story", f"file-{row.pk}"]))
    assert "試野" not in seen
    assert "私は■■■です。" in seen


@pytest.mark.django_db
def test_file_goes_where_its_text_goes(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    ours = Message.objects.filter(complaint=complaint, visibility="internal").first()
    inside = enclosed(complaint, "内部.png", PNG, "image/png", message=ours)
    draft = Draft.objects.create(complaint=complaint, staff=cast.handler, form="note", text="x", saved_at=NOW)
    enclosed(complaint, "下書き.png", PNG, "image/png", draft=draft)
    house = offered(client, complaint, "house")
    assert [key for key in house if key.startswith("file-")] == [f"file-{inside.pk}"]
    for reader in OUTSIDE:
        assert not [key for key in offered(client, complaint, reader) if key.startswith("file-")]


@pytest.mark.django_db
def test_pictures_are_ticked_for_the_complainant_alone(cast: Cast, client: Client) -> None:
    complaint = full(cast)
    key = f"file-{enclosed(complaint, '皿.png', PNG, 'image/png').pk}"
    ticked = {reader: offered(client, complaint, reader)[key] for reader in ("house", *OUTSIDE)}
    assert ticked == {"house": True, "complainant": True, "respondent": False, "body": False}
