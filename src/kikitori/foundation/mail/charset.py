"""From bytes to text: by what the mail declares, then by evidence. Pure, total.

A declaration is believed where the bytes bear it out. Escape sequences, a byte-order mark and well-formed UTF-8 are
stronger evidence than any declaration; after them every charset of our readers is tried and the least odd text is taken.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.jis import decode_euc, decode_jis, looks_like_jis, restored

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
#: Longer texts are judged by this much of them.
_JUDGED = 20_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
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
        ("euc-jp", "x-euc-jp", "eucjp", "euc_jp", "x-euc", "eucjp-ms", "euc-jp-ms", "cp51932", "ujis", "cseucpkdfmtjapanese",
         "eucjp-win", "euc-jisx0213", "euc-jis-2004"),
        "euc_jp",
    ),
    **dict.fromkeys(
        ("gb2312", "gb_2312-80", "gb2312-80", "gbk", "x-gbk", "cp936", "ms936", "windows-936", "gb18030", "euc-cn", "x-euc-cn"),
        "gb18030",
    ),
    **dict.fromkeys(
        ("ks_c_5601-1987", "ks_c_5601", "ksc5601", "ks_c_5601-1989", "euc-kr", "euckr", "cp949", "uhc", "windows-949",
         "x-windows-949", "korean", "ksc_5601"),
        "cp949",
    ),
    **dict.fromkeys(("big5", "big-5", "x-x-big5", "cp950", "big5-hkscs", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "iso88591", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252", "cp-1252",
         "ansi", "iso-8859-1-windows-3.1-latin-1"),
        "cp1252",
    ),
    **dict.fromkeys(("us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "usascii", "us_ascii"), "us-ascii"),
    **dict.fromkeys(("utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "x-unicode-2-0-utf-7"), "utf-7"),
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859_8",
    "iso-8859-9": "cp1254",
}  # fmt: skip
#: Tried where nothing else decides, in the order in which our readers are likely to have written.
_TRIED = ("utf-8", "cp932", "euc_jp", "gb18030", "cp949", "big5hkscs", "cp1252")
#: Names for „I do not know“.
_SAYS_NOTHING = frozenset(
    {"unknown", "x-unknown", "unknown-8bit", "8bit", "7bit", "binary", "default", "none", "x-user-defined"}
)
_EVIDENT, _GUESSED = 0.9, 0.5
#: An oddity from which on a declared charset is doubted, and by how much another one must read better.
_ODD, _CLEARLY = 0.2, 0.15
_KANA = re.compile("[ぁ-んァ-ヶ]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ANY_ODD = re.compile("[^\t\n\r -~]")
#: Accents stand one by one among plain letters; a run of them is something else read wrongly.
_RUN_OF_ACCENTS = re.compile("[¡-ÿ]{3,}")
#: The name of what one gets for reading UTF-8 as a charset of one byte a letter.
_MOJIBAKE = re.compile("[ÃÂãâ][\x80-\xbf‚-™ªº°-¿]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the charset by which it was read (Python's name, small letters), how sure that is, and what was wrong."""

    text: str
    charset: str
    confidence: float
    flaws: frozenset[Flaw] = field(default_factory=frozenset)


def decode(raw: bytes, declared: str = "", *, default: str = "") -> Decoded:
    """Read `raw`, which says of itself that it is `declared`. `default`: what most of the same mail is written in.

    Never raises. Neither NUL nor lone surrogates are left in the text; each removal is among the flaws.
    """
    name, flaws = _named(declared)
    found = _read(raw, name, default)
    if Flaw.CHARSET_UNKNOWN in flaws:
        found = replace(found, flaws=found.flaws - {Flaw.CHARSET_MISSING})
    if Flaw.CHARSET_UNKNOWN in flaws and not _NOT_ASCII.search(raw) and not looks_like_jis(raw):
        flaws = frozenset()
    text, more = _storable(found.text)
    sure = min(found.confidence, _EVIDENT) if Flaw.SURROGATES_REPLACED in more else found.confidence
    return Decoded(text, found.charset, sure, found.flaws | flaws | more)


def decode_as(raw: bytes, charset: str) -> Decoded:
    """Read `raw` by this charset and no other, because a person said so. Unknown names are read as Windows-1252."""
    name, flaws = _named(charset)
    found = _strictly(raw, name or "cp1252")
    text, more = _storable(found.text)
    return Decoded(text, found.charset, found.confidence, found.flaws | flaws | more)


@lru_cache(maxsize=256)
def canonical(declared: str) -> str | None:
    """The charset meant by a declaration; empty where it says nothing; None where nobody knows it."""
    said = declared.strip().strip("\"'").strip().lower()
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
    return known.name if getattr(known, "_is_text_encoding", True) else None


def _named(declared: str) -> tuple[str, frozenset[Flaw]]:
    name = canonical(declared)
    if name is None:
        return "", frozenset({Flaw.CHARSET_UNKNOWN})
    if name == "utf-7":
        # Scripts can hide in it from whoever looks for them, and nobody has a reason to send it any more.
        return "", frozenset({Flaw.UTF7_REFUSED})
    return name, frozenset()


def _read(raw: bytes, name: str, default: str) -> Decoded:
    if found := _marked(raw, name):
        return found
    if looks_like_jis(raw):
        return _jis(raw, right=name == "iso2022_jp", said=bool(name))
    if not _NOT_ASCII.search(raw):
        return _plain(raw, name)
    found = _declared(raw, name) if name not in ("", "us-ascii", "iso2022_jp") else None
    if found is not None:
        return found
    return _by_evidence(raw, name, default)


def _marked(raw: bytes, name: str) -> Decoded | None:
    """By a byte-order mark, or as the wide charsets that can do without."""
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(charset, "replace")
            known = name.startswith(charset[:6]) or not name
            return _found(
                text,
                charset.removesuffix("-le").removesuffix("-be"),
                1.0 if name.startswith(charset[:6]) else _EVIDENT,
                wrong=not known,
            )
    if name.startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
        wide = "utf-16-be" if "16" in name else "utf-32-be"
        little = raw[1:2] == b"\0" or name.endswith("le")
        charset = wide.replace("-be", "-le") if little else wide
        if raw.count(0) or not raw.isascii():
            return _found(raw.decode(charset, "replace"), charset, 1.0)
    return None


def _jis(raw: bytes, *, right: bool, said: bool) -> Decoded:
    read = decode_jis(raw)
    charset = "iso2022_jp_ms" if read.vendor else "iso2022_jp"
    found = _found(
        read.text, charset, 1.0 if right else _EVIDENT, wrong=said and not right, lost=read.replaced
    )
    return found if said else replace(found, flaws=found.flaws | {Flaw.CHARSET_MISSING})


def _plain(raw: bytes, name: str) -> Decoded:
    """Seven bits without escape sequences: the same in all charsets but those that need them."""
    if name in ("iso2022_jp", "", "us-ascii") and (back := restored(raw)):
        read = decode_jis(back)
        return _found(read.text, "iso2022_jp", _GUESSED, wrong=True, lost=read.replaced)
    text = raw.decode("ascii", "replace")
    try:
        same = not name or raw.decode(name) == text
    except (UnicodeDecodeError, LookupError):
        same = False
    return _found(text, (name or "us-ascii") if same else "us-ascii", 1.0)


def _declared(raw: bytes, name: str) -> Decoded | None:
    """As declared, where the bytes bear it out. None where something else is more likely."""
    found = _strictly(raw, name)
    if found.flaws and not _mostly_right(found):
        return None
    if name == "utf-8":
        return found
    if _is_utf8(raw):
        return None if _oddity(found.text) > _oddity(raw.decode("utf-8")) else found
    return None if _reads_better(raw, found) else found


def _mostly_right(found: Decoded) -> bool:
    """A broken byte here and there does not make a declaration wrong."""
    strange = sum(1 for sign in found.text if ord(sign) > 0x7F)
    return strange > 0 and found.text.count(_REPLACEMENT) * 10 <= strange


def _reads_better(raw: bytes, found: Decoded) -> bool:
    """Is it clean Japanese by another charset, and odd as declared?"""
    oddity = _oddity(found.text)
    if oddity < _ODD and not found.flaws:
        return False
    best = _best(raw, ("cp932", "euc_jp"))
    clean = best is not None and not best.flaws and _KANA.search(best.text) is not None
    return clean and best is not None and _oddity(best.text) + _CLEARLY < oddity


def _by_evidence(raw: bytes, name: str, default: str) -> Decoded:
    tried = dict.fromkeys([*([default] if default else []), *_TRIED])
    best = _best(raw, tried) or _strictly(raw, "cp1252")
    if best.charset == "us-ascii":
        best = _strictly(raw, "cp1252")
    sure = (
        _GUESSED if best.charset not in ("utf-8", "cp932", "euc_jp") or _oddity(best.text) > 0.4 else _EVIDENT
    )
    flaws = best.flaws | {Flaw.CHARSET_WRONG if name else Flaw.CHARSET_MISSING}
    return Decoded(best.text, best.charset, min(best.confidence, 1.0) * sure, flaws)


def _best(raw: bytes, tried: Iterable[str]) -> Decoded | None:
    """The least odd of several readings; well-formed UTF-8 beats all others."""
    if _is_utf8(raw):
        return _strictly(raw, "utf-8")
    found = [read for name in tried if (read := _strictly(raw, name)) is not None]
    return min(found, key=lambda read: _oddity(read.text), default=None)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strictly(raw: bytes, name: str) -> Decoded:
    """By this charset; what it does not know is replaced and counted."""
    if name == "iso2022_jp":
        read = decode_jis(raw)
        return _found(read.text, "iso2022_jp_ms" if read.vendor else name, 1.0, lost=read.replaced)
    if name == "euc_jp":
        text, lost = decode_euc(raw)
        return _found(text, name, 1.0, lost=lost)
    try:
        return _found(raw.decode(name), name, 1.0)
    except UnicodeDecodeError:
        text = _surrogates_seen(raw, name)
        return _found(text, name, 1.0, lost=text.count(_REPLACEMENT))
    except (LookupError, ValueError):
        return _found(raw.decode("cp1252", "replace"), "cp1252", _GUESSED, wrong=True)


def _surrogates_seen(raw: bytes, name: str) -> str:
    """Replace what cannot be decoded; pairs of surrogates in UTF-8 (CESU-8) are the character they stand for."""
    if name != "utf-8" or b"\xed" not in raw:
        return raw.decode(name, "replace")
    text = raw.decode("utf-8", "surrogatepass" if _only_surrogates(raw) else "replace")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _only_surrogates(raw: bytes) -> bool:
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _found(text: str, charset: str, sure: float, *, wrong: bool = False, lost: int = 0) -> Decoded:
    flaws = {Flaw.CHARSET_WRONG} if wrong else set()
    if lost:
        flaws.add(Flaw.UNDECODABLE)
    strange = max(1, sum(1 for sign in text if ord(sign) > 0x7F))
    share = min(1.0, lost / strange) if lost else 0.0
    return Decoded(text, charset, round(sure * (1 - share), 3), frozenset(flaws))


def _storable(text: str) -> tuple[str, frozenset[Flaw]]:
    """Without NUL and lone surrogates, which no table takes and no screen shows."""
    flaws = set()
    if "\0" in text:
        text = text.replace("\0", "")
        flaws.add(Flaw.NUL_REMOVED)
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        text = "".join(_REPLACEMENT if "\ud800" <= sign <= "\udfff" else sign for sign in text)
        flaws.add(Flaw.SURROGATES_REPLACED)
    return text, frozenset(flaws)


def _oddity(text: str) -> float:
    """How unlike a text it is that a person has written: 0 not at all; the mean over what is not ASCII."""
    signs = _ANY_ODD.findall(text[:_JUDGED])
    if not signs:
        return 0.0
    total = sum(_oddity_of(sign) for sign in signs)
    total += sum(
        0.6 for one, two in zip(signs, signs[1:], strict=False) if _is_half_kana(one) != _is_half_kana(two)
    )
    total += 0.5 * sum(len(run) for run in _RUN_OF_ACCENTS.findall(text[:_JUDGED]))
    total += 0.8 * len(_MOJIBAKE.findall(text[:_JUDGED]))
    return total / len(signs)


@lru_cache(maxsize=20_000)
def _oddity_of(sign: str) -> float:
    """Of one character that is not printable ASCII."""
    code = ord(sign)
    if 0x3041 <= code <= 0x30FE or 0x3000 <= code <= 0x3002 or 0xFF01 <= code <= 0xFF5E:
        return 0.0
    if sign == _REPLACEMENT or code < 0x20 or 0x7F <= code < 0xA0:
        return 3.0
    if 0xE000 <= code <= 0xF8FF or unicodedata.category(sign) == "Cn":
        return 2.5
    if 0x4E00 <= code <= 0x9FFF:
        return _rareness(sign)
    if 0xAC00 <= code <= 0xD7A3:
        return 0.25
    if _is_half_kana(sign):
        return 0.3
    return 0.15 if sign.isalpha() else 0.4


def _rareness(sign: str) -> float:
    """Of a Chinese character: by the level of JIS X 0208 it stands on."""
    try:
        row = sign.encode("euc_jp")
    except UnicodeEncodeError:
        return 0.7
    if len(row) != 2:
        return 0.6
    return 0.05 if row[0] - 0xA0 < 48 else 0.45


def _is_half_kana(sign: str) -> bool:
    return "｡" <= sign <= "ﾟ"
