"""77. CVE-2026-27636, 28289 (FreeScout): `.htaccess` behind an invisible blank was saved and obeyed.

The name that is shown is the name that is meant; what is stored never bears it.
"""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.reading import read_mail
from tests.security.mails import HEAD


def shown(name: bytes) -> str:
    """The name of an attachment as it is read."""
    raw = (
        HEAD
        + b"Content-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''"
        + name
    )
    [attachment] = read_mail(raw + b"\n\nx").attachments
    return attachment.name


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        (b".htaccess", ".htaccess"),
        (b"%E2%80%8B.htaccess", ".htaccess"),
        (b"%EF%BB%BF.htaccess", ".htaccess"),
        (b"..%2F..%2Fetc%2Fpasswd", "passwd"),
        (b"..%5C..%5Cboot.ini", "boot.ini"),
        (b"%2Fetc%2Fpasswd", "passwd"),
        (b"C%3A%5Ca.exe", "a.exe"),
        (b"photo%E2%80%AEgpj.exe", "photogpj.exe"),
        (b"photo%E2%81%A6gpj%E2%81%A9.exe", "photogpj.exe"),
        (b"a.php.", "a.php"),
        (b"a.php%20", "a.php"),
        (b"a.php%00.jpg", "a.php.jpg"),
        (b"a.pht", "a.pht"),
        (b"a.pdf%0D%0AX-Evil%3A%20y", "a.pdfX-Evil: y"),
        (b".", ""),
        (b"..", ""),
        (b"%C2%AD%C2%AD", ""),
    ],
)
def test_disguise_is_taken_off(name: bytes, clean: str):
    assert shown(name) == clean


def test_ending_of_three_hundred_characters_is_shown_as_it_is():
    name = "a." + "x" * 300
    assert shown(name.encode()) == name


def test_name_of_a_megabyte_is_cut():
    assert len(shown(b"x" * 1_000_000 + b".exe")) <= 1_000
