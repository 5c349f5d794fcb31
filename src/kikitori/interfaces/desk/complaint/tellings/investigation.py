"""What the investigation did: planned, found out, took in. Among ourselves alone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.timeline import Event
from kikitori.records.inquiry.labels import CUSTODY_KIND, LINE_STATE, NATURE
from kikitori.records.inquiry.terms import CustodyKind, LineState, Nature


def planned(event: Event, known: Known) -> Told:
    """The lines, as they stand in the plan."""
    numbers = set(event.data.get("numbers", ()))
    lines = [row for row in known.standing.file.investigation.lines if row.number in numbers]
    said = tuple(_("%(number)s. %(what)s") % {"number": row.number, "what": row.what} for row in lines)
    return Told(label(event), "list", band="internal", lines=() if known.public else said)


def line_ended(event: Event, known: Known) -> Told:
    """Which line, how, and what came out."""
    if known.public:
        return Told(label(event), "check", band="internal")
    rows = known.standing.file.investigation.lines
    line = next((row for row in rows if row.number == event.data.get("line")), None)
    how = event.data.get("how", LineState.DONE.value)
    said = (line.what, str(LINE_STATE[LineState(how)])) if line else ()
    mark = "check" if how == LineState.DONE.value else "close"
    return Told(label(event), mark, line.came_out if line else "", band="internal", lines=said)


def evidence(event: Event, known: Known) -> Told:
    """Taken in, or something happened to it: which one, and what."""
    if known.public:
        return Told(label(event), "file", band="internal")
    rows = known.standing.file.investigation.evidence
    shown = next((each for each in rows if each.row.number == event.data.get("evidence")), None)
    lines = [shown.line] if shown else []
    if "custody" in event.data:
        lines.append(str(CUSTODY_KIND[CustodyKind(event.data["custody"])]))
    return Told(label(event), "file", band="internal", lines=tuple(lines))


def fact(event: Event, known: Known) -> Told:
    """What was written down, and as which of the two."""
    if known.public:
        return Told(label(event), "note", band="internal")
    notes = known.standing.file.investigation.notes
    row = next((each for each in notes if each.pk == event.data.get("note")), None)
    what = NATURE[Nature(event.data.get("nature", Nature.FACT.value))]
    return Told(by_road(label(event), what), "note", row.text if row else "", band="internal")
