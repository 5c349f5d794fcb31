"""What is missing in a decision letter, by part and point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kikitori.records.complaints.terms import Outcome
from kikitori.records.letters.decision_parts import RIGHT, DecisionLetter, Part, Point, Stage, missing_in

DAY = date(2026, 12, 4)
WHOLE = DecisionLetter(
    stage=Stage.FIRST,
    points=[
        Point(1, Outcome.UPHELD.value, "写真で確かめました。"),
        Point(2, Outcome.NOT_UPHELD.value, "記録にありません。"),
    ],
    has_remedy=True,
    no_remedy="",
    outstanding=[DAY],
    external="消費生活センター",
)


def test_whole_letter_lacks_nothing() -> None:
    assert missing_in(WHOLE) == []


@pytest.mark.parametrize("outcome", Outcome)
def test_remedy_or_a_reason_is_needed_where_a_point_is_right(outcome: Outcome) -> None:
    bare = replace(WHOLE, points=[Point(3, outcome.value, "理由")], has_remedy=False, outstanding=[])
    expected = [(Part.REMEDY, "3")] if outcome.value in RIGHT else []
    assert missing_in(bare) == expected
    assert missing_in(replace(bare, no_remedy="すでに返金済みのためです。")) == []
    assert missing_in(replace(bare, no_remedy=" \n　")) == expected
    assert missing_in(replace(bare, has_remedy=True)) == []


def test_first_point_that_is_right_is_named() -> None:
    points = [Point(1, "not_upheld", "a"), Point(2, "partly", "b"), Point(3, "upheld", "c")]
    assert missing_in(replace(WHOLE, points=points, has_remedy=False)) == [(Part.REMEDY, "2")]


@pytest.mark.parametrize("reasons", ["", " ", "\n　\t"])
def test_reasons_are_words(reasons: str) -> None:
    points = [Point(1, "upheld", "a"), Point(2, "unable", reasons)]
    assert missing_in(replace(WHOLE, points=points)) == [(Part.REASONS, "2")]


def test_every_point_is_decided() -> None:
    points = [Point(1, "", "a"), Point(2, "", "")]
    assert missing_in(replace(WHOLE, points=points)) == [
        (Part.DECISION, "1"),
        (Part.DECISION, "2"),
        (Part.REASONS, "2"),
    ]


def test_letter_without_points_decides_nothing() -> None:
    assert missing_in(replace(WHOLE, points=[])) == [(Part.DECISION, "")]


def test_what_is_outstanding_has_its_day() -> None:
    assert missing_in(replace(WHOLE, outstanding=[DAY, None])) == [(Part.OUTSTANDING, "")]


@pytest.mark.parametrize("external", ["", "  \n"])
def test_after_a_review_an_external_body_is_named(external: str) -> None:
    assert missing_in(replace(WHOLE, external=external)) == []
    assert missing_in(replace(WHOLE, external=external, stage=Stage.SECOND)) == [(Part.FURTHER, "")]


def test_parts_come_in_the_order_of_the_letter() -> None:
    points = [Point(1, "upheld", ""), Point(2, "", "b")]
    found = missing_in(
        replace(WHOLE, stage=Stage.SECOND, points=points, has_remedy=False, outstanding=[None], external="")
    )
    order = list(Part)
    assert [order.index(part) for part, _detail in found] == sorted(
        order.index(part) for part, _detail in found
    )
    assert {part for part, _detail in found} == set(Part)
