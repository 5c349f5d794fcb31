"""How unlike a text it is that a person has written."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.oddity import oddity

COMPLAINT = "先月お願いした修理が、まだ終わっていません。"


@pytest.mark.parametrize(
    ("right", "wrong"), [("utf-8", "cp932"), ("cp932", "cp1252"), ("euc_jp", "cp932"), ("utf-8", "cp1252")]
)
def test_text_read_by_the_wrong_charset_is_odder(right: str, wrong: str):
    mojibake = COMPLAINT.encode(right).decode(wrong, "replace")
    assert oddity(mojibake) > oddity(COMPLAINT) + 0.1


@pytest.mark.parametrize("text", ["", "plain English", "あいう、。", "\t\n"])
def test_ordinary_text_is_not_odd(text: str):
    assert oddity(text) == 0


def test_what_nobody_assigned_is_oddest():
    assert oddity("\ufffd") > oddity("\ue000") > oddity("é") > oddity("あ")
