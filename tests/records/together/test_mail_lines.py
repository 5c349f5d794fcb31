"""Mails about notices: how many of what, with numbers where they may be said, and never a word of a complaint."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.complaints.terms import Confidentiality
from kikitori.records.together.labels import NOTICE_KIND
from kikitori.records.together.mail_text import Line, as_mail
from kikitori.records.together.terms import NoticeKind
from tests.house.rules.source import JAPANESE
from tests.letterbox import text_of

DESK = "https://desk.example.jp/desk"


def row(
    kind: NoticeKind, reference: str = "K-2026-000001", number: int = 1, *, sealed: bool = False
) -> dict[str, Any]:
    own = (
        Confidentiality.RESTRICTED
        if sealed
        else next(iter(set(Confidentiality) - {Confidentiality.RESTRICTED}))
    )
    return {
        "kind": kind.value,
        "complaint__reference": reference,
        "complaint__confidentiality": own.value,
        "number": number,
    }


def mail(*rows: dict[str, Any], language: str = "ja", organisation: str = "みほん堂") -> Any:
    return as_mail(Line.of(rows), language=language, organisation=organisation, desk=DESK)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_kind_is_a_line_in_the_readers_language(kind: NoticeKind) -> None:
    for language, counted in (("ja", "1件（K-2026-000001）"), ("en", "1 (K-2026-000001)")):
        body = text_of(mail(row(kind), language=language))
        with override(language):
            assert f"{NOTICE_KIND[kind]}: {counted}" in body
        assert bool(JAPANESE.search(body.replace("みほん堂", ""))) is (language == "ja")


@pytest.mark.parametrize("kind", NoticeKind)
def test_number_of_a_sealed_complaint_is_never_said(kind: NoticeKind) -> None:
    body = text_of(mail(row(kind, "K-2026-000009", sealed=True), row(kind, "K-2026-000010")))
    assert "K-2026-000009" not in body
    assert "K-2026-000010" in body
    assert ": 2" in body


def test_lines_come_in_the_order_of_the_kinds_whatever_the_order_of_the_rows() -> None:
    rows = [row(kind) for kind in NoticeKind]
    for several in (rows, rows[::-1], rows[3:] + rows[:3]):
        assert [line.kind for line in Line.of(several)] == list(NoticeKind)


@pytest.mark.parametrize(
    ("number", "named", "more"), [(1, 1, False), (10, 10, False), (11, 10, True), (200, 10, True)]
)
def test_ten_numbers_are_named_and_the_rest_is_found_in_the_desk(number: int, named: int, more: bool) -> None:
    rows = [row(NoticeKind.WORD, f"K-2026-{each:06}") for each in range(number)]
    [line] = Line.of(rows)
    assert line.number == number
    assert str(line).count("K-2026-") == named
    assert ("…" in str(line)) is more


@pytest.mark.parametrize(
    ("number", "subject", "begins"),
    [
        (1, "[Kikitori] 1 new notice", "1 notice waits"),
        (2, "[Kikitori] 2 new notices", "2 notices wait"),
        (1000, "[Kikitori] 1000 new notices", "1000 notices wait"),
    ],
)
def test_mail_says_how_many_there_are(number: int, subject: str, begins: str) -> None:
    found = mail(row(NoticeKind.NOTE, number=number), language="en")
    assert found["Subject"] == subject
    assert text_of(found).startswith(begins)
    assert f"{number}件" in mail(row(NoticeKind.NOTE, number=number))["Subject"].replace(" ", "")


@pytest.mark.parametrize("language", ["ja", "en", "fr", "ja-JP"])
def test_nobodys_absence_answers_and_readers_programs_know_the_language(language: str) -> None:
    found = mail(row(NoticeKind.NOTE), language=language)
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["Content-Language"] == ("ja" if language.startswith("ja") else "en")
    assert found["To"] is None
    assert found["From"] is None


def test_ways_to_the_desk_stand_in_the_mail() -> None:
    body = text_of(mail(row(NoticeKind.NOTE)))
    assert f"{DESK}/notices/\n" in body
    assert f"{DESK}/notices/choices/\n" in body


@pytest.mark.parametrize(
    "name", ["みほん堂", "A\r\nBcc: x@example.jp", "%(number)s", "<b>&", "😡", "x" * 500]
)
def test_name_of_the_organisation_adds_no_header(name: str) -> None:
    found = mail(row(NoticeKind.NOTE), organisation=name)
    assert found["Bcc"] is None
    assert set(found.keys()) == {
        "Subject",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
        "Content-Language",
    }
    assert "".join(name.split()) in "".join(text_of(found).split())
