"""How unlike a text it is that a person has written: the sign that bytes were read by the wrong charset. Pure, total.

Japanese costs nothing, rare characters something, controls and characters that nobody assigned a great deal.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

#: Longer texts are judged by this much of them.
_JUDGED = 20_000
_ANY_ODD = re.compile("[^\t\n\r -~]")
#: Accents stand one by one among plain letters; a run of them is something else read wrongly.
_RUN_OF_ACCENTS = re.compile("[¡-ÿ]{3,}")
#: The name of what one gets for reading UTF-8 as a charset of one byte a letter.
_MOJIBAKE = re.compile("[ÃÂãâ][\x80-\xbf‚-™ªº°-¿]")
#: By code point: (first, last, how odd). The first row that holds a character counts; what Japanese is set with first.
_RANGES = (
    (0x3041, 0x30FE, 0.0),
    (0x3000, 0x3002, 0.0),
    (0xFF01, 0xFF5E, 0.0),
    (0xFFFD, 0xFFFD, 3.0),
    (0x0000, 0x001F, 3.0),
    (0x007F, 0x009F, 3.0),
    (0xE000, 0xF8FF, 2.5),
    (0xAC00, 0xD7A3, 0.25),
    (0xFF61, 0xFF9F, 0.3),
)
_KANJI = range(0x4E00, 0xA000)
_UNASSIGNED, _LETTER, _OTHER = 2.5, 0.15, 0.4
#: Of Chinese characters: everyday ones (level 1 of JIS X 0208), of level 2, of JIS X 0212, of no Japanese standard.
_EVERYDAY, _SECOND, _SUPPLEMENT, _FOREIGN = 0.05, 0.45, 0.6, 0.7
#: In EUC-JP: bytes of a character of JIS X 0208, and the row with which its second level begins.
_TWO, _SECOND_LEVEL = 2, 0xD0


def oddity(text: str) -> float:
    """How unlike a text it is that a person has written: 0 not at all; the mean over what is not ASCII."""
    signs = _ANY_ODD.findall(text[:_JUDGED])
    if not signs:
        return 0.0
    total = sum(_oddity_of(sign) for sign in signs)
    total += sum(0.6 for one, two in pairwise(signs) if _is_half_kana(one) != _is_half_kana(two))
    total += 0.5 * sum(len(run) for run in _RUN_OF_ACCENTS.findall(text[:_JUDGED]))
    total += 0.8 * len(_MOJIBAKE.findall(text[:_JUDGED]))
    return total / len(signs)


@lru_cache(maxsize=20_000)
def _oddity_of(sign: str) -> float:
    """Of one character that is not printable ASCII."""
    code = ord(sign)
    for first, last, odd in _RANGES:
        if first <= code <= last:
            return odd
    if unicodedata.category(sign) == "Cn":
        return _UNASSIGNED
    if code in _KANJI:
        return _rareness(sign)
    return _LETTER if sign.isalpha() else _OTHER


def _rareness(sign: str) -> float:
    """Of a Chinese character."""
    try:
        row = sign.encode("euc_jp")
    except UnicodeEncodeError:
        return _FOREIGN
    if len(row) != _TWO:
        return _SUPPLEMENT
    return _EVERYDAY if row[0] < _SECOND_LEVEL else _SECOND


def _is_half_kana(sign: str) -> bool:
    return "｡" <= sign <= "ﾟ"
