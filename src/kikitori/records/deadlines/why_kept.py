"""A count of days as the database keeps it: runs of days, and words only where they are not the usual ones. Pure.

Thirty business days are some ten runs. Spelled out day by day they were the greater part of what a complaint by mail
writes; such rows are still read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kikitori.records.deadlines.calendar import WEEKDAYS_EN, WEEKDAYS_JA
from kikitori.records.deadlines.why import COUNTED, CountedDay, DayCode, Why

_DAY = timedelta(days=1)
#: The same days are counted again and again: some thousand of them, each a few words.
_REMEMBERED = 8192
#: Nobody counts longer in one run; a row that claims it was not written by us.
_LONGEST_RUN = 40_000
_USUAL = {
    DayCode.START: ("起点", "starting day"),
    DayCode.OUTSIDE_HOURS: ("営業時間外", "outside working hours"),
    DayCode.PAUSED: ("申出者の回答待ち", "waiting for the complainant"),
    DayCode.BUSINESS_DAY: ("{}営業日目", "business day {}"),
    DayCode.CALENDAR_DAY: ("{}日目", "day {}"),
    DayCode.HOUR: ("{}時間後", "hour {}"),
    DayCode.WEEK: ("{}週間", "week {}"),
    DayCode.MONTH: ("{}か月", "month {}"),
    DayCode.YEAR: ("{}年", "year {}"),
}
_WEEKLY = {DayCode.WEEKEND, DayCode.DAY_OFF}


@lru_cache(maxsize=_REMEMBERED)
def usual_day(day: date, code: DayCode, number: int | None = None) -> CountedDay:
    """A day in the words that are always used of such a one. Raises ValueError where each has a name of its own."""
    if code in _WEEKLY:
        return CountedDay(day, False, number, code, WEEKDAYS_JA[day.weekday()], WEEKDAYS_EN[day.weekday()])
    if code not in _USUAL:
        raise ValueError(f"no usual words for {code}")
    ja, en = _USUAL[code]
    return CountedDay(day, code in COUNTED, number, code, ja.format(number), en.format(number))


@dataclass(slots=True)
class _Run:
    """Days that follow each other, of one kind, their numbers too; `words` of all of them, where they are not usual."""

    first: date
    last: date
    code: DayCode
    number: int | None
    words: tuple[str, str] | None
    days: int = 1

    def goes_on_with(self, day: CountedDay, words: tuple[str, str] | None) -> bool:
        number = None if self.number is None else self.number + self.days
        return (
            day.reason_code is self.code
            and day.number == number
            and words == self.words
            and day.date - self.last == _DAY
        )


def keep_why(why: Iterable[CountedDay]) -> list[list[object]]:
    """The count as plain values: `[first day, how many, kind]`, then the first one's number and words where there are.

    Raises ValueError for a day that counting would not make: counted although its kind is not, or the reverse.
    """
    runs: list[_Run] = []
    for day in why:
        if day.counted is not (day.reason_code in COUNTED):
            raise ValueError(f"not a counted day: {day!r}")
        words = _own_words(day)
        if runs and runs[-1].goes_on_with(day, words):
            runs[-1].last = day.date
            runs[-1].days += 1
        else:
            runs.append(_Run(day.date, day.date, day.reason_code, day.number, words))
    return [_plain(run) for run in runs]


def _own_words(day: CountedDay) -> tuple[str, str] | None:
    if day.reason_code in _USUAL or day.reason_code in _WEEKLY:
        usual = usual_day(day.date, day.reason_code, day.number)
        if usual is day or usual == day:
            return None
    return day.reason_ja, day.reason_en


def _plain(run: _Run) -> list[object]:
    plain: list[object] = [run.first.isoformat(), run.days, run.code.value]
    if run.number is not None or run.words:
        plain.append(run.number)
    return [*plain, *run.words] if run.words else plain


def kept_why(rows: object) -> Why:
    """The count back from what keep_why made, or from rows that spell out each day. Raises ValueError for all else."""
    if not isinstance(rows, list):
        raise ValueError("a count of days is a list")  # noqa: TRY004 - data from outside, not a wrong call
    return tuple(day for row in rows for day in _days_of(row))


def _days_of(row: object) -> list[CountedDay]:
    match row:
        case [str(first), int(days), str(code)]:
            return _run_of(first, days, code, None)
        case [str(first), int(days), str(code), int(number)]:
            return _run_of(first, days, code, number)
        case [str(first), int(days), str(code), (int() | None) as number, str(ja), str(en)]:
            return _run_of(first, days, code, number, (ja, en))
        case {
            "date": str(day),
            "counted": bool(counted),
            "number": (int() | None) as number,
            "reason_code": str(code),
            "reason_ja": str(ja),
            "reason_en": str(en),
        }:
            return [CountedDay(date.fromisoformat(day), counted, number, DayCode(code), ja, en)]
    raise ValueError(f"not a count of days: {row!r}")


def _run_of(
    first: str, days: int, code: str, number: int | None, words: tuple[str, str] | None = None
) -> list[CountedDay]:
    if not 0 < days <= _LONGEST_RUN:
        raise ValueError(f"not a run of days: {days}")
    begin, kind = date.fromisoformat(first), DayCode(code)
    found = []
    for n in range(days):
        at = None if number is None else number + n
        day = begin + n * _DAY
        found.append(
            CountedDay(day, kind in COUNTED, at, kind, *words) if words else usual_day(day, kind, at)
        )
    return found
