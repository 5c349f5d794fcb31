"""Keeping the ladder: where an escalation comes to stand, and what becomes of those still open at an end.

Rows alone; the step around them (lock, timeline) is the business of escalate.py and of the doorway.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from kikitori.casework.house import House
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.working_time import add_business_minutes
from kikitori.records.escalation.ladder import Placed, Rung, placed
from kikitori.records.escalation.models import Escalation
from kikitori.records.escalation.queries import the_ladder
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for


def place_above(
    complaint: Complaint,
    ladder: Sequence[Rung],
    level: int,
    waiting: Sequence[Escalation],
    *,
    now: datetime,
    house: House,
) -> Placed:
    """Where something for this level comes to stand, with somebody at work who sees the complaint and may answer.

    `waiting`: what nobody has answered about this complaint, taken up or not; whoever was told of it at a lower level
    is passed over.
    """
    told = {one.holder_id for one in waiting if one.level < level and one.holder_id is not None}
    away = house.roster_at(now).absent
    people = Staff.objects.in_bulk({one for rung in ladder for one in rung.people})

    def can_answer(one: int) -> bool:
        person = people[one]
        if not person.is_active or one in away:
            return False
        actor = actor_for(person)
        may_answer = Permission.ACKNOWLEDGE_ESCALATION in permissions_of(actor)
        return may_answer and visible_to(actor).filter(pk=complaint.pk).exists()

    return placed(ladder, level, told=told, can_answer=can_answer)


def answer_by(place: Placed, now: datetime, house: House) -> datetime | None:
    """When it goes up if nobody answers; None at the top."""
    return add_business_minutes(house.calendar, now, place.answer_within) if place.can_rise else None


def place_anew(complaint: Complaint, out: Collection[int], now: datetime, house: House) -> None:
    """What stood before these people stands before somebody else at its level, or before everybody who sees it."""
    waiting = list(complaint.escalations.filter(acknowledged_at__isnull=True).order_by("level", "id"))
    theirs = [one for one in waiting if one.is_open and {one.holder_id, one.deputy_id} & set(out)]
    if not theirs:
        return
    ladder = the_ladder(complaint.team_id)
    for one in theirs:
        if one.holder_id in out:
            place = place_above(complaint, ladder, one.level, waiting, now=now, house=house)
            stays = place.level == one.level
            one.holder_id, one.deputy_id = (place.holder, place.deputy) if stays else (None, None)
        if one.deputy_id in complaint.barred:
            one.deputy_id = None
        one.save(update_fields=["holder", "deputy"])


def end_escalations(complaint: Complaint, now: datetime) -> None:
    """The complaint has ended: nobody has to answer any more. Marked as answered, by nobody."""
    complaint.escalations.filter(acknowledged_at__isnull=True).update(acknowledged_at=now)
