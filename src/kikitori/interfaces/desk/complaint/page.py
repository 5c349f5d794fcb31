"""The page of one complaint, and what the complainant sees of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.alerts import as_alerts
from kikitori.interfaces.desk.complaint import sent_once, timeline
from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.standing import stand
from kikitori.interfaces.desk.complaint.told_dates import told_date_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.people.actor import Actor

_DIGITS = 18


@desk_page()
@require_safe
def complaint(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Who, what they want, what was promised, what comes next, what was said. `?before=<entry>`: earlier entries."""
    standing = stand(request, actor, reference)
    stretch = timeline.newest(standing, _entry(request))
    context = {
        "standing": standing,
        "complaint": standing.complaint,
        "facts": Facts(standing),
        "ahead": ahead_of(standing),
        "stretch": stretch,
        "told_date": told_date_of(standing, stretch.known) if stretch.known and stretch.is_newest else None,
        "alerts": as_alerts(actor, standing.file.escalations, with_rows=False),
        "held_mails": standing.file.held_mails,
        "recipient": recipient_of(standing),
        "token": sent_once.fresh_token(),
    }
    return render(request, "desk/complaint/page.html", context)


@desk_page()
@require_safe
def as_seen(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What the complainant sees: the public part of the timeline, in their language, with every letter they got."""
    standing = stand(request, actor, reference)
    tongue = standing.complaint.language
    with override(tongue):
        stretch = timeline.newest(standing, _entry(request), public=True)
    context = {
        "complaint": standing.complaint,
        "tongue": tongue,
        "stretch": stretch,
        "promises": standing.file.open_promises,
        "recipient": recipient_of(standing),
    }
    return render(request, "desk/complaint/as_seen.html", context)


def _entry(request: HttpRequest) -> int | None:
    """The entry before which to begin; what is no number is no wish at all."""
    raw = request.GET.get("before", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS else None
