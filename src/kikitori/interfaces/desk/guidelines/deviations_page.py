"""Where a guideline was not followed, and why: what leads and auditors look at to better the guideline, or the work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.guidelines.shown import ItemShown, said
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guidelines import GuidelineMark
from kikitori.records.prevention.terms import ItemState

PAGE = 30


@desk_page(Permission.OVERSEE_GUIDELINES)
@require_safe
def deviations_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest first, of complaints this reader sees, as long as the complaint goes by that version."""
    rows = GuidelineMark.objects.filter(
        state=ItemState.NOT_DONE.value,
        pin__ended_at=None,
        pin__complaint__in=visible_to(actor).values("pk"),
    ).select_related("pin__complaint", "pin__version", "by")
    page = slice_from(request, rows, "at", size=PAGE)
    shown = []
    for row in page.rows:
        text = row.pin.version.text
        item = text.item(row.item)
        shown.append((row, said(text.title), ItemShown.of(item) if item else None, text.place_of(row.item)))
    return render(request, "desk/guidelines/deviations.html", {"rows": shown, **ways_on(request, page)})
