"""Brought before somebody above, and answered there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, label
from kikitori.interfaces.desk.why_escalated import why_escalated
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.terms import Cause


def escalated(event: Event, known: Known) -> Told:
    """Before whom it was brought, on which level, and why; before everybody where nobody was left."""
    cause, code = event.data.get("cause", ""), event.data.get("reason", "")
    if not cause:
        return _before_there_were_levels(event, known)
    holder = known.name(event, "to")
    sentence = _("Brought before %(lead)s") % {"lead": holder} if holder else _nobody()
    lines = (*_level(event), why_escalated(cause, code))
    return Told(sentence, "flag", code if cause == Cause.REQUEST else "", "", "internal", lines=lines)


def acknowledged(event: Event, _known: Known) -> Told:
    """Somebody has said that they look into it, and perhaps what they will do."""
    return Told(label(event), "check", event.data.get("note", ""), "", "internal", lines=_level(event))


def _nobody() -> str:
    return _("Brought up, but nobody above is at work: everybody who sees the complaint is asked")


def _level(event: Event) -> tuple[str, ...]:
    level = event.data.get("level")
    return (_("Level %(level)s") % {"level": level},) if level else ()


def _before_there_were_levels(event: Event, known: Known) -> Told:
    """Entries of that time name a lead, and a promise where the sweep wrote them."""
    lead, reason = known.name(event, "to"), event.data.get("reason", "")
    sentence = _("Brought before %(lead)s") % {"lead": lead}
    if event.actor_reason == "missed_promise" and reason in set(PromiseKind):
        sentence = _("Brought before %(lead)s, because a promise was missed: %(promise)s") % {
            "lead": lead,
            "promise": PROMISE_KIND[PromiseKind(reason)],
        }
        reason = ""
    return Told(sentence, "flag", reason, "", "internal")
