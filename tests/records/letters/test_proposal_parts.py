"""What a proposal must say, and what of it is missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kikitori.records.letters.fixed_sentences import LANGUAGES, ProposalSentence, shipped
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.proposal_parts import ProposalLetter, ProposalPart, missing_in

DAY = date(2026, 12, 1)
COMES = shipped(LetterKind.PROPOSAL, "ja")


def missing(**changes: Any) -> list[str]:
    whole = {"offered": [DAY], "answer_by": DAY, "has_phone": True, "sentences": COMES}
    return [part.value for part in missing_in(ProposalLetter(**{**whole, **changes}))]


def test_nothing_is_missing_in_what_comes() -> None:
    for language in LANGUAGES:
        for has_phone in (True, False):
            assert missing(sentences=shipped(LetterKind.PROPOSAL, language), has_phone=has_phone) == []


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"offered": []}, ["offered"]),
        ({"offered": [DAY, None]}, ["by_when"]),
        ({"answer_by": None}, ["answer_by"]),
        ({"offered": [], "answer_by": None, "sentences": None}, ["offered", "answer_by"]),
        ({"sentences": {**COMES, "rights": " "}}, ["rights"]),
        ({"sentences": {**COMES, "declined": "", "rights": ""}}, ["declined", "rights"]),
        ({"sentences": {**COMES, "opening": "", "elsewhere": ""}}, []),
    ],
)
def test_missing_parts_are_named_in_the_order_of_the_letter(
    changes: dict[str, Any], parts: list[str]
) -> None:
    assert missing(**changes) == parts


def test_only_the_way_to_answer_that_stands_in_the_letter_has_to_say_something() -> None:
    silent = {**COMES, ProposalSentence.HOW.value: ""}
    assert missing(sentences=silent) == []
    assert missing(sentences=silent, has_phone=False) == [ProposalPart.HOW.value]
