"""Values as people give them, checked once on their way into a verb.

Lax on form, strict on what a table cannot hold: text is kept as written (invariant 11), too long or
unstorable text is refused with a code, and every problem is reported at once.
"""

from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from kikitori.casework.errors import Invalid, Problem
from kikitori.foundation.language.text import clean_text, storable
from kikitori.records.complaints.terms import CHOSEN_BY_HAND, Confidentiality
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.holiday_tables import HolidayTable, table_for

#: A rage of 10,000 characters is a complaint; a hundred thousand is a file.
LONGEST_TEXT = 100_000
#: Clocks of other machines may be a little ahead of ours.
_SKEW = timedelta(minutes=5)

Word = TypeVar("Word", bound=StrEnum)


def known_years() -> HolidayTable:
    """The table of holidays: no date can be counted or promised outside its years."""
    return table_for(BusinessCalendar().holiday_country)


class Checked:
    """Collects problems while values are read; `done()` raises Invalid when there were any."""

    def __init__(self) -> None:
        self.problems: dict[str, Problem] = {}

    def text(self, field: str, value: str, *, longest: int = LONGEST_TEXT, needed: bool = False) -> str:
        """Free text: line ends and Unicode form made regular, otherwise untouched."""
        if storable(value) != value:
            self.problems[field] = Problem.NOT_STORABLE
            return ""
        cleaned = clean_text(value).strip()
        if needed and not cleaned:
            self.problems[field] = Problem.MISSING
        if len(cleaned) > longest:
            self.problems[field] = Problem.TOO_LONG
        # It is refused anyway; whoever reads it further (as an address, as a name) must not meet a whole book.
        return cleaned[:longest]

    def line(self, field: str, value: str, *, longest: int = 300, needed: bool = False) -> str:
        """One line; inner line breaks become blanks."""
        return " ".join(self.text(field, value, longest=longest, needed=needed).split())

    def word(self, field: str, value: str, words: type[Word], default: Word | None = None) -> Word:
        """One of a closed list of words; empty is the default where there is one."""
        if not value and default is not None:
            return default
        try:
            return words(value)
        except ValueError:
            self.problems[field] = Problem.MISSING if not value else Problem.UNKNOWN_WORD
            return default or next(iter(words))

    def secrecy(self, field: str, value: str) -> Confidentiality:
        """Who may know, as far as somebody can say so: nothing is sealed by a word in a form."""
        chosen = self.word(field, value, Confidentiality)
        if chosen not in CHOSEN_BY_HAND:
            self.problems[field] = Problem.UNKNOWN_WORD
        return chosen

    def past(self, field: str, value: datetime, now: datetime, zone: tzinfo) -> datetime:
        """A moment that has happened, in a year of `zone` from which dates can be counted; aware."""
        if value.tzinfo is None:
            raise ValueError(f"{field} needs a time zone")
        if value > now + _SKEW:
            self.problems[field] = Problem.IN_THE_FUTURE
        elif value < datetime(known_years().first_year, 1, 1, tzinfo=zone):
            self.problems[field] = Problem.OUT_OF_RANGE
        return value

    def coming_day(self, field: str, value: date | None, today: date) -> date:
        """A day not before today, in a year whose holidays are known."""
        if value is None:
            self.problems[field] = Problem.MISSING
            return today
        if value < today:
            self.problems[field] = Problem.IN_THE_PAST
        elif value.year > known_years().last_year:
            self.problems[field] = Problem.OUT_OF_RANGE
        return value

    def done(self) -> None:
        """Raise Invalid if anything was wrong."""
        if self.problems:
            raise Invalid(self.problems)


def checked_text(field: str, value: str, *, longest: int = LONGEST_TEXT, needed: bool = True) -> str:
    """One text, for verbs that take only one. Raises Invalid."""
    checked = Checked()
    text = checked.text(field, value, longest=longest, needed=needed)
    checked.done()
    return text
