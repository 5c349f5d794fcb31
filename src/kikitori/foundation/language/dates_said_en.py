"""Dates in an English sentence, and whether the sentence promises something by them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import pairwise

from kikitori.foundation.language.dates_meant import Found, Ground, without_overlaps

_NOON = 12
_WEEK = timedelta(days=7)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUM = r"(?:\d{1,3}|an?|" + "|".join(_NUMBERS[1:]) + ")"
_UNIT = r"(?:(business|working)\s+)?(days?|weeks?|months?)\b(?:['’]s?\s+time)?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: „may“ in small letters is hardly ever a month.
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|(?-i:May)|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?-i:Mon|Tues?|Wed|Thur?s?|Fri)(?![\w])\.?)"
)
_WEEK_AFTER = r"(?:\s+(of\s+next\s+week|next\s+week|week(?!\s+(?:commencing|beginning))\b))?"
#: „By end of day tomorrow“ is tomorrow alone.
_ALONE_END = (
    rf"(?!\s+(?:on\s+)?(?:tomorrow|the\s+day\s+after|the\s+\d|\d|(?:next\s+|this\s+)?{_WEEKDAY}|{_MONTH}))"
)
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<min>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?|"
    r"(?P<hour24>[01]?\d|2[0-3]):(?P<min24>[0-5]\d)|(?P<noon>noon|midday))"
)
_AFTER = re.compile(rf"(?:,?\s+(?:at|by|around|before)?\s?|\s?[(,]\s?){_CLOCK}", re.IGNORECASE)
_BEFORE = re.compile(rf"\b{_CLOCK},?\s+(?:on\s+)?$", re.IGNORECASE)
_ALONE = re.compile(rf"(?<![\d:.-]){_CLOCK}", re.IGNORECASE)

_Means = Callable[[re.Match[str], Ground], date | None]


def _number(said: str) -> int:
    if said.isdigit():
        return int(said)
    return 1 if said.lower() in ("a", "an") else _NUMBERS.index(said.lower())


def _month_day(month: str, day: str, year: str | None, ground: Ground) -> date | None:
    number = _MONTHS.index(month.lower()[:3]) + 1
    return ground.day(int(year), number, int(day)) if year else ground.month_day(number, int(day))


def _weekday(match: re.Match[str], ground: Ground) -> date | None:
    which, weekday = (match[1] or "").lower(), _WEEKDAYS.index(match[2].lower()[:3])
    if which in ("last", "every", "each", "past"):
        return None
    if match[3] and match[3].lower() == "week":
        return ground.weekday(weekday) + _WEEK
    if which == "next" or match[3]:
        return ground.weekday_of(1, weekday)
    return ground.weekday_of(0, weekday) if which == "this" else ground.weekday(weekday)


def _after(match: re.Match[str], ground: Ground) -> date | None:
    unit = "business_day" if match[2] else {"d": "day", "w": "week", "m": "month"}[match[3][0].lower()]
    return ground.after(_number(match[1]), unit)


def _end(match: re.Match[str], ground: Ground) -> date | None:
    weeks = int((match[1] or "").lower() == "next")
    match match[2].lower():
        case "week":
            return ground.end_of_week(weeks)
        case "month":
            return ground.end_of_month(weeks)
        case "year":
            return None if weeks else ground.end_of_year()
        case _:
            return ground.today


_DAYS: list[tuple[re.Pattern[str], _Means]] = [
    (re.compile(pattern, re.IGNORECASE), means)
    for pattern, means in (
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", lambda m, g: g.day(int(m[1]), int(m[2]), int(m[3]))),
        (
            rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}}))?",
            lambda m, g: _month_day(m[3], m[2], m[4], g),
        ),
        (
            rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s+(\d{{4}}))?",
            lambda m, g: _month_day(m[2], m[3], m[4], g),
        ),
        (r"\bthe\s+(\d{1,2})(?:st|nd|rd|th)\b", lambda m, g: g.day_of_month(int(m[1]))),
        (
            rf"\b(?:(next|this|coming|last|every|each|past)\s+)?{_WEEKDAY}(?:\b|(?<=\.)){_WEEK_AFTER}",
            _weekday,
        ),
        (r"\bthe\s+day\s+after\s+tomorrow\b", lambda _m, g: g.after(2, "day")),
        (r"\btomorrow\b", lambda _m, g: g.after(1, "day")),
        (r"\b(?:today|tonight|this\s+(?:afternoon|evening|morning))\b", lambda _m, g: g.today),
        (
            rf"\b(?:within|in)\s+(?:the\s+next\s+)?(?:{_NUM}\s?(?:-|to|or)\s?)?({_NUM})\s+{_UNIT}",
            _after,
        ),
        (
            rf"\b(?:the\s+)?end\s+of\s+(?:the\s+|this\s+|(next)\s+)?(day|business|today|week|month|year)\b{_ALONE_END}",
            _end,
        ),
        (r"\b(?:later\s+this|(next))\s+(week|month)\b(?!['’])", _end),
        # What lies behind us: named, so that no time beside it is taken for today's.
        (r"\byesterday\b", lambda _m, _g: None),
    )
]
_HOURS = re.compile(rf"\b(?:within|in)\s+(?:the\s+next\s+)?({_NUM})\s+(hour|minute)s?\b", re.IGNORECASE)


def dates_in(sentence: str, ground: Ground) -> list[Found]:
    """Every coming date in the sentence, with its time of day where one stands beside it."""
    found: list[Found] = []
    for pattern, means in _DAYS:
        found += [_with_time(sentence, each, means(each, ground)) for each in pattern.finditer(sentence)]
    for match in _HOURS.finditer(sentence):
        number = _number(match[1])
        moment = ground.moment_after(number) if match[2].lower() == "hour" else ground.moment_after(0, number)
        if moment:
            found.append(Found(match.start(), match.end(), *moment))
    for match in _ALONE.finditer(sentence):
        wall = _time(match)
        day = ground.today_at(wall) if wall else None
        if day:
            found.append(Found(match.start(), match.end(), day, wall, bare=True))
    return [each for each in without_overlaps(found) if each.day != date.min]


def _with_time(sentence: str, match: re.Match[str], day: date | None) -> Found:
    after = _AFTER.match(sentence, match.end())
    before = None if after else _BEFORE.search(sentence, 0, match.start())
    start = before.start() if before else match.start()
    end = after.end() if after else match.end()
    said = after or before
    return Found(start, end, day or date.min, _time(said) if said else None)


def _time(match: re.Match[str]) -> time | None:
    if match["noon"]:
        return time(_NOON)
    if match["half"]:
        hour = int(match["hour"]) % _NOON + (_NOON if match["half"].lower() == "p" else 0)
        return time(hour, int(match["min"] or 0)) if 1 <= int(match["hour"]) <= _NOON else None
    return time(int(match["hour24"]), int(match["min24"]))


#: Right before the date: not „until Friday“, „since Friday“, „the order of 20 November“.
_UNTIED = re.compile(
    r"\b(?:until|till|since|from|after|of|dated|through|as of|for)\s+(?:the\s+)?$", re.IGNORECASE
)
_TIED = re.compile(
    r"\b(?:by|on|before|within|in|at|around|no\s+later\s+than|for\s+delivery\s+on)\s+$", re.IGNORECASE
)
_PROMISE = re.compile(
    r"\b(?:(?:we|i|you|they|it|he|she|that|there|colleague|somebody|someone|everything|team|parcel|refund|answer)"
    r"(?:\s+(?:will|shall)\b(?!\s+(?:not|never))|['’]ll\b(?!\s+(?:not|never)))|will\s+be\b|"
    r"(?:we|i)(?:\s+(?:are|am)|['’](?:re|m))\s+(?:going\s+to|planning\s+to|calling|sending|refunding|replacing)|"
    r"(?:we|i)\s+(?:plan|aim|expect|hope|promise|intend)\b|to\s+be\s+with\s+you|will\s+(?!not|never)\w+)",
    re.IGNORECASE,
)
#: Asked, put as a condition, past, denied, heard or only possible: no promise of ours.
_NO_PROMISE = re.compile(
    r"\b(?:please|could\s+you|can\s+you|would\s+you|will\s+you|let\s+us\s+know|you\s+(?:must|need|should|can|may|could|said|told|wrote|asked)|"
    r"if|unless|whether|(?:said|says|told|wrote|according)|was|were|had|did|ordered|bought|received|arrived|delivered|called|"
    r"not|never|cannot|can['’]t|won['’]t|unable|may|might|would|closed|holiday|expires?|valid|deadline)\b|n['’]t\b|\?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;:]\s|\s(?:but|and|so|which|because)\s|\s[–—-]\s")


def is_promised(sentence: str, found: Found, next_start: int) -> bool:
    """Does the sentence promise something by this date?

    Its own part of the sentence speaks first; where that says nothing („By Friday, …“, „… and call you by Friday“),
    the parts after it, and then those before.
    """
    before = sentence[: found.start]
    if _UNTIED.search(before) or (found.bare and not _TIED.search(before)):
        return False
    cuts = [0, *(match.end() for match in _PARTS.finditer(sentence)), len(sentence)]
    parts = [(a, b) for a, b in pairwise(cuts) if a < b]
    own = next(n for n, (_, end) in enumerate(parts) if found.start < end)
    order = [own, *range(own + 1, len(parts)), *range(own - 1, -1, -1)]
    for number in order:
        start, end = parts[number]
        if number > own and start >= next_start:
            continue
        said = sentence[start:end]
        if _NO_PROMISE.search(said):
            return False
        if _PROMISE.search(said):
            return True
    return False
