"""A mail at the terminal, as words and as a line of JSON: complete, in the reader's language, and steering nothing."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.config.post.shown import as_line, for_a_person
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail
from tests.foundation.mail.mails import of_parts, plain
from tests.house.rules.source import JAPANESE

QUOTED = (
    "交換でお願いします。\n\n2026年11月20日(金) 10:12 <soudan@shop.example>:\n> お待ちください。\n> 相談室"
)
BOUNCE = (
    b"From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\nContent-Type: text/plain\n\n"
    b"<a@carrier.example>: 550 5.1.1 user unknown"
)
PDF = b'Content-Type: application/pdf; name="\xe8\xa6\x8b\xe7\xa9\x8d.pdf"\nContent-Transfer-Encoding: base64\n\naGVsbG8='


def told(raw: bytes, language: str = "ja") -> list[str]:
    return for_a_person("a.eml", read_mail(raw), language).split("\n")


@pytest.mark.parametrize(
    ("language", "head"),
    [
        (
            "ja",
            [
                "── a.eml",
                "差出人: a@shop.example",
                "宛先: b@shop.example",
                "日時: 2026-11-20 10:12:00+09:00",
                "件名: x",
                "文字コード: utf-8 (確かさ 100%)",
            ],
        ),
        (
            "en",
            [
                "── a.eml",
                "From: a@shop.example",
                "To: b@shop.example",
                "Date: 2026-11-20 10:12:00+09:00",
                "Subject: x",
                "Charset: utf-8 (certainty 100%)",
            ],
        ),
    ],
)
def test_head_says_who_when_and_what(language: str, head: list[str]) -> None:
    assert told(plain("皿が割れていました。"), language)[: len(head)] == head


@pytest.mark.parametrize(
    ("raw", "ja", "en"),
    [
        (plain("皿"), "■ 本文全体", "■ The whole text"),
        (plain(QUOTED, In_Reply_To="<0@desk.example>"), "■ 新しい本文", "■ What is new"),
        (plain(""), "（本文なし）", "(no text)"),
        (of_parts(PDF), "■ 添付", "■ Attached"),
        (
            of_parts(PDF),
            "  - 見積.pdf — application/pdf, 5 バイト",
            "  - 見積.pdf — application/pdf, 5 bytes",
        ),
        (of_parts(PDF.replace(b"; name=", b"; x=")), "  - （名前なし）", "  - (no name)"),
        (BOUNCE, "種類: 配信できなかった知らせ", "Kind: report that a mail did not arrive"),
        (plain("皿", Auto_Submitted="auto-replied"), "種類: 自動送信", "Kind: sent by a machine"),
        (b"Subject: x\n\nx", "差出人: （不明）", "From: (unknown)"),
        (b"Subject: x\n\nx", "日時: （不明）", "Date: (unknown)"),
        (b"Subject: x\n\nx", "■ 注意", "■ Mind"),
    ],
)
def test_everything_worth_knowing_has_its_line(raw: bytes, ja: str, en: str) -> None:
    for language, expected in (("ja", ja), ("en", en)):
        assert any(line.startswith(expected) for line in told(raw, language)), told(raw, language)


@pytest.mark.parametrize(
    ("raw", "absent"),
    [
        (plain("皿"), "■ 新しい本文"),
        (plain("皿"), "■ 添付"),
        (plain("皿"), "■ 注意"),
        (plain("皿"), "種類:"),
    ],
)
def test_what_is_not_there_has_no_line(raw: bytes, absent: str) -> None:
    assert not any(line.startswith(absent) for line in told(raw))


def test_every_flaw_is_told_in_words_with_its_code_behind() -> None:
    raw = (
        b"Date: yesterday\nFrom: a@x.example b@x.example\nFrom: c@x.example\n\n"
        + "皿".encode("cp932")
        + b"\0"
    )
    reading = read_mail(raw)
    for language in ("ja", "en"):
        lines = [line for line in told(raw, language) if line.startswith("  - ")]
        codes = [re.search(r"\(([a-z0-9_]+)\)\Z", line) for line in lines]
        assert [found[1] for found in codes if found] == sorted(reading.flaws)
        assert all(bool(JAPANESE.search(line)) is (language == "ja") for line in lines)
    assert {Flaw.BAD_DATE, Flaw.BAD_FROM, Flaw.DUPLICATE_HEADER} <= reading.flaws


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("\x1b", "<U+001B>"),
        ("\x07", "<U+0007>"),
        ("\x08", "<U+0008>"),
        ("\x7f", "<U+007F>"),
        ("\x9b", "<U+009B>"),
        ("\u202e", "<U+202E>"),
        ("\u2066", "<U+2066>"),
        ("\u200f", "<U+200F>"),
        ("\u2028", "<U+2028>"),
        ("\x85", "<U+0085>"),
        ("\t", "\t"),
        ("皿", "皿"),
        ("👩", "👩"),
    ],
)
def test_sign_that_would_steer_a_terminal_is_shown_by_its_number(sign: str, shown: str) -> None:
    assert f"a{shown}b" in told(plain(f"a{sign}b"))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=60), st.sampled_from(["ja", "en"]))
def test_no_mail_steers_a_terminal(text: str, language: str) -> None:
    raw = plain(
        text.encode("utf-8", "replace").decode(),
        Subject=" ".join(text.encode("utf-8", "replace").decode().split()),
    )
    shown = for_a_person("a.eml", read_mail(raw), language)
    odd = {sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")} - {"\n", "\t"}
    assert odd == set()
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", shown)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_mail_is_one_line_of_json_that_begins_with_its_file(raw: bytes, name: str) -> None:
    file = name.encode("utf-8", "replace").decode()
    line = as_line(file, read_mail(raw))
    assert len(line.splitlines()) == 1
    found = json.loads(line)
    assert next(iter(found)) == "file"
    assert found["file"] == file


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\u0085", "\n", "\r", "\\", '"', "皿"])
def test_line_of_json_says_every_sign_of_the_text(sign: str) -> None:
    found = json.loads(as_line("a.eml", read_mail(plain(f"a{sign}b"))))
    assert found["text"] == f"a{sign}b".replace("\r", "\n")
