"""Hand over 引き継ぎ: an assignment that leaves nothing behind, and tells the next person what they must know.

What the giver has still to do in it goes along; what they have half written only where they say so themselves, or
where whoever looks after leavers does it in their place. The receiver is told, and says when they have read it.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework.assign import assign_within, require_able
from kikitori.casework.errors import NotNow, Obstacle, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.handing_over import conversations_left, drafts_left, facts_of
from kikitori.casework.step import Taken, taking
from kikitori.casework.tasks import reassign_task
from kikitori.foundation.crypto import new_token
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import seen_by, visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

LONGEST = 5000


def hand_over_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    to: Staff,
    now: datetime,
    words: str = "",
    with_drafts: bool = False,
) -> HandOver:
    """Put the complaint into the hands of `to`, with the facts as they stand and `words` of one's own.

    Open tasks of whoever has it in hand go along, each told on the timeline. `with_drafts`: so do their drafts and
    conversations not ended, where they do this themselves or the actor lets people go. Raises Invalid, Unseen, Refused,
    StepNotPossible; NotNow: ALREADY_THERE where it is in those hands, RECEIVER_CANNOT_SEE where they would not.
    """
    said = checked_text("words", words, longest=LONGEST, needed=False)
    require_able(to)
    with taking(actor, complaint, Step.ASSIGN, now=now) as step:
        giver = step.complaint.assignee
        if giver is not None and giver.pk == to.pk:
            raise NotNow(Obstacle.ALREADY_THERE)
        facts = facts_of(step.complaint, giver)
        assign_within(step, to)
        if not seen_by(step.complaint).filter(pk=to.pk).exists():
            raise NotNow(Obstacle.RECEIVER_CANNOT_SEE, to.name)
        row = HandOver.objects.create(
            complaint=step.complaint,
            giver=giver,
            by_id=actor.own_staff_id,
            receiver=to,
            at=now,
            words=said,
            facts=facts,
        )
        step.say(hand_over=row.pk)
        if giver is not None:
            _give_tasks(step, giver, to)
            if with_drafts and _may_give_drafts(actor, giver):
                _give_half_written(step.complaint, giver, to)
    return row


def _may_give_drafts(actor: Actor, giver: Staff) -> bool:
    """Drafts are their writer's alone: they give them, or whoever lets them go."""
    return actor.staff_id == giver.pk or Permission.LET_GO in permissions_of(actor)


def read_hand_over(actor: Actor, complaint: Complaint, *, number: int, now: datetime) -> None:
    """The receiver has read it; the first time counts. Raises Unseen where it is not theirs, or not there for them."""
    with transaction.atomic():
        if not visible_to(actor).filter(pk=complaint.pk).exists():
            raise Unseen
        own = HandOver.objects.select_for_update().filter(
            pk=number, complaint=complaint, receiver=actor.own_staff_id
        )
        for row in own:
            if row.read_at is None:
                row.read_at = now
                row.save(update_fields=["read_at"])
            return
    raise Unseen


def to_be_read(actor: Actor, complaint: Complaint) -> HandOver | None:
    """What was left to this person with the complaint, the newest, until they have read it.

    One query where they have it in hand, none where not.
    """
    if complaint.assignee_id is None or complaint.assignee_id != actor.staff_id:
        return None
    rows = HandOver.objects.filter(complaint=complaint, receiver=actor.staff_id, read_at__isnull=True)
    return rows.select_related("by", "giver").order_by("-pk").first()


def _give_tasks(step: Taken, giver: Staff, to: Staff) -> None:
    for task in Task.objects.filter(
        complaint=step.complaint, assignee=giver, state=TaskState.OPEN.value
    ).order_by("pk"):
        reassign_task(step.actor, step.complaint, task=task, to=to, now=step.now, within=step)


def _give_half_written(complaint: Complaint, giver: Staff, to: Staff) -> None:
    """Theirs from now on. Pages of the giver that are still open keep drafts of their own from here."""
    for draft in drafts_left(giver, complaint).select_for_update():
        draft.staff, draft.window = to, new_token()
        draft.save(update_fields=["staff", "window"])
    conversations_left(giver, complaint).update(staff=to)
