"""Why a due date is what it is: the counted days, as data and as one sentence. Pure.

The days are stored with the promise, so that the answer given later is the count that was made then, even
after a rule or a holiday has changed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import day_and_month_en, day_in_words
from kikitori.foundation.language.readings import EASY
from kikitori.records.deadlines.calendar import WEEKDAYS_EN, WEEKDAYS_JA, ClosedCode
from kikitori.records.deadlines.why_easy import explain_easily


class DayCode(StrEnum):
    """What a day is in the count: where it starts, what was counted, why it was not, or where it was moved to."""

    START = "start"
    OUTSIDE_HOURS = "outside_hours"
    BUSINESS_DAY = "business_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    MOVED = "moved"
    PAUSED = "paused"


#: Kinds of days that count.
COUNTED = {
    DayCode.BUSINESS_DAY,
    DayCode.CALENDAR_DAY,
    DayCode.HOUR,
    DayCode.WEEK,
    DayCode.MONTH,
    DayCode.YEAR,
}
_CLOSED = {DayCode(code) for code in ClosedCode}


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the count. `number` is 0 for the starting day, n for the n-th counted one, None if left out."""

    date: date
    counted: bool
    number: int | None
    reason_code: DayCode
    reason_ja: str
    reason_en: str


Why = tuple[CountedDay, ...]


def why_to_json(why: Iterable[CountedDay]) -> list[dict[str, object]]:
    """The count day by day for other programs, dates as YYYY-MM-DD. What the database keeps is why_kept.py's."""
    return [
        {
            "date": day.date.isoformat(),
            "counted": day.counted,
            "number": day.number,
            "reason_code": day.reason_code.value,
            "reason_ja": day.reason_ja,
            "reason_en": day.reason_en,
        }
        for day in why
    ]


def explain(why: Sequence[CountedDay], language: str) -> str:
    """One sentence that says how the days were counted, in Japanese or English; empty for an empty count.

    Saturdays and Sundays go without saying as soon as a holiday, a closure or a pause is named.
    """
    if not why:
        return ""
    if language == EASY:
        return explain_easily({day.reason_code for day in why})
    return _explain_ja(why) if tongue(language) == "ja" else _explain_en(why)


Run = tuple[CountedDay, CountedDay]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a sentence is made of, in no language yet. Runs are stretches of days, by their first and last."""

    unit: DayCode
    start_moved_to: date | None
    named: list[Run]
    waited: list[Run]
    weekdays_left_out: list[int]
    last: CountedDay
    moved_to: date | None


def _parts(why: Sequence[CountedDay]) -> _Parts:
    """Take the count apart. Days beyond the last counted one explain a move, not the count."""
    counted = [day for day in why if day.counted]
    last = max(counted, key=lambda day: day.number or 0) if counted else why[-1]
    moved = next((day for day in why if day.reason_code is DayCode.MOVED), None)
    begin = next((day for day in why if day.number is not None), why[0])
    forward = why[0].date <= last.date
    inside = sorted(
        (day for day in why if (day.date < last.date if forward else day.date > last.date)),
        key=lambda day: day.date,
    )
    left_out = [day for day in inside if day.reason_code in _CLOSED]
    off = {d.date.weekday() for d in left_out if d.reason_code in (DayCode.WEEKEND, DayCode.DAY_OFF)}
    return _Parts(
        unit=last.reason_code if last.reason_code in COUNTED else DayCode.BUSINESS_DAY,
        start_moved_to=begin.date if begin.date != why[0].date else None,
        named=_runs([d for d in left_out if d.reason_code in (DayCode.HOLIDAY, DayCode.CLOSURE)]),
        waited=_runs(
            [d for d in inside if d.reason_code is DayCode.PAUSED], over={day.date for day in left_out}
        ),
        weekdays_left_out=sorted(off),
        last=last,
        moved_to=moved.date if moved else None,
    )


def _runs(days: list[CountedDay], over: Collection[date] = ()) -> list[Run]:
    """Neighbouring days of the same name as (first, last): a closure is told as one stretch.

    Days that are `over` do not part neighbours: who waits over a weekend has waited once.
    """
    if not days:
        return []
    runs = [[days[0]]]
    for before, day in pairwise(days):
        between = (before.date + timedelta(days=n) for n in range(1, (day.date - before.date).days))
        if day.reason_en == before.reason_en and all(passed in over for passed in between):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [(run[0], run[-1]) for run in runs]


def _explain_ja(why: Sequence[CountedDay]) -> str:
    parts = _parts(why)
    waited = f"ご回答をお待ちした日（{'、'.join(_days_ja(*run) for run in parts.waited)}）"
    if parts.unit is DayCode.HOUR:
        return "夜間や休日も含め、時間で数えています。"
    if parts.unit is not DayCode.BUSINESS_DAY:
        if parts.moved_to is None:
            return f"{f'{waited}を除き、' if parts.waited else ''}土曜・日曜・祝日も含めて数えています。"
        day = parts.last.date
        way = "繰り下げ" if parts.moved_to > day else "繰り上げ"
        last, target = (day_in_words(d, "ja") for d in (day, parts.moved_to))
        begin = f"{waited}を除いて数え、" if parts.waited else ""
        return f"{begin}最終日の{last}が休みにあたるため、{target}に{way}ています。"
    start = ""
    if parts.start_moved_to:
        start = f"営業時間外のため{day_in_words(parts.start_moved_to, 'ja')}を起点に、"
    named = [_named_ja(*run) for run in parts.named] + ([waited] if parts.waited else [])
    if named:
        return f"{start}{'、'.join(named)}を除いて数えています。"
    if parts.weekdays_left_out:
        weekdays = "・".join(WEEKDAYS_JA[n] for n in parts.weekdays_left_out)
        return f"{start}{weekdays}を除いて数えています。"
    return f"{start}営業日で数えています。"


def _named_ja(first: CountedDay, last: CountedDay) -> str:
    holiday = "祝日 " if first.reason_code is DayCode.HOLIDAY else ""
    return f"{_days_ja(first, last)}（{holiday}{first.reason_ja}）"


def _days_ja(first: CountedDay, last: CountedDay) -> str:
    days = f"{first.date.month}月{first.date.day}日"
    return days if last is first else f"{days}から{last.date.month}月{last.date.day}日まで"


def _explain_en(why: Sequence[CountedDay]) -> str:
    parts = _parts(why)
    if parts.unit is DayCode.HOUR:
        return "Hours are counted day and night, weekends and public holidays included."
    if parts.unit is not DayCode.BUSINESS_DAY:
        return _calendar_days_en(parts)
    start = ""
    if parts.start_moved_to:
        first = day_in_words(parts.start_moved_to, "en")
        start = f"Counting starts on {first}, as this came outside working hours; "
    named = [_named_en(*run) for run in parts.named] + ([_waited_en(parts.waited)] if parts.waited else [])
    if named:
        runs = parts.named + parts.waited
        several = len(runs) > 1 or runs[0][0] is not runs[0][1]
        return _sentence(f"{start}{_listed_en(named)} {'are' if several else 'is'} not counted.")
    if parts.weekdays_left_out:
        return (
            f"{start}{_listed_en([WEEKDAYS_EN[n] + 's' for n in parts.weekdays_left_out])} are not counted."
        )
    return _sentence(f"{start}working days are counted.")


def _calendar_days_en(parts: _Parts) -> str:
    """What is said of calendar days, weeks, months and years."""
    is_not = "is not" if len(parts.waited) == 1 and parts.waited[0][0] is parts.waited[0][1] else "are not"
    waited = f"{_waited_en(parts.waited)} {is_not}" if parts.waited else ""
    if parts.moved_to is None:
        return f"Weekends and public holidays are counted too{f'; {waited}' if waited else ''}."
    day, target = (day_in_words(d, "en") for d in (parts.last.date, parts.moved_to))
    begin = f"{waited} counted; " if waited else ""
    return _sentence(f"{begin}the last day, {day}, is not a working day; the date moves to {target}.")


def _waited_en(runs: list[Run]) -> str:
    one = len(runs) == 1 and runs[0][0] is runs[0][1]
    days = _listed_en([_days_en(*run) for run in runs])
    return f"the {'day' if one else 'days'} on which we waited for your answer ({days})"


def _named_en(first: CountedDay, last: CountedDay) -> str:
    holiday = "public holiday: " if first.reason_code is DayCode.HOLIDAY else ""
    return f"{_days_en(first, last)} ({holiday}{first.reason_en})"


def _days_en(first: CountedDay, last: CountedDay) -> str:
    days = day_and_month_en(first.date)
    return days if last is first else f"{days} to {day_and_month_en(last.date)}"


def _listed_en(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else items[0]


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
