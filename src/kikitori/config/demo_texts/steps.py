"""How a course is written: one key per step, `verb [by who] [+delay]`, and its words.

    - propose by lead +2d: {text: …, remedies: [[refund, …, 4800, 7]], days: 14}

A delay counts from the step before: `h` hours, `d` days; of office time for staff, of the calendar for the
complainant. Without one the verb's usual delay holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kikitori.config.demo_texts.errors import CorpusError
from kikitori.config.demo_texts.facts import COMPLAINANT, SYSTEM, FindingFact, Point
from kikitori.config.demo_texts.nodes import Node

HANDLER, LEAD, OTHER = "handler", "lead", "other"
HOURS_A_DAY = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyText:
    """A remedy before its day is known; `amount` is digits, or the name of a slot that holds them."""

    kind: str
    text: str
    amount: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepText:
    """A step with its slots unfilled. `hours` is the delay in office hours, or in calendar hours."""

    place: str
    verb: str
    by: str
    hours: float
    text: str = ""
    whom: str = ""
    days: int = 0
    severity: str = ""
    heated: bool = False
    points: tuple[Point, ...] = ()
    remedies: tuple[RemedyText, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual for a verb: who does it, how long after the step before, and what it must say."""

    by: str
    hours: float
    needs: frozenset[str] = frozenset()
    days: int = 0


_WORDS = frozenset({"text"})
USUAL: dict[str, _Usual] = {
    "acknowledge": _Usual(HANDLER, 1.5, _WORDS),
    "assess": _Usual(HANDLER, 3, frozenset({"severity", "points"})),
    "assign": _Usual(LEAD, 0.5),
    "investigate": _Usual(HANDLER, 0.5),
    "ask_complainant": _Usual(HANDLER, 4, _WORDS, days=7),
    "ask_third_party": _Usual(HANDLER, 2, _WORDS | {"whom"}, days=5),
    "record_answer": _Usual(HANDLER, 12, _WORDS),
    "reply": _Usual(HANDLER, 5, _WORDS),
    "note": _Usual(HANDLER, 1.5, _WORDS),
    "hear": _Usual(COMPLAINANT, 26, _WORDS),
    "propose": _Usual(HANDLER, 8, _WORDS | {"remedies"}, days=14),
    "accept": _Usual(COMPLAINANT, 38),
    "decline": _Usual(COMPLAINANT, 38),
    "decide": _Usual(HANDLER, 14, frozenset({"findings"})),
    "remedy": _Usual(HANDLER, 16, _WORDS),
    "ask_solved": _Usual(HANDLER, 32),
    "confirm_solved": _Usual(COMPLAINANT, 34),
    "confirm_unsolved": _Usual(COMPLAINANT, 34, _WORDS),
    "rate": _Usual(COMPLAINANT, 60, frozenset({"rating"})),
    "close_accepted": _Usual(HANDLER, 14 * HOURS_A_DAY),
    "close_exhausted": _Usual(LEAD, 10 * HOURS_A_DAY, _WORDS),
    "reopen": _Usual(COMPLAINANT, 6 * 24, _WORDS),
    "withdraw": _Usual(COMPLAINANT, 40),
    "escalate": _Usual(HANDLER, 1, _WORDS),
}
_KEY = re.compile(r"(?P<verb>[a-z_]+)(?: by (?P<by>[a-z]+))?(?: \+(?P<amount>\d+(?:\.\d+)?)(?P<unit>[hd]))?")
_DOERS = (HANDLER, LEAD, OTHER, COMPLAINANT, SYSTEM)


def read_course(place: str, written: object) -> tuple[StepText, ...]:
    """The steps of a course as written in YAML. Raises CorpusError with the number of the faulty step."""
    if not isinstance(written, list):
        raise CorpusError(place, "a course is a list of steps")
    return tuple(_read_step(f"{place}, step {number}", step) for number, step in enumerate(written, start=1))


def _read_step(place: str, written: object) -> StepText:
    if isinstance(written, str):
        written = {written: None}
    if not isinstance(written, dict) or len(written) != 1:
        raise CorpusError(place, "a step is one key, the verb, with its words")
    ((key, content),) = written.items()
    parsed = _KEY.fullmatch(str(key))
    usual = USUAL.get(parsed["verb"]) if parsed else None
    if parsed is None or usual is None:
        raise CorpusError(place, f"unknown step “{key}”")
    by = parsed["by"] or usual.by
    if by not in _DOERS:
        raise CorpusError(place, f"unknown doer “{by}”")
    node = Node(
        f"{place} ({parsed['verb']})", {"text": content} if isinstance(content, str) else content or {}
    )
    step = _fill(node, parsed["verb"], by, _delay(parsed, by, usual), usual)
    missing = sorted(need for need in usual.needs if not getattr(step, need))
    if missing:
        raise CorpusError(node.place, f"“{missing[0]}” is missing")
    return step


def _delay(parsed: re.Match[str], by: str, usual: _Usual) -> float:
    if not parsed["amount"]:
        return usual.hours
    day = 24 if by == COMPLAINANT else HOURS_A_DAY
    return float(parsed["amount"]) * (day if parsed["unit"] == "d" else 1)


def _fill(node: Node, verb: str, by: str, hours: float, usual: _Usual) -> StepText:
    rating = node.raw("rating")
    if rating is not None and rating not in range(1, 6):
        raise CorpusError(node.place, "“rating” is a number from 1 to 5")
    step = StepText(
        place=node.place,
        verb=verb,
        by=by,
        hours=hours,
        text=node.take("text", str, "") or node.take("note", str, ""),
        whom=node.take("whom", str, ""),
        days=node.take("days", int, usual.days),
        severity=node.take("severity", str, ""),
        heated=node.take("heated", bool, False),
        points=tuple(_point(node.place, point) for point in node.take("points", list, [])),
        remedies=tuple(_remedy(node.place, remedy) for remedy in node.take("remedies", list, [])),
        findings=tuple(_finding(node.place, finding) for finding in node.take("findings", list, [])),
        rating=rating,
    )
    node.done()
    return step


def _point(place: str, written: object) -> Point:
    match written:
        case str(text):
            return Point(text=text)
        case [str(text), str(expected), str(actual)]:
            return Point(text=text, expected=expected, actual=actual)
    raise CorpusError(place, "a point is [what happened, what was expected, what was got]")


def _remedy(place: str, written: object) -> RemedyText:
    match written:
        case [str(kind), str(text), int(days)]:
            return RemedyText(kind=kind, text=text, amount="", days=days)
        case [str(kind), str(text), (int() | str()) as amount, int(days)]:
            return RemedyText(kind=kind, text=text, amount=str(amount), days=days)
    raise CorpusError(place, "a remedy is [kind, text, amount if any, days until it is due]")


def _finding(place: str, written: Any) -> FindingFact:
    match written:
        case [str(outcome), str(reasons)]:
            return FindingFact(outcome=outcome, reasons=reasons)
    raise CorpusError(place, "a finding is [outcome, reasons]")
