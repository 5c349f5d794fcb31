"""Who looked at this: on how many days people of which role have read the complaint. No names."""

from dataclasses import dataclass

from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework.openings import openings_of
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.people.terms import Role

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


def opened(file: File, teller: Teller) -> list[Read]:
    """Most days first; a joined complaint is read where it goes on. One query."""
    complaints = [file.complaint, file.goes_on] if file.is_joined else [file.complaint]
    return [Read(WHO[each.role], each.days, teller.day(each.last)) for each in openings_of(complaints)]
