"""Whoever catches a refusal in an interface notes it (ADR 0033)."""

import pytest

from tests.house.rules import refusals
from tests.house.rules.allowances import unexcused
from tests.house.rules.source import planted, report, rooms

SILENT = [
    "try:\n    verb()\nexcept Refused:\n    show()\n",
    "try:\n    verb()\nexcept (NotNow, StepNotPossible) as refusal:\n    show(refusal)\n",
    "try:\n    verb()\nexcept errors.PartRefused as refusal:\n    raise Http404 from refusal\n",
]
HEEDED = [
    "try:\n    verb()\nexcept Refused as refusal:\n    note_caught(actor, refusal, now=now)\n    show()\n",
    "try:\n    verb()\nexcept StepNotPossible:\n    refusals.note_refusal(actor, it, step, why, now=now)\n",
    "try:\n    verb()\nexcept StepNotPossible:\n    put_back()\n    raise\n",
    "try:\n    verb()\nexcept (Invalid, NotNow):\n    show()\n",
    "try:\n    verb()\nexcept:\n    raise\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_refusal_that_is_swallowed_is_caught_when_planted(text: str):
    assert len(list(refusals.unnoted(planted(text)))) == 1


@pytest.mark.parametrize("text", HEEDED)
def test_refusal_that_is_noted_or_passed_on_is_left_alone(text: str):
    assert list(refusals.unnoted(planted(text))) == []


def test_interfaces_note_what_they_catch():
    left = unexcused(
        "refusals", (each for module in rooms("interfaces") for each in refusals.unnoted(module))
    )
    assert not left, report(left)
