"""The investigation as its page shows it: the plan, the register of evidence, facts apart from opinions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from kikitori.foundation.language.text import one_line
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.proof_of_receipt import digest_in_groups
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.inquiry.terms import FOR_A_REASON, Bearing, CustodyKind, Nature

_SHOWN = 80


@dataclass(frozen=True)
class EvidenceShown:
    """One piece of evidence with the points it bears on (number → a Bearing) and its custody, oldest line first."""

    row: Evidence
    custody: tuple[CustodyEntry, ...] = ()
    bearings: tuple[tuple[int, str], ...] = ()
    #: Where its file is handed out; empty where there is none.
    address: str = ""

    @property
    def line(self) -> str:
        """„E-1: photograph of the plates“."""
        return _("%(number)s: %(what)s") % {"number": self.row.name, "what": one_line(self.row.what, _SHOWN)}

    @property
    def digest(self) -> str:
        """SHA-256 in groups, as people compare it."""
        return digest_in_groups(self.row.digest)

    @property
    def ended(self) -> CustodyEntry | None:
        """The line that says that it was withdrawn or destroyed."""
        return next((each for each in self.custody if each.kind in FOR_A_REASON), None)

    @property
    def is_withdrawn(self) -> bool:
        """May no finding be based on it any more?"""
        return any(each.kind == CustodyKind.WITHDRAWN.value for each in self.custody)

    @property
    def is_kept(self) -> bool:
        """Can something still happen to it?"""
        return self.ended is None

    @property
    def whereabouts(self) -> str:
        """Where it is now, or with whom, as the newest line that says so has it."""
        said = (each.whom for each in reversed(self.custody) if each.whom)
        return next(said, self.row.place)


@dataclass(frozen=True)
class Ground:
    """What there is on one point: evidence for, against and unclear; facts; opinions."""

    speaks_for: tuple[EvidenceShown, ...] = ()
    against: tuple[EvidenceShown, ...] = ()
    unclear: tuple[EvidenceShown, ...] = ()
    facts: tuple[FactNote, ...] = ()
    opinions: tuple[FactNote, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Is there nothing on it?"""
        return not any((self.speaks_for, self.against, self.unclear, self.facts, self.opinions))


@dataclass(frozen=True)
class Investigation:
    """The rows of one complaint. Custody and bearings by evidence."""

    lines: tuple[InquiryLine, ...] = ()
    rows: tuple[Evidence, ...] = ()
    bearings: Mapping[int, tuple[EvidenceBearing, ...]] = field(default_factory=dict)
    custody: Mapping[int, tuple[CustodyEntry, ...]] = field(default_factory=dict)
    notes: tuple[FactNote, ...] = ()
    points: tuple[Allegation, ...] = ()
    #: Evidence (by its key) → where its file is handed out.
    addresses: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Has nothing been planned, taken in or written down?"""
        return not (self.lines or self.rows or self.notes)

    @property
    def open_lines(self) -> tuple[InquiryLine, ...]:
        """What is still to be followed."""
        return tuple(row for row in self.lines if row.is_open)

    @property
    def ended_lines(self) -> tuple[InquiryLine, ...]:
        """What was followed to its end or dropped."""
        return tuple(row for row in self.lines if not row.is_open)

    @cached_property
    def evidence(self) -> tuple[EvidenceShown, ...]:
        """The register, by number."""
        numbers = {point.pk: point.number for point in self.points}
        return tuple(
            EvidenceShown(
                row,
                tuple(self.custody.get(row.pk, ())),
                tuple(
                    sorted(
                        (numbers[each.allegation_id], each.bearing)
                        for each in self.bearings.get(row.pk, ())
                        if each.allegation_id in numbers
                    )
                ),
                self.addresses.get(row.pk, ""),
            )
            for row in self.rows
        )

    @property
    def kept(self) -> tuple[EvidenceShown, ...]:
        """To which something can still happen."""
        return tuple(each for each in self.evidence if each.is_kept)

    @property
    def standing(self) -> tuple[EvidenceShown, ...]:
        """On which a finding can be based."""
        return tuple(each for each in self.evidence if not each.is_withdrawn)

    @cached_property
    def current(self) -> tuple[FactNote, ...]:
        """Facts and opinions that nobody has corrected."""
        corrected = {row.instead_of_id for row in self.notes}
        return tuple(row for row in self.notes if row.pk not in corrected)

    @property
    def corrected(self) -> tuple[FactNote, ...]:
        """What stood before; it stays to be read."""
        return tuple(row for row in self.notes if row not in self.current)

    @property
    def facts(self) -> tuple[FactNote, ...]:
        """What is so."""
        return tuple(row for row in self.current if row.nature == Nature.FACT.value)

    @property
    def opinions(self) -> tuple[FactNote, ...]:
        """What somebody thinks of it."""
        return tuple(row for row in self.current if row.nature == Nature.OPINION.value)

    def ground_of(self, point: Allegation) -> Ground:
        """What there is on one point; what is about all of them as well."""
        bears = {each.row.pk: dict(each.bearings).get(point.number) for each in self.standing}
        about = [row for row in self.current if row.allegation_id in (None, point.pk)]
        return Ground(
            speaks_for=tuple(each for each in self.standing if bears[each.row.pk] == Bearing.SUPPORTS.value),
            against=tuple(each for each in self.standing if bears[each.row.pk] == Bearing.AGAINST.value),
            unclear=tuple(each for each in self.standing if bears[each.row.pk] == Bearing.UNCLEAR.value),
            facts=tuple(row for row in about if row.nature == Nature.FACT.value),
            opinions=tuple(row for row in about if row.nature == Nature.OPINION.value),
        )


def grouped(rows: Iterable[EvidenceBearing] | Iterable[CustodyEntry]) -> dict[int, tuple[object, ...]]:
    """By the evidence they belong to, in their order."""
    found: defaultdict[int, list[object]] = defaultdict(list)
    for row in rows:
        found[row.evidence_id].append(row)
    return {key: tuple(each) for key, each in found.items()}
