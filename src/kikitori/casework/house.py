"""The organisation, its working days and what day it is there, read at most once within a step."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation


class House:
    """Lives as long as one step, and those taken within it, so that nothing it remembers can grow old."""

    @cached_property
    def organisation(self) -> Organisation:
        """The one organisation. One query."""
        return the_organisation()

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """Its working days. One query beside the organisation's."""
        return calendar_of(self.organisation)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone it tells its dates in."""
        return ZoneInfo(self.organisation.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The day it is there at `moment`."""
        return moment.astimezone(self.zone).date()
