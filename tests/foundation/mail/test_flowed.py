"""format=flowed (RFC 3676)."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.flowed import unflowed


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("one \ntwo", "one two"),
        ("one\ntwo", "one\ntwo"),
        ("> one \n> two", "> one two"),
        ("> one \ntwo", "> one \ntwo"),
        (" >one", ">one"),
        ("one \n-- \nname", "one \n-- \nname"),
        ("-- \nname", "-- \nname"),
        ("", ""),
    ],
)
def test_lines_are_joined_as_the_standard_says(text: str, whole: str):
    assert unflowed(text, delete_spaces=False) == whole


def test_blank_that_is_no_words_goes():
    assert unflowed("まだ \n届きません \n。", delete_spaces=True) == "まだ届きません。"
