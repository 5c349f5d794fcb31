"""The organisation and its working days, read at most once within a step."""

from functools import cached_property

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation


class House:
    """Lives as long as one step, so that nothing it remembers can grow old."""

    @cached_property
    def organisation(self) -> Organisation:
        """The one organisation."""
        return the_organisation()

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """Its working days."""
        return calendar_of(self.organisation)
