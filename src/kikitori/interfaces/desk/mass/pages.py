"""The list of mass complaints, and each: its cause, its children by state, its common replies."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.mass import begin_mass, change_mass
from kikitori.casework.mass_children import join_mass
from kikitori.casework.mass_reply import replies_seen_by
from kikitori.casework.refusals import note_caught
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.called import complaint_called
from kikitori.interfaces.desk.complaint.sentences import Trouble, in_words, of_obstacle, of_state
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.mass.forms import MassForm
from kikitori.interfaces.desk.mass.found import Size, mass_or_404, sizes_of, states_of
from kikitori.interfaces.desk.rounds.asking import Source, round_context
from kikitori.interfaces.desk.rows import as_rows, rows_of
from kikitori.interfaces.desk.views.view_page import heads
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import children_seen_by, masses_seen_by
from kikitori.records.complaints.labels import MASS_KIND, STATE
from kikitori.records.complaints.lifecycle import State, StepNotPossible
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import MassKind
from kikitori.records.people.actor import Actor
from kikitori.records.selection.terms import USUAL_COLUMNS

PAGE = 50
#: So many changes of the cause are told.
_CHANGES = 20


@desk_page()
@require_safe
def masses(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every mass complaint this reader sees, the newest first. Three queries."""
    page = slice_from(request, masses_seen_by(actor).defer("story", "inquiry"), "begun_at", size=PAGE)
    sizes = sizes_of(actor, page.rows)
    context = {
        "rows": [(row, sizes.get(row.pk, Size())) for row in page.rows],
        "may_group": frame_of(request).may(Permission.GROUP),
        **ways_on(request, page),
    }
    return render(request, "desk/mass/list.html", context)


@desk_page()
@require_safe
def mass(request: HttpRequest, actor: Actor, mass: int) -> HttpResponse:
    """One: what is true of all, and the children, all of them or those in one state. 404 where unseen."""
    own = mass_or_404(actor, mass)
    counted = states_of(actor, own)
    state = word_from(request, "state", ["all", *(each.value for each in State)], "all")
    children = children_seen_by(actor, own)
    if state != "all":
        children = children.filter(state=state)
    page = slice_from(request, as_rows(children), "received_at", size=PAGE)
    context: dict[str, Any] = {
        "mass": own,
        "tabs": _tabs(own, state, counted),
        "number": sum(counted.values()),
        "rows": rows_of(page.rows),
        "columns": heads(USUAL_COLUMNS),
        "replies": replies_seen_by(actor, own),
        "changes": _changes(own),
        "may_group": frame_of(request).may(Permission.GROUP),
        **ways_on(request, page),
        **round_context(request, actor, Source(mass=own.pk, state=state)),
    }
    return render(request, "desk/mass/mass.html", context)


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begin one."""
    form = MassForm(request.POST) if request.method == "POST" else MassForm()
    if form.is_bound and form.is_valid():
        try:
            own = begin_mass(actor, form.given, now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The mass complaint has been begun. Now add the complaints to it."))
            return see_other(own)
    return _edit(request, form)


@desk_page(Permission.GROUP)
@require_http_methods(["GET", "HEAD", "POST"])
def mass_edit(request: HttpRequest, actor: Actor, mass: int) -> HttpResponse:
    """Say anew what is true of all. 409 where somebody has done so meanwhile; what was typed is still there."""
    own = mass_or_404(actor, mass)
    if request.method != "POST":
        return _edit(request, MassForm.of(own), own)
    form = MassForm(request.POST)
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            change_mass(actor, own, form.given, seen=seen, now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow:
            return _edit(request, form, own, conflict=True)
        else:
            messages.success(request, _("It has been saved. What stood there before is kept."))
            return see_other(own)
    return _edit(request, form, own)


@desk_page(Permission.GROUP)
@require_POST
def mass_add(request: HttpRequest, actor: Actor, mass: int) -> HttpResponse:
    """Add the complaint whose number was typed."""
    own = mass_or_404(actor, mass)
    typed = request.POST.get("reference", "")
    found = complaint_called(actor, typed)
    if found is None:
        messages.error(
            request, _("No complaint of this number is known to you: %(typed)s") % {"typed": typed[:40]}
        )
        return see_other(own)
    try:
        join_mass(actor, found, mass=own, now=frame_of(request).now)
    except NotNow as not_now:
        _tell(request, found, of_obstacle(not_now.obstacle, not_now.detail, actor.role))
    except StepNotPossible as impossible:
        note_caught(actor, impossible, found, now=frame_of(request).now)
        _tell(request, found, of_state(impossible.state, impossible.step))
    else:
        messages.success(request, _("%(number)s has been added.") % {"number": found.reference})
    return see_other(own)


def _tell(request: HttpRequest, complaint: Complaint, trouble: Trouble) -> None:
    """Why this one could not be added."""
    words = {"number": complaint.reference, "why": in_words(trouble)}
    messages.error(request, _("%(number)s: %(why)s") % words)


def see_other(mass: MassComplaint) -> HttpResponse:
    """To its page."""
    return HttpResponseRedirect(reverse("desk:mass", args=[mass.pk]), status=HTTPStatus.SEE_OTHER)


def _edit(
    request: HttpRequest, form: MassForm, mass: MassComplaint | None = None, *, conflict: bool = False
) -> HttpResponse:
    status = HTTPStatus.OK
    if conflict:
        status = HTTPStatus.CONFLICT
    elif form.is_bound:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "mass": mass, "conflict": conflict, "seen": mass.version if mass else 0}
    return render(request, "desk/mass/edit.html", context, status=status)


def _tabs(mass: MassComplaint, state: str, counted: dict[State, int]) -> list[dict[str, Any]]:
    """All, and each state in which there is one: the numbers and the list are of the same rows."""
    address = reverse("desk:mass", args=[mass.pk])
    everything = {
        "url": address,
        "label": _("All"),
        "count": sum(counted.values()),
        "current": state == "all",
    }
    return [
        everything,
        *(
            {"url": f"{address}?state={each}", "label": STATE[each], "count": n, "current": state == each}
            for each, n in counted.items()
        ),
    ]


def _changes(mass: MassComplaint) -> list[tuple[Any, Any]]:
    """What was said and done about it, the newest first. One query."""
    rows = mass.changes.select_related("by").order_by("-pk")[:_CHANGES]
    return [(row, MASS_KIND[MassKind(row.kind)]) for row in rows]
