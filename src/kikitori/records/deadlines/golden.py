"""Golden dates: due dates that were computed once by other means, shipped as data and held against the engine. Pure.

A difference is a wrong date in somebody's letter, so any installation may look for one (`differences`). The files are
`data/golden/*.csv`, a line for each date:

- `calendar`: a key of `PLACES`, an organisation that keeps the holidays of a country and works from 9 to 17.
- `rule`: `pack/rule`, or a rule of its own, as `10 calendar_day first_day_counts roll=next`.
- `trigger`: a moment, or a day, which then stands for any working moment of it.
- `due`: a moment, or a day. `source`: where the date comes from.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from importlib import resources
from zoneinfo import ZoneInfo

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Pack, Roll, Rule, Source, Trigger, Unit

#: The organisations that golden dates are counted for. The Japanese one is closed over new year, as is usual there.
PLACES: Mapping[str, BusinessCalendar] = {
    "JP": BusinessCalendar(),
    **{
        country: BusinessCalendar(zone=ZoneInfo(zone), holiday_country=country, closures=())
        for country, zone in (
            ("GB-ENG", "Europe/London"),
            ("GB-SCT", "Europe/London"),
            ("GB-NIR", "Europe/London"),
            ("AU", "Australia/Sydney"),
            ("US", "America/New_York"),
            ("EU", "Europe/Berlin"),
        )
    },
}
COLUMNS = ("calendar", "rule", "trigger", "due", "source")
#: A day alone stands for these: before opening, at opening, at noon and at the moment of closing.
_WORKING_MOMENTS = (time(7), time(9), time(12, 30), time(17))
_CHOICES: Mapping[str, Callable[[str], object]] = {
    "roll": Roll,
    "outside_hours": OutsideHours,
    "direction": Direction,
    "calendar": str,
}


class GoldenError(ValueError):
    """A line that cannot be read. Says in which file and where."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}")
        self.file, self.line, self.problem = file, line, problem


@dataclass(frozen=True, slots=True)
class GoldenDate:
    """One line: a rule as it is written there, the moments to count from, and the date or moment that is right."""

    file: str
    line: int
    place: str
    rule: str
    triggers: tuple[datetime, ...]
    due: str
    source: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A golden date that the engine does not find; `found` is its own date, or why there is none."""

    golden: GoldenDate
    trigger: datetime
    found: str

    def __str__(self) -> str:
        """One line that can be followed."""
        golden = self.golden
        return (
            f"{golden.file}, line {golden.line}: {golden.rule} ({golden.place}) from {self.trigger.isoformat()}:"
            f" {golden.due} expected ({golden.source}), {self.found} found"
        )


def golden_dates() -> Iterator[GoldenDate]:
    """Every golden date that is shipped, file by file. Raises GoldenError."""
    folder = resources.files(__package__) / "data" / "golden"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".csv"):
            yield from read_golden(file.read_text(encoding="utf-8"), file.name)


def read_golden(text: str, file: str) -> Iterator[GoldenDate]:
    """The golden dates written in `text`; `file` is its name in messages. Raises GoldenError."""
    rows = csv.DictReader(text.splitlines(), restkey="too many", restval="")
    try:
        _check_columns(rows.fieldnames)
        for row in rows:
            yield _golden_date(row, file, rows.line_num)
    except csv.Error as wrong:  # the line it stopped at is not counted yet
        raise GoldenError(file, rows.line_num + 1, str(wrong)) from wrong
    except (ValueError, KeyError) as wrong:
        raise GoldenError(file, max(rows.line_num, 1), str(wrong)) from wrong


def _check_columns(found: Sequence[str] | None) -> None:
    if tuple(found or ()) != COLUMNS:
        raise ValueError(f"the columns must be {', '.join(COLUMNS)}")


def _golden_date(row: dict[str, str], file: str, line: int) -> GoldenDate:
    if set(row) != set(COLUMNS) or not all(row.values()):
        raise ValueError(f"must fill {len(COLUMNS)} columns")
    if row["calendar"] not in PLACES:
        raise ValueError(f"calendar must be one of {', '.join(PLACES)}, not {row['calendar']!r}")
    if "/" not in row["rule"]:
        _rule_in_words(row["rule"])
    zone = PLACES[row["calendar"]].zone
    trigger = _day_or_moment(row["trigger"])
    _day_or_moment(row["due"])
    if isinstance(trigger, datetime):
        triggers: tuple[datetime, ...] = (trigger,)
    else:
        triggers = tuple(datetime.combine(trigger, wall, zone) for wall in _WORKING_MOMENTS)
    return GoldenDate(file, line, row["calendar"], row["rule"], triggers, row["due"], row["source"])


def _day_or_moment(text: str) -> date | datetime:
    """A day, or a moment with its offset. Raises ValueError."""
    if "T" not in text:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return moment


def _rule_in_words(words: str) -> Rule:
    """A rule of its own, as `10 calendar_day first_day_counts roll=next`. Raises ValueError."""
    quantity, unit, *more = words.split(" ")
    fields: dict[str, object] = {}
    for word in more:
        name, _, value = word.partition("=")
        if word == "first_day_counts":
            fields[word] = True
        elif name in _CHOICES:
            fields[name] = _CHOICES[name](value)
        else:
            raise ValueError(f"a rule in words has no {word!r}")
    plain = Rule(
        "golden",
        "report",
        Trigger.RECEIVED,
        int(quantity),
        Unit(unit),
        Source("golden dates"),
        Certainty.PROPOSAL,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def differences(
    golden: Iterable[GoldenDate] | None = None, pack_of: Callable[[str], Pack] = built_in_pack
) -> list[Difference]:
    """Where the engine, with the packs that `pack_of` gives by their ids, finds another date; none when all is well.

    A pack or rule that is gone, and a date no calendar reaches, are differences, too. Raises GoldenError.
    """
    return [
        Difference(one, trigger, found)
        for one in (golden_dates() if golden is None else golden)
        for trigger in one.triggers
        if (found := _found(one, trigger, pack_of)) != one.due
    ]


def _found(golden: GoldenDate, trigger: datetime, pack_of: Callable[[str], Pack]) -> str:
    """The due date as it is written there: a day for a day, the same moment for a moment."""
    place = PLACES[golden.place]
    pack_id, _, rule_id = golden.rule.partition("/")
    try:
        rule = pack_of(pack_id).rule(rule_id) if rule_id else _rule_in_words(golden.rule)
        moment = due(rule, trigger, place).due_at
    except (ValueError, KeyError, OverflowError) as wrong:
        return str(wrong.args[0])
    if "T" not in golden.due:
        return moment.date().isoformat()
    expected = datetime.fromisoformat(golden.due)
    return golden.due if moment.timestamp() == expected.timestamp() else moment.isoformat()
