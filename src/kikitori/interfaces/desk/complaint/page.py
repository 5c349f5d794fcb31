"""The page of one complaint, and what the complainant sees of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.presence import look_in
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.alerts import as_alerts
from kikitori.interfaces.desk.complaint import conflict, sent_once, timeline
from kikitori.interfaces.desk.complaint.ahead import ahead_of
from kikitori.interfaces.desk.complaint.choosing import found_templates
from kikitori.interfaces.desk.complaint.drafting import start_of
from kikitori.interfaces.desk.complaint.facts import Facts
from kikitori.interfaces.desk.complaint.handing import handed_shown
from kikitori.interfaces.desk.complaint.pending import pending_shown
from kikitori.interfaces.desk.complaint.recipient import recipient_of
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.complaint.steps.writing import Note, Reply
from kikitori.interfaces.desk.complaint.told_dates import told_date_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.macros.offering import offered
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor

_DIGITS = 18
_MOST = 20


@desk_page()
@require_safe
def complaint(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Who, what they want, what was promised, what comes next, what was said. `?before=<entry>`: earlier entries."""
    standing = stand(request, actor, reference, whole=True)
    look_in(actor, standing.complaint, now=standing.now)
    stretch = timeline.newest(standing, _entry(request))
    ahead = ahead_of(standing)
    context = {
        "standing": standing,
        "complaint": standing.complaint,
        "facts": Facts(standing),
        "ahead": ahead,
        "macros": offered(standing),
        "handed": handed_shown(standing),
        "may_take_back": ahead.may_take_back,
        "stretch": stretch,
        "told_date": told_date_of(standing, stretch.known) if stretch.known and stretch.is_newest else None,
        "alerts": as_alerts(actor, standing.file.escalations, with_rows=False),
        "held_mails": standing.file.held_mails,
        "may_prevent": may(actor, Permission.PREVENT).allowed,
        "may_keep_breaches": may(actor, Permission.KEEP_BREACHES).allowed,
        "may_group": may(actor, NEEDED[Step.UNLINK], standing.complaint).allowed,
        "recipient": recipient_of(standing),
        "token": sent_once.fresh_token(),
        "basis": conflict.Basis(standing.complaint.version, stretch.last),
        "pending": pending_shown(standing) if stretch.is_newest else [],
        "reply_form": Reply(standing, given=request.GET.dict()),
        "note_form": Note(standing, given=request.GET.dict()),
        "start": start_of(standing),
        "may_add_followers": may(actor, Permission.ADD_FOLLOWERS, standing.complaint).allowed,
        **_search(request, standing),
    }
    return render(request, "desk/complaint/page.html", context)


@desk_page()
@require_safe
def waiting(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The replies that wait to be sent, as a part of the page; of those in `?seen=1,2` that went, that they are out."""
    standing = stand(request, actor, reference)
    pending = pending_shown(standing)
    seen = {int(part) for part in request.GET.get("seen", "").split(",")[:_MOST] if _is_number(part)}
    context = {
        "complaint": standing.complaint,
        "pending": pending,
        "gone": bool(seen - {each.pk for each in pending}),
        "may_take_back": may(actor, NEEDED[Step.TAKE_BACK_REPLY], standing.complaint).allowed,
        "token": sent_once.fresh_token(),
    }
    return render(request, "desk/complaint/_pending.html", context)


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The page is still open: note it, and answer who else is here, as parts of the page."""
    standing = stand(request, actor, reference)  # before the method: what is unseen does not exist
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    look_in(actor, standing.complaint, now=standing.now)
    context = {"standing": standing, "complaint": standing.complaint, "is_part": True}
    return render(request, "desk/complaint/_company.html", context)


@desk_page()
@require_safe
def as_seen(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What the complainant sees: the public part of the timeline, in their language, with every letter they got."""
    standing = stand(request, actor, reference)
    reads = tongue(standing.complaint.language)
    with override(reads):
        stretch = timeline.newest(standing, _entry(request), public=True)
    context = {
        "complaint": standing.complaint,
        "tongue": reads,
        "stretch": stretch,
        "promises": standing.file.open_promises,
        "recipient": recipient_of(standing),
    }
    return render(request, "desk/complaint/as_seen.html", context)


def _entry(request: HttpRequest) -> int | None:
    """The entry before which to begin; what is no number is no wish at all."""
    raw = request.GET.get("before", "")
    return int(raw) if _is_number(raw) else None


def _search(request: HttpRequest, standing: Standing) -> dict[str, object]:
    """The list of templates, where it was asked for without scripts (`?templates=words`)."""
    if "templates" not in request.GET:
        return {}
    words = request.GET["templates"]
    return {"found": found_templates(standing, words), "words": words, "searched": True}


def _is_number(raw: str) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS
