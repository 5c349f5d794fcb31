"""From a list to a round: which list it was, which of its complaints are chosen, and the notice when one comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from kikitori.casework.rounds import MOST, can_undo, rounds_of, tally_of
from kikitori.casework.saved_views import views_for
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.queues import STANDINGS, QueueName, queue
from kikitori.interfaces.desk.views.found import meant_for
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import children_seen_by, masses_seen_by
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import UnreadableConditions, conditions_from

#: A page shows fifty; more ticks than this were never on one.
_MOST_TICKS = 200
_DIGITS = 18
#: Of the children of a mass complaint: all of them, or those in one state.
_EVERY = "all"
_OF_CHILDREN = frozenset({_EVERY, *(state.value for state in State)})


@dataclass(frozen=True, slots=True)
class Source:
    """A list: a view by its number, or a queue or the children of a mass complaint with the state that is shown."""

    view: int | None = None
    queue: QueueName | None = None
    state: str = ""
    mass: int | None = None

    @classmethod
    def read(cls, text: str) -> Source:
        """As `str` has written it. Raises BadRequest for anything else."""
        kind, _, rest = text.partition(":")
        name, _, state = rest.partition(":")
        if kind == "view" and _is_number(rest):
            return cls(view=int(rest))
        if kind == "mass" and _is_number(name) and state in _OF_CHILDREN:
            return cls(mass=int(name), state=state)
        if kind == "queue" and name in set(QueueName) and state in STANDINGS:
            return cls(queue=QueueName(name), state=state)
        raise BadRequest("no such list")

    def __str__(self) -> str:
        if self.mass is not None:
            return f"mass:{self.mass}:{self.state}"
        return f"view:{self.view}" if self.queue is None else f"queue:{self.queue}:{self.state}"

    @property
    def url(self) -> str:
        """Where the list is."""
        if self.mass is not None:
            return f"{reverse('desk:mass', args=[self.mass])}?state={self.state}"
        if self.queue is None:
            return reverse("desk:view", args=[self.view])
        return f"{reverse('desk:queue', args=[self.queue.value])}?state={self.state}"

    def back(self, number: int) -> str:
        """The list again, with what has become of a round."""
        return f"{self.url}{'&' if '?' in self.url else '?'}round={number}"

    def meant(self, request: HttpRequest, actor: Actor) -> QuerySet[Complaint]:
        """Everything in the list. Raises Http404 for a view this reader cannot open, or that cannot be read."""
        if self.mass is not None:
            return self._children(actor)
        if self.queue is not None:
            return queue(actor, self.queue, self.state)
        view = views_for(actor).filter(pk=self.view or 0).first()
        if view is None:
            raise Http404
        try:
            return meant_for(actor, conditions_from(view.conditions), frame_of(request).reader)
        except UnreadableConditions as error:
            raise Http404 from error

    def _children(self, actor: Actor) -> QuerySet[Complaint]:
        own = masses_seen_by(actor).filter(pk=self.mass or 0).first()
        if own is None:
            raise Http404
        children = children_seen_by(actor, own)
        return children if self.state == _EVERY else children.filter(state=self.state)


def chosen(request: HttpRequest, actor: Actor, source: Source) -> list[int]:
    """The complaints that were ticked, or all of the list; one more than can be taken at most."""
    data: QueryDict = request.POST
    if data.get("everything") == "1":
        meant = source.meant(request, actor).order_by("pk")
        return list(meant.values_list("pk", flat=True)[: MOST + 1])
    ticked = data.getlist("picked")
    if len(ticked) > _MOST_TICKS or not all(_is_number(one) for one in ticked):
        raise BadRequest("no such complaints")
    return sorted({int(one) for one in ticked})


def _is_number(text: str) -> bool:
    """As many digits as the database can hold."""
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def round_context(request: HttpRequest, actor: Actor, source: Source) -> dict[str, Any]:
    """What a list needs to be chosen from: nothing where the reader may not; and the notice of a round come back."""
    if not frame_of(request).may(Permission.ASSIGN):
        return {}
    return {
        "round_source": str(source),
        "round_token": fresh_token(),
        "came_back": _came_back(request, actor),
    }


def _came_back(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    given = request.GET.get("round", "")
    if not _is_number(given):
        return None
    begun = rounds_of(actor).filter(pk=int(given)).first()
    if begun is None:
        return None
    undone = begun.undoes_id is not None or rounds_of(actor).filter(undoes=begun).exists()
    tally = tally_of(begun)
    return {
        "round": begun,
        "tally": tally,
        "may_undo": tally.done > 0 and not undone and can_undo(begun, frame_of(request).now),
    }
