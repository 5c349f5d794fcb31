"""What a deadline rule is, and the packs of rules that are shipped. Pure.

Every number of days is data with a source, never code: an organisation may edit it, a regulator may change
it, and whoever is told a date may ask where it comes from. Reading the files is in pack_reader.py.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.deadlines import mistakes
from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.rule_parts import (
    ALWAYS,
    BY_HAND,
    USUAL_BREACH,
    Audience,
    Begins,
    Breach,
    Condition,
    Direction,
    Extension,
    RuleError,
    checked_steps,
)

#: The calendar of the organisation itself, as against that of a country (holiday_tables.COUNTRIES).
HOUSE = "house"
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,59}")
#: More than enough for every rule known, and little enough that a slip of the finger is noticed.
_MOST_WARNINGS = 2
_PERCENTAGES = set(range(1, 100))
_MOST = {"business_day": 1_000, "calendar_day": 3_660, "hour": 8_760, "week": 520, "month": 120, "year": 20}


class Trigger(StrEnum):
    """The moment a rule counts from. The first four are the four times of a complaint (invariant 4).

    `acknowledged` to `remedied` are brought by steps; `named` is a moment that somebody gives with the clock:
    when a leak was discovered, when a letter was served, the day of a meeting.
    """

    RECEIVED = "received"
    KNOWN = "known"
    LOGGED = "logged"
    SERVED = "served"
    ACKNOWLEDGED = "acknowledged"
    TOLD = "told"
    DECIDED = "decided"
    REMEDIED = "remedied"
    NAMED = "named"


class Unit(StrEnum):
    """What is counted. An hour is sixty minutes of any day or night; working days have their own unit."""

    BUSINESS_DAY = "business_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


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
    """`quantity` `unit`s after `trigger` (or before it, by `direction`).

    `first_day_counts`: the day of the trigger is day 1 (else it is day 0, as in the Civil Code's 初日不算入).
    `calendar`: the organisation's own working days, or those of a country. `pausable`: waiting for the complainant
    stops it; never set for a statutory clock (invariant 4). `warn_at`: at most two percentages of the time, rising:
    the clock is warned, then due soon. `met_by`: the steps that meet it, or `by_hand`; a rule that nothing meets
    only gives dates to promises and has no clock. `starts_again_on`: steps after which it is owed anew.
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
    name: Bilingual | None = None
    direction: Direction = Direction.AFTER
    calendar: str = HOUSE
    audience: Audience = Audience.COMPLAINANT
    begins: Begins = Begins.ITSELF
    met_by: tuple[str, ...] = ()
    starts_again_on: tuple[str, ...] = ()
    applies_if: Condition = ALWAYS
    extension: Extension | None = None
    on_breach: Breach = USUAL_BREACH
    letter_parts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be counted, naming the field. Raises RuleError."""
        for name, word in (("id", self.id), ("kind", self.kind)):
            _check_word(name, word)
        for part in self.letter_parts:
            _check_word("letter_parts", part)
        most = _MOST[self.unit]
        if not 1 <= self.quantity <= most:
            raise RuleError("quantity", mistakes.must_be_within(most, self.unit, self.quantity))
        if self.extension and self.extension.quantity > most:
            raise RuleError("extension", mistakes.must_be_within(most, self.unit, self.extension.quantity))
        _check_days(self)
        rising = all(earlier < later for earlier, later in pairwise(self.warn_at))
        if len(self.warn_at) > _MOST_WARNINGS or not rising or not set(self.warn_at) <= _PERCENTAGES:
            raise RuleError("warn_at", mistakes.must_rise(self.warn_at))
        if self.calendar != HOUSE and self.calendar not in COUNTRIES:
            raise RuleError("calendar", mistakes.must_be_calendar(COUNTRIES, self.calendar))
        checked_steps("met_by", self.met_by, by_hand=True)
        checked_steps("starts_again_on", self.starts_again_on, by_hand=False)
        if self.pausable and self.audience is not Audience.COMPLAINANT:
            raise RuleError("pausable", mistakes.cannot_pause_for(self.audience))
        if self.trigger is Trigger.NAMED and self.begins is Begins.ITSELF:
            raise RuleError("begins", mistakes.BY_HAND_ONLY)

    @property
    def has_clock(self) -> bool:
        """Does a clock run for it, or does it only give dates to promises?"""
        return bool(self.met_by) or self.begins is Begins.BY_HAND

    @property
    def is_met_by_hand(self) -> bool:
        """Does somebody write down that it was done?"""
        return BY_HAND in self.met_by or not self.met_by


def _check_word(field: str, word: str) -> None:
    if not _WORD.fullmatch(word):
        raise RuleError(field, mistakes.must_be_word(word))


def _check_days(rule: Rule) -> None:
    """What has no meaning for the unit is refused. Raises RuleError."""
    if rule.unit is Unit.HOUR and rule.first_day_counts:
        raise RuleError("first_day_counts", mistakes.HOURS_HAVE_NO_FIRST_DAY)
    if rule.unit in (Unit.HOUR, Unit.BUSINESS_DAY) and rule.roll is not Roll.NONE:
        raise RuleError("roll", mistakes.has_no_meaning_for(rule.unit))
    if rule.unit is not Unit.BUSINESS_DAY and rule.outside_hours is OutsideHours.SAME_DAY:
        raise RuleError("outside_hours", mistakes.has_no_meaning_for(rule.unit))
    if rule.pausable and rule.unit not in (Unit.BUSINESS_DAY, Unit.CALENDAR_DAY):
        raise RuleError("pausable", mistakes.has_no_meaning_for(rule.unit))
    if rule.direction is Direction.BEFORE and (rule.pausable or rule.extension):
        raise RuleError("direction", mistakes.NOTHING_BEFORE_ITS_MOMENT)


class PackRole(StrEnum):
    """Our own standard of service, which gives the dates that people are told, or what a law asks beside it."""

    SERVICE = "service"
    LAW = "law"


#: Rules that a standard of service must have, for promises follow from them (promises.py).
SERVICE_RULES = ("acknowledgement", "first-answer", "progress", "decision", "remedy", "follow-up")


@dataclass(frozen=True, slots=True)
class Pack:
    """A versioned set of rules. A complaint keeps the version that was valid when it was received.

    Raises RuleError for an empty or contradictory one.
    """

    id: str
    version: int
    valid_from: date
    jurisdiction: str
    rules: tuple[Rule, ...]
    valid_to: date | None = None
    role: PackRole = PackRole.LAW
    title: Bilingual | None = None
    applies_if: Condition = ALWAYS
    _by_id: dict[str, Rule] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse an empty or contradictory pack. Raises RuleError."""
        _check_word("id", self.id)
        if self.version < 1:
            raise RuleError("version", mistakes.must_be_positive(self.version))
        if self.valid_to and self.valid_to < self.valid_from:
            raise RuleError("valid_to", mistakes.ends_before_it_begins(self.valid_to, self.valid_from))
        if not self.rules:
            raise RuleError("rules", mistakes.NO_RULES)
        by_id = {rule.id: rule for rule in self.rules}
        if len(by_id) < len(self.rules):
            ids = [rule.id for rule in self.rules]
            twice = next(rule_id for rule_id in ids if ids.count(rule_id) > 1)
            raise RuleError("rules", mistakes.has_two(twice))
        missing = [rule_id for rule_id in SERVICE_RULES if rule_id not in by_id]
        if self.role is PackRole.SERVICE and missing:
            raise RuleError("rules", mistakes.needs_rules(missing))
        object.__setattr__(self, "_by_id", by_id)

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id. Raises KeyError naming the pack when there is none."""
        if rule_id not in self._by_id:
            raise KeyError(f"pack {self.id} has no rule {rule_id!r}")
        return self._by_id[rule_id]

    def is_valid_on(self, day: date) -> bool:
        """Is this version in force on `day`? Both ends are included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
