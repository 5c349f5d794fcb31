"""Everybody with what they hold, to choose whoever leaves or changes posts."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.terms import TaskState


@desk_page(Permission.LET_GO)
@require_safe
def leaving(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Everybody at work with their numbers; below, closed accounts that still hold something. One query."""
    is_open = Q(complaints__state__in=[state.value for state in OPEN])
    to_do = Q(tasks__state=TaskState.OPEN.value)
    counted = Staff.objects.select_related("team").annotate(
        open_complaints=Count("complaints", filter=is_open, distinct=True),
        open_tasks=Count("tasks", filter=to_do, distinct=True),
    )
    rows = list(counted.order_by("name", "pk"))
    context = {
        "at_work": [row for row in rows if row.is_active],
        "closed": [row for row in rows if not row.is_active and (row.open_complaints or row.open_tasks)],
    }
    return render(request, "desk/leaving/list.html", context)
