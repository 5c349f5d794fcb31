"""Schedule a reply 送信待ち: hand it in, take it back, let it go when its moment comes.

Until then nothing has been said: no word on the complainant's page, no letter, no promise kept, no clock met. All of
that is the step `reply`, taken in the author's name at the moment it goes (ADR 0016). So taking it back undoes nothing,
and a promise cannot be kept by a letter that never left.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kikitori.casework import promising
from kikitori.casework.enclosures import files_of_draft, is_handed_out, lie_with
from kikitori.casework.errors import Changed, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.step import taking
from kikitori.casework.wording import noted_in
from kikitori.casework.write import reply_within
from kikitori.foundation import jobs
from kikitori.foundation.crypto import new_token
from kikitori.foundation.language.text import guess_language
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.kinds import PENDING_SEEN, PendingState, PendingTrouble
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import actor_for

JOB = "send_reply"
#: How long a reply can be taken back before it goes.
UNDO = timedelta(seconds=15)
#: What is due so soon is not made late by our waiting: it goes at once.
_TOO_NEAR = timedelta(minutes=1)
#: Nobody plans a letter for longer; a later day is a slip of the finger.
FARTHEST = timedelta(days=92)
#: A reply's own job comes within seconds; the sweep looks for those whose job never came.
_GRACE = timedelta(minutes=1)
#: After one of these by somebody else, the complainant knows more than a reply begun before it does.
_SAID = [
    kind.value
    for kind in (
        EventKind.REPLY_WRITTEN,
        EventKind.REPLIED,
        EventKind.QUESTION_ASKED,
        EventKind.PROPOSED,
        EventKind.DECIDED,
        EventKind.REFERRED,
        EventKind.REFERRAL_ANSWERED,
    )
]


def schedule_reply(
    actor: Actor,
    complaint: Complaint,
    *,
    body: str,
    now: datetime,
    goes_at: datetime | None = None,
    seen_event: int | None = None,
    enclosed: Sequence[int] = (),
) -> PendingReply:
    """Hand a reply in. It goes after UNDO, or at `goes_at` (aware), unless it is taken back before.

    What the wording list wants noted stands in the entry, which is internal. Where a promise or a clock that it meets
    is due within a minute, it goes at once. `enclosed`: files of own drafts of a reply that wait and go with it.
    `seen_event`: the newest entry the writer knew; where a colleague has said something to the complainant since,
    Changed is raised and nothing is handed in. Raises Invalid; NotNow where a file is there no more, or holds a virus.
    """
    text = checked_text("body", body)
    if goes_at is not None:
        _check_moment(goes_at, now)
    with taking(actor, complaint, Step.SCHEDULE_REPLY, now=now) as step:
        if seen_event is not None and said_since(step.complaint, seen_event, actor).exists():
            raise Changed(step.complaint)
        pending = PendingReply.objects.create(
            complaint=step.complaint,
            author_id=actor.staff_id,
            body=text,
            language=guess_language(text, step.complaint.language),
            written_at=now,
            goes_at=goes_at or _soon(step.complaint, now),
            chosen=goes_at is not None,
        )
        lie_with(files_of_draft(actor, step.complaint, Step.REPLY, enclosed), pending=pending)
        step.say(pending=pending.pk, goes_at=pending.goes_at.isoformat(), chosen=pending.chosen)
        noted = noted_in(text)
        if noted:
            step.say(words=[word for hit in noted for word in hit.found])
        jobs.defer(JOB, schedule_at=pending.goes_at, pending_id=pending.pk)
    return pending


def said_since(complaint: Complaint, event: int, actor: Actor) -> QuerySet[Event]:
    """What colleagues of `actor` have said to the complainant, or handed in, after this entry; oldest first.

    A reply that was handed in before, and went since, was known; one that was taken back has not been said.
    """
    since = complaint.events.filter(pk__gt=event)
    undone = since.filter(kind=EventKind.REPLY_TAKEN_BACK.value).values("data__pending")
    said = since.filter(kind__in=_SAID).exclude(actor_staff=actor.staff_id)
    said = said.exclude(kind=EventKind.REPLIED.value, data__has_key="pending")
    said = said.exclude(kind=EventKind.QUESTION_ASKED.value, visibility=Visibility.INTERNAL.value)
    return said.exclude(kind=EventKind.REPLY_WRITTEN.value, data__pending__in=undone).order_by("pk")


def texts_since(actor: Actor, complaint: Complaint, event: int) -> list[str]:
    """The replies among that, as they were written: handed in or out already, oldest first. Two queries."""
    numbers = [row.data["pending"] for row in said_since(complaint, event, actor) if "pending" in row.data]
    rows = PendingReply.objects.filter(pk__in=numbers).select_related("message").order_by("pk")
    return [row.message.body if row.message else row.body for row in rows]


def move_reply(
    actor: Actor, complaint: Complaint, *, pending: PendingReply, goes_at: datetime, now: datetime
) -> PendingReply:
    """Let a reply that waits go at another moment (aware); whoever may write may do so. It stays its author's.

    The job of the moment before finds nothing to do, or the reply if that is sooner. Raises Invalid; NotNow where it
    has gone, was taken back, or is stuck: that one is taken back.
    """
    _check_moment(goes_at, now)
    with taking(actor, complaint, Step.SCHEDULE_REPLY, now=now) as step:
        own = _still(step.complaint, pending.pk, {PendingState.WAITING.value})
        if own is None:
            raise NotNow(Obstacle.REPLY_IS_OUT)
        before, own.goes_at, own.chosen = own.goes_at, goes_at, True
        if before == goes_at:
            step.let_be()
            return own
        own.save(update_fields=["goes_at", "chosen"])
        step.say(pending=own.pk, goes_at=goes_at.isoformat(), before=before.isoformat(), chosen=True)
        jobs.defer(JOB, schedule_at=goes_at, pending_id=own.pk)
    return own


def _check_moment(goes_at: datetime, now: datetime) -> None:
    if goes_at <= now:
        raise Invalid({"goes_at": Problem.IN_THE_PAST})
    if goes_at > now + FARTHEST:
        raise Invalid({"goes_at": Problem.OUT_OF_RANGE})


def _soon(complaint: Complaint, now: datetime) -> datetime:
    """After the time for taking it back; at once where that could make us late."""
    near = (now - timedelta(seconds=1), now + _TOO_NEAR)
    promised = complaint.promises.filter(
        state=PromiseState.OPEN.value, kind__in=promising.kept_by(Step.REPLY), due_at__range=near
    )
    running = complaint.clocks.filter(
        met_at__isnull=True, cancelled_at__isnull=True, extended_at__isnull=True, due_at__range=near
    )
    return now if promised.exists() or running.exists() else now + UNDO


def take_back_reply(
    actor: Actor, complaint: Complaint, *, pending: PendingReply, now: datetime
) -> Draft | None:
    """Take a reply back that has not gone: whoever may write may do so, and has its text and files as their draft.

    Taken back by the machine, it is the author's draft; of what had no author either, there is none.

    Raises NotNow(REPLY_IS_OUT) where it has gone or was taken back already. Never waits for a mail server: what was
    handed in is not in the outbox yet.
    """
    with taking(actor, complaint, Step.TAKE_BACK_REPLY, now=now) as step:
        own = _still(step.complaint, pending.pk, PENDING_SEEN)
        if own is None:
            raise NotNow(Obstacle.REPLY_IS_OUT)
        whose = actor.staff_id or own.author_id
        draft = whose and Draft.objects.create(
            staff_id=whose,
            complaint=step.complaint,
            form=Step.REPLY.value,
            text=own.body,
            window=new_token(),
            saved_at=now,
        )
        if draft:
            lie_with(list(own.enclosures.defer("raw")), draft=draft)
        _end(own, PendingState.TAKEN_BACK)
        step.say(pending=own.pk)
    return draft or None


def send_waiting_reply(actor: Actor, pending_id: int, *, now: datetime) -> PendingState | None:
    """Send one reply whose moment has come, in its author's name. Returns its state; None if there is nothing to do.

    Locks the complaint first, then the reply, as taking it back does: one of the two finds nothing left to do. Where
    the author may not write any more, or the complaint has gone on, it stays here for a person to decide; and so where
    a virus was found in its files. While one of them is still to be scanned it waits, and is looked at again.
    """
    with transaction.atomic():
        due = PendingReply.objects.select_related("author").filter(
            pk=pending_id, state=PendingState.WAITING.value, goes_at__lte=now
        )
        pending = due.first()
        if pending is None:
            return None
        files = list(pending.enclosures.defer("raw"))
        if any(row.scan == Scan.INFECTED.value for row in files):
            return _hold_back(actor, pending, PendingTrouble.VIRUS, now)
        if not all(map(is_handed_out, files)):
            return PendingState.WAITING
        try:
            return _send(actor, pending, now)
        except Unseen:
            trouble = PendingTrouble.NOT_SEEN
        except Refused:
            trouble = PendingTrouble.NOT_ALLOWED
        except StepNotPossible:
            trouble = PendingTrouble.STATE
        return _hold_back(actor, pending, trouble, now)


def _send(actor: Actor, pending: PendingReply, now: datetime) -> PendingState | None:
    """The reply itself: message, promises, clocks and letter, all or none. What has no author is sent by `actor`."""
    author = pending.author
    if author is not None and not author.is_active:
        raise Unseen
    with taking(actor_for(author) if author else actor, pending.complaint_id, Step.REPLY, now=now) as step:
        own = _still(step.complaint, pending.pk, {PendingState.WAITING.value})
        if own is None:
            step.let_be()
            return None
        files = list(own.enclosures.defer("raw"))
        own.message = reply_within(step, own.body, language=own.language, enclosed=files)
        _end(own, PendingState.OUT)
        step.say(pending=own.pk)
    return PendingState.OUT


def _hold_back(
    actor: Actor, pending: PendingReply, trouble: PendingTrouble, now: datetime
) -> PendingState | None:
    """It stays on the page of the complaint with its reason; what it would have kept is still owed."""
    with taking(actor, pending.complaint_id, Step.TAKE_BACK_REPLY, now=now) as step:
        own = _still(step.complaint, pending.pk, {PendingState.WAITING.value})
        if own is None:
            step.let_be()
            return None
        left = pending.author is not None and not pending.author.is_active
        _stick(own, PendingTrouble.AUTHOR_LEFT if left else trouble)
        step.kind = EventKind.REPLY_STUCK
        step.say(pending=own.pk, reason=own.trouble)
    return PendingState.STUCK


def keep_back(complaint: Complaint) -> None:
    """What waits to go in somebody's name goes by itself no more: its author does not see the complaint now."""
    for own in PendingReply.objects.filter(complaint=complaint, state=PendingState.WAITING.value):
        _stick(own, PendingTrouble.NOT_SEEN)


def _still(complaint: Complaint, number: int, states: frozenset[str] | set[str]) -> PendingReply | None:
    """The reply, locked, if it is still in one of these states. The complaint is locked already."""
    waiting = PendingReply.objects.select_for_update(of=("self",)).filter(
        pk=number, complaint=complaint, state__in=states
    )
    return waiting.first()


def _stick(own: PendingReply, trouble: PendingTrouble) -> None:
    """It goes no further by itself."""
    own.state, own.trouble = PendingState.STUCK.value, trouble.value
    own.save(update_fields=["state", "trouble"])


def _end(own: PendingReply, state: PendingState) -> None:
    """Its text lies elsewhere now."""
    own.state, own.body = state.value, ""
    own.save(update_fields=["state", "body", "message"])


def replies_left_behind(now: datetime, limit: int = 500) -> list[int]:
    """Replies that wait well past their moment, for the sweep: a job may have been lost, a reply never is."""
    return list(
        PendingReply.objects.filter(state=PendingState.WAITING.value, goes_at__lte=now - _GRACE)
        .order_by("goes_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
