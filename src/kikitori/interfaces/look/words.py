"""Dates, times, deadlines, names and money as people read them on a page, in Japanese and English.

Pure: knows neither Django nor a clock. Every function that speaks of time takes `now` and the reader's zone.
Japanese dates are those of letters (foundation/language/dates.py); in English a page has the short ones of this
module. Patterns of a language are data here (like a calendar), sentences live in the gettext catalogues.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.dates import day_in_words, moment_in_words
from kikitori.foundation.language.money import money_told
from kikitori.interfaces.look.plain import one_line

JA: Final = "ja"
EN: Final = "en"
SOON: Final = timedelta(hours=4)
_HOUR: Final = 60  # minutes
_DAY: Final = 24 * _HOUR
_MANY_DAYS: Final = 60  # from here on, months say more than days

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR_DAYS: Final = {
    JA: {-2: "おととい", -1: "昨日", 0: "今日", 1: "明日", 2: "あさって"},
    EN: {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_DUE_WORDS: Final = {
    JA: {
        "late": "超過",
        "soon": "まもなく",
        "later": "期限",
        "kept": "約束どおり",
        "missed": "遅れて完了",
        "gone": "改めました",
    },
    EN: {
        "late": "Overdue",
        "soon": "Soon",
        "later": "Due",
        "kept": "Kept",
        "missed": "Done late",
        "gone": "Replaced",
    },
}
#: The same in やさしい日本語, with readings as people write them.
EASY_DUE_WORDS: Final = {
    "late": "{過|す}ぎました",
    "soon": "もうすぐ",
    "later": "まで",
    "kept": "{約束|やくそく}のとおり",
    "missed": "おくれて{終|お}わりました",
    "gone": "{変|か}わりました",
}
_DUE_ICONS: Final = {
    "late": "warning",
    "soon": "waiting",
    "later": "clock",
    "kept": "kept",
    "missed": "check",
    "gone": "undo",
}


class Due(NamedTuple):
    """A deadline ready to be shown: `kind` picks the colour, `icon` and `word` carry the meaning without it.

    `left` is what remains (empty when nothing does), `at` the absolute time.
    """

    kind: str
    icon: str
    word: str
    left: str
    at: str


def language(code: str | None) -> str:
    """Return `ja` or `en` for a language code such as `ja-easy` or `en-gb`; Japanese where no language is set."""
    return tongue(code or JA)


def day(value: date | datetime, lang: str, zone: tzinfo | None = None) -> str:
    """Return a full date: `2026年11月23日（月）` or `23 Nov 2026 (Mon)`. A datetime is first moved to `zone`."""
    d = _day_of(value, zone)
    if lang == JA:
        return day_in_words(d, JA, year=True)
    return f"{d.day} {_MONTHS[d.month - 1]} {d.year} ({_WEEKDAYS[d.weekday()]})"


def month(first: date, lang: str) -> str:
    """Return a month with its year: `2026年11月`, `Nov 2026`."""
    return f"{first.year}年{first.month}月" if lang == JA else f"{_MONTHS[first.month - 1]} {first.year}"


def month_and_day(value: date, lang: str) -> str:
    """Return a day of every year: `12月29日`, `29 Dec`."""
    return f"{value.month}月{value.day}日" if lang == JA else f"{value.day} {_MONTHS[value.month - 1]}"


def short_day(value: date | datetime, today: date, lang: str, zone: tzinfo | None = None) -> str:
    """Return `今日`, `明日`, `11月26日（木）` or, in another year, the full date; likewise in English."""
    d = _day_of(value, zone)
    near = _NEAR_DAYS[lang].get((d - today).days)
    if near:
        return near
    if d.year != today.year:
        return day(d, lang)
    if lang == JA:
        return day_in_words(d, JA)
    return f"{_WEEKDAYS[d.weekday()]} {d.day} {_MONTHS[d.month - 1]}"


def clock(at: datetime, zone: tzinfo) -> str:
    """Return the time of day in `zone`, 24-hour: `17:00`."""
    local = at.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def moment(at: datetime, lang: str, zone: tzinfo) -> str:
    """Return date and time in full: `2026年11月23日（月）15:04`; English names the zone: `23 Nov 2026 15:04 JST`."""
    if lang == JA:
        return moment_in_words(at, JA, zone, year=True)
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year} {clock(local, zone)} {local:%Z}"


def relative(at: datetime, now: datetime, lang: str, zone: tzinfo) -> str:
    """Return how far `at` is from `now` in calendar time, rounded down: `あと3時間`, `2日前`, `in 3 hours`.

    Under 24 hours in minutes or hours, then in calendar days of `zone`, from 60 days in months.
    """
    ahead = at >= now
    minutes = int(abs(at - now).total_seconds() // 60)
    if minutes == 0:
        return "いま" if lang == JA else "now"
    if minutes < _HOUR:
        return _span(minutes, "分", "min", lang, ahead=ahead)
    if minutes < _DAY:
        return _span(minutes // _HOUR, "時間", "hour", lang, ahead=ahead)
    # On the day the clocks are put back 24 hours can pass without a new day.
    days = max(1, abs((at.astimezone(zone).date() - now.astimezone(zone).date()).days))
    if days < _MANY_DAYS:
        return _span(days, "日", "day", lang, ahead=ahead)
    return _span(days // 30, "か月", "month", lang, ahead=ahead)


def when(at: datetime, now: datetime, lang: str, zone: tzinfo) -> str:
    """Return relative and absolute time together: `あと3時間・今日 17:00`, `in 3 hours · today 17:00`."""
    dot = "・" if lang == JA else " · "
    return f"{relative(at, now, lang, zone)}{dot}{short_clock(at, now, lang, zone)}"


def short_clock(at: datetime, now: datetime, lang: str, zone: tzinfo) -> str:
    """Return the absolute half of `when`: `今日 17:00`, `11月26日（木）17:00`."""
    local = at.astimezone(zone)
    name = short_day(local, now.astimezone(zone).date(), lang)
    space = "" if name.endswith("）") else " "
    return f"{name}{space}{clock(local, zone)}"


def working_left(minutes: int, lang: str) -> str:
    """Return what is left in working time: `あと3時間（営業時間）`; `minutes` below zero says how much was overrun."""
    size = abs(minutes)
    count, ja, en = (
        (size // _HOUR, "時間", "working hour") if size >= _HOUR else (size, "分", "working minute")
    )
    if lang == JA:
        return f"{count}{ja}超過（営業時間）" if minutes < 0 else f"あと{count}{ja}（営業時間）"
    plural = "" if count == 1 else "s"
    return f"{count} {en}{plural} over" if minutes < 0 else f"{count} {en}{plural} left"


def due(
    at: datetime,
    now: datetime,
    lang: str,
    zone: tzinfo,
    *,
    done_at: datetime | None = None,
    replaced: bool = False,
    working_minutes: int | None = None,
) -> Due:
    """Return a deadline as icon, word and time.

    `done_at` makes it kept (or done late), `replaced` struck through. Open ones are late, soon (within 4 hours) or
    later. The whole of the second that was told is in time, as in records/deadlines/clock.py. `working_minutes`, when
    the caller has counted them, replaces the calendar-relative half.
    """
    absolute = short_clock(at, now, lang, zone)
    if replaced:
        return _due("gone", "", absolute, lang)
    if done_at is not None:
        kind = "missed" if _is_late(at, done_at) else "kept"
        return _due(kind, "", short_clock(done_at, now, lang, zone), lang)
    left = relative(at, now, lang, zone) if working_minutes is None else working_left(working_minutes, lang)
    kind = "late" if _is_late(at, now) else "soon" if at - now <= SOON else "later"
    return _due(kind, left, absolute, lang)


def money(amount: int, lang: str, currency: str = "JPY") -> str:
    """Return an amount in smallest units as people read it: `1,200円` (ja) or `¥1,200` (en); 1250 USD are `$12.50`."""
    return money_told(amount, currency, lang)


def count(number: int) -> str:
    """Return a whole number with three-digit commas."""
    return f"{number:,}"


def person_name(
    name: str, lang: str, *, organisation: bool = False, honorific: bool = True, title: str | None = None
) -> str:
    """Return a name as it is addressed: 様 for a person, 御中 for an organisation, never both; empty is anonymous.

    `title`: what they wish to have there instead, perhaps nothing.

    Shown as it is written: signs that would turn or hide a part of it are left out.
    """
    name = one_line(name).strip()
    if not name:
        return "匿名の方" if lang == JA else "Anonymous"
    if lang != JA or not honorific:
        return name
    if name.endswith(("様", "御中")):
        return name
    usual = "御中" if organisation else "様"
    return f"{name} {usual if title is None else title}".strip()


def initials(name: str) -> str:
    """Return one character (Japanese) or up to two letters (Latin) to stand for a person in a small circle."""
    parts = name.split()
    if not parts:
        return "?"
    if not parts[0][0].isascii():
        return parts[0][0]
    return "".join(part[0] for part in (parts[0], parts[-1])[: len(parts)]).upper()


def _due(kind: str, left: str, at: str, lang: str) -> Due:
    return Due(kind, _DUE_ICONS[kind], _DUE_WORDS[lang][kind], left, at)


def _is_late(due_at: datetime, at: datetime) -> bool:
    return at.replace(microsecond=0) > due_at


def _day_of(value: date | datetime, zone: tzinfo | None) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(zone) if zone else value).date()
    return value


def _span(number: int, ja: str, en: str, lang: str, *, ahead: bool) -> str:
    if lang == JA:
        return f"あと{number}{ja}" if ahead else f"{number}{ja}前"
    unit = f"{number} {en}" + ("" if number == 1 or en == "min" else "s")
    return f"in {unit}" if ahead else f"{unit} ago"
