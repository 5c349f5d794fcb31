"""Reports to authorities: written, sent, said not to be needed, decided. For colleagues alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, label
from kikitori.interfaces.look.words import language, moment
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.labels import REPORT_KIND
from kikitori.records.deadlines.report_forms import ReportKind


def written(event: Event, _known: Known) -> Told:
    """Which report, and the how manieth version."""
    lines = (_("Version %(number)s") % {"number": event.data.get("version", "")},)
    return Told(_named(event), "file", lines=lines)


def recorded(event: Event, known: Known) -> Told:
    """To whom, when, under which number of theirs."""
    lines = [str(event.data.get("authority", ""))]
    if event.data.get("number"):
        lines.append(_("Their number: %(number)s") % {"number": event.data["number"]})
    if event.data.get("at"):
        lines.append(
            moment(datetime.fromisoformat(event.data["at"]), language(get_language()), known.standing.zone)
        )
    return Told(_named(event), "kept", band="internal", lines=tuple(lines))


def no_report_asked(event: Event, _known: Known) -> Told:
    """Why."""
    return Told(_named(event), "help", event.data.get("reason", ""), "", "internal")


def no_report_decided(event: Event, _known: Known) -> Told:
    """Which way."""
    granted = event.data.get("granted")
    line = _("It need not be reported. The deadline has stopped.") if granted else _("It is reported.")
    return Told(_named(event), "agree", event.data.get("words", ""), "", "internal", lines=(line,))


def _named(event: Event) -> str:
    try:
        kind = REPORT_KIND[ReportKind(event.data.get("about", ""))]
    except ValueError:
        return label(event)
    return _("%(what)s: %(kind)s") % {"what": label(event), "kind": kind}
