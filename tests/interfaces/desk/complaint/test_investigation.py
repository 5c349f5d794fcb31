"""The investigation out of rows: what stands, what was withdrawn or corrected, and what there is on each point."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kikitori.interfaces.desk.complaint.investigation import EvidenceShown, Investigation, grouped
from kikitori.records.complaints.models import Allegation
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine

FIRST, SECOND = Allegation(pk=11, number=1, text="皿"), Allegation(pk=12, number=2, text="説明")


def piece(number: int, **values: Any) -> Evidence:
    return Evidence(
        pk=number, number=number, kind="object", what=f"物{number}", got_on=date(2026, 11, 20), **values
    )


def bears(evidence: int, point: Allegation, how: str) -> EvidenceBearing:
    return EvidenceBearing(evidence_id=evidence, allegation_id=point.pk, bearing=how)


def entry(evidence: int, number: int, kind: str, whom: str = "") -> CustodyEntry:
    return CustodyEntry(evidence_id=evidence, number=number, kind=kind, whom=whom)


def note(pk: int, nature: str = "fact", point: Allegation | None = None, **values: Any) -> FactNote:
    return FactNote(pk=pk, nature=nature, text=f"{pk}", allegation_id=point.pk if point else None, **values)


def look(**values: Any) -> Investigation:
    bearings, custody = values.pop("bearings", ()), values.pop("custody", ())
    return Investigation(
        points=(FIRST, SECOND),
        bearings=grouped(bearings),  # type: ignore[arg-type]
        custody=grouped(custody),  # type: ignore[arg-type]
        **values,
    )


def names(several: tuple[EvidenceShown, ...]) -> list[str]:
    return [each.row.name for each in several]


def test_nothing_at_all_is_empty() -> None:
    assert Investigation().is_empty
    assert look().ground_of(FIRST).is_empty
    assert not look(rows=(piece(1),)).is_empty


def test_open_lines_stand_apart_from_those_that_have_ended() -> None:
    lines = (InquiryLine(number=1, what="a", state="done"), InquiryLine(number=2, what="b"))
    found = look(lines=lines)
    assert [row.number for row in found.open_lines] == [2]
    assert [row.number for row in found.ended_lines] == [1]


@pytest.mark.parametrize(
    ("kinds", "kept", "citable"),
    [
        (["taken_in"], True, True),
        (["taken_in", "handed_to", "given_back"], True, True),
        (["taken_in", "destroyed"], False, True),
        (["taken_in", "withdrawn"], False, False),
    ],
)
def test_custody_says_what_can_still_be_done_with_it(kinds: list[str], *, kept: bool, citable: bool) -> None:
    custody = [entry(1, number, kind) for number, kind in enumerate(kinds, start=1)]
    found = look(rows=(piece(1),), custody=custody)
    assert names(found.kept) == (["E-1"] if kept else [])
    assert names(found.standing) == (["E-1"] if citable else [])
    assert names(found.evidence) == ["E-1"]
    [shown] = found.evidence
    assert (shown.ended is None) is kept


def test_where_it_is_now_is_what_its_newest_line_says() -> None:
    custody = [entry(1, 1, "taken_in", "棚3"), entry(1, 2, "handed_to", "検査室"), entry(1, 3, "destroyed")]
    assert look(rows=(piece(1),), custody=custody).evidence[0].whereabouts == "検査室"
    assert look(rows=(piece(1, place="棚1"),)).evidence[0].whereabouts == "棚1"


def test_evidence_stands_on_each_point_on_the_side_it_speaks_for() -> None:
    bearings = [
        *(bears(1, FIRST, "supports"), bears(1, SECOND, "against")),
        *(bears(2, FIRST, "against"), bears(3, FIRST, "unclear"), bears(4, FIRST, "supports")),
    ]
    found = look(
        rows=tuple(piece(number) for number in (1, 2, 3, 4)),
        bearings=bearings,
        custody=[entry(4, 2, "withdrawn")],
    )
    ground = found.ground_of(FIRST)
    assert (names(ground.speaks_for), names(ground.against), names(ground.unclear)) == (
        ["E-1"],
        ["E-2"],
        ["E-3"],
    )
    assert names(found.ground_of(SECOND).against) == ["E-1"]
    assert found.evidence[0].bearings == ((1, "supports"), (2, "against"))


def test_bearing_on_a_point_that_went_elsewhere_is_not_told() -> None:
    gone = Allegation(pk=99, number=3)
    assert look(rows=(piece(1),), bearings=[bears(1, gone, "supports")]).evidence[0].bearings == ()


def test_facts_and_opinions_stand_apart_and_those_about_all_points_with_each() -> None:
    found = look(notes=(note(1, point=FIRST), note(2, "opinion", SECOND), note(3), note(4, "opinion")))
    assert [row.pk for row in found.facts] == [1, 3]
    assert [row.pk for row in found.opinions] == [2, 4]
    ground = found.ground_of(SECOND)
    assert ([row.pk for row in ground.facts], [row.pk for row in ground.opinions]) == ([3], [2, 4])


def test_what_was_corrected_stays_to_be_read_and_counts_no_more() -> None:
    found = look(notes=(note(1, point=FIRST), note(2, point=FIRST, instead_of_id=1)))
    assert [row.pk for row in found.current] == [2]
    assert [row.pk for row in found.corrected] == [1]
    assert [row.pk for row in found.ground_of(FIRST).facts] == [2]


def test_digest_is_shown_in_groups() -> None:
    shown = EvidenceShown(piece(1, digest="0123456789abcdef" * 4))
    assert shown.digest.replace(" ", "") == "0123456789abcdef" * 4
    assert " " in shown.digest
