"""What was filed wrongly and put right: read again, moved, joined, and the address of a sender."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.labels import PARTY_ROLE
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.complaints.timeline import Event


def read_again(event: Event, _known: Known) -> Told:
    """Both charsets, so that the earlier text can be had again."""
    before, after = event.data.get("before", ""), event.data.get("after", "")
    return Told(_("%(what)s (%(how)s)") % {"what": label(event), "how": f"{before} → {after}"}, "refresh")


def contact_added(event: Event, _known: Known) -> Told:
    """Whose address it is from now on."""
    role = event.data.get("role", "")
    return Told(by_road(label(event), PARTY_ROLE[PartyRole(role)] if role else ""), "mail")


def moved(event: Event, known: Known) -> Told:
    """A word that has gone elsewhere, or has come from there."""
    other = _reference(event, known)
    if "came_from" not in event.data:
        sentence = _("A word was moved to another complaint")
        return Told(sentence, "forward", event.data.get("reason", ""), "", "internal", other=other)
    message = known.message(event)
    if message is None:
        return Told(_("A word that has been moved to another complaint"), "forward", other=other)
    band = "from" if message.from_complainant else "internal"
    sentence = _("A word that was filed with another complaint before")
    return Told(sentence, "message", message.body, message.language, band, other=other)


def joined(event: Event, known: Known) -> Told:
    """It goes on in another complaint."""
    other = _reference(event, known)
    return Told(label(event), "split", event.data.get("reason", ""), "", "internal", other=other)


def separated(event: Event, known: Known) -> Told:
    """It stands by itself again."""
    other = _reference(event, known)
    return Told(label(event), "undo", event.data.get("reason", ""), "", "internal", other=other)


def _reference(event: Event, known: Known) -> str:
    other = known.other(event)
    return other.reference if other else ""
