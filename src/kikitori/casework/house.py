"""The organisation, its working days, its rules and what day it is there, read at most once within a step."""

from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.packs import Packs
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.deadlines.rules import Pack, Rule
from kikitori.records.people.absences import roster
from kikitori.records.people.models import Organisation
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.standing_in import Roster
from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import BodyKind
from kikitori.records.remedies.authority import limits_in_use
from kikitori.records.remedies.limits import Limits


class House:
    """Lives as long as one step, and those taken within it, so that nothing it remembers can grow old."""

    @classmethod
    def of(cls, organisation: Organisation) -> "House":
        """For whoever has read the organisation already."""
        house = cls()
        house.organisation = organisation
        return house

    @cached_property
    def organisation(self) -> Organisation:
        """The one organisation. One query."""
        return the_organisation()

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """Its working days. One query beside the organisation's."""
        return calendar_of(self.organisation)

    def calendar_for(self, complaint: Complaint) -> BusinessCalendar:
        """Working days of the team that has it in hand, or of everybody. One query at the first for a team."""
        if complaint.team is None:
            return self.calendar
        if complaint.team.pk not in self._of_teams:
            self._of_teams[complaint.team.pk] = calendar_of(self.organisation, complaint.team)
        return self._of_teams[complaint.team.pk]

    @cached_property
    def _of_teams(self) -> dict[int, BusinessCalendar]:
        return {}

    @cached_property
    def limits(self) -> Limits:
        """How much may be granted by whom. One query."""
        return limits_in_use()

    @cached_property
    def packs(self) -> Packs:
        """Its rule packs. One query beside the organisation's, once it is asked for those written here."""
        return Packs(lambda: self.organisation)

    def packs_of(self, complaint: Complaint) -> list[Pack]:
        """The packs a complaint keeps from the day it was received."""
        return self.packs.pinned(complaint.rule_packs)

    def service_pack(self, complaint: Complaint) -> Pack:
        """The standard of service by which its promises are dated."""
        return self.packs.service(self.packs_of(complaint))

    def rule(self, name: str) -> Rule | None:
        """The rule pack/version/rule; None where there is none (any more)."""
        try:
            pack_id, version, rule_id = name.split("/", 2)
            return self.packs.version(pack_id, int(version)).rule(rule_id)
        except (ValueError, KeyError):
            return None

    @cached_property
    def bodies_in_letters(self) -> list[Body]:
        """Bodies outside that letters name beside our general words. One query."""
        return list(Body.objects.filter(in_letters=True, is_active=True, kind=BodyKind.EXTERNAL.value))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone it tells its dates in."""
        return ZoneInfo(self.organisation.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The day it is there at `moment`."""
        return moment.astimezone(self.zone).date()

    def roster_at(self, moment: datetime) -> Roster:
        """Who is away on the day it is there at `moment`, and who stands in. One query for a day."""
        day = self.day_of(moment)
        if day not in self._rosters:
            self._rosters[day] = roster(day)
        return self._rosters[day]

    @cached_property
    def _rosters(self) -> dict[date, Roster]:
        return {}
