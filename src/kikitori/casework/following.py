"""Follow フォロー: hear what happens in a complaint, from now on, or nothing more; and read what one was told.

Following is a wish of one person, no step of the complaint: it stands on no timeline and moves no version. Only of a
complaint one sees; who no longer sees it hears and reads nothing of it, and still follows should it come back.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from kikitori.casework.errors import Invalid, Problem, Refused, Unseen
from kikitori.casework.noticing import notice_added
from kikitori.casework.prevent.sight import actions_seen_by
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import seen_by, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Following, Muting, Notice


def follow(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Follow it oneself; twice is once. Raises Unseen."""
    _require_sight(actor, complaint)
    begin_following(complaint, [actor.own_staff_id], now)


def unfollow(actor: Actor, complaint: Complaint) -> None:
    """Hear no more of it. Nothing happens where one does not follow. Raises Unseen."""
    _require_sight(actor, complaint)
    Following.objects.filter(complaint=complaint, staff=actor.own_staff_id).delete()


def add_follower(actor: Actor, complaint: Complaint, *, staff: Staff, now: datetime) -> None:
    """Have a colleague follow it, who must see it and is told so. Raises Unseen, Refused, Invalid."""
    _require_sight(actor, complaint)
    decision = may(actor, Permission.ADD_FOLLOWERS, complaint)
    if not decision.allowed:
        raise Refused(decision)
    if not seen_by(complaint).filter(pk=staff.pk).exists():
        raise Invalid({"staff": Problem.OUT_OF_RANGE})
    with transaction.atomic():
        if begin_following(complaint, [staff.pk], now):
            notice_added(actor, complaint, staff.pk, now=now)


def begin_following(complaint: Complaint, staff: list[int], now: datetime) -> int:
    """These follow it from now on, unless they do already. Returns how many are new. Two queries."""
    before = set(
        Following.objects.filter(complaint=complaint, staff__in=staff).values_list("staff", flat=True)
    )
    new = [number for number in staff if number not in before]
    Following.objects.bulk_create(
        [Following(complaint=complaint, staff_id=number, since=now) for number in new], ignore_conflicts=True
    )
    return len(new)


def mute(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Hear nothing more of it, but what is said to oneself and what nobody can be spared. Raises Unseen."""
    _require_sight(actor, complaint)
    Muting.objects.get_or_create(complaint=complaint, staff_id=actor.own_staff_id, defaults={"since": now})


def unmute(actor: Actor, complaint: Complaint) -> None:
    """Hear of it again from now on. Raises Unseen."""
    _require_sight(actor, complaint)
    Muting.objects.filter(complaint=complaint, staff=actor.own_staff_id).delete()


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """What this person was told in the desk about complaints and corrective actions they see now, in no order."""
    return Notice.objects.filter(still_seen_by(actor), recipient=actor.staff_id, in_desk=True)


def still_seen_by(actor: Actor) -> Q:
    """Notices of what this actor sees now."""
    of_action = Q(complaint__isnull=True, action__in=actions_seen_by(actor).values("reference"))
    return Q(complaint__in=visible_to(actor)) | of_action


def unread_of(actor: Actor) -> QuerySet[Notice]:
    """What of that they have not read."""
    return notices_of(actor).filter(read_at__isnull=True)


def unread_counted(actor: Actor) -> QuerySet[Notice, Any]:
    """How many that are, as `number`; no row where there is none."""
    return unread_of(actor).order_by().values("recipient").annotate(number=Count("pk"))


def mark_read(actor: Actor, *, notice: int, now: datetime) -> Notice:
    """This one is read. The first reading counts. Raises Unseen."""
    found = _own(actor, notice)
    if found.read_at is None:
        found.read_at = now
        found.save(update_fields=["read_at"])
    return found


def mark_unread(actor: Actor, *, notice: int) -> Notice:
    """Keep this one for later. Raises Unseen."""
    found = _own(actor, notice)
    found.read_at = None
    found.save(update_fields=["read_at"])
    return found


def mark_all_read(actor: Actor, *, up_to: int, now: datetime) -> int:
    """All that came up to this one are read; what has come since stays unread. Returns how many."""
    numbers = list(unread_of(actor).filter(pk__lte=up_to).values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=numbers).update(read_at=now)


def _own(actor: Actor, number: int) -> Notice:
    for found in notices_of(actor).select_related("complaint").filter(pk=number):
        return found
    raise Unseen


def _require_sight(actor: Actor, complaint: Complaint) -> None:
    if not visible_to(actor).filter(pk=complaint.pk).exists():
        raise Unseen
