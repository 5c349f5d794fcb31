"""What people wrote: kept as written, made storable, folded for matching, cut for a line.

Storing and comparing are different jobs. ``clean_text`` changes only what no reader can see; ``fold`` throws
away everything that does not tell two writings apart and is never shown to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"

# NFC rewrites these to other ideographs (U+FA19 to U+795E 神), changing how a family writes its name.
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Hostile(StrEnum):
    """A kind of character that a form refuses or a reader should be warned of."""

    NUL = "nul"
    SURROGATE = "surrogate"
    CONTROL = "control"
    BIDI = "bidi"

    @property
    def is_kept(self) -> bool:
        """True when it is only noted: right-to-left writing needs such marks, yet they can disguise text."""
        return self is Hostile.BIDI


_HOSTILE = {
    Hostile.NUL: re.compile("\x00"),
    Hostile.SURROGATE: re.compile("[\ud800-\udfff]"),
    # Tab and the two line ends are ordinary; NEL (0x85) and the rest of C0/C1 never come from a keyboard.
    Hostile.CONTROL: re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"),
    Hostile.BIDI: re.compile("[\u202a-\u202e\u2066-\u2069]"),
}


def hostile_characters(text: str) -> tuple[Hostile, ...]:
    """The kinds of hostile characters in a text, worst first; empty for ordinary text. Never raises."""
    return tuple(kind for kind, pattern in _HOSTILE.items() if pattern.search(text))


def storable(text: str) -> str:
    """Any Python string as one PostgreSQL can store: NUL and lone surrogates become a visible U+FFFD."""
    return _UNSTORABLE.sub(REPLACEMENT, text)


def clean_text(raw: str) -> str:
    """The form in which a person's words are kept: storable, lines ended by LF, composed (NFC). Idempotent.

    Not NFKC and no trimming: full-width letters, half-width kana and blank lines are how the person wrote.
    Compatibility ideographs stay as they are, for NFC would replace them by different characters.
    """
    lines = storable(raw).replace("\r\n", "\n").replace("\r", "\n")
    parts = _COMPATIBILITY_IDEOGRAPHS.split(lines)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts)


_DASHES = "‐‑‒–—―⁃⁻₋−─━➖﹘﹣－ー~〜～∼˗"
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_ANY_DASH = re.compile(f"[-{_DASHES}]+")
# A dash right after kana is a prolonged sound typed with the wrong key; elsewhere a prolonged mark is a dash.
_DASH_AFTER_KANA = re.compile("(?<=[ぁ-ゖゝゞㇰ-ㇿヷ-ヺ])[-ー]+")
_IGNORABLE = re.compile(
    "[\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]+"
)


def fold(text: str) -> str:
    """The matching key of a text: equal where only width, case, kana script, dashes or blanks differ.

    NFKC, casefold, katakana to hiragana, any dash after kana to ``ー`` and any other to ``-``, no white space
    and no invisible characters. Idempotent. For comparing and indexing; never store it in place of the text.
    """
    folded = _fold_once(text)
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    visible = _IGNORABLE.sub("", unicodedata.normalize("NFKC", text))
    plain = unicodedata.normalize("NFKC", visible.casefold()).translate(_KATAKANA_TO_HIRAGANA)
    return _DASH_AFTER_KANA.sub("ー", _ANY_DASH.sub("-", plain))


def one_line(text: str, limit: int) -> str:
    """The text as one line of at most ``limit`` code points, blanks collapsed, ended by ``…`` if it was cut.

    The cut never parts what a reader sees as one character (か+゛, a flag, a family emoji), so the line may
    be shorter. ``limit`` must be at least 1, else ValueError.
    """
    if limit < 1:
        raise ValueError("a line needs room for at least one character")
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = limit - len(ELLIPSIS)
    while cut > 0 and not is_grapheme_boundary(line, cut):
        cut -= 1
    return line[:cut].rstrip() + ELLIPSIS


_JOINER = "\u200d"
_HALFWIDTH_VOICING = "\uff9e\uff9f"


def is_grapheme_boundary(text: str, position: int) -> bool:
    """Whether a text may be cut before ``position``: Unicode TR29 for scripts and emoji people send us."""
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if before == "\r" and after == "\n":
        return False
    if _JOINER in (before, after) or _extends(after):
        return False
    if _is_regional(before) and _is_regional(after):
        return _regional_run_length(text, position) % 2 == 0
    return not (_is_hangul_part(after) and (_is_hangul_part(before) or "가" <= before <= "힣"))


def _extends(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in _HALFWIDTH_VOICING
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _regional_run_length(text: str, end: int) -> int:
    start = end
    while start > 0 and _is_regional(text[start - 1]):
        start -= 1
    return end - start


_HANGUL_PARTS = (("\u1100", "\u11ff"), ("\ua960", "\ua97f"), ("\ud7b0", "\ud7ff"))


def _is_hangul_part(character: str) -> bool:
    return any(low <= character <= high for low, high in _HANGUL_PARTS)


# A mail address is looked for once a word, from its beginning and without going back: a text without blanks (Japanese
# has few) is one long word, and trying again at each of its letters would take minutes.
_NOT_PROSE = re.compile(r"https?://\S+|(?<!\S)[^\s@]*+@\S*|<[^<>]*>")
_KANA = re.compile("[ぁ-ゖァ-ヺㇰ-ㇿｦ-ﾟ]")
_HAN = re.compile("[々㐀-䶿一-鿿豈-\ufaff\U00020000-\U000323af]")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f가-힣]")
_LATIN = re.compile("[A-Za-zÀ-ɏ\u1e00-\u1effＡ-Ｚａ-ｚ]")
# One kana, Han or Hangul character says about as much as this many Latin letters.
_LETTERS_PER_CHARACTER = 4


def guess_language(text: str, default: str) -> str:
    """``ja``, ``en`` or ``ko`` by script, else ``default``: kana is ja, Hangul ko, Latin en, Han alone none.

    Addresses and markup are not prose and do not count. A few kana or Han inside a long Latin text (the name
    of a product) do not make it Japanese. Latin script is taken for English, the other language of the house.
    """
    prose = _NOT_PROSE.sub(" ", text)
    kana, han, hangul, latin = (len(p.findall(prose)) for p in (_KANA, _HAN, _HANGUL, _LATIN))
    if (kana + han + hangul) * _LETTERS_PER_CHARACTER < latin:
        return "en"
    if hangul > kana:
        return "ko"
    if kana:
        return "ja"
    return default
