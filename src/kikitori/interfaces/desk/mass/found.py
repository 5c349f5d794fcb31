"""Mass complaints and their replies as this reader sees them, and how many children each has for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count
from django.http import Http404

from kikitori.records.access.visibility import children_seen_by, masses_seen_by, visible_to
from kikitori.records.complaints.lifecycle import State
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


def sizes_of(actor: Actor, masses: Sequence[MassComplaint]) -> dict[int, int]:
    """Mass complaint → how many children this actor sees in it. One query."""
    rows = MassMember.objects.filter(
        mass__in=masses, left_at__isnull=True, complaint__in=visible_to(actor).order_by()
    )
    return dict(rows.order_by().values("mass").annotate(n=Count("pk")).values_list("mass", "n"))


def states_of(actor: Actor, mass: MassComplaint) -> dict[State, int]:
    """State → how many of its children stand there, in the order of the road; what no child is in is absent."""
    rows = children_seen_by(actor, mass).order_by().values("state").annotate(n=Count("pk"))
    found = dict(rows.values_list("state", "n"))
    return {state: found[state.value] for state in State if state.value in found}
