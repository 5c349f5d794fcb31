"""The dress of mails to our own people: no machine may answer, any letter gets through, the language is named."""

from __future__ import annotations

import pytest

from kikitori.records.people.mail_dress import dressed
from tests.letterbox import read, text_of


@pytest.mark.parametrize(
    ("subject", "body", "spoken"),
    [
        ("お知らせ", "ご確認ください。\n髙橋 𠮷", "ja"),
        ("A notice", "Please look.\n.\nFrom here on", "en"),
        ("長" * 200, "あ" * 5_000, "ja"),
    ],
)
def test_what_is_said_arrives_as_it_was_said(subject: str, body: str, spoken: str) -> None:
    mail = read(dressed(subject, body, spoken).as_bytes())
    assert mail["Subject"] == f"[Kikitori] {subject}"
    assert text_of(mail).rstrip("\n") == body
    assert mail["Content-Language"] == spoken


def test_no_machine_is_to_answer_and_nobody_is_named() -> None:
    mail = dressed("A notice", "Please look.", "en")
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (mail["From"], mail["To"]) == (None, None)


@pytest.mark.parametrize("subject", ["Two\nlines", "Two\r\nBcc: x@example.jp"])
def test_subject_brings_no_header_with_it(subject: str) -> None:
    with pytest.raises(ValueError, match="Header values"):
        dressed(subject, "text", "en")
