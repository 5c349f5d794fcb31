"""The check page's view of a draft: what goes, what stays, and how it was understood."""

from __future__ import annotations

from typing import Any

import pytest

from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.summary import Part, summary

FULL = {"story": "皿が割れた。", "injury": "no", "wish": "Please replace them, I beg you.", "name": "試野 はな",
        "kana": "ﾀﾒｼﾉ はな", "email": "ＨＡＮＡ＠example.jp", "phone": "０９０−１２３４−５６７８", "language": "ja"}  # fmt: skip


def parts(**changes: Any) -> list[Part]:
    return summary(Draft("t", FULL | changes), "ja")


def rows(**changes: Any) -> dict[str, str]:
    return {row.label: row.text for part in parts(**changes) for row in part.rows}


def test_three_parts_in_the_order_of_the_pages() -> None:
    assert [part.step for part in parts()] == ["story", "wish", "reach"]


def test_own_words_carry_the_language_they_are_in() -> None:
    story, wish, _ = parts()
    assert (story.words, story.language) == ("皿が割れた。", "ja")
    assert (wish.words, wish.language) == ("Please replace them, I beg you.", "en")


def test_nothing_written_is_said_so() -> None:
    assert parts(wish=" ")[1].words == "（書かれていません）"


def test_contacts_are_shown_as_they_were_understood() -> None:
    """A slip of the finger is seen here or never."""
    shown = rows()
    assert shown["メールアドレス"] == "HANA@example.jp"
    assert shown["電話番号"] == "090-1234-5678"
    assert shown["お名前の読み（カナ）"] == "タメシノ ハナ"


@pytest.mark.parametrize("email", ["hana", "", "a@b@c"])
def test_address_that_is_none_is_shown_as_typed_or_not_at_all(email: str) -> None:
    assert rows(email=email).get("メールアドレス", "") == email


@pytest.mark.parametrize(
    ("reach", "name", "contact"),
    [("open", "試野 はな", True), ("", "試野 はな", True), ("nameless", "お伝えになりません", True),
     ("nothing", "お伝えになりません", False)],
)  # fmt: skip
def test_what_is_not_sent_is_not_shown_as_if_it_were(reach: str, name: str, contact: bool) -> None:
    shown = rows(reach=reach)
    assert shown["お名前"] == name
    assert ("電話番号" in shown) is contact
    if not contact:
        assert shown["ご連絡先"] == "お伝えになりません。経過は控えでご覧いただきます。"


def test_reading_of_a_name_that_is_not_given_is_not_shown() -> None:
    assert "お名前の読み（カナ）" not in rows(reach="nameless")
    assert "お名前の読み（カナ）" not in rows(name="")


def test_no_way_to_reach_is_said_so() -> None:
    assert rows(email="", phone="")["ご連絡先"] == "お伝えになりません"


def test_note_about_contact_stands_only_beside_a_contact() -> None:
    assert rows(contact_note="夜がよい")["ご連絡のときに気をつけること"] == "夜がよい"
    assert "ご連絡のときに気をつけること" not in rows(contact_note="夜がよい", email="", phone="")


@pytest.mark.parametrize(
    ("injury", "shown"),
    [("yes", "はい"), ("no", "いいえ"), ("unknown", "わからない"), ("", None), ("x", None)],
)
def test_safety_answers_stand_there_when_they_were_given(injury: str, shown: str | None) -> None:
    assert rows(injury=injury).get("けが・体調") == shown


def test_needs_stand_line_by_line() -> None:
    shown = rows(needs=["companion", "no_phone"], needs_note="筆談")
    assert shown["必要な配慮"].splitlines() == ["電話は使えません", "信頼できる人と一緒に進めたい", "筆談"]
    assert "必要な配慮" not in rows()


def test_language_of_letters_is_named_in_its_own_language() -> None:
    assert rows(language="en")["通知文の言語"] == "English"
    assert rows(language="")["通知文の言語"] == "日本語"
