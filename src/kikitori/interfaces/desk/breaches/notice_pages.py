"""Those affected by a leak: who they are, what they are told, and whether they have been."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kikitori.casework.breach.telling import first_texts, send_notice, write_notice
from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.breaches.acts import ON_LIST
from kikitori.interfaces.desk.breaches.forms import NoticeForm
from kikitori.interfaces.desk.breaches.found import Shown, breach_or_404
from kikitori.interfaces.desk.breaches.pages import pressed, told
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.breach_terms import UNTOLD, AffectedState
from kikitori.records.complaints.breaches import AffectedPerson, BreachIncident
from kikitori.records.letters.breach_notice import subject
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.people.actor import Actor

PAGE = 50
_LAST_FIRST = {"told": "day", "alternative": "on"}


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_affected(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """GET: the list, page by page. POST `act`: one of acts.ON_LIST."""
    own = breach_or_404(actor, breach)
    if request.method != "POST":
        return _list(request, actor, own, {})
    return pressed(request, actor, own, ON_LIST, page=_list, onward=_see_list)


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_notice(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """Write the notice, in both languages. 409 where somebody has written it meanwhile."""
    own, frame = breach_or_404(actor, breach), frame_of(request)
    if request.method != "POST":
        texts = own.notice or first_texts(own, House.of(frame.organisation))
        return _write(request, own, NoticeForm(None, seen=own.notice_version, **texts))
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            write_notice(actor, own, texts=form.texts, seen=form.cleaned_data["seen"] or 0, now=frame.now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow as not_now:
            messages.error(request, told(not_now, actor))
            return _write(request, own, form, HTTPStatus.CONFLICT)
        else:
            return _to("desk:breach_send", own)
    return _write(request, own, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_send(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """GET: what would be sent, and to how many. POST: send it, once to each."""
    own, frame = breach_or_404(actor, breach), frame_of(request)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            number = send_notice(
                actor, own, seen=int(seen) if seen.isascii() and seen.isdigit() else -1, now=frame.now
            )
        except NotNow as not_now:
            messages.error(request, told(not_now, actor))
            return _to("desk:breach_send", own)
        sent = ngettext("The notice goes to %(n)d person.", "The notice goes to %(n)d persons.", number)
        messages.success(request, sent % {"n": number})
        return _see_list(own)
    organisation = frame.organisation
    context = {
        "breach": own,
        "shown": Shown(actor, own),
        "texts": [
            (language, subject(language, organisation.name_in(language)), text)
            for language, text in own.notice.items()
            if text
        ],
        "open": [mark for text in own.notice.values() for mark in marks_in(str(text))],
    }
    return render(request, "desk/breaches/send.html", context)


def _list(
    request: HttpRequest,
    actor: Actor,
    own: BreachIncident,
    tried: Mapping[str, CardForm],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rows = own.affected.select_related("complaint", "told_by").defer("text")
    page = slice_from(request, rows, "made_at", size=PAGE, descending=False)
    seen = set(
        visible_to(actor)
        .filter(pk__in=[row.complaint_id for row in page.rows if row.complaint_id])
        .values_list("pk", flat=True)
    )
    chosen = request.POST.get("person", "") if tried else request.GET.get("person", "")
    today = frame_of(request).today
    forms = {
        name: tried.get(name) or _first(name, act.form, today) for name, act in ON_LIST.items() if act.form
    }
    context = {
        "breach": own,
        "shown": Shown(actor, own),
        "rows": [_row(row, seen) for row in page.rows],
        "forms": forms,
        "by_hand": next((tried[name] for name in ("told", "unreachable") if name in tried), forms["told"]),
        "chosen": next((row for row in page.rows if str(row.pk) == chosen and row.state in UNTOLD), None),
        **ways_on(request, page),
    }
    return render(request, "desk/breaches/affected.html", context, status=status)


def _first(name: str, form: type[CardForm], today: Any) -> CardForm:
    first: dict[str, Any] = {_LAST_FIRST[name]: today} if name in _LAST_FIRST else {}
    if name == "add":
        first["language"] = "ja"
    return form(None, **first)


def _row(row: AffectedPerson, seen: set[int]) -> dict[str, Any]:
    """One person; the number of a complaint only where this reader sees it."""
    return {
        "row": row,
        "complaint": row.complaint if row.complaint_id in seen else None,
        "is_untold": AffectedState(row.state) in UNTOLD,
    }


def _write(
    request: HttpRequest, own: BreachIncident, form: NoticeForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"breach": own, "form": form, "conflict": status == HTTPStatus.CONFLICT}
    return render(request, "desk/breaches/notice.html", context, status=status)


def _see_list(incident: BreachIncident) -> HttpResponseRedirect:
    return _to("desk:breach_affected", incident)


def _to(name: str, incident: BreachIncident) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=[incident.pk]), status=HTTPStatus.SEE_OTHER)
