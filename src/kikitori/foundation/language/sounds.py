"""How a name sounds, whether it is written in kana or in Latin letters: where Ōhno, Oono and オオノ meet.

No dictionary: kana have their sounds in their Unicode names, in the kunrei way (シ is SI). Latin spellings are brought
to the same (shi → si, tsu → tu, ja → zya), long vowels become short ones. Equal sounds are a reason to look.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kikitori.foundation.language.names import normalise_kana

_KANA_NAME = re.compile("KATAKANA LETTER (SMALL )?([A-Z]+)")
_ONE_SOUND = (
    ("di", "zi"),
    ("du", "zu"),
    ("vu", "bu"),
    ("va", "ba"),
    ("vi", "bi"),
    ("ve", "be"),
    ("vo", "bo"),
)
_SPELLINGS = (
    ("tch", "tty"), ("cch", "tty"), ("sh", "sy"), ("ch", "ty"), ("dz", "z"), ("ts", "t"), ("j", "zy"), ("f", "h"),
    ("l", "r"), ("v", "b"), ("ph", "h"), ("q", "k"), ("c", "k"), ("di", "zi"), ("du", "zu"), ("dy", "zy"),
    ("wo", "o"), ("syi", "si"), ("tyi", "ti"), ("zyi", "zi"), ("yi", "i"), ("kuw", "kw"),
)  # fmt: skip
_H_AFTER_O = re.compile("(?<=[ou])h(?![aiueoy])")
_M_BEFORE_LABIAL = re.compile("m(?=[bpm])")
_LONG = re.compile("ou|oo|uu|aa|ii|ee")
_SYLLABLES = re.compile("(?:(?:([kstphbgdzrmn])\\1?|[wy])?y?[aiueo]|n)+")
_SHORTEST = 2
_VOWELS = "aiueo"


def sound_of_kana(reading: str) -> str:
    """The sound of a reading; empty where it holds anything but kana. Blanks do not matter."""
    sound = ""
    doubled = False
    for sign in normalise_kana(reading).replace(" ", ""):
        if sign in "ー・=゠":
            continue
        small, letters = _letters(sign)
        if not letters:
            return ""
        if small and letters == "tu":
            doubled = True
            continue
        if small and sound:
            sound = _joined(sound, letters)
        else:
            sound += letters[0] + letters if doubled and letters[0] not in _VOWELS else letters
        doubled = False
    for written, spoken in _ONE_SOUND:
        sound = sound.replace(written, spoken)
    return _short(sound)


def sound_of_latin(name: str) -> str:
    """The sound of a Japanese name in Latin letters, after Hepburn or kunrei; empty for what cannot be one."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’-. ")
    if len(letters) < _SHORTEST or not (letters.isascii() and letters.isalpha()):
        return ""
    sound = _M_BEFORE_LABIAL.sub("n", _H_AFTER_O.sub("", letters))
    for written, spoken in _SPELLINGS:
        sound = sound.replace(written, spoken)
    return _short(sound) if _SYLLABLES.fullmatch(sound) else ""


def _short(sound: str) -> str:
    while (shorter := _LONG.sub(lambda long: long[0][0], sound)) != sound:
        sound = shorter
    return sound


def _joined(sound: str, small: str) -> str:
    """A sign and the small one after it: ki + ya is kya, hu + a is ha, u + i is wi."""
    if small[0] == "y":
        return sound[:-1] + small if sound[-1] == "i" else sound + small
    if sound == "u" or (sound[-1] == "u" and sound[-2:-1] in _VOWELS):
        return f"{sound[:-1]}w{small}"
    return sound[:-1] + small if sound[-1] in _VOWELS else sound + small


@cache
def _letters(kana: str) -> tuple[bool, str]:
    found = _KANA_NAME.fullmatch(unicodedata.name(kana, ""))
    if not found:
        return False, ""
    letters = found[2].casefold()
    return bool(found[1]), {"wo": "o", "wi": "i", "we": "e"}.get(letters, letters)
