"""What a deadline rule is, and the packs of rules that are shipped. Pure.

Every number of days is data with a source, never code: an organisation may edit it, a regulator may change
it, and whoever is told a date may ask where it comes from. Reading the files is in pack_reader.py.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

_WORD = re.compile(r"[a-z][a-z0-9_-]{0,59}")
#: More than enough for every rule known, and little enough that a slip of the finger is noticed.
_MOST_WARNINGS = 2
_PERCENTAGES = set(range(1, 100))
_MOST = {"business_day": 1_000, "calendar_day": 3_660, "hour": 8_760, "week": 520, "month": 120}


class RuleError(ValueError):
    """A rule that says something impossible. `field` is the part of it that is wrong."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class Trigger(StrEnum):
    """The moment a rule counts from. The first four are the four times of a complaint (invariant 4)."""

    RECEIVED = "received"
    KNOWN = "known"
    LOGGED = "logged"
    SERVED = "served"
    TOLD = "told"
    DECIDED = "decided"
    REMEDIED = "remedied"


class Unit(StrEnum):
    """What is counted. An hour is sixty minutes of any day or night; working days have their own unit."""

    BUSINESS_DAY = "business_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"


class Roll(StrEnum):
    """What happens when the last day is not a business day."""

    NONE = "none"
    NEXT = "next"
    PREVIOUS = "previous"


class OutsideHours(StrEnum):
    """Which day a count of business days starts from when the trigger lies outside working hours.

    A service promise takes it as arrived on the next business day; a law that counts "after the day of
    receipt" takes the day itself, however late or closed.
    """

    NEXT_BUSINESS_DAY = "next_business_day"
    SAME_DAY = "same_day"


class Certainty(StrEnum):
    """How far the number can be trusted. `proposal` is our own choice, which no law asks for."""

    VERIFIED = "verified"
    FROM_MEMORY = "from_memory"
    UNVERIFIED = "unverified"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written: the law or standard, its clause, where it was read and when."""

    title: str
    clause: str = ""
    url: str = ""
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`quantity` `unit`s after `trigger`.

    `first_day_counts`: the day of the trigger is day 1 (else it is day 0, as in the Civil Code's 初日不算入).
    `pausable`: waiting for the complainant may stop it; never set for a statutory clock (invariant 4).
    `warn_at`: at most two percentages of the time, rising: the clock is warned, then due soon.
    Raises RuleError for what cannot be counted.
    """

    id: str
    kind: str
    trigger: Trigger
    quantity: int
    unit: Unit
    source: Source
    certainty: Certainty
    first_day_counts: bool = False
    roll: Roll = Roll.NONE
    outside_hours: OutsideHours = OutsideHours.NEXT_BUSINESS_DAY
    pausable: bool = False
    warn_at: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be counted, naming the field. Raises RuleError."""
        for name, word in (("id", self.id), ("kind", self.kind)):
            if not _WORD.fullmatch(word):
                raise RuleError(name, f"must be small letters, digits, - and _, not {word!r}")
        most = _MOST[self.unit]
        if not 1 <= self.quantity <= most:
            raise RuleError("quantity", f"must be 1 to {most} for the unit {self.unit}, not {self.quantity}")
        if self.unit is Unit.HOUR and self.first_day_counts:
            raise RuleError("first_day_counts", "hours run from the moment itself, not from a day")
        if self.unit in (Unit.HOUR, Unit.BUSINESS_DAY) and self.roll is not Roll.NONE:
            raise RuleError("roll", f"has no meaning for the unit {self.unit}")
        if self.unit is not Unit.BUSINESS_DAY and self.outside_hours is OutsideHours.SAME_DAY:
            raise RuleError("outside_hours", f"has no meaning for the unit {self.unit}")
        rising = all(earlier < later for earlier, later in pairwise(self.warn_at))
        if len(self.warn_at) > _MOST_WARNINGS or not rising or not set(self.warn_at) <= _PERCENTAGES:
            raise RuleError("warn_at", f"must be at most two rising percentages, not {list(self.warn_at)}")


@dataclass(frozen=True, slots=True)
class Pack:
    """A versioned set of rules. A complaint keeps the version that was valid when it was received."""

    id: str
    version: int
    valid_from: date
    jurisdiction: str
    rules: tuple[Rule, ...]
    valid_to: date | None = None
    _by_id: dict[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse an empty or contradictory pack. Raises RuleError."""
        if not _WORD.fullmatch(self.id):
            raise RuleError("id", f"must be small letters, digits, - and _, not {self.id!r}")
        if self.version < 1:
            raise RuleError("version", f"must be 1 or more, not {self.version}")
        if self.valid_to and self.valid_to < self.valid_from:
            raise RuleError("valid_to", f"{self.valid_to} is before valid_from {self.valid_from}")
        if not self.rules:
            raise RuleError("rules", "a pack needs at least one rule")
        by_id = {rule.id: rule for rule in self.rules}
        if len(by_id) < len(self.rules):
            ids = [rule.id for rule in self.rules]
            twice = next(rule_id for rule_id in ids if ids.count(rule_id) > 1)
            raise RuleError("rules", f"two rules have the id {twice!r}")
        object.__setattr__(self, "_by_id", by_id)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. Raises KeyError naming the pack when there is none."""
        if rule_id not in self._by_id:
            raise KeyError(f"pack {self.id} has no rule {rule_id!r}")
        return self._by_id[rule_id]

    def is_valid_on(self, day: date) -> bool:
        """Is this version in force on `day`? Both ends are included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
