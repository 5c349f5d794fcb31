"""Documents made of a complaint for somebody outside."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.interfaces.desk.case_pdf.reader_words import FOR_WHOM
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told, by_road, label
from kikitori.records.access.case_file import FileFor
from kikitori.records.complaints.proof_of_receipt import digest_in_groups
from kikitori.records.complaints.timeline import Event


def made(event: Event, _known: Known) -> Told:
    """For whom, how much of it, and by which fingerprint it is known again."""
    data = event.data
    if "fingerprint" not in data:
        return Told(label(event), "file")
    lines = [_("SHA-256 of the file: %(digest)s") % {"digest": digest_in_groups(data["fingerprint"])}]
    if n := data.get("left_out"):
        lines.insert(0, ngettext("%(n)s item was left out", "%(n)s items were left out", n) % {"n": n})
    sentence = by_road(label(event), FOR_WHOM[FileFor(data["reader"])])
    return Told(sentence, "file", lines=tuple(lines))
