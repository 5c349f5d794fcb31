"""Where a complaint goes on 統合先: a joined one leads to the one that is worked on, through as many as were joined.

Reads and locks, writes nothing. What arrives for a joined complaint belongs where it goes on, whoever joined what
since then.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from kikitori.casework.errors import Unseen
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, LinkKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor

#: By which a complaint goes on in another one: joined, or put back where it was split from.
JOININGS = (EventKind.MERGED.value, EventKind.REGROUPED.value)


def where_it_goes_on(complaint: Complaint) -> Complaint:
    """The complaint in which this one is worked on: itself where it is joined with none. One query for each joining."""
    way = way_of(complaint)
    return way[-1]


def speaking_there(actor: Actor, complaint: Complaint) -> tuple[Actor, Complaint]:
    """The holder of a slip, let in where their complaint goes on, and that complaint; both as they are if not joined.

    For one word or one request alone: whoever joined the two has said that both are theirs. Raises Unseen.
    """
    own = visible_to(actor).filter(pk=complaint.pk).first()
    if own is None:
        raise Unseen
    onward = where_it_goes_on(own)
    if onward.pk == own.pk:
        return actor, complaint
    return replace(actor, complaint_id=onward.pk, name=""), onward


def way_of(complaint: Complaint) -> list[Complaint]:
    """From this complaint to the one it goes on in, each once."""
    way, met = [complaint], {complaint.pk}
    while way[-1].merged_into_id is not None and way[-1].merged_into_id not in met:
        onward = Complaint.objects.select_related("team").get(pk=way[-1].merged_into_id)
        way.append(onward)
        met.add(onward.pk)
    return way


def joined_in(complaint: Complaint) -> set[int]:
    """The numbers of this complaint and of all that go on in it. One query at least."""
    known: set[int] = {complaint.pk}
    lately: Iterable[int] = known
    while lately:
        found = Complaint.objects.filter(merged_into__in=lately).values_list("pk", flat=True)
        lately = set(found) - known
        known |= lately
    return known


def where_it_has_gone_on(complaint: Complaint) -> set[int]:
    """The numbers of this complaint and of all in which it has ever gone on, also before it was separated again.

    One query for each step away from it.
    """
    known: set[int] = set()
    lately = {complaint.pk}
    while lately:
        known |= lately
        joinings = Event.objects.filter(complaint__in=lately, kind__in=JOININGS)
        lately = set(joinings.values_list("data__to", flat=True)) - known
    return known


def where_the_same_lies(complaint: Complaint) -> set[int]:
    """The numbers of the others in which the same matter lies. Two queries for each step away from it.

    What was joined in it or split off from it or took it up after its end, what goes on in those, and what those go on
    in.
    """
    known: set[int] = set()
    lately = {complaint.pk}
    while lately:
        known |= lately
        rows = Complaint.objects.filter(Q(merged_into__in=lately) | Q(follows__in=lately) | Q(pk__in=lately))
        found = {number for pair in rows.values_list("pk", "merged_into") for number in pair if number}
        parts = Link.objects.filter(other__in=lately, kind=LinkKind.SPLIT_FROM.value)
        lately = (found | set(parts.values_list("one", flat=True))) - known
    return known - {complaint.pk}


def lock_the_same(complaint: Complaint) -> list[int]:
    """Lock this complaint and every other in which the same matter lies; the numbers of the others.

    Which they are is asked under the locks, for while these are waited for it may be joined, split off or taken up. Who
    does that holds one that is locked here, so what is found then stays. Where there are more, all are let go and
    locked anew, always in the same order: two who lock against each other wait and do not block.
    Only within a transaction; three queries where the complaint stands alone.
    """
    wanted = {complaint.pk}
    while True:
        with transaction.atomic():
            list(Complaint.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
            there = where_the_same_lies(complaint)
            if there <= wanted:
                return sorted(there)
            # The locks go with what is rolled back here, which has written nothing.
            transaction.set_rollback(True)
        wanted |= there
