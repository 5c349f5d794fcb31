"""Who looked at this: on how many days people of which role have read the complaint. No names."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework.openings import openings_of
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.terms import Role

_JOININGS = (EventKind.MERGED.value, EventKind.REGROUPED.value)

#: What somebody of this role has to do with it.
WHO: dict[Role, Text] = {
    Role.HANDLER: _("People who deal with complaints"),
    Role.LEAD: _("Those responsible for them"),
    Role.AUDITOR: _("Those who check that we keep to our rules"),
    Role.ADMINISTRATOR: _("Those who look after the system"),
}


@dataclass(frozen=True)
class Read:
    """One role: on how many days somebody of it has read the complaint, and the last of them in words."""

    who: Text
    days: int
    last: str


@dataclass(frozen=True)
class Looked:
    """Who has looked; `since`: from which day on we know it, in words, where not from the beginning."""

    roles: list[Read]
    since: str


def opened(file: File, teller: Teller, log_began: datetime | None) -> Looked:
    """Most days first; a joined complaint is read where it goes on, from the day of joining. One query."""
    joined = [event for event in file.events if event.kind in _JOININGS] if file.is_joined else []
    rows = (
        openings_of(file.complaint, file.goes_on, teller.day_of(joined[-1].at))
        if joined
        else openings_of(file.complaint)
    )
    late = log_began is not None and file.complaint.logged_at < log_began
    return Looked(
        [Read(WHO[each.role], each.days, teller.day(each.last)) for each in rows],
        teller.day(log_began) if log_began is not None and late else "",
    )
