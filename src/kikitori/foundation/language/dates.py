"""Days and times in words, in Japanese and English, and in やさしい日本語 with readings. Pure; the zone is passed in.

ja: 2026年11月26日（木）17:00 · 11月26日（木）; en: Thursday 26 November 2026, 17:00 · Thursday 26 November.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.easy_dates import spelled
from kikitori.foundation.language.readings import EASY

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_words(day: date, language: str, *, year: bool = False) -> str:
    """A day with its weekday; with the year when asked."""
    if language == EASY:
        return spelled(day_in_words(day, "ja", year=year))
    if tongue(language) == "ja":
        head = f"{day.year}年" if year else ""
        return f"{head}{day.month}月{day.day}日（{_WEEKDAYS_JA[day.weekday()]}）"
    tail = f" {day.year}" if year else ""
    return f"{_WEEKDAYS_EN[day.weekday()]} {day_and_month_en(day)}{tail}"


def day_and_month_en(day: date) -> str:
    """26 November: a day in English where its weekday says nothing."""
    return f"{day.day} {_MONTHS_EN[day.month - 1]}"


def moment_in_words(moment: datetime, language: str, zone: tzinfo, *, year: bool = False) -> str:
    """A moment as day and time in `zone`. `moment` must be aware."""
    if language == EASY:
        return spelled(moment_in_words(moment, "ja", zone, year=year))
    local = moment.astimezone(zone)
    day = day_in_words(local.date(), language, year=year)
    join = "" if tongue(language) == "ja" else ", "
    return f"{day}{join}{local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says days and moments in one language and one zone, with the year."""

    language: str
    zone: tzinfo

    def day(self, value: date | datetime) -> str:
        """A day, with its weekday; of a moment, the day it is in this zone."""
        local = value.astimezone(self.zone).date() if isinstance(value, datetime) else value
        return day_in_words(local, self.language, year=True)

    def moment(self, value: datetime) -> str:
        """A day and a time. `value` must be aware."""
        return moment_in_words(value, self.language, self.zone, year=True)
