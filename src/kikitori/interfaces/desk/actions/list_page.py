"""The list of corrective actions: mine, open ones, what is late, what waits for approval or is being watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.casework.prevent.sight import actions_seen_by
from kikitori.interfaces.desk.actions.badges import Shown
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.lifecycle import OPEN, UNDONE, WATCHED
from kikitori.records.prevention.terms import ActionState

PAGE = 50
TITLE = {
    "open": pgettext_lazy("corrective actions", "Open"),
    "mine": pgettext_lazy("corrective actions", "Mine"),
    "late": pgettext_lazy("corrective actions", "Late"),
    "approve": pgettext_lazy("corrective actions", "Wait for approval"),
    "watched": pgettext_lazy("corrective actions", "Being watched"),
    "all": pgettext_lazy("corrective actions", "All"),
}


def _in(states: frozenset[ActionState]) -> Q:
    return Q(state__in=[state.value for state in states])


def late(today: date) -> Q:
    """Not done by its day; or its check waits for people."""
    return (_in(UNDONE) & Q(due_on__lt=today)) | (_in(WATCHED) & Q(asked_at__isnull=False))


_WHICH: dict[str, Callable[[Actor, date], Q]] = {
    "open": lambda _actor, _today: _in(OPEN),
    "mine": lambda actor, _today: _in(OPEN) & Q(owner=actor.staff_id),
    "late": lambda _actor, today: late(today),
    "approve": lambda _actor, _today: Q(state=ActionState.PLANNED.value),
    "watched": lambda _actor, _today: _in(WATCHED),
    "all": lambda _actor, _today: Q(),
}


@desk_page()
@require_safe
def actions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """`?which=`. The newest first. Two queries, however many there are."""
    which = word_from(request, "which", TITLE, "open")
    today = frame_of(request).today
    rows = actions_seen_by(actor).filter(_WHICH[which](actor, today)).select_related("owner")
    page = slice_from(request, rows.defer("problem"), "raised_at", size=PAGE)
    address = reverse("desk:actions")
    context = {
        "rows": [Shown(row, today) for row in page.rows],
        "which": which,
        "tabs": [
            {"url": f"{address}?which={word}", "label": label, "current": word == which}
            for word, label in TITLE.items()
        ],
        "may_raise": frame_of(request).may(Permission.PREVENT),
        **ways_on(request, page),
    }
    return render(request, "desk/actions/list.html", context)
