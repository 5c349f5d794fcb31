"""Letters to everybody: names of one sign and of sixty, bodies, half-width kana, emoji, signs that steer a typesetter."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.paper.compiled import printed_signs
from kikitori.foundation.paper.printable import MISSING, breakable, printable
from kikitori.records.letters.envelopes import CHOU3, DL, FOLD, PAPER_WIDTH, Box, envelope_for
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet, address_lines, page_values, promise_line
from kikitori.records.people.addressing import honorific_of
from kikitori.records.people.terms import Honorific
from tests.printed import furthest_right, pages, text_of

WRITTEN = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
SHEET = Sheet(
    name="試野 はな 様",
    address="〒100-0001 東京都見本区みほん町1-1",
    date="2026年12月31日（木）",
    reference="K-2026-000131",
    locator="K7FM-3QTA",
    again="L-2026-000003",
    sender="みほん堂",
    sender_address="〒100-0002 東京都見本区みほん町2-2",
    phone="0120-000-000",
    hours="平日 9:00–17:00",
    promises=["2027年1月4日（月）17:00まで　経過のご連絡"],
)
#: What people put into their names, addresses and letters.
WORDS = {
    "one sign": "林",
    "sixty signs": "寿限無" * 20,
    "body": "株式会社みほん堂サービスセンターお客様相談室 御中",
    "half-width kana": "ｼﾐｽﾞ ｶﾞｷﾞｸﾞ 様",
    "old and rare signs": "髙橋 﨑子 様",
    "Latin with marks": "José Müller-Łukasiewicz",
    "Cyrillic": "Иван Петров",
    "comment of the typesetter": "// 様 /* 御中 */",
    "function of the typesetter": '#import "x": y #read("/etc/passwd") #sys',
    "marks of the typesetter": "= *太* _細_ `x` $ a^2 $ @b <c> \\ ~ - + / [z]",
    "markup": "<b>様</b>&amp;",
    "template": "{{ name }} {% x %} %(name)s {0}",
    "quotes": "\"'„“”‚‘’「」『』",
    "backslashes": "\\n\\u0041\\\\",
    "dashes": "-‐‑‒–—―−ー〜～",
}  # fmt: skip


def values(sheet: Sheet = SHEET, **changes: Any) -> dict[str, Any]:
    usual = {"number": "L-2026-000012", "language": "ja", "subject": "件名", "body": "本文", "large": False}
    return page_values(sheet, **{**usual, "plain": str, **changes})


def posting(sheet: Sheet = SHEET, *, large: bool = False, **letter: Any) -> Posting:
    """A letter that no database has seen."""
    usual = {"language": "ja", "subject": "件名", "body": "本文\n", "written_at": WRITTEN}
    made = Letter(**{**usual, **letter})
    return Posting(letter=made, number="L-2026-000012", sheet=asdict(sheet), large_print=large)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("what", WORDS)
def test_every_field_of_the_sheet_is_handed_on_to_the_letter(what: str) -> None:
    word = WORDS[what]
    page = values(
        Sheet(
            **{
                **dict.fromkeys((each.name for each in fields(Sheet)), word),
                "promises": [word, word],
                "reply": {},
            }
        )  # type: ignore[arg-type]
    )
    assert page["name"] == word
    assert page["address"] == [word]
    assert page["marks"] == [
        word,
        "文書番号 L-2026-000012",
        f"受付番号 {word}",
        f"照会番号 {word}",
        f"再送（前回 {word}）",
    ]
    assert page["sender"] == [word, word, f"電話 {word}（{word}）"]
    assert page["promises"] == [word, word]
    assert page["foot"] == f"{word} · L-2026-000012 · {word}"


@pytest.mark.parametrize("what", WORDS)
def test_letter_says_what_was_written_in_signs_that_can_be_printed(what: str) -> None:
    word = WORDS[what]
    pdf = paper_of([posting(replace(SHEET, name=word), subject=word, body=f"{word}\n\n{word}")])
    told = squeezed(text_of(pdf.content))
    expected = squeezed(printable(word, printed_signs()).text).strip("-")
    assert told.count(expected) >= 3, what
    assert (MISSING in told) is bool(pdf.missing)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "name", ["林 様", "寿限無" * 20 + " 様", "見本市民苦情申出者連絡協議会" * 4 + " 御中", "W" * 60]
)
def test_name_of_any_length_stays_on_the_paper(name: str, large: bool) -> None:
    for language in ("ja", "en"):
        pdf = paper_of([posting(replace(SHEET, name=name), large=large, language=language)]).content
        assert furthest_right(pdf) <= PAPER_WIDTH
        assert squeezed(name) in squeezed(text_of(pdf))


@pytest.mark.parametrize("sign", ["怒", "a", "#"])
def test_ten_thousand_signs_take_pages_and_none_is_lost(sign: str) -> None:
    pdf = paper_of([posting(body=sign * 10_000)]).content
    assert len(pages(pdf)) > 1
    assert furthest_right(pdf) <= PAPER_WIDTH
    assert text_of(pdf).count(sign) >= 10_000


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ("😡", ("😡",)),
        ("ありがとう👍🏽ございます", ("👍🏽",)),
        ("👨\u200d👩\u200d👧と🇯🇵", ("👨\u200d👩\u200d👧", "🇯🇵")),
        ("①②③ ㈱ ㌢ ℡ №", ()),
        ("ｶﾞｷﾞｸﾞ", ()),
        ("か\u3099", ()),
        ("\ue000", ("\ue000",)),
        ("普通の文", ()),
    ],
)
def test_what_no_type_has_is_seen_and_named_once(written: str, missing: tuple[str, ...]) -> None:
    pdf = paper_of([posting(replace(SHEET, name=written), subject=written, body=f"{written}\n{written}")])
    assert set(pdf.missing) == set(missing)
    assert len(pdf.missing) == len(missing)


@pytest.mark.parametrize(
    ("honorific", "person", "body"),
    [
        (Honorific.USUAL, "様", "御中"),
        (Honorific.SAMA, "様", "様"),
        (Honorific.SENSEI, "先生", "先生"),
        (Honorific.DONO, "殿", "殿"),
        (Honorific.NONE, "", ""),
    ],
)
def test_person_and_body_are_addressed_as_is_usual_or_as_they_wish(
    honorific: Honorific, person: str, body: str
) -> None:
    assert honorific_of(honorific.value, is_body=False) == person
    assert honorific_of(honorific.value, is_body=True) == body


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("〒 100-0001 東京都", ["〒100-0001", "東京都"]),
        ("〒100−0001東京都", ["〒100-0001", "東京都"]),
        ("〒100ー0001、東京都", ["〒100-0001", "東京都"]),
        ("〒1000001,東京都", ["〒100-0001", "東京都"]),
        ("１０００００１\u3000東京都", ["〒100-0001", "東京都"]),
        ("〒100-0001\r\n東京都\r\n\r\n見本区", ["〒100-0001", "東京都", "見本区"]),
        ("\n\n〒100-0001\n東京都", ["〒100-0001", "東京都"]),
        # No postal code of Japan.
        ("100-001 東京都", ["100-001 東京都"]),
        ("〒100-00012 東京都", ["〒100-00012 東京都"]),
        ("〒 東京都", ["〒 東京都"]),
        ("〒", ["〒"]),
        ("١٠٠-٠٠٠١ القاهرة", ["١٠٠-٠٠٠١ القاهرة"]),
        ("10115 Berlin", ["10115 Berlin"]),
        ("1000AA Amsterdam", ["1000AA Amsterdam"]),
        # Only the first line is looked at.
        ("東京都\n〒100-0001", ["東京都", "〒100-0001"]),
    ],
)
def test_only_a_postal_code_of_japan_stands_by_itself(address: str, lines: list[str]) -> None:
    assert address_lines(address) == lines


@given(st.text(alphabet="〒0123456789-ー－ 　\n東京a", max_size=40))
@settings(max_examples=25)
def test_lines_of_an_address_are_never_empty_and_read_again_the_same(address: str) -> None:
    lines = address_lines(address)
    assert all(line.strip() for line in lines)
    assert address_lines("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("", [[]]),
        ("\n\n\n", [[]]),
        ("一", [["一"]]),
        ("一\n", [["一"]]),
        ("\n\n一\n\n", [["一"]]),
        ("一\n二", [["一", "二"]]),
        ("一\n\n二", [["一"], ["二"]]),
        ("一\n\n\n\n二\n三", [["一"], ["二", "三"]]),
        ("　字下げ", [["　字下げ"]]),
    ],
)
def test_text_is_set_in_the_paragraphs_it_was_written_in(body: str, parts: list[list[str]]) -> None:
    assert values(body=body)["body"] == parts


@pytest.mark.parametrize(
    "left_out", ["reference", "locator", "again", "phone", "hours", "sender_address", "promises"]
)
def test_what_is_not_known_takes_its_word_with_it(left_out: str) -> None:
    empty: Any = [] if left_out == "promises" else ""
    page = values(replace(SHEET, **{left_out: empty}))
    label = {
        "reference": "受付番号",
        "locator": "照会番号",
        "again": "再送",
        "phone": "電話",
        "hours": "平日",
        "sender_address": "〒100-0002",
        "promises": "経過のご連絡",
    }[left_out]
    assert label in str(values())
    assert label not in str(page)


def test_every_text_goes_through_the_press_once_and_numbers_do_not() -> None:
    seen: list[str] = []

    def pressed(text: str) -> str:
        seen.append(text)
        return f"<{text}>"

    page = values(plain=pressed)
    assert page["name"] == "<試野 はな 様>"
    assert page["body"] == [["<本文>"]]
    assert seen.count("試野 はな 様") == 1
    assert all(isinstance(page[name], float | int) for name in ("size", "leading", "body-at"))
    assert all(
        isinstance(side, float | int) for box in ("window", "sender-at") for side in page[box].values()
    )


@pytest.mark.parametrize("when", ["2026年12月31日（木）", "2028年2月29日（火）", "{what}", "%s"])
def test_promise_is_told_to_the_letter_whatever_its_words(when: str) -> None:
    for what in ("経過のご連絡", "{when}", "%(what)s", "<b>", "#x"):
        assert promise_line("ja", when, what) == f"{when}まで　{what}"
        assert promise_line("en", when, what) == f"By {when}: {what}"
        assert promise_line("fr", when, what) == promise_line("en", when, what)


@pytest.mark.parametrize("envelope", [CHOU3, DL])
def test_what_the_window_shows_lies_on_the_folded_paper_and_beside_the_sender(envelope: Any) -> None:
    seen, beside = envelope.seen, envelope.sender_at
    assert seen.width > 0 < seen.height
    assert 0 < seen.left < seen.right < PAPER_WIDTH
    assert 0 < seen.top < seen.bottom < FOLD
    assert beside.left >= envelope.window.right - 1 or beside.top >= seen.bottom
    assert beside.right <= PAPER_WIDTH
    assert envelope.body_at > seen.bottom
    assert envelope.window.right < envelope.width
    assert envelope.window.bottom < envelope.height


def test_box_knows_its_edges_and_each_language_its_envelope() -> None:
    box = Box(1.5, 2, 3, 4)
    assert (box.right, box.bottom) == (4.5, 6)
    assert [envelope_for(language) for language in ("ja", "en", "fr", "")] == [CHOU3, DL, DL, DL]


@given(st.text(max_size=300))
@settings(max_examples=25)
def test_places_where_lines_may_end_change_no_word(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")
    assert breakable(breakable(text)) == breakable(text)
