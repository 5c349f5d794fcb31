"""One request about one complaint: who asks, about which one, when, and in which zone days are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from kikitori.casework.corroborate import RelatedGroup, related_to
from kikitori.casework.drafts import drafts_of
from kikitori.casework.grants import able_to_be_let_in
from kikitori.casework.house import House
from kikitori.casework.lifting import Bar, bars_known_to
from kikitori.casework.openings import note_opening
from kikitori.casework.presence import Companion, company_of
from kikitori.casework.sealed_readings import note_reading
from kikitori.interfaces.desk.complaint.bound import Bound
from kikitori.interfaces.desk.complaint.case_file import CaseFile
from kikitori.interfaces.desk.complaint.sealed import Sealed, sealed_of
from kikitori.interfaces.desk.door import complaint_or_404
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.letters.drafts import Draft
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Staff
from kikitori.records.people.standing_in import Roster
from kikitori.records.voices.petitions import Petition


@dataclass(frozen=True)
class Standing:
    """What every view of this room needs to know before it does anything. `dataclasses.replace` reads anew."""

    actor: Actor
    complaint: Complaint
    organisation: Organisation
    now: datetime

    @cached_property
    def file(self) -> CaseFile:
        """What is on record about the complaint."""
        return CaseFile(self.complaint)

    @cached_property
    def bound(self) -> Bound:
        """What it is linked with, joined with, grouped with, as far as this reader sees it. One query at most."""
        return Bound(self)

    @cached_property
    def related(self) -> list[RelatedGroup]:
        """Other complaints that say something about this one, as far as this reader sees them. Nine queries at most."""
        return related_to(self.actor, self.complaint, list(self.file.allegations), now=self.now)

    @cached_property
    def drafts(self) -> list[Draft]:
        """What this person has typed about it and not sent yet, the newest first. One query."""
        return list(drafts_of(self.actor, self.complaint))

    @cached_property
    def company(self) -> list[Companion]:
        """Who else has it open or a draft about it. Two queries."""
        return company_of(self.actor, self.complaint, now=self.now)

    @property
    def confided(self) -> list[Petition]:
        """Whom they named that should not handle it; for leads it does not speak of."""
        return self.file.confided(self.actor)

    @cached_property
    def bars(self) -> list[tuple[Bar, str]]:
        """Who is barred from it, by name, as far as this reader may know; none without a bar. Two queries at most."""
        found = bars_known_to(self.actor, self.complaint)
        numbers = [bar.staff for bar in found]
        names = dict(Staff.objects.filter(pk__in=numbers).values_list("pk", "name")) if found else {}
        return [(bar, names[bar.staff]) for bar in found]

    @cached_property
    def others_seeing(self) -> list[Staff]:
        """Every colleague who sees it, by name. One query."""
        others = seen_by(self.complaint).exclude(pk=self.actor.own_staff_id)
        return list(others.only("name", "name_kana").order_by("name", "pk"))

    @property
    def is_followed(self) -> bool:
        """Does this person follow it?"""
        return any(each.pk == self.actor.staff_id for each in self.file.followers)

    @property
    def is_muted(self) -> bool:
        """Does this person want to hear nothing more of it?"""
        return self.actor.staff_id in self.file.muted_by

    @property
    def others_to_add(self) -> list[Staff]:
        """Who could be made to follow it."""
        known = {each.pk for each in self.file.followers}
        return [each for each in self.others_seeing if each.pk not in known]

    @property
    def writers(self) -> list[tuple[Companion, bool]]:
        """Who else writes, or has left something half-written: with whether they are at it now."""
        return [(each, each.is_writing(self.now)) for each in self.company if each.form]

    @property
    def onlookers(self) -> list[Companion]:
        """Who else has it open and writes nothing."""
        return [each for each in self.company if not each.form]

    @cached_property
    def house(self) -> House:
        """The organisation as the verbs read it."""
        return House.of(self.organisation)

    @cached_property
    def sealed(self) -> Sealed | None:
        """Who may read it, and who has; None where it is not sealed. Three queries where it is."""
        return sealed_of(self.complaint)

    @cached_property
    def could_be_let_in(self) -> list[Staff]:
        """Colleagues who could be let into the vault: reading complaints, not barred, not in yet. One query."""
        inside = {grant.staff_id for grant in self.sealed.grants} if self.sealed else set()
        return list(able_to_be_let_in(self.complaint).exclude(pk__in={*inside, self.actor.own_staff_id}))

    @property
    def roster(self) -> Roster:
        """Who is away today, and who stands in. One query."""
        return self.house.roster_at(self.now)

    @cached_property
    def calendar(self) -> BusinessCalendar:
        """Working days of whoever has it in hand. One query."""
        return self.house.calendar_for(self.complaint)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The organisation's zone: days are its days."""
        return ZoneInfo(self.organisation.time_zone)

    @cached_property
    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.now.astimezone(self.zone).date()

    @property
    def state(self) -> State:
        """The complaint's state as a word of the lifecycle."""
        return State(self.complaint.state)


def stand(request: HttpRequest, actor: Actor, reference: str, *, whole: bool = False) -> Standing:
    """The standing of `actor` before this complaint, inside the door. Raises Http404 where it is unseen.

    One query; a second where a page is opened, for that is noted (ADR 0029): not where a part of it is drawn anew.
    A third where it is sealed: of that each reading is kept (ADR 0039).
    `whole`: it is a page whatever the header of the request says.
    """
    frame = frame_of(request)
    standing = Standing(actor, complaint_or_404(actor, reference), frame.organisation, frame.now)
    if request.method == "GET" and (whole or not request.headers.get("HX-Request")):
        note_opening(actor, standing.complaint, on=standing.today)
        page = request.resolver_match.view_name if request.resolver_match else ""
        note_reading(actor, standing.complaint, page, now=frame.now)
    return standing
