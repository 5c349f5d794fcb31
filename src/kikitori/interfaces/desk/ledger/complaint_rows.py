"""Complaints behind a figure, as the list they are everywhere; the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.rows import Row, as_rows, rows_of
from kikitori.records.complaints.models import Complaint

PAGE = 50


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A line of the list; nothing was looked for in it."""

    row: Row
    shown: tuple[()] = ()
    begins_within: bool = False


def complaints_page(
    request: HttpRequest,
    complaints: QuerySet[Complaint],
    *,
    title: str,
    lead: str,
    back: tuple[str, str],
) -> HttpResponse:
    """These complaints, already chosen as visible. `back`: address and name of where the figure stands."""
    page = slice_from(request, as_rows(complaints), "received_at", size=PAGE)
    context = {
        "title": title,
        "lead": lead,
        "rows": [PlainRow(row) for row in rows_of(page.rows)],
        "back_to": back[0],
        "back_name": back[1],
        **ways_on(request, page),
    }
    return render(request, "desk/ledger/complaints.html", context)
