"""Mass complaints and their replies as this reader sees them, and how many children each has for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404

from kikitori.records.access.visibility import children_seen_by, masses_seen_by, visible_to
from kikitori.records.complaints.lifecycle import OPEN, State
from kikitori.records.complaints.mass import CommonReply, MassComplaint, MassMember
from kikitori.records.people.actor import Actor


def mass_or_404(actor: Actor, number: int) -> MassComplaint:
    """The mass complaint of this number if the actor sees it. One query."""
    found = masses_seen_by(actor).select_related("begun_by").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def reply_or_404(actor: Actor, number: int, common: int) -> CommonReply:
    """The common reply of a mass complaint that the actor sees. One query."""
    rows = CommonReply.objects.select_related("mass", "written_by")
    found = rows.filter(pk=common, mass=number, mass__in=masses_seen_by(actor)).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Size:
    """How many children there are, and how many of them go on."""

    all: int = 0
    open: int = 0

    @property
    def is_over(self) -> bool:
        """Has each of them come to its end? A mass complaint has no end of its own: it ends with its last child."""
        return self.all > 0 and self.open == 0


def sizes_of(actor: Actor, masses: Sequence[MassComplaint]) -> dict[int, Size]:
    """Mass complaint → its size, as far as this actor sees its children. One query."""
    rows = MassMember.objects.filter(
        mass__in=masses, left_at__isnull=True, complaint__in=visible_to(actor).order_by()
    )
    goes_on = Count("pk", filter=Q(complaint__state__in=[state.value for state in OPEN]))
    counted = rows.order_by().values("mass").annotate(n=Count("pk"), open=goes_on)
    return {mass: Size(n, still) for mass, n, still in counted.values_list("mass", "n", "open")}


def states_of(actor: Actor, mass: MassComplaint) -> dict[State, int]:
    """State → how many of its children stand there, in the order of the road; what no child is in is absent."""
    rows = children_seen_by(actor, mass).order_by().values("state").annotate(n=Count("pk"))
    found = dict(rows.values_list("state", "n"))
    return {state: found[state.value] for state in State if state.value in found}
