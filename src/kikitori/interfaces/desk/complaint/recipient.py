"""To whom a letter about this complaint goes and by which road, as the recipient bar says it.

The road itself is chosen by casework (outgoing.addressee_of); here it is only put into words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.words import language, person_name
from kikitori.records.letters.kinds import Medium
from kikitori.records.people.models import Person


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets it, how, and what the buttons say will happen."""

    name: str
    medium: Medium
    address: str
    road: str
    reply_verb: str

    @property
    def sentence(self) -> str:
        """The whole bar in one line."""
        return _("%(name)s, %(road)s") % {"name": self.name, "road": self.road}

    @property
    def is_reachable(self) -> bool:
        """Does a letter find its way by itself or by the post? Otherwise it only waits in the portal."""
        return self.medium is not Medium.PORTAL


def recipient_of(standing: Standing) -> Recipient:
    """The recipient of a letter written now."""
    to = standing.file.addressee
    match to.medium:
        case Medium.EMAIL:
            road = _("by e-mail to %(address)s") % {"address": to.address}
            verb = _("Send the reply")
        case Medium.PRINT:
            road = _("on paper, to be printed and posted to %(address)s") % {"address": to.address}
            verb = _("Write the reply for printing")
        case _:
            road = _("no address known: it can only be read in the portal, with the slip")
            if to.person is not None and to.person.do_not_contact:
                road = _("they asked not to be contacted: it waits in the portal, to be read with the slip")
            verb = _("Put the reply into the portal")
    return Recipient(
        name_of(to.person, anonymous=standing.complaint.anonymous), to.medium, to.address, road, verb
    )


def name_of(person: Person | None, *, anonymous: bool) -> str:
    """The name as it is addressed; nameless for the anonymous."""
    name = person.name if person and not anonymous else ""
    return person_name(name, language(get_language()), title=person.title if person else None)
