"""The guideline of a complaint: chosen, changed, and what became of its items. Internal throughout."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.pinned import Pinned
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.interfaces.desk.guidelines.shown import said
from kikitori.records.complaints.timeline import Event
from kikitori.records.prevention.labels import ITEM_STATE
from kikitori.records.prevention.terms import ItemState

_MARK = {ItemState.DONE: "check", ItemState.NOT_DONE: "flag", ItemState.OPEN: "undo"}


def chosen(event: Event, known: Known) -> Told:
    """Which one it goes by from then on, and why; or that none applies any more."""
    if event.data.get("version") is None:
        return Told(_("No guideline applies any more"), "list")
    pin = _pinned(event, known)
    number = event.data.get("number", "")
    title = said(pin.text.title).words if pin else ""
    name = _("%(title)s (version %(number)s)") % {"title": title, "number": number} if title else ""
    reason = event.data.get("reason", "")
    return Told(by_road(label(event), name), "list", reason, "", "internal" if reason else "")


def marked(event: Event, known: Known) -> Told:
    """What became of which item, and why where it was left undone."""
    if "state" not in event.data:
        return Told(label(event), "list")
    state = ItemState(event.data["state"])
    pin = _pinned(event, known)
    item = pin.text.item(event.data["item"]) if pin else None
    sentence = by_road(str(ITEM_STATE[state]), said(item.text).words if item else "")
    reason = event.data.get("reason", "")
    return Told(sentence, _MARK[state], reason, "", "internal" if reason else "")


def _pinned(event: Event, known: Known) -> Pinned | None:
    """The version the entry speaks of; a complaint keeps every one it ever went by."""
    pins = known.standing.file.guidelines.pins
    return next((pin for pin in pins if pin.row.version_id == event.data.get("version")), None)
