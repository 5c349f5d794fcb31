"""What changes in the organisation because of it: a corrective action, by its number."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.complaints.timeline import Event

_SAID: Mapping[str, str | Promise] = {
    "raised": _("Corrective action raised"),
    "linked": _("Named as a source of a corrective action"),
    "unlinked": _("Not a source of a corrective action any more"),
}


def tied(event: Event, _known: Known) -> Told:
    """Raised from it, tied to it, or not any more."""
    said = str(_SAID.get(event.data.get("how", ""), label(event)))
    return Told(by_road(said, event.data.get("reference", "")), "refresh")
