"""How much two cards look like the same person, with the reasons. Pure; a reason to look, never proof."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Likeness(StrEnum):
    """What two cards have in common, the weightiest first."""

    MEMBER_NUMBER = "member_number"
    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    NAME_AND_READING = "name_and_reading"
    SOUND = "sound"
    NAME = "name"


#: A name alone is shared by many; below this nobody is troubled with it.
ENOUGH = 3
_WEIGHT = {
    Likeness.MEMBER_NUMBER: 5,
    Likeness.MAIL: 4,
    Likeness.PHONE: 3,
    Likeness.ADDRESS: 2,
    Likeness.NAME_AND_READING: 3,
    Likeness.SOUND: 2,
    Likeness.NAME: 1,
}
_ROADS = {"email": Likeness.MAIL, "phone": Likeness.PHONE, "fax": Likeness.PHONE, "post": Likeness.ADDRESS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What of a card is compared: folded keys, never what was typed. `numbers`: of members, with their organisation."""

    name: str = ""
    kana: str = ""
    sound: str = ""
    roads: frozenset[tuple[str, str]] = frozenset()
    numbers: frozenset[tuple[int | None, str]] = frozenset()


def likenesses(one: Features, other: Features) -> tuple[Likeness, ...]:
    """What these two have in common, in the order of Likeness; empty where it is not enough to ask about."""
    found = {_ROADS[kind] for kind, key in one.roads & other.roads if kind in _ROADS and key}
    if one.numbers & other.numbers:
        found.add(Likeness.MEMBER_NUMBER)
    found |= _of_names(one, other)
    return tuple(each for each in Likeness if each in found) if how_alike(found) >= ENOUGH else ()


def _of_names(one: Features, other: Features) -> set[Likeness]:
    """Of these three the strongest: same name and reading; heard alike; the same name with a reading missing."""
    same_name = bool(one.name) and one.name == other.name
    if same_name and one.kana and one.kana == other.kana:
        return {Likeness.NAME_AND_READING}
    if one.sound and one.sound == other.sound:
        return {Likeness.SOUND} | ({Likeness.NAME} if same_name else set())
    return {Likeness.NAME} if same_name else set()


def how_alike(found: Collection[Likeness]) -> int:
    """How much all of these say together; a member number says more than an address and a name."""
    return sum(_WEIGHT[each] for each in found)
