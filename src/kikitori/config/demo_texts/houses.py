"""Reading an organisation's own facts: name, addresses, teams, staff, closures, and its pools of slot values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import Closure, LadderLevel, Organisation, StaffMember
from kikitori.config.demo_texts.nodes import Node
from kikitori.foundation.language.bilingual import Bilingual

#: Pool name → its entries; an entry fills several slots at once, per language.
Pools = Mapping[str, tuple[Mapping[str, Bilingual], ...]]


def read_organisation(key: str, file: str, written: object) -> Organisation:
    """The organisation in `organisation.yaml`."""
    node = Node(file, written)
    house = Organisation(
        key=key,
        kind=node.take("kind", str),
        name=_pair(file, node.raw("name")),
        phone=node.take("phone", str),
        phone_hours=node.take("phone_hours", str),
        address=node.take("address", str),
        external_route=_pair(file, node.raw("external_route")),
        external_route_easy=node.take("external_route_easy", str, ""),
        teams=node.words("teams"),
        staff=tuple(_staff(f"{file}, staff", member) for member in node.take("staff", list)),
        closures=tuple(_closure(f"{file}, closures", closure) for closure in node.take("closures", list, [])),
        ladder=tuple(_level(f"{file}, ladder", level) for level in node.take("ladder", list, [])),
    )
    node.done()
    for member in house.staff:
        if member.team and member.team not in house.teams:
            raise CorpusError(file, f"{member.login} is in no known team")
    logins = {member.login for member in house.staff}
    for level in house.ladder:
        for login in filter(None, (level.holder, level.deputy)):
            if login not in logins:
                raise CorpusError(file, f"{login} stands on the ladder and does not work here")
    return house


def _staff(place: str, written: object) -> StaffMember:
    node = Node(place, written)
    member = StaffMember(
        login=node.take("login", str),
        name=node.take("name", str),
        kana=node.take("kana", str),
        role=node.take("role", str),
        team=node.take("team", str, ""),
        email=node.take("email", str),
        language=node.take("language", str, "ja"),
    )
    node.done()
    return member


def _level(place: str, written: object) -> LadderLevel:
    node = Node(place, written)
    level = LadderLevel(
        name=_pair(place, node.raw("name")),
        holder=node.take("holder", str),
        deputy=node.take("deputy", str, ""),
        minutes=node.take("minutes", int),
        from_severity=node.take("from", str, ""),
    )
    node.done()
    return level


def _closure(place: str, written: object) -> Closure:
    match written:
        case [int(month), int(day), str(ja), str(en)]:
            return Closure(month=month, day=day, reason=Bilingual(ja, en))
    raise CorpusError(place, "a closure is [month, day, reason in ja, reason in en]")


def read_pools(file: str, written: object) -> Pools:
    """The pools in `pools.yaml`: `name: [{slot: text or [ja, en], …}, …]`."""
    if not isinstance(written, dict):
        raise CorpusError(file, "pools are a mapping")
    return {
        str(name): tuple(_entry(f"{file}: {name}", entry) for entry in entries)
        for name, entries in written.items()
    }


def _entry(place: str, written: Any) -> dict[str, Bilingual]:
    if not isinstance(written, dict):
        raise CorpusError(place, "an entry is a mapping of slots")
    return {str(slot): _pair(place, value) for slot, value in written.items()}


def _pair(place: str, written: object) -> Bilingual:
    match written:
        case str(same):
            return Bilingual(same, same)
        case [str(ja), str(en)]:
            return Bilingual(ja, en)
    raise CorpusError(place, "a text or [ja, en] is needed, numbers quoted")
