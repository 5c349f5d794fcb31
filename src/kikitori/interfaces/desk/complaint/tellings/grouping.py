"""What was put together and taken apart: links, parts, mass complaints. An unseen other is never named."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.bound import label_of
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event


def linked(event: Event, known: Known) -> Told:
    """How the other one stands to this one."""
    how = label_of(event.data.get("kind", "related"), back=bool(event.data.get("back")))
    mark = "external" if event.kind == EventKind.LINKED.value else "undo"
    return _with_other(event, known, by_road(label(event), how), mark)


def split(event: Event, known: Known) -> Told:
    """A part has its own number now."""
    return _with_other(event, known, label(event), "split")


def regrouped(event: Event, known: Known) -> Told:
    """It is one again."""
    return _with_other(event, known, label(event), "undo")


def mass(event: Event, known: Known) -> Told:
    """To which mass complaint it was added, or out of which it was taken."""
    joined = event.kind == EventKind.MASS_JOINED.value
    title = known.mass_title(event)
    sentence = _("%(what)s: %(title)s") % {"what": label(event), "title": title} if title else label(event)
    return Told(sentence, "people" if joined else "undo", event.data.get("reason", ""), "", "internal")


def breach(event: Event, _known: Known) -> Told:
    """That it was added to an incident of leaked data, or taken out; what the incident says is told on its own page."""
    number = event.data.get("breach", "")
    values = {"what": label(event), "number": number}
    sentence = _("%(what)s (no. %(number)s)") % values if number else label(event)
    return Told(
        sentence, "warning" if event.kind == EventKind.BREACH_JOINED.value else "undo", "", "", "internal"
    )


def _with_other(event: Event, known: Known, sentence: str, mark: str) -> Told:
    other = known.other(event)
    reason = event.data.get("reason", "")
    return Told(sentence, mark, reason, "", "internal", other=other.reference if other else "")
