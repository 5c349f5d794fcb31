"""The page of the ledger and the file of it, newest first; filters stand in the address."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kikitori.foundation.language.money import EXPONENT
from kikitori.foundation.language.spreadsheet import as_csv
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.ledger.filters import OVERDUE, LedgerForm
from kikitori.interfaces.desk.ledger.rows import LedgerRow, drawn, remedies_seen, sums_of_rows, with_names
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.remedies.models import Remedy

PAGE = 50
#: So many of the newest go into one file; a spreadsheet with more is no help to anybody.
MOST = 20_000


@desk_page(Permission.READ_LEDGER)
@require_safe
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the filters let through: sums, then rows. Five queries beside the frame, however many rows."""
    frame, form = frame_of(request), LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "desk/ledger/ledger.html", {"form": form}, status=HTTPStatus.BAD_REQUEST)
    rows = _asked(actor, frame, form)
    page = slice_from(request, with_names(rows), "written_at", size=PAGE)
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    context = {
        "form": form,
        "sums": sums_of_rows(rows, frame.today),
        "rows": drawn(page.rows, frame.today),
        "file_url": f"{reverse('desk:ledger_file')}?{query.urlencode()}",
        "late_url": f"{reverse('desk:ledger')}?state={OVERDUE}",
        "is_late_asked": form.cleaned_data["state"] == OVERDUE,
        "most": MOST,
        **ways_on(request, page),
    }
    return render(request, "desk/ledger/ledger.html", context)


@desk_page(Permission.READ_LEDGER)
@require_safe
def ledger_file(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same rows as CSV, without the names of those who complained: the reference leads to them."""
    frame, form = frame_of(request), LedgerForm(request.GET)
    if not form.is_valid():
        return render(request, "desk/ledger/ledger.html", {"form": form}, status=HTTPStatus.BAD_REQUEST)
    newest = with_names(_asked(actor, frame, form)).order_by("-written_at", "-id")[:MOST]
    lines: list[Sequence[object]] = [_head(), *(_line(row, frame) for row in drawn(newest, frame.today))]
    answer = HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{frame.today.isoformat()}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


def _asked(actor: Actor, frame: Frame, form: LedgerForm) -> QuerySet[Remedy]:
    return form.narrowed(remedies_seen(actor), frame.today, ZoneInfo(frame.organisation.time_zone))


def _head() -> list[str]:
    return [
        _("Reference"),
        _("Kind of remedy"),
        _("What exactly"),
        _("Amount"),
        _("Currency"),
        _("State"),
        _("Overdue"),
        _("Written on"),
        _("Due on"),
        _("Done on"),
        _("Confirmed on"),
        _("Dropped on"),
        pgettext("ledger", "Offered or decided by"),
        pgettext("ledger", "Approved by"),
        pgettext("ledger", "Carried out by"),
        _("Proof"),
        _("File as proof"),
        _("Why so much or so little"),
    ]


def _line(row: LedgerRow, frame: Frame) -> list[object]:
    own, zone = row.remedy, ZoneInfo(frame.organisation.time_zone)

    def on(at: object) -> str:
        return at.astimezone(zone).date().isoformat() if at else ""  # type: ignore[attr-defined]

    def named(staff: Staff | None) -> str:
        return staff.name if staff else ""

    return [
        own.complaint.reference,
        row.kind,
        own.text,
        "" if own.amount is None else _figures(own.amount, own.currency),
        own.currency if own.amount else "",
        row.state,
        _("Overdue") if row.is_late else "",
        on(own.written_at),
        own.due_on.isoformat(),
        on(own.done_at),
        on(own.verified_at),
        on(own.dropped_at),
        named(own.written_by),
        named(own.granted_by) if row.has_approver else "",
        named(own.done_by),
        own.proof,
        own.proof_file.name if own.proof_file else "",
        own.why_unlike,
    ]


def _figures(amount: int, currency: str) -> str:
    """As a spreadsheet reads a number: 12800, 12.50."""
    digits = EXPONENT.get(currency, 2)
    whole, rest = divmod(amount, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)
