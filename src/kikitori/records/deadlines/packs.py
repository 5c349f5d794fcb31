"""Which rule packs are in use, and in which version: shipped ones, and those written here.

A version never changes, so what was counted by it can be counted again; a change is a new version. Versions written
here begin at OWN_FROM: they come after every version that is shipped.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache

from kikitori.records.deadlines.mistakes import NO_VERSION
from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_reader import read_pack, shipped_packs, shipped_versions
from kikitori.records.deadlines.pack_table import PackError
from kikitori.records.deadlines.rules import Pack, PackRole
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import OrganisationKind

#: Our own standard of service, where an organisation has not written one.
STANDARD = "jp-default"
OWN_FROM = 1001
_USUAL: Mapping[OrganisationKind, tuple[str, ...]] = {
    OrganisationKind.CUSTOMER_SERVICE: (
        STANDARD, "jp-product-accident", "jp-privacy-breach", "jp-whistleblowing",
    ),
    OrganisationKind.ASSOCIATION: (STANDARD, "jp-privacy-breach", "jp-whistleblowing", "association-conduct"),
}  # fmt: skip


class Packs:
    """All versions of all packs, as they stood when they were first asked for. One query, or none for shipped ones.

    `organisation` is asked for only where it matters which packs are in use.
    """

    def __init__(self, organisation: Callable[[], Organisation]) -> None:
        self._organisation = organisation

    @property
    def in_use(self) -> tuple[str, ...]:
        """Ids of the packs by which new complaints are counted, in the order in which the organisation named them."""
        organisation = self._organisation()
        chosen = organisation.rule_packs or _USUAL[OrganisationKind(organisation.kind)]
        return tuple(pack_id for pack_id in chosen if pack_id in self.ids)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of every pack that is shipped or was written here, in order."""
        return tuple(sorted({*shipped_packs(), *(pack.id for pack in self.own)}))

    @cached_property
    def own(self) -> list[Pack]:
        """Versions written here."""
        rows = RulePack.objects.values_list("pack", "version", "text")
        return [_parsed(text, f"{pack}/{version}") for pack, version, text in rows]

    def versions(self, pack_id: str) -> list[Pack]:
        """Every version of one pack, oldest first; none for an unknown one."""
        found = [*shipped_versions(pack_id), *(pack for pack in self.own if pack.id == pack_id)]
        return sorted(found, key=lambda pack: pack.version)

    def version(self, pack_id: str, version: int) -> Pack:
        """One version. Raises PackError where there is none."""
        known = self.versions(pack_id) if version >= OWN_FROM else shipped_versions(pack_id)
        for pack in known:
            if pack.version == version:
                return pack
        raise PackError(f"{pack_id}/{version}", NO_VERSION)

    def in_force(self, day: date) -> list[Pack]:
        """Of each pack in use the newest version that is valid on `day`."""
        newest = (
            max(
                (pack for pack in self.versions(pack_id) if pack.is_valid_on(day)), default=None, key=_version
            )
            for pack_id in self.in_use
        )
        return [pack for pack in newest if pack is not None]

    def pinned_on(self, day: date) -> dict[str, int]:
        """What a complaint received on `day` keeps: id → version."""
        return {pack.id: pack.version for pack in self.in_force(day)}

    def pinned(self, pins: Mapping[str, int]) -> list[Pack]:
        """The packs of a complaint, from what it keeps. Raises PackError for a version that is gone."""
        return [self.version(pack_id, version) for pack_id, version in pins.items()]

    def service(self, packs: Iterable[Pack]) -> Pack:
        """The standard of service among `packs`; the shipped one where they have none."""
        return (
            next((pack for pack in packs if pack.role is PackRole.SERVICE), None)
            or shipped_versions(STANDARD)[-1]
        )


def _version(pack: Pack) -> int:
    return pack.version


@lru_cache(maxsize=128)
def _parsed(text: str, name: str) -> Pack:
    return read_pack(text, name)
