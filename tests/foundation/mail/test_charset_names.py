"""What mails call a charset."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.charset_names import canonical


@pytest.mark.parametrize(
    ("declared", "meant"),
    [
        ("UTF-8", "utf-8"),
        ('"utf8"', "utf-8"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("ISO-2022-JP", "iso2022_jp"),
        ("cp50221", "iso2022_jp"),
        ("EUC-JP", "euc_jp"),
        ("gb2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("ISO-8859-1", "cp1252"),
        ("iso-8859-15", "iso8859-15"),
        ("charset=utf-8", "utf-8"),
        ("utf-8; format=flowed", "utf-8"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_name_has_its_meaning(declared: str, meant: str):
    assert canonical(declared) == meant


@pytest.mark.parametrize(
    "declared",
    [
        "nonsense",
        "x-unknown",
        "8bit",
        "base64",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "undefined",
        "a\0b",
        "あ",
        "x" * 9999,
    ],
)
def test_what_is_no_charset_of_mails_is_unknown(declared: str):
    assert canonical(declared) is None
