"""Records as PDF/A: every kind of block, hostile texts, what is taken out, the same bytes for the same record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kikitori.foundation.language.blacking import Blacking
from kikitori.foundation.paper.bundle import Keeps
from kikitori.foundation.paper.compiled import NotSet
from kikitori.records.letters.record_blocks import (
    Attached,
    Block,
    Entry,
    Facts,
    Heading,
    Listed,
    Note,
    Picture,
    Plainly,
    Record,
    Rows,
    Said,
    Section,
    paragraphs,
    texts_of,
    values,
)
from kikitori.records.letters.record_paper import record_as_pdf
from tests import printed
from tests.foundation.mail.pictures import PNG

AT = datetime(2026, 11, 20, 7, 40, tzinfo=UTC)
#: One of each kind, every text in it once.
BLOCKS: list[Block] = [
    Heading("見出しの語"),
    Said("書かれた語\n二行目\n\n段落", "internal"),
    Plainly("地の文"),
    Note("小さな語"),
    Facts([("項目", "値の語\n値の二行目"), ("空", "")]),
    Rows(["列の語"], [["欄の語\n欄の二行目"], [""]]),
    Listed(["並べた語"]),
    Entry("2026年", "だれか", "出来事", "本文の語", ("行の語",), "内部", "internal"),
]


def record(*blocks: Block, **more: Any) -> Record:
    given = {
        "language": "ja",
        "title": "記録の題",
        "author": "みほん堂",
        "foot": "足元の語",
        "index": "目次の語",
    }
    return Record(
        **{**given, "cover": [Note("表紙の語")], "sections": [Section("節の語", list(blocks))], **more}
    )


def made(*blocks: Block, **more: Any) -> bytes:
    return record_as_pdf(record(*blocks, **more), at=AT).content


def test_every_text_of_every_block_is_printed() -> None:
    whole = record(*BLOCKS)
    text = printed.text_of(record_as_pdf(whole, at=AT).content)
    ours = {"ja", "internal"}
    for said in {line for each in texts_of(whole) for line in each.splitlines() if line} - ours:
        assert said in text, (said, text)


def test_index_names_sections_and_headings_with_their_pages() -> None:
    far = [Said("あ\n\n" * 200), Heading("ずっと後ろ"), Said("終わり")]
    pages = printed.pages(made(Heading("はじめ"), *far))
    index = pages[1].replace("\r\n", "\n")
    assert "目次の語" in index
    where = next(n for n, page in enumerate(pages, start=1) if "終わり" in page)
    line = next(line for line in index.split("\n") if "ずっと後ろ" in line)
    assert line.rstrip().endswith(str(where))


def test_pages_are_counted_through_with_the_reference() -> None:
    pages = printed.pages(made(Said("あ\n\n" * 300)))
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert page.rstrip().endswith(f"{number} / {len(pages)}")
        assert "足元の語" in page


def test_record_without_an_index_begins_at_once() -> None:
    pages = printed.pages(made(Said("本文"), index=""))
    assert len(pages) == 1
    assert "本文" in pages[0]
    assert "目次の語" not in pages[0]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_it_is_kept_for_decades_and_read_aloud(language: str) -> None:
    pdf = made(*BLOCKS, language=language)
    assert printed.archived_as(pdf) == "2A"
    assert printed.is_for_reading_aloud(pdf)
    assert printed.is_tagged(pdf)
    assert printed.title_of(pdf) == "記録の題"


def test_files_lie_in_it_as_they_came_and_make_it_another_part_of_the_standard() -> None:
    files = {"picture-1.png": PNG, "attached-2.bin": b"as it came \x00\xff"}
    blocks = [Picture("picture-1.png", "皿の写真"), Attached("attached-2.bin", "名簿.xlsx")]
    pdf = record_as_pdf(record(*blocks), at=AT, files=files, keeps=Keeps.FILES).content
    assert printed.archived_as(pdf) == "3A"
    assert printed.attached_in(pdf) == {"attached-2.bin": files["attached-2.bin"]}


def test_file_in_a_record_of_pages_alone_is_refused() -> None:
    with pytest.raises(NotSet):
        record_as_pdf(record(Attached("a.bin", "a")), at=AT, files={"a.bin": b"x"}, keeps=Keeps.PAGES)


def test_picture_that_is_none_sets_nothing() -> None:
    with pytest.raises(NotSet):
        record_as_pdf(record(Picture("p.png", "x")), at=AT, files={"p.png": b"no picture"})


def test_same_record_is_the_same_bytes() -> None:
    assert made(*BLOCKS) == made(*BLOCKS)
    assert made(*BLOCKS) != made(*BLOCKS, title="別の題")


@pytest.mark.parametrize(
    "hostile",
    [
        "ばか" * 5000,
        "A" * 10_000,
        "。" * 3000,
        "\x00\x07\x1b[31m赤\x7f",
        "\u202eetirw\u202c RTL \u2067שלום\u2069 مرحبا",
        "👨‍👩‍👧‍👦🇯🇵🏳️‍🌈 1️⃣",
        "e\u0301" * 50 + "\u0300" * 400,
        "\ufff9漢字\ufffaかんじ\ufffb",
        "นี้ ตัวอย่าง हिन्दी 한국어 中文 ﷽",
        "\n" * 3000 + "終",
        "\t　 \u00a0\u200b",
    ],
)
def test_whatever_somebody_wrote_becomes_pages(hostile: str) -> None:
    pdf = made(
        Heading(hostile[:60]), Said(hostile), Facts([(hostile[:50], hostile[:500])]), Rows([hostile[:20]], [[hostile[:300]]]),
        Entry("いつ", hostile[:100], hostile[:200], hostile, (hostile[:200],)),
        title=f"記録 {hostile[:40]}", foot=hostile[:60],
    )  # fmt: skip
    assert printed.archived_as(pdf) in ("2A", "2B")
    assert printed.furthest_right(pdf) < 210
    assert "\x1b" not in printed.text_of(pdf)


@pytest.mark.parametrize(
    "markup",
    [
        '#read("/etc/passwd")',
        '#image("/etc/hostname")',
        '#import "@preview/cetz:0.3.0": *',
        "#panic()",
        "*太字* _斜体_ `code` $x^2$",
        "= 見出し",
        "#set page(width: 1pt)",
        "<label> @label",
        "// comment",
        "\\ \\u{1f600}",
        '"; #let x = "',
        "]#pagebreak()[",
        '{"is": "attached"}',
    ],
)
def test_markup_stays_text(markup: str) -> None:
    pdf = made(
        Heading(markup), Said(markup), Plainly(markup), Facts([(markup, markup)]), Rows([markup], [[markup]]),
        Listed([markup]), Entry(markup, markup, markup, markup, (markup,), markup), title=markup, foot=markup, index=markup,
    )  # fmt: skip
    seen = "".join(printed.text_of(pdf).split())
    assert seen.count("".join(markup.split())) >= 14
    assert "root:" not in seen


def test_what_is_taken_out_is_nowhere_in_the_file() -> None:
    black = Blacking(["試野 はな"], ["secret-word"])
    text = "試野はな様 secret-word SECRET‐WORD"
    whole = record(
        Heading(text), Said(text), Plainly(text), Note(text), Facts([(text, text)]), Rows([text], [[text]]),
        Listed([text]), Entry(text, text, text, text, (text,), text), Picture("p.png", text), Attached("f.bin", text),
        title=text, author=text, foot=text, index=text,
    )  # fmt: skip
    files = {"p.png": PNG, "f.bin": b"x"}
    pdf = record_as_pdf(whole, at=AT, blacking=black, files=files, keeps=Keeps.FILES).content
    seen = printed.everything_in(pdf)
    assert "■■■" in seen
    for gone in ("試野", "はな", "secret", "SECRET"):
        assert gone not in seen
        assert gone not in printed.title_of(pdf)


def test_signs_without_a_type_are_named() -> None:
    paper = record_as_pdf(record(Said("笑😀")), at=AT)
    assert paper.missing == ("😀",)
    assert "笑〓" in printed.text_of(paper.content)


def test_values_hold_every_text_made_plain() -> None:
    seen: list[str] = []

    def plain(text: str) -> str:
        seen.append(text)
        return text

    values(record(*BLOCKS), plain)
    ours = {"ja", "internal"}
    assert set(texts_of(record(*BLOCKS))) - ours - {""} <= set(seen)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("\n \n", []),
        ("一", [["一"]]),
        ("一\n二", [["一", "二"]]),
        ("一\n\n二", [["一"], ["二"]]),
        ("\n\n一\n\n\n\n二\n", [["一"], ["二"]]),
    ],
)
def test_paragraphs_are_lines_between_empty_ones(text: str, found: list[list[str]]) -> None:
    assert paragraphs(text) == found
