"""Making up people: names by combination, readings and numbers as variously typed as in life, reserved addresses.

Mail goes to reserved example domains, telephone numbers begin with an exchange that does not exist, postcodes
with 000: nobody can be reached by any of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import Complainant, Contact
from kikitori.config.demo_texts.matters import read_person
from kikitori.config.demo_texts.nodes import Node

_FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９−")
_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
#: As written, reading, Latin; a fourth of `f` or `m` for a given name by which people would tell.
NamePart = tuple[str, str, str, str]
Pair = tuple[NamePart, NamePart]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The parts people are made of, and the regulars who are written out."""

    names: Mapping[str, tuple[Sequence[NamePart], Sequence[NamePart]]]
    towns: Sequence[str]
    mail_hosts: Sequence[str]
    regulars: Mapping[str, Complainant]


def read_people(file: str, written: object) -> People:
    """The parts in `people.yaml`."""
    node = Node(file, written)
    names = {}
    for language in ("ja", "en"):
        parts = Node(f"{file}: {language}", node.mapping(language))
        names[language] = (_parts(parts, "surnames"), _parts(parts, "given"))
        parts.done()
    people = People(
        names=names,
        towns=node.words("towns"),
        mail_hosts=node.words("mail"),
        regulars={key: read_person(f"{file}: {key}", who) for key, who in node.mapping("regulars").items()},
    )
    node.done()
    return people


def _parts(node: Node, key: str) -> list[NamePart]:
    parts = []
    for part in node.take(key, list):
        match part:
            case [str(name), str(kana), str(latin)]:
                parts.append((name, kana, latin, ""))
            case [str(name), str(kana), str(latin), "f" | "m" as voice]:
                parts.append((name, kana, latin, voice))
            case _:
                raise CorpusError(
                    node.place, f"{key} holds [name, kana, latin] or [name, kana, latin, f or m]"
                )
    return parts


def make_people(parts: People, language: str, seed: str) -> list[Pair]:
    """Every surname with every given name, once, in an order that the seed decides."""
    surnames, given = parts.names[language]
    pairs = [(surname, name) for surname in surnames for name in given]
    random.Random(seed).shuffle(pairs)  # noqa: S311  made-up people, not secrets
    return pairs


def next_pair(pairs: list[Pair], voice: str) -> Pair:
    """Take the next pair that fits the voice (`f`, `m`, or empty for any) out of the list."""
    position = next(
        (number for number, (_, given) in enumerate(pairs) if not voice or given[3] in ("", voice)), None
    )
    if position is None:
        raise CorpusError("people.yaml", "there are not enough names")
    return pairs.pop(position)


def introduce(
    parts: People,
    pair: Pair,
    *,
    language: str,
    channel: str,
    customer_type: str,
    dice: random.Random,
) -> Complainant:
    """A person as they introduce themselves by this channel: with the contact points one gives there."""
    (surname, surname_kana, surname_latin, _), (given, given_kana, given_latin, _) = pair
    if language == "ja":
        name = dice.choice(
            [f"{surname} {given}", f"{surname} {given}", f"{surname}　{given}", f"{surname}{given}"]
        )
        kana = _as_typed(f"{surname_kana} {given_kana}", dice)
    else:
        name = f"{given} {surname}"
        kana = dice.choice(["", "", f"{given_kana} {surname_kana}"])
    return Complainant(
        name=name,
        kana=kana,
        customer_type=customer_type,
        contacts=tuple(_contacts(parts, language, channel, (surname_latin, given_latin), dice)),
    )


def _as_typed(kana: str, dice: random.Random) -> str:
    hiragana = kana.translate(_TO_HIRAGANA)
    return dice.choice([kana, kana, kana, kana.replace(" ", "　"), hiragana, ""])


#: How often somebody gives a second road back without being asked.
_SECOND_ROAD = 0.5
_LANDLINES = 0.3
_WHEN_TO_CALL = {
    "ja": ("", "", "", "夕方以降", "平日の昼休み"),
    "en": ("", "", "", "evenings", "not on Mondays"),
}


def _contacts(
    parts: People, language: str, channel: str, latin: tuple[str, str], dice: random.Random
) -> Iterator[Contact]:
    mail = Contact(kind="email", value=_mail(parts, latin, dice))
    phone = Contact(kind="phone", value=_phone(dice), note=dice.choice(_WHEN_TO_CALL[language]))
    second = dice.random() < _SECOND_ROAD
    if channel == "post":
        number = f"{dice.randint(1, 12)}-{dice.randint(1, 30)}"
        yield Contact(
            kind="post", value=f"〒000-{dice.randint(0, 9999):04d} {dice.choice(parts.towns)}{number}"
        )
    if channel in ("web", "email") or (channel == "in_person" and not second):
        yield mail
    if channel in ("phone", "representative") or second:
        yield phone


def _mail(parts: People, latin: tuple[str, str], dice: random.Random) -> str:
    surname, given = latin
    local = dice.choice(
        [
            f"{given}.{surname}",
            f"{surname}-{given[0]}",
            f"{given[0]}{surname}{dice.randint(2, 99):02d}",
            f"{surname}.{given}",
            f"{given}_{surname}",
            f"{surname}{dice.randint(100, 999)}",
        ]
    )
    host = dice.choice(parts.mail_hosts)
    # Japanese carriers gave out addresses that no standard allows, and people still have them.
    return f"{surname}..{given}.@{host}" if host.startswith("keitai") else f"{local}@{host}"


def _phone(dice: random.Random) -> str:
    number = f"{dice.choice(['090', '080', '070', '050'])}-0000-{dice.randint(0, 9999):04d}"
    if dice.random() < _LANDLINES:
        number = dice.choice([f"03-0000-{dice.randint(0, 9999):04d}", f"045-000-{dice.randint(0, 9999):04d}"])
    return dice.choice(
        [number, number, number.replace("-", ""), number.translate(_FULL_WIDTH), number.replace("-", " ")]
    )
