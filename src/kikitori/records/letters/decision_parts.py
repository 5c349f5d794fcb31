"""What a decision letter must say, and what of it is missing. Pure.

The parts are those of the Housing Ombudsman's Complaint Handling Code (6.9): the stage, the decision on each point, the
reasons for it, what is done to put it right, what is still outstanding, and how to go further (reference R-11).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from kikitori.records.complaints.terms import Outcome

#: Found to be right, wholly or in part: something follows from it, or it is said why nothing does.
RIGHT = frozenset({Outcome.UPHELD.value, Outcome.PARTLY.value})


class Stage(IntEnum):
    """The first look at a complaint, or the second by somebody who had no part in it. Every letter names its own."""

    FIRST = 1
    SECOND = 2


class Part(StrEnum):
    """The parts that can be missing, in the order of the letter; the stage never can."""

    DECISION = "decision"
    REASONS = "reasons"
    REMEDY = "remedy"
    OUTSTANDING = "outstanding"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Point:
    """One point as it would be answered."""

    number: int
    outcome: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLetter:
    """A decision letter as it would go.

    `has_remedy`: is or was anything done for the person? `outstanding`: the days of what is still to be done, None
    where one has no day. `external`: where else the person can turn, in words.
    """

    stage: Stage
    points: Sequence[Point]
    has_remedy: bool
    no_remedy: str
    outstanding: Sequence[date | None]
    external: str


def missing_in(letter: DecisionLetter) -> list[tuple[Part, str]]:
    """The parts that are missing, in the order of the letter, each with the number of its point where it has one.

    After the first stage the next way is a review of ours, which every letter names; after a review only an external
    body is left, so there must be one.
    """
    found: list[tuple[Part, str]] = []
    if not letter.points:
        found.append((Part.DECISION, ""))
    found += [(Part.DECISION, str(each.number)) for each in letter.points if not each.outcome]
    found += [(Part.REASONS, str(each.number)) for each in letter.points if not each.reasons.strip()]
    right = [each.number for each in letter.points if each.outcome in RIGHT]
    if right and not letter.has_remedy and not letter.no_remedy.strip():
        found.append((Part.REMEDY, str(right[0])))
    if any(day is None for day in letter.outstanding):
        found.append((Part.OUTSTANDING, ""))
    if letter.stage is Stage.SECOND and not letter.external.strip():
        found.append((Part.FURTHER, ""))
    return found
