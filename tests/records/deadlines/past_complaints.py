"""Past complaints as rules see them, written in few words, for tests of courses and simulations."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.courses import Course, Run, runs_of
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.deadlines.rules import Pack
from tests.makers import FRIDAY, JAPAN

CALENDAR = BusinessCalendar()
#: 20 November 2026 is a Friday, the 23rd a public holiday.
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=JAPAN)
NOW = datetime(2026, 12, 25, 12, tzinfo=JAPAN)
HEAD = """id: ours
version: 1
valid_from: 2026-01-01
jurisdiction: JP
source: {title: Bylaws}
certainty: proposal
rules:
"""
DECISION = "id: decision, kind: decision, trigger: received, met_by: [accept, decide], pausable: true"


def pack(*rules: str, head: str = HEAD) -> Pack:
    return read_pack(head + "".join(f"  - {{{rule}}}\n" for rule in rules), "ours.yaml")


def by_days(quantity: int, unit: str = "calendar_day", rule: str = DECISION) -> Pack:
    return pack(f"{rule}, quantity: {quantity}, unit: {unit}")


def course(
    *steps: tuple[datetime, Step],
    facts: Mapping[str, Sequence[str]] = {},
    by_hand: Mapping[str, Sequence[Run]] = {},
) -> Course:
    return Course(
        "K-2026-000001",
        FRIDAY,
        FRIDAY + timedelta(minutes=1),
        FRIDAY + timedelta(minutes=2),
        ((FRIDAY + timedelta(minutes=5), Step.RECEIVE), *steps),
        facts,
        by_hand,
    )


def at(days: int) -> datetime:
    return FRIDAY + timedelta(days=days)


def runs(rules: Pack, path: Course) -> list[tuple[datetime, datetime | None, bool]]:
    return [(run.start, run.end, run.met) for run in runs_of(rules, rules.rules[0], path)]
