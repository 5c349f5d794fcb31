"""Check evidence 証拠の照合: is every file still, byte for byte, what was taken in? Reads alone, and writes nothing.

Three are compared: the SHA-256 of the bytes as they lie there now, that of the register, and that which the timeline
was told when it was taken in. The last two can only ever be added to, so that who changes one has to change all three.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kikitori.casework.take_evidence import content_of_attachment
from kikitori.foundation.storage import NotStored
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.letters.raw import content_of
from kikitori.records.people.actor import Actor


class Verified(StrEnum):
    """What came out for one piece of evidence."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    GONE = "gone"
    NO_FILE = "no_file"


@dataclass(frozen=True, slots=True)
class EvidenceChecked:
    """One piece of evidence with what came out. `found`: SHA-256 of what lies there now, if anything does."""

    row: Evidence
    result: Verified
    found: str = ""

    @property
    def is_sound(self) -> bool:
        """Is nothing wrong with it?"""
        return self.result in (Verified.UNCHANGED, Verified.NO_FILE)


def check_evidence(actor: Actor, complaint: Complaint) -> list[EvidenceChecked]:
    """All of one complaint that this actor sees, by number. Two queries, and one for each large or mailed file."""
    rows = Evidence.objects.filter(complaint__in=visible_to(actor).filter(pk=complaint.pk))
    return _checked(rows.select_related("complaint", "enclosure", "attachment__mail").order_by("number"))


def check_all_evidence(actor: Actor) -> Iterable[EvidenceChecked]:
    """All that this actor sees, complaint by complaint: never the files of more than one at a time."""
    seen = visible_to(actor).filter(evidence__isnull=False).distinct().order_by("pk")
    for complaint in seen.only("pk").iterator(chunk_size=200):
        yield from check_evidence(actor, complaint)


def _checked(rows: Iterable[Evidence]) -> list[EvidenceChecked]:
    found = list(rows)
    told = _told(found)
    return [_compare(row, told.get((row.complaint_id, row.number), "")) for row in found]


def _told(rows: Iterable[Evidence]) -> dict[tuple[int, int], str]:
    """Complaint and number → the SHA-256 the timeline was told."""
    complaints = {row.complaint_id for row in rows}
    events = Event.objects.filter(complaint__in=complaints, kind=EventKind.EVIDENCE_TAKEN.value)
    values = events.values_list("complaint_id", "data")
    return {
        (complaint, int(data["evidence"])): str(data.get("digest", ""))
        for complaint, data in values
        if "evidence" in data
    }


def _compare(row: Evidence, told: str) -> EvidenceChecked:
    if row.enclosure is None and row.attachment is None:
        return EvidenceChecked(row, Verified.CHANGED if told else Verified.NO_FILE)
    try:
        now = hashlib.sha256(_bytes_of(row)).hexdigest()
    except NotStored:
        return EvidenceChecked(row, Verified.GONE)
    same = now == row.digest == told
    return EvidenceChecked(row, Verified.UNCHANGED if same else Verified.CHANGED, now)


def _bytes_of(row: Evidence) -> bytes:
    """Raises NotStored."""
    if row.enclosure is not None:
        return content_of(row.enclosure)
    if row.attachment is None:
        raise NotStored(row.digest)
    return content_of_attachment(row.attachment)
