"""From bytes to text: by what the mail declares, then by evidence. Pure, total.

A declaration is believed where the bytes bear it out. Escape sequences, a byte-order mark and well-formed UTF-8 are
stronger evidence than any declaration; after them every charset of our readers is tried and the least odd is taken.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kikitori.foundation.mail.charset_names import canonical
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.jis import decode_euc, decode_jis, looks_like_jis, restored
from kikitori.foundation.mail.oddity import oddity

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Tried where nothing else decides, in the order in which our readers are likely to have written.
_TRIED = ("utf-8", "cp932", "euc_jp", "gb18030", "cp949", "big5hkscs", "cp1252")
_EVIDENT, _GUESSED = 0.9, 0.5
#: An oddity from which on a declared charset is doubted, and by how much another one must read better.
_ODD, _CLEARLY = 0.2, 0.15
#: From here on even the likeliest charset is no more than a guess.
_TOO_ODD = 0.4
_KANA = re.compile("[ぁ-んァ-ヶ]")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = ("utf-16", "utf_16", "utf-32", "utf_32")


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
            said = name.startswith(charset[:6])
            plain = charset.removesuffix("-le").removesuffix("-be")
            return _found(text, plain, 1.0 if said else _EVIDENT, wrong=bool(name) and not said)
    if name.startswith(_WIDE):
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
    except (LookupError, ValueError):
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
        # 德永 in Shift_JIS are the bytes of „힉i“: of two readings of few letters the one declared is the likelier.
        return None if oddity(found.text) > oddity(raw.decode("utf-8")) + _CLEARLY else found
    return None if _reads_better(raw, found) else found


def _mostly_right(found: Decoded) -> bool:
    """A broken byte here and there does not make a declaration wrong."""
    strange = _strange(found.text)
    return strange > 0 and found.text.count(_REPLACEMENT) * 10 <= strange


def _reads_better(raw: bytes, found: Decoded) -> bool:
    """Is it clean Japanese by another charset, and odd as declared?"""
    odd = oddity(found.text)
    if odd < _ODD and not found.flaws:
        return False
    best = _best(raw, ("cp932", "euc_jp"))
    clean = best is not None and not best.flaws and _KANA.search(best.text) is not None
    return clean and best is not None and oddity(best.text) + _CLEARLY < odd


def _by_evidence(raw: bytes, name: str, default: str) -> Decoded:
    tried = dict.fromkeys([*([default] if default else []), *_TRIED])
    best = _best(raw, tried) or _strictly(raw, "cp1252")
    if best.charset == "us-ascii":
        best = _strictly(raw, "cp1252")
    sure = (
        _GUESSED
        if best.charset not in ("utf-8", "cp932", "euc_jp") or oddity(best.text) > _TOO_ODD
        else _EVIDENT
    )
    flaws = best.flaws | {Flaw.CHARSET_WRONG if name else Flaw.CHARSET_MISSING}
    return Decoded(best.text, best.charset, min(best.confidence, 1.0) * sure, flaws)


def _best(raw: bytes, tried: Iterable[str]) -> Decoded | None:
    """The least odd of several readings; well-formed UTF-8 beats all others."""
    if _is_utf8(raw):
        return _strictly(raw, "utf-8")
    found = [_strictly(raw, name) for name in tried]
    return min(found, key=lambda read: oddity(read.text), default=None)


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
    share = min(1.0, lost / max(1, _strange(text))) if lost else 0.0
    return Decoded(text, charset, round(sure * (1 - share), 3), frozenset(flaws))


def _strange(text: str) -> int:
    """How many of its characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _storable(text: str) -> tuple[str, frozenset[Flaw]]:
    """Without NUL and lone surrogates, which no table takes and no screen shows."""
    flaws = set()
    if "\0" in text:
        text = text.replace("\0", "")
        flaws.add(Flaw.NUL_REMOVED)
    if _SURROGATE.search(text):
        text = _SURROGATE.sub(_REPLACEMENT, text)
        flaws.add(Flaw.SURROGATES_REPLACED)
    return text, frozenset(flaws)
