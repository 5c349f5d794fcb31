"""The list of incidents of leaked data, and each: deadlines, reports, complaints, what was done."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kikitori.casework.breach.keep import begin_breach, change_breach
from kikitori.casework.breach.members import join_breach, leave_breach
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.breaches.acts import ON_PAGE, Act, Press
from kikitori.interfaces.desk.breaches.forms import BreachForm
from kikitori.interfaces.desk.breaches.found import Shown, breach_or_404
from kikitori.interfaces.desk.called import complaint_called
from kikitori.interfaces.desk.complaint.sentences import in_words, of_obstacle
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.views.view_page import heads
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import breaches_seen_by
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.people.actor import Actor
from kikitori.records.selection.terms import USUAL_COLUMNS

PAGE = 50
_OPEN = Q(clocks__met_at__isnull=True, clocks__cancelled_at__isnull=True)


@desk_page(Permission.KEEP_BREACHES)
@require_safe
def breaches(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every incident this reader sees, the newest first, with its next deadline. Two queries."""
    rows = breaches_seen_by(actor).select_related("officer").defer("story", "leaked", "notice")
    page = slice_from(
        request, rows.annotate(next_due=Min("clocks__due_at", filter=_OPEN)), "begun_at", size=PAGE
    )
    return render(request, "desk/breaches/list.html", {"rows": page.rows, **ways_on(request, page)})


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin one: from a complaint (`?complaint=`), or from what was found inside."""
    frame = frame_of(request)
    form = BreachForm(request.POST if request.method == "POST" else None, known_day=frame.today)
    about = request.POST.get("complaint", "") or request.GET.get("complaint", "")
    if form.is_bound and form.is_valid():
        try:
            own = begin_breach(actor, form.given(frame.now, zone_of(request)), now=frame.now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The incident has been begun. Now begin the deadlines."))
            if about:
                _join(request, actor, own, about)
            return see(own)
    return _edit(request, form, about=about)


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach_edit(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """Describe it anew. 409 where somebody has done so meanwhile; what was typed is still there."""
    own, now = breach_or_404(actor, breach), frame_of(request).now
    if request.method != "POST":
        return _edit(request, BreachForm.of(own, zone_of(request)), own)
    form = BreachForm(request.POST)
    if form.is_valid():
        given, seen = form.given(now, zone_of(request)), form.cleaned_data["seen"] or 0
        try:
            change_breach(actor, own, given, seen=seen, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow as not_now:
            messages.error(request, told(not_now, actor))
            return _edit(request, form, own, conflict=True)
        else:
            messages.success(request, _("It has been saved. What stood there before is kept."))
            return see(own)
    return _edit(request, form, own)


@desk_page(Permission.KEEP_BREACHES)
@require_http_methods(["GET", "HEAD", "POST"])
def breach(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """GET: how it stands. POST `act`: one of acts.ON_PAGE; what was typed is still there where it cannot be taken."""
    own = breach_or_404(actor, breach)
    if request.method != "POST":
        return _page(request, actor, own, {})
    return pressed(request, actor, own, ON_PAGE, page=_page, onward=see)


@desk_page(Permission.KEEP_BREACHES)
@require_POST
def breach_complaint(request: HttpRequest, actor: Actor, breach: int) -> HttpResponse:
    """Add the complaint whose number was typed, or take it out (`act=leave`)."""
    own, typed = breach_or_404(actor, breach), request.POST.get("reference", "")
    if request.POST.get("act") != "leave":
        _join(request, actor, own, typed)
        return see(own)
    found = complaint_called(actor, typed)
    if found is None:
        raise Http404
    try:
        leave_breach(actor, found, incident=own, now=frame_of(request).now)
    except NotNow as not_now:
        messages.error(request, told(not_now, actor))
    else:
        messages.success(
            request, _("%(number)s has been taken out. It can be added again.") % {"number": found.reference}
        )
    return see(own)


def pressed(
    request: HttpRequest,
    actor: Actor,
    own: BreachIncident,
    acts: Mapping[str, Act],
    *,
    page: Any,
    onward: Any,
) -> HttpResponse:
    """Do what was pressed, or show the page again with what was typed. 400 for what cannot be pressed here."""
    name = request.POST.get("act", "")
    act = acts.get(name)
    if act is None:
        raise BadRequest("unknown act")
    form = act.form(request.POST) if act.form else None
    answer: HttpResponse
    if form is not None and not form.is_valid():
        answer = page(request, actor, own, {name: form}, HTTPStatus.UNPROCESSABLE_ENTITY)
        return answer
    typed = form.cleaned_data if form else {}
    now = frame_of(request).now
    try:
        act.do(Press(actor, own, typed, request.POST.dict(), now, zone_of(request)))
    except Invalid as invalid:
        if form is None:
            raise BadRequest("not to be taken") from invalid
        form.blame(invalid.problems)
        answer = page(request, actor, own, {name: form}, HTTPStatus.UNPROCESSABLE_ENTITY)
        return answer
    except NotNow as not_now:
        messages.error(request, told(not_now, actor))
        answer = page(
            request, actor, breach_or_404(actor, own.pk), {name: form} if form else {}, HTTPStatus.CONFLICT
        )
        return answer
    messages.success(request, act.done)
    answer = onward(own)
    return answer


def told(not_now: NotNow, actor: Actor) -> str:
    """Why it is not possible, in words."""
    return in_words(of_obstacle(not_now.obstacle, not_now.detail, actor.role))


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone in which days are meant."""
    return ZoneInfo(frame_of(request).organisation.time_zone)


def see(incident: BreachIncident) -> HttpResponseRedirect:
    """To its page."""
    return HttpResponseRedirect(reverse("desk:breach", args=[incident.pk]), status=HTTPStatus.SEE_OTHER)


def _join(request: HttpRequest, actor: Actor, own: BreachIncident, typed: str) -> None:
    found = complaint_called(actor, typed)
    if found is None:
        words = {"typed": typed[:40]}
        messages.error(request, _("No complaint of this number is known to you: %(typed)s") % words)
        return
    try:
        join_breach(actor, found, incident=own, now=frame_of(request).now)
    except NotNow as not_now:
        messages.error(request, told(not_now, actor))
    else:
        messages.success(request, _("%(number)s has been added.") % {"number": found.reference})


def _page(
    request: HttpRequest,
    actor: Actor,
    own: BreachIncident,
    tried: Mapping[str, CardForm],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    first: dict[str, Any] = {"day": frame_of(request).today}
    forms = {
        name: tried.get(name) or act.form(None, **(first if name == "reported" else {}))
        for name, act in ON_PAGE.items()
        if act.form
    }
    context = {
        "breach": own,
        "shown": Shown(actor, own),
        "forms": forms,
        "tried": next(iter(tried), ""),
        "tried_kind": request.POST.get("kind", ""),
        "columns": heads(USUAL_COLUMNS),
    }
    return render(request, "desk/breaches/breach.html", context, status=status)


def _edit(
    request: HttpRequest,
    form: BreachForm,
    own: BreachIncident | None = None,
    *,
    about: str = "",
    conflict: bool = False,
) -> HttpResponse:
    status = HTTPStatus.OK
    if conflict:
        status = HTTPStatus.CONFLICT
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "breach": own, "conflict": conflict, "about": about}
    return render(request, "desk/breaches/edit.html", context, status=status)
