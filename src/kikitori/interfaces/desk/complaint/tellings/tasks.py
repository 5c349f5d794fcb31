"""Tasks among ourselves: who is to do what by when, and what became of it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.interfaces.look import words
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event

_MARK = {
    EventKind.TASK_ADDED.value: "list",
    EventKind.TASK_FINISHED.value: "check",
    EventKind.TASK_TAKEN_UP.value: "undo",
    EventKind.TASK_REASSIGNED.value: "assign",
    EventKind.TASK_RESCHEDULED.value: "clock",
    EventKind.TASK_DROPPED.value: "close",
}


def task(event: Event, known: Known) -> Told:
    """What happened to which task: whose it is now, by when, and why, as far as that was said."""
    data = event.data
    lines = []
    if known.name(event, "to"):
        lines.append(_("To be done by %(name)s") % {"name": known.name(event, "to")})
    if "due_at" in data:
        lines.append(_("Due: %(when)s") % {"when": _moment(data["due_at"], known)})
    if data.get("late"):
        lines.append(_("Later than it was due"))
    return Told(
        by_road(label(event), data.get("title", "")),
        _MARK[event.kind],
        data.get("reason", ""),
        "",
        "internal",
        lines=tuple(lines),
    )


def _moment(text: str, known: Known) -> str:
    at, tongue = datetime.fromisoformat(text), words.language(get_language())
    return words.short_clock(at, known.standing.now, tongue, known.standing.zone)
