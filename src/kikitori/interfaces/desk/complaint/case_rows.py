"""The rows of one complaint, all of them read by one statement: the ground on which case_file.py stands."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Model

from kikitori.foundation.postgres.stencil import as_row
from kikitori.interfaces.desk.complaint.case_parts import PARTS, SOME_COMPLAINT, statement
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.report_rows import LegalReportVersion
from kikitori.records.inquiry.evidence import CustodyEntry, EvidenceBearing
from kikitori.records.inquiry.models import CauseTerm, Finding, FoundCause
from kikitori.records.letters.mails import Attachment
from kikitori.records.people.models import Staff

_Row = TypeVar("_Row", bound=Model)
#: Rows that belong to something within the complaint, not to the complaint itself.
_OF_OTHERS: tuple[type[Model], ...] = (
    *(Finding, FoundCause, CauseTerm, Attachment, Link, LegalReportVersion),
    *(EvidenceBearing, CustodyEntry),
)


class CaseRows:
    """The rows of one complaint, as they stood when one of them was first asked for: two queries for all of them."""

    def __init__(self, complaint: Complaint) -> None:
        self._complaint = complaint

    @cached_property
    def _read(self) -> dict[type[Model], list[dict[str, Any]]]:
        found: dict[type[Model], list[dict[str, Any]]] = {model: [] for model in PARTS}
        models = list(PARTS)
        for part, row in statement().rows({SOME_COMPLAINT: self._complaint.pk}):
            found[models[part]].append(row)
        return found

    def _rows(self, model: type[_Row]) -> list[_Row]:
        """The rows of one table, by number."""
        rows = [as_row(model, values) for values in self._read[model]]
        for row in rows:
            if model not in _OF_OTHERS:
                row.complaint = self._complaint  # type: ignore[attr-defined]
        return sorted(rows, key=lambda row: row.pk)

    def _names(self, model: type[Model]) -> dict[int, str]:
        """Key of a row → the name of the colleague whose act it was."""
        return {values["id"]: values["by"] for values in self._read[model]}


def named_row(number: int, name: str) -> Staff:
    """A colleague of whom no more is wanted than the name."""
    return as_row(Staff, {"id": number, "name": name})
