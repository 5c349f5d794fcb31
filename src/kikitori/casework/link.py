"""Link 関連: this one has to do with that one. Changes neither; both timelines say so, and it can be taken away.

Either direction of a link is the same link. Whoever does not see the other complaint sees no link (invariant 6).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.move_message import lock_both
from kikitori.casework.step import taking
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import DIRECTED, LinkKind
from kikitori.records.people.actor import Actor


def link_complaints(
    actor: Actor, complaint: Complaint, *, to: Complaint, kind: str, now: datetime, reason: str = ""
) -> Link:
    """Say how `to` stands to `complaint`: it is what this one follows, was caused by, has to do with.

    Raises Unseen (either), Refused, Invalid, NotNow(SAME_COMPLAINT, LINKED_ALREADY).
    """
    check = Checked()
    how = check.word("kind", kind, LinkKind)
    why = check.text("reason", reason, longest=2000)
    check.done()
    if complaint.pk == to.pk:
        raise NotNow(Obstacle.SAME_COMPLAINT)
    with transaction.atomic():
        lock_both(actor, complaint, to, Step.LINK)
        if _between(complaint, to).filter(kind=how.value).exists():
            raise NotNow(Obstacle.LINKED_ALREADY, to.reference)
        link = write_link(actor, complaint, to, kind=how, now=now, reason=why)
        _tell_both(actor, link, Step.LINK, now, why)
    return link


def unlink_complaints(
    actor: Actor, complaint: Complaint, *, link: int, now: datetime, reason: str = ""
) -> None:
    """Take a link away. Linking them again undoes it.

    Raises Unseen (either complaint), Refused, Invalid, NotNow(NOT_LINKED).
    """
    check = Checked()
    why = check.text("reason", reason, longest=2000)
    check.done()
    with transaction.atomic():
        found = links_of(complaint).select_for_update(of=("self",)).filter(pk=link).first()
        if found is None:
            raise NotNow(Obstacle.NOT_LINKED)
        lock_both(actor, complaint, other_end(found, complaint), Step.UNLINK)
        _tell_both(actor, found, Step.UNLINK, now, why)
        found.delete()


def links_of(complaint: Complaint) -> QuerySet[Link]:
    """Links of a complaint in either direction, oldest first. Whoever shows them asks who sees the other end."""
    return Link.objects.filter(Q(one=complaint) | Q(other=complaint)).select_related("one", "other")


def other_end(link: Link, complaint: Complaint) -> Complaint:
    """The complaint at the other end."""
    return link.other if link.one_id == complaint.pk else link.one


def write_link(
    actor: Actor, complaint: Complaint, to: Complaint, *, kind: LinkKind, now: datetime, reason: str
) -> Link:
    """The row. Both complaints are locked, and their timelines are told by whoever calls."""
    return Link.objects.create(
        one=complaint, other=to, kind=kind.value, reason=reason, at=now, by_id=actor.own_staff_id
    )


def _between(one: Complaint, other: Complaint) -> QuerySet[Link]:
    return Link.objects.filter(Q(one=one, other=other) | Q(one=other, other=one))


def _tell_both(actor: Actor, link: Link, step: Step, now: datetime, reason: str) -> None:
    """An entry with either, saying to which other one and how it stands, as read from there."""
    directed = LinkKind(link.kind) in DIRECTED
    for here, there in ((link.one_id, link.other_id), (link.other_id, link.one_id)):
        with taking(actor, here, step, now=now) as taken:
            back = {"back": True} if directed and here == link.other_id else {}
            taken.say(to=there, kind=link.kind, **back, **({"reason": reason} if reason else {}))


def seen_others(actor: Actor, links: list[Link], complaint: Complaint) -> dict[int, Complaint]:
    """Link → the complaint at its other end, for links whose other end this actor sees. One query, none for none."""
    if not links:
        return {}
    numbers = {link.pk: link.other_id if link.one_id == complaint.pk else link.one_id for link in links}
    seen = visible_to(actor).only("reference", "title", "language", "state").in_bulk(list(numbers.values()))
    return {link: seen[number] for link, number in numbers.items() if number in seen}
