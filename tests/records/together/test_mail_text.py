"""The mail that says how many notices wait: in both languages, and nothing that others may not read."""

from __future__ import annotations

from enum import StrEnum

import pytest
from django.utils.translation import override

from kikitori.records.together.labels import BY_MAIL, NOTICE_KIND, WHOSE
from kikitori.records.together.mail_text import Line, as_mail
from kikitori.records.together.terms import ByMail, NoticeKind, Whose
from tests.house.rules.source import JAPANESE
from tests.letterbox import text_of

DESK = "https://desk.example.jp/desk"


def row(kind: str, reference: str, number: int = 1, confidentiality: str = "ordinary") -> dict[str, object]:
    return {
        "kind": kind,
        "complaint__reference": reference,
        "complaint__confidentiality": confidentiality,
        "number": number,
    }


ROWS = [
    row("escalation", "K-2026-000002", confidentiality="restricted"),
    row("word", "K-2026-000001", 2),
    row("word", "K-2026-000003", confidentiality="restricted"),
    row("word", "K-2026-000007"),
]


def test_notices_of_one_kind_are_one_line_and_what_is_restricted_has_no_number() -> None:
    lines = Line.of(ROWS)
    assert [(line.kind.value, line.number, line.references) for line in lines] == [
        ("word", 4, ["K-2026-000001", "K-2026-000007"]),
        ("escalation", 1, []),
    ]
    assert Line.of([]) == []


def test_mail_in_japanese() -> None:
    mail = as_mail(Line.of(ROWS), language="ja", organisation="みほん堂", desk=DESK)
    assert mail["Subject"] == "[Kikitori] 新しいお知らせ 5件"
    body = text_of(mail)
    assert body == (
        "みほん堂の受付デスクに、お知らせが5件あります。\n\n"
        "・申出者からの連絡: 4件（K-2026-000001 K-2026-000007）\n"
        "・上申: 1件\n\n"
        f"次のページでお読みください。\n{DESK}/notices/\n\n"
        "このメールには、苦情の内容を載せていません。内容は受付デスクでだけ読めます。\n\n"
        f"メールで受け取る内容と時刻は、こちらで選べます。\n{DESK}/notices/choices/\n"
    )


def test_mail_in_english_counts_one_as_one() -> None:
    with override("ja"):
        mail = as_mail(Line.of(ROWS[:1]), language="en-GB", organisation="Mihon-do", desk=DESK)
    assert (mail["Subject"], mail["Content-Language"]) == ("[Kikitori] 1 new notice", "en")
    body = text_of(mail)
    assert body.startswith("1 notice waits for you at the complaint desk of Mihon-do.\n\n- Escalation: 1\n\n")
    assert not JAPANESE.search(body)


def test_no_absence_answers_such_a_mail() -> None:
    mail = as_mail(Line.of(ROWS), language="ja", organisation="みほん堂", desk=DESK)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert mail.get_content_type() == "text/plain"


def test_many_references_are_not_all_named() -> None:
    lines = Line.of([row("note", f"K-2026-{n:06d}") for n in range(30)])
    with override("en"):
        said = str(lines[0])
    assert said.startswith("Internal note of a colleague: 30 (K-2026-000000 ")
    assert said.endswith(" K-2026-000009 …)")


@pytest.mark.parametrize(
    ("words", "table"),
    [(NoticeKind, NOTICE_KIND), (ByMail, BY_MAIL), (Whose, WHOSE)],
)
def test_every_word_is_told_apart_in_both_languages(
    words: type[StrEnum], table: dict[StrEnum, object]
) -> None:
    assert set(table) == set(words)
    for language in ("ja", "en"):
        with override(language):
            said = [str(table[each]) for each in words]
        assert len(set(said)) == len(said)
        assert all(bool(JAPANESE.search(each)) == (language == "ja") for each in said)
