"""What stands for exactly one thing, however it is written: a number, a locator, an address, a telephone, a sound.

Keys are tokens like others, told apart by their first sign, so that one index answers for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kikitori.foundation.language.contact import BadMailAddress, mail_address, phone
from kikitori.foundation.language.names import fold_width, is_plausible_kana, number_key
from kikitori.foundation.language.sounds import sound_of_kana, sound_of_latin

_EXACT, _SOUND = "=", "~"
_FEWEST_DIGITS = 4
_TELEPHONES = ("phone", "fax")
_DASHES = "[-‐‑‒–—―−─ー－ｰ_ ]*"
_REFERENCE = re.compile(rf"K{_DASHES}(\d{{4}}){_DASHES}(\d{{1,6}})", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_LOCATOR = re.compile(rf"([A-Z0-9]{{4}}){_DASHES}([A-Z0-9]{{4}})", re.IGNORECASE | re.ASCII)


def reference_keys(reference: str) -> tuple[str, ...]:
    """A complaint's number with its year, and without."""
    return (f"{_EXACT}{reference}", f"{_EXACT}n{int(reference.rpartition('-')[2])}")


def locator_key(locator: str) -> str:
    """The locator of a slip."""
    return f"{_EXACT}{locator}"


def contact_keys(kind: str, key: str) -> tuple[str, ...]:
    """A contact point by the key it is matched with; of a telephone number also the last four digits, as a word."""
    if kind not in _TELEPHONES:
        return (f"{_EXACT}{kind} {key}",)
    last = key[-_FEWEST_DIGITS:]
    return (f"{_EXACT}phone {key}", *([last] if last.isdigit() else []))


def member_key(number: str) -> str:
    """A member number, by the key with which it is kept."""
    return f"{_EXACT}member {number}"


def sound_keys(name: str) -> tuple[str, ...]:
    """How a reading sounds: each part and the whole. None for what is not kana."""
    if not is_plausible_kana(name):
        return ()
    parts = [sound_of_kana(part) for part in fold_width(name).split()]
    return tuple(dict.fromkeys(f"{_SOUND}{sound}" for sound in (*parts, "".join(parts)) if sound))


def sound_sought(word: str) -> str:
    """The key with which the reading begins that a word in Latin letters spells; empty where it spells none."""
    sound = sound_of_latin(word)
    return f"{_SOUND}{sound}" if sound else ""


def number_meant(words: str) -> str:
    """The whole number of a complaint that these words are; empty where they are none."""
    whole = _REFERENCE.fullmatch(fold_width(words))
    return f"K-{whole[1]}-{int(whole[2]):06d}" if whole else ""


def locator_meant(words: str) -> str:
    """The locator of a slip that these words may be; empty where they cannot."""
    locator = _LOCATOR.fullmatch(fold_width(words))
    return f"{locator[1]}-{locator[2]}".upper() if locator else ""


def keys_sought(words: str) -> Iterator[str]:
    """Everything exact that these words, taken as a whole, may mean."""
    plain = fold_width(words)
    if reference := number_meant(words):
        yield f"{_EXACT}{reference}"
    if _NUMBER.fullmatch(plain) and int(plain):
        yield f"{_EXACT}n{int(plain)}"
    if locator := locator_meant(words):
        yield locator_key(locator)
    if any(sign.isdigit() for sign in plain) and (member := number_key(plain)):
        yield member_key(member)
    try:
        yield f"{_EXACT}email {mail_address(plain).canonical}"
    except BadMailAddress:
        if sum(sign.isdigit() for sign in plain) >= _FEWEST_DIGITS:
            yield f"{_EXACT}phone {phone(plain).key}"
