"""Names of attachments are cleaned for being shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.names import LONGEST, clean_name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("領収書.pdf", "領収書.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\写真.jpg", "写真.jpg"),
        ("a／b.txt", "b.txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u200b.htaccess", ".htaccess"),
        ("a\r\nb\0c.txt", "abc.txt"),
        ("a.php. ", "a.php"),
        ("...", ""),
        ('"a.txt"', "a.txt"),
        ("", ""),
    ],
)
def test_what_disguises_a_name_goes(name: str, clean: str):
    assert clean_name(name) == clean


def test_long_name_keeps_its_ending():
    name = clean_name("あ" * 5_000 + ".pdf")
    assert len(name) == LONGEST
    assert name.endswith("….pdf")


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_name_is_one_line_without_path(name: str):
    clean = clean_name(name)
    assert not {"/", "\\", "\n", "\r", "\0"} & set(clean) or clean.lower().startswith("http")
    assert not [sign for sign in clean if unicodedata.category(sign) in ("Cc", "Cs")]
