"""Days, moments, spans and money as the portal says them: whole, with the weekday, in the organisation's zone.

Pure; the words of a sentence come from the catalogues, here are only its dates and figures.
"""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from kikitori.foundation.language.dates import day_in_words, moment_in_words


@dataclass(frozen=True, slots=True)
class Teller:
    """Says dates in one language and one zone, as seen from `now`."""

    language: str
    zone: tzinfo
    now: datetime

    @property
    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.now.astimezone(self.zone).date()

    def day_of(self, value: date | datetime) -> date:
        """The day a moment falls on, in the zone; a day stays what it is."""
        return value.astimezone(self.zone).date() if isinstance(value, datetime) else value

    def day(self, value: date | datetime) -> str:
        """`11月26日（木）`, `Thursday 26 November`; with the year when it is another one."""
        day = self.day_of(value)
        return day_in_words(day, self.language, year=day.year != self.today.year)

    def from_iso(self, value: object) -> str:
        """The day of an ISO date or moment as stored with an event; empty for anything else."""
        if not isinstance(value, str) or not value:
            return ""
        try:
            found = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
        except ValueError:
            return ""
        return self.day(found)

    def moment(self, value: datetime) -> str:
        """`11月26日（木）17:00`, `Thursday 26 November, 17:00`."""
        year = self.day_of(value).year != self.today.year
        return moment_in_words(value, self.language, self.zone, year=year)
