"""The investigation out of the rows of a case file: joined to each other here, so that templates ask nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse

from kikitori.interfaces.desk.complaint.case_rows import named_row
from kikitori.interfaces.desk.complaint.investigation import Investigation, grouped
from kikitori.records.inquiry.evidence import CustodyEntry, Evidence, EvidenceBearing
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.plan import InquiryLine

if TYPE_CHECKING:
    from kikitori.interfaces.desk.complaint.case_file import CaseFile

Rows = Callable[[Any], list[Any]]
Names = Callable[[type[Model]], dict[int, str]]


def investigation_of(file: CaseFile, reference: str, rows: Rows, names: Names) -> Investigation:
    """All of it, with who did what by name."""
    points = {row.pk: row for row in file.allegations}
    tasks = {row.pk: row for row in file.tasks}
    evidence = sorted(rows(Evidence), key=lambda row: row.number)
    by_key = {row.pk: row for row in evidence}
    for row in evidence:
        row.taken_by = named_row(row.taken_by_id, names(Evidence)[row.pk])
    lines = sorted(rows(InquiryLine), key=lambda row: row.number)
    for line in lines:
        line.allegation = points.get(line.allegation_id)
        line.task = tasks.get(line.task_id)
        if line.ended_by_id is not None:
            line.ended_by = named_row(line.ended_by_id, names(InquiryLine)[line.pk])
    custody = rows(CustodyEntry)
    for entry in custody:
        entry.noted_by = named_row(entry.noted_by_id, names(CustodyEntry)[entry.pk])
    notes, asked = rows(FactNote), {row.pk: row for row in file.inquiries}
    for note in notes:
        note.allegation = points.get(note.allegation_id)
        note.inquiry = asked.get(note.inquiry_id)
        note.evidence = by_key.get(note.evidence_id)
        note.noted_by = named_row(note.noted_by_id, names(FactNote)[note.pk])
    return Investigation(
        tuple(lines),
        tuple(evidence),
        grouped(rows(EvidenceBearing)),  # type: ignore[arg-type]
        grouped(sorted(custody, key=lambda row: (row.evidence_id, row.number))),  # type: ignore[arg-type]
        tuple(notes),
        tuple(file.allegations),
        _addresses(file, reference, evidence),
    )


def _addresses(file: CaseFile, reference: str, evidence: list[Evidence]) -> dict[int, str]:
    """Where files are handed out; whether they are known to be clean is asked there."""
    came = {row.pk: row for mail in file.enclosed.values() for row in mail}
    found = {}
    for row in evidence:
        attachment = came.get(row.attachment_id or 0)
        if row.enclosure_id is not None:
            found[row.pk] = reverse("desk:complaint_file", args=[reference, row.enclosure_id])
        elif attachment is not None:
            found[row.pk] = reverse("desk:mail_attachment", args=[attachment.mail_id, attachment.number])
    return found
