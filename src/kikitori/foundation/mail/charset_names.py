"""What mails call a charset, and which one is meant. Pure, total.

The registry of IANA, the names of Windows and Java, and what mailers made up. A superset is read in place of the
charset named where everybody sends the superset: Shift_JIS as CP932, ISO-8859-1 as Windows-1252, GB 2312 as GB 18030.
"""

import codecs
from functools import lru_cache

#: What nobody else calls by this name, by what it is read as.
_ALIASES = {
    **dict.fromkeys(("utf8", "utf8mb4", "utf8mb3", "unicode-1-1-utf-8", "utf-8n", "utf_8"), "utf-8"),
    **dict.fromkeys(("unicode", "ucs-2", "utf-16le", "utf16"), "utf-16"),
    **dict.fromkeys(
        ("shift_jis", "shift-jis", "shiftjis", "sjis", "x-sjis", "ms_kanji", "csshiftjis", "windows-31j", "windows31j",
         "cswindows31j", "ms932", "cp932", "cp-932", "windows-932", "x-ms-cp932", "mac-japanese", "x-mac-japanese",
         "macjapanese", "shift_jisx0213", "shift_jis_2004", "shift_jis-2004", "sjis-win"),
        "cp932",
    ),
    **dict.fromkeys(
        ("iso-2022-jp", "iso2022-jp", "iso2022jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "iso-2022-jp-ms",
         "iso-2022-jp-2004", "iso-2022-jp-ext", "_iso-2022-jp", "_iso-2022-jp$esc", "csiso2022jp", "cp50220", "cp50221",
         "cp50222", "jis", "jis7", "iso_2022-jp", "x-iso-2022-jp"),
        "iso2022_jp",
    ),
    **dict.fromkeys(
        ("euc-jp", "x-euc-jp", "eucjp", "euc_jp", "x-euc", "eucjp-ms", "euc-jp-ms", "cp51932", "ujis",
         "cseucpkdfmtjapanese", "eucjp-win", "euc-jisx0213", "euc-jis-2004"),
        "euc_jp",
    ),
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gb2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030",
         "euc-cn", "x-euc-cn"),
        "gb18030",
    ),
    **dict.fromkeys(
        ("ks_c_5601-1987", "ks_c_5601", "ksc5601", "ks_c_5601-1989", "euc-kr", "euckr", "cp949", "uhc", "windows-949",
         "x-windows-949", "korean", "ksc_5601"),
        "cp949",
    ),
    **dict.fromkeys(("big5", "big-5", "x-x-big5", "cp950", "big5-hkscs", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252",
         "cp-1252", "ansi", "iso-8859-1-windows-3.1-latin-1"),
        "cp1252",
    ),
    **dict.fromkeys(("us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "usascii", "us_ascii"), "us-ascii"),
    **dict.fromkeys(("utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "x-unicode-2-0-utf-7"), "utf-7"),
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-9": "cp1254",
}  # fmt: skip
#: What Python can also decode by, and no mail is written in; some of it warns, raises or takes long.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
)
_LONGEST = 100
#: Names for „I do not know“.
_SAYS_NOTHING = frozenset(
    {"unknown", "x-unknown", "unknown-8bit", "8bit", "7bit", "binary", "default", "none", "x-user-defined"}
)


@lru_cache(maxsize=256)
def canonical(declared: str) -> str | None:
    """The charset meant by a declaration; empty where it says nothing; None where nobody knows it."""
    said = declared[:_LONGEST].strip().strip("\"'").strip().lower()
    said = said.split(";", 1)[0].strip().removeprefix("charset=").strip("\"' ")
    if not said:
        return ""
    if said in _SAYS_NOTHING:
        return None
    for name in (
        said,
        said.rpartition(".")[2],
        said.replace("_", "-"),
        said.replace(" ", "-"),
        said.removeprefix("x-"),
    ):
        if name in _ALIASES:
            return _ALIASES[name]
    try:
        known = codecs.lookup(said.encode("ascii", "replace").decode())
    except (LookupError, ValueError):
        return None
    return (
        known.name if getattr(known, "_is_text_encoding", True) and known.name not in _NO_CHARSETS else None
    )
