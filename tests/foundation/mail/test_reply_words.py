"""The lines by which mailers mark what is quoted."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reply_words import (
    attributes_whole,
    introduces_what_is_marked,
    is_forward_mark,
    is_header_block,
    is_original_mark,
    is_own_mark,
)


@pytest.mark.parametrize(
    "line", ["-----Original Message-----", "----- 元のメッセージ -----", "--- Ursprüngliche Nachricht ---"]
)
def test_mark_of_the_original_is_known(line: str):
    assert is_original_mark(line)


@pytest.mark.parametrize(
    "line", ["Original Message", "-----", "---- hello ----", "-- wrote --", "元のメッセージ"]
)
def test_other_lines_are_no_mark_of_the_original(line: str):
    assert not is_original_mark(line)


@pytest.mark.parametrize(
    "line", ["---------- Forwarded message ---------", "Begin forwarded message:", "以下、転送いたします。"]
)
def test_mark_of_a_forward_is_known(line: str):
    assert is_forward_mark(line)


def test_own_mark_is_known():
    assert is_own_mark("--- この線より上にご返信ください ---")
    assert not is_own_mark("この線の上")


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [
        (["From: a@b.example", "Sent: x", "To: y"], True),
        (["差出人：山田", "送信日時：昨日", "件名：x"], True),
        (["*From:* a", "*Date:* x", "*Subject:* y"], True),
        (["From: me", "to you with love"], False),
        (["件名: x", "日時: y", "内容"], False),
        (["Date: x", "Subject: y", "To: z", "words"], False),
    ],
)
def test_header_is_told_from_a_persons_own_lines(lines: list[str], is_one: bool):
    assert is_header_block(lines, 0) is is_one


@pytest.mark.parametrize(
    "line", ["wrote", "山田さんは困っています:", "20日 10:12 に伺います", "http://shop.example:80/:", ""]
)
def test_sentence_is_no_attribution(line: str):
    assert not attributes_whole(line)


def test_less_is_needed_before_what_is_marked():
    assert introduces_what_is_marked("山田さん:")
    assert not introduces_what_is_marked("つまり:")
