"""All views: those that are always there and those that people keep, each with how many it finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.casework.saved_views import may_change, pinned_for, views_for
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import QUEUE_TITLE, frame_of
from kikitori.interfaces.desk.queues import QueueName, queue
from kikitori.interfaces.desk.views.condition_words import Names, Read, lines_of, read
from kikitori.interfaces.desk.views.found import Number
from kikitori.interfaces.desk.views.strip import asked_of, numbers_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.selection.labels import SHARING
from kikitori.records.selection.models import SavedView

#: What is in each place that is always there, in a line.
PLACE_LINE = {
    QueueName.URGENT: _("Open, in the urgent queue"),
    QueueName.UNASSIGNED: _("Open, in nobody's hands"),
    QueueName.MINE: _("Open, in my hands"),
    QueueName.TEAM: _("Open, with my team"),
    QueueName.VIP: _("Open, of people with premium support"),
    QueueName.MAIN: _("Open, in the main queue"),
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place that is always there."""

    url: str
    title: Any
    line: Any
    number: Number | None


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view somebody keeps."""

    view: SavedView
    whose: Any
    lines: tuple[str, ...]
    flaws: tuple[str, ...]
    number: Number | None
    pinned: bool
    may_change: bool


@desk_page()
@require_safe
def views_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every view this reader can open. All numbers are of one statement."""
    views = list(views_for(actor).select_related("team"))
    found = [read(view.conditions) for view in views]
    asked = [
        *(queue(actor, name) for name in PLACE_LINE),
        *asked_of(actor, (one.conditions for one in found), frame_of(request).reader),
    ]
    numbers = numbers_of(asked)
    pinned = set(pinned_for(actor).values_list("pk", flat=True))
    places = [
        PlaceRow(reverse("desk:queue", args=[name.value]), QUEUE_TITLE[name], line, number)
        for (name, line), number in zip(PLACE_LINE.items(), numbers, strict=False)
    ]
    context = {
        "places": places,
        "alerts": frame_of(request).alerts,
        "views": _rows(actor, views, found, numbers[len(places) :], pinned),
        "may_make": frame_of(request).may(Permission.KEEP_VIEWS),
        "may_keep_breaches": frame_of(request).may(Permission.KEEP_BREACHES),
    }
    return render(request, "desk/views/list.html", context)


@desk_page(Permission.SHARE_VIEWS)
@require_safe
def shared_views_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The views of everybody, for whoever looks after them: names and conditions, no complaint and no number."""
    views = list(views_for(actor).filter(owner__isnull=True, team__isnull=True))
    found = [read(view.conditions) for view in views]
    context = {
        "views": _rows(actor, views, found, [None] * len(views), set()),
        "shared": True,
        "may_make": True,
    }
    return render(request, "desk/views/list.html", context)


def _rows(
    actor: Actor,
    views: Sequence[SavedView],
    found: Sequence[Read],
    numbers: Sequence[Number | None],
    pinned: set[int],
) -> list[ViewRow]:
    names = Names.of(one.conditions for one in found if one.conditions is not None)
    return [
        ViewRow(
            view,
            view.team.name if view.team else SHARING[view.sharing],
            tuple(lines_of(one.conditions, names)) if one.conditions is not None else (),
            one.flaws,
            number,
            pinned=view.pk in pinned,
            may_change=may_change(actor, view),
        )
        for view, one, number in zip(views, found, numbers, strict=True)
    ]
