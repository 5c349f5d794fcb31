"""Who was named to speak for the complainant, and what came of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import ActorKind
from kikitori.records.people.terms import Mandate
from kikitori.records.voices.labels import MANDATE


def appointed(event: Event, known: Known) -> Told:
    """Whom, and what they may do; with what was written beside it."""
    row = known.appointment(event)
    lines = [str(MANDATE[Mandate(event.data["mandate"])])] if event.data.get("mandate") else []
    sentence = by_road(_named(event, known, label(event)), event.data.get("how"))
    return Told(sentence, "people", row.words if row else "", known.language, "from", lines=tuple(lines))


def answered(event: Event, known: Known) -> Told:
    """Confirmed, or not and why."""
    row = known.appointment(event)
    done = (
        _("Confirmed who speaks for the complainant")
        if event.data.get("granted")
        else _("Not confirmed, with the reason")
    )
    return Told(_named(event, known, done), "people", row.answer if row else "", known.language, "public")


def ended(event: Event, known: Known) -> Told:
    """By the complainant, or by us and why."""
    row = known.appointment(event)
    by_themselves = event.actor_kind == ActorKind.COMPLAINANT.value
    reason = row.reason if row and not by_themselves else ""
    return Told(
        _named(event, known, label(event)), "people", reason, known.language, "public" if reason else ""
    )


def _named(event: Event, known: Known, sentence: str) -> str:
    row = known.appointment(event)
    return _("%(what)s: %(name)s") % {"what": sentence, "name": row.name} if row else sentence
