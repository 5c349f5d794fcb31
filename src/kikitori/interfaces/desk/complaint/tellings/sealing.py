"""That it was sealed, who was let in, what the reporter was told, and that the seal was taken off."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, label
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event


def sealed(event: Event, known: Known) -> Told:
    """With whoever can read it from then on; the reason stands beside the seal, for them alone."""
    if known.public:
        return Told(label(event), "lock")
    told = ", ".join(known.names(event, "mentioned"))
    line = _("May read it: %(names)s") % {"names": told} if told else _("Nobody could be let in yet")
    return Told(label(event), "lock", lines=(line,))


def sight(event: Event, known: Known) -> Told:
    """Who was let in, for what and how long; or who reads it no more, and why."""
    name = known.name(event, "staff")
    granted = event.kind == EventKind.SIGHT_GRANTED.value
    sentence = _("May read it: %(names)s") if granted else _("May read it no more: %(names)s")
    text = event.data.get("purpose" if granted else "reason", "")
    return Told(sentence % {"names": name}, "lock", text, "", "internal")


def told(event: Event, known: Known) -> Told:
    """The words the reporter reads on their page."""
    message = known.message(event)
    text, language = (message.body, message.language) if message else ("", "")
    sentence = label(event)
    if event.kind == EventKind.INQUIRY_TOLD.value:
        looked = event.data.get("is_looked_into")
        sentence = (
            _("Reporter told: it is looked into") if looked else _("Reporter told: it is not looked into")
        )
    return Told(sentence, "send", text, language, "public")


def unseal(event: Event, _known: Known) -> Told:
    """Why it is to be taken off, or why it stays."""
    text = event.data.get("reason", "") or event.data.get("words", "")
    return Told(label(event), "lock", text, "", "internal")


def unsealed(event: Event, known: Known) -> Told:
    """Who had asked stands beside who agreed."""
    by = "" if known.public else known.name(event, "asked_by")
    lines = (_("Asked for by: %(names)s") % {"names": by},) if by else ()
    return Told(label(event), "undo", lines=lines)
