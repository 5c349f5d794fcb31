"""What the next person must know of a complaint, as values: what is owed, what is open, what was said last.

Taken down when it is handed over, for afterwards it changes. Reads alone; numbers of rows, kinds and moments, never
sentences. What only the giver can see of their own (the text of a draft) is counted and not copied.
"""

from datetime import datetime
from typing import Any

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Visibility
from kikitori.records.deadlines.queries import promises_due
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.kinds import PENDING_SEEN
from kikitori.records.letters.models import Message
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

#: So many of each are named; more are to be found on the page itself.
MOST = 20

Facts = dict[str, Any]


def facts_of(complaint: Complaint, giver: Staff | None) -> Facts:
    """`promises`, `tasks`, `questions`, `told_at`, `heard_at`, `unanswered`, `waiting`, `drafts`, `conversations`.

    What there is none of is absent. `drafts`, `conversations`: how many of the giver's own. Moments in ISO 8601, UTC.
    Seven queries.
    """
    found: Facts = {
        "promises": _promises(complaint),
        "tasks": _tasks(complaint),
        "questions": complaint.inquiries.filter(answered_at__isnull=True).count(),
        **_words(complaint),
        "waiting": _waiting(complaint),
        "drafts": drafts_left(giver, complaint).count() if giver else 0,
        "conversations": conversations_left(giver, complaint).count() if giver else 0,
    }
    return {name: value for name, value in found.items() if value}


def drafts_left(giver: Staff, complaint: Complaint) -> Any:
    """What they have typed about it and not sent."""
    return Draft.objects.filter(staff=giver, complaint=complaint, is_sent=False)


def conversations_left(giver: Staff, complaint: Complaint) -> Any:
    """Guided conversations about it that they have begun and not ended."""
    return Conversation.objects.filter(staff=giver, complaint=complaint, ended_at__isnull=True)


def _promises(complaint: Complaint) -> list[Facts]:
    owed = promises_due(Complaint.objects.filter(pk=complaint.pk)).order_by("due_at", "pk")
    return [
        {"kind": row.kind, "due_at": row.due_at.isoformat(), "note": row.note}
        for row in owed.filter(replaced_by__isnull=True)[:MOST]
    ]


def _tasks(complaint: Complaint) -> list[Facts]:
    rows = Task.objects.filter(complaint=complaint, state=TaskState.OPEN.value).order_by("due_at", "pk")
    return [
        {"title": row.title, "due_at": row.due_at.isoformat(), "whose": row.assignee_id}
        for row in rows[:MOST]
    ]


def _waiting(complaint: Complaint) -> list[str]:
    rows = PendingReply.objects.filter(complaint=complaint, state__in=sorted(PENDING_SEEN))
    return [
        moment.isoformat() for moment in rows.order_by("goes_at").values_list("goes_at", flat=True)[:MOST]
    ]


def _words(complaint: Complaint) -> Facts:
    """When we last told the complainant something, when they last spoke, and how often they did so since."""
    words = Message.objects.filter(complaint=complaint, visibility=Visibility.PUBLIC.value)
    ours = words.filter(from_complainant=False).order_by("-at", "-pk").first()
    theirs = words.filter(from_complainant=True).order_by("-at", "-pk")
    unanswered = theirs.filter(at__gt=ours.at) if ours else theirs
    moments = list(unanswered.values_list("at", flat=True)[:MOST])
    last = moments[0] if moments else theirs.values_list("at", flat=True).first()
    return {
        "told_at": _iso(ours.at if ours else None),
        "heard_at": _iso(last),
        "unanswered": len(moments),
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
