"""The strip of views below the bar: my team's, VIP, and those that this person has put there, each with its number.

A page is drawn with the names alone; the numbers follow by themselves, all of them in one statement, so that no page
waits for them. Without scripts they stand on the page of all views.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kikitori.casework.saved_views import pinned_for
from kikitori.foundation.postgres.counted import counts_up_to
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import QUEUE_TITLE, frame_of
from kikitori.interfaces.desk.queues import QueueName, queue
from kikitori.interfaces.desk.views.condition_words import read
from kikitori.interfaces.desk.views.found import Number, meant_for
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import Conditions, UnreadableConditions
from kikitori.records.selection.models import SavedView
from kikitori.records.selection.queries import Reader

#: Places that are always in the strip; the others are in the bar.
_ALWAYS = (QueueName.TEAM, QueueName.VIP)


@dataclass(slots=True)
class Way:
    """One way of the strip. `number`: None before it was counted, and where its conditions cannot be read."""

    url: str
    label: Any
    current: bool
    number: Number | None = None


def ways_of(pinned: Iterable[SavedView], here: str) -> list[Way]:
    """The ways without their numbers; `here` is the address the strip stands on."""
    ways: list[tuple[str, Any]] = [
        (reverse("desk:queue", args=[name.value]), QUEUE_TITLE[name]) for name in _ALWAYS
    ]
    ways += [(reverse("desk:view", args=[view.pk]), view.name) for view in pinned]
    return [Way(url, label, current=here == url) for url, label in ways]


def strip_for(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What a page that shows the strip hands to its template. One query."""
    return {"strip": ways_of(pinned_for(actor), request.path), "strip_here": request.path}


@desk_page()
@require_safe
def strip_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The strip with its numbers, to be put in the place of the one without. `?here=`: the address it stands on."""
    here, pinned = request.GET.get("here", ""), list(pinned_for(actor))
    ways = ways_of(pinned, here)
    asked = [
        *(queue(actor, name) for name in _ALWAYS),
        *asked_of(actor, (read(view.conditions).conditions for view in pinned), frame_of(request).reader),
    ]
    for way, number in zip(ways, numbers_of(asked), strict=True):
        way.number = number
    return render(request, "desk/views/_strip.html", {"strip": ways, "strip_counted": True})


def asked_of(
    actor: Actor, several: Iterable[Conditions | None], reader: Reader
) -> Iterator[QuerySet[Complaint] | None]:
    """What each of these means; None for conditions that cannot be read or applied."""
    for conditions in several:
        try:
            yield meant_for(actor, conditions, reader) if conditions is not None else None
        except UnreadableConditions:
            yield None


def numbers_of(asked: Iterable[QuerySet[Complaint] | None]) -> list[Number | None]:
    """How many each has, in their order; None stays None. One query for all of them."""
    several = list(asked)
    counted = iter(counts_up_to([rows for rows in several if rows is not None]))
    return [None if rows is None else Number.of(next(counted)) for rows in several]
