"""Public holidays as checked-in tables, read once when first asked for.

Contract: a table knows every holiday of each year it covers and refuses to answer for any other year,
because a silent "no holiday" would put a wrong date into somebody's letter. Written by tools/holiday_tables.py.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

#: The countries (or parts of one) whose tables are shipped, by code: ISO 3166-1, or 3166-2 for a part.
#: GB-ENG is England and Wales. AU has only the days that every state and territory keeps, US the federal ones, and
#: EU the closing days of TARGET: what a state or a country adds is entered as a closure.
COUNTRIES = ("JP", "GB-ENG", "GB-SCT", "GB-NIR", "AU", "US", "EU")


class HolidayTableError(ValueError):
    """No table for this country, or a year outside the table. The message names both."""


@dataclass(frozen=True, slots=True)
class HolidayName:
    """What a holiday is called, in Japanese and in English."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class HolidayTable:
    """The holidays of one country for `first_year` to `last_year`, both included."""

    country: str
    first_year: int
    last_year: int
    days: Mapping[date, HolidayName]

    def name_on(self, day: date) -> HolidayName | None:
        """The holiday on `day`, or None on an ordinary day.

        Raises HolidayTableError when the table does not cover the year of `day`.
        """
        if not self.first_year <= day.year <= self.last_year:
            raise HolidayTableError(
                f"the holiday table {self.country} covers {self.first_year} to {self.last_year};"
                f" it cannot tell about {day.isoformat()}"
            )
        return self.days.get(day)


@cache
def table_for(country: str) -> HolidayTable:
    """The table of `country`. The file is read at the first call only.

    Raises HolidayTableError for a country without a table.
    """
    if country not in COUNTRIES:
        raise HolidayTableError(f"no holiday table for {country!r}; there are {', '.join(COUNTRIES)}")
    file = resources.files(__package__) / "data" / f"holidays-{country}.csv"
    days: dict[date, HolidayName] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        days[date.fromisoformat(row["date"])] = HolidayName(row["ja"], row["en"])
    return HolidayTable(country, min(days).year, max(days).year, MappingProxyType(days))
