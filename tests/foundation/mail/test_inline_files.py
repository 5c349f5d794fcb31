"""Files written into the text itself."""

from __future__ import annotations

import binascii

from kikitori.foundation.mail.inline_files import without_files

LINES = "".join(binascii.b2a_uu(b"photograph " * 4).decode() for _ in range(3))


def test_file_is_taken_out_of_the_text():
    text, [file] = without_files(f"before\nbegin 644 a.jpg\n{LINES}`\nend\nafter")
    assert text == "before\nafter"
    assert (file.name, file.size) == ("a.jpg", 132)
    assert b"".join(file.content()) == b"photograph " * 12


def test_words_that_only_begin_like_it_stay():
    text = "begin 644 complaints\nthat nobody answered, one by one and in the order in which they came in to us here.\nend"
    assert without_files(text) == (text, [])


def test_one_without_end_stays():
    text = f"begin 644 a.jpg\n{LINES}"
    assert without_files(text) == (text, [])
