"""Three readings of one page: Japanese, やさしい日本語 and English. A voice says sentences and days in one of them.

In やさしい日本語 words carry readings, written {漢字|かんじ}: `show` makes ruby of them, `plain` leaves them out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kikitori.foundation.language.bilingual import Bilingual, tongue
from kikitori.foundation.language.dates import day_in_words
from kikitori.foundation.language.readings import EASY
from kikitori.interfaces.portal.promises_words import WORDS
from kikitori.interfaces.portal.rule_times import number_in_words
from kikitori.records.deadlines.calendar import WEEKDAYS_EN, WEEKDAYS_JA
from kikitori.records.deadlines.rules import Unit

_READING = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")


class Reading(StrEnum):
    """How the page is read."""

    JA = "ja"
    EASY = "easy"
    EN = "en"

    @property
    def language(self) -> str:
        """The language its words are in."""
        return "en" if self is Reading.EN else "ja"

    @property
    def code(self) -> str:
        """As the site knows it: the frame around the page speaks so."""
        return EASY if self is Reading.EASY else self.value

    @classmethod
    def of(cls, language: str) -> Reading:
        """For somebody who reads the site in `language`; English for the languages that have no reading here."""
        return cls.EASY if language == EASY else cls(tongue(language))

    @property
    def own_name(self) -> str:
        """Its own name for itself."""
        return str(_easy_time()["readings"][self.value])


@cache
def easy_words() -> dict[str, str]:
    """The sentences of やさしい日本語, by key."""
    text = (resources.files(__package__) / "promises_easy.yaml").read_text(encoding="utf-8")
    return {str(key): str(sentence) for key, sentence in yaml.safe_load(text).items()}


@cache
def _easy_time() -> dict[str, dict[int | str, str]]:
    text = (resources.files(__package__) / "promises_easy_time.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[int | str, str]] = yaml.safe_load(text)
    return found


@dataclass(frozen=True, slots=True)
class Voice:
    """Says everything of the page in one reading. `today` decides whether a day needs its year."""

    reading: Reading
    today: date

    @property
    def is_easy(self) -> bool:
        """やさしい日本語?"""
        return self.reading is Reading.EASY

    def raw(self, key: str, **values: object) -> str:
        """The sentence of a key, readings still in their brackets, to be put into another one."""
        words = easy_words()[key] if self.is_easy else str(WORDS[key])
        return words % values if values else words

    def has(self, key: str) -> bool:
        """Is there such a sentence?"""
        return key in WORDS

    def say(self, key: str, **values: object) -> str:
        """The sentence of a key, ready for the page."""
        return self.show(self.raw(key, **values))

    def show(self, text: str) -> str:
        """A text ready for the page: with ruby where it holds readings."""
        return with_ruby(text) if self.is_easy else text

    def plain(self, key: str) -> str:
        """A sentence without readings, for places that take no markup."""
        return without_readings(self.raw(key))

    def name(self, both: Bilingual) -> str:
        """A name that rules or closures bring with them."""
        return both.in_(self.reading.language)

    def span(self, number: int, unit: Unit) -> str:
        """`5営業日`, `5 business days`."""
        if not self.is_easy:
            return number_in_words(number, unit)
        if unit is Unit.CALENDAR_DAY and number > 1:  # one day is not the first of a month
            return _easy_day(number)
        return str(_easy_time()["units"][unit.value]) % {"n": number}

    def weekday(self, weekday: int) -> str:
        """Monday is 0."""
        if self.is_easy:
            return str(_easy_time()["weekdays"][weekday])
        return (WEEKDAYS_EN if self.reading is Reading.EN else WEEKDAYS_JA)[weekday]

    def day(self, day: date) -> str:
        """A whole day with its weekday, and with its year when that is another one."""
        other_year = day.year != self.today.year
        if not self.is_easy:
            return day_in_words(day, self.reading.language, year=other_year)
        units = _easy_time()["units"]
        year = str(units["year"]) % {"n": day.year} if other_year else ""
        month = str(units["month_name"]) % {"n": day.month}
        return f"{year}{month}{_easy_day(day.day)}（{self.weekday(day.weekday())}）"


def _easy_day(number: int) -> str:
    """Days have readings of their own: {5日|いつか}."""
    times = _easy_time()
    return str(times["days"].get(number) or str(times["units"][Unit.CALENDAR_DAY.value]) % {"n": number})


def without_readings(text: str) -> str:
    """{漢字|かんじ} → 漢字."""
    return _READING.sub(r"\1", text)


def with_ruby(text: str) -> SafeString:
    """{漢字|かんじ} → the characters with their reading above; escaped, and in brackets where ruby is unknown."""
    parts, end = [], 0
    for match in _READING.finditer(text):
        ruby = format_html("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", match[1], match[2])
        parts += [(text[end : match.start()],), (ruby,)]
        end = match.end()
    return format_html_join("", "{}", [*parts, (text[end:],)])
