"""Converse 聞き取り: ask by a question set, keep every answer as it is given, and file what came of it.

Until it is filed a conversation changes no complaint and stands on no timeline: it is its holder's alone, like a draft.
What becomes of it: file_conversation.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kikitori.casework import once
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.given import Checked, checked_text
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel
from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.question_sets import OWN_FROM, in_use, questions_of, text_of
from kikitori.records.inquiry.questions import Form, Purpose, Question
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person

#: An answer on one line.
LONGEST_LINE = 500


def begin_conversation(
    actor: Actor,
    *,
    questions: str,
    channel: str,
    language: str,
    token: str,
    now: datetime,
    person: Person | None = None,
    about: Complaint | None = None,
) -> Conversation:
    """Begin one by the newest version of a set. The same form (`token`) twice is one conversation.

    `about`: the complaint that is asked about further; the set must be one for interviews then, and one for taking in
    without. Raises Refused, Unseen, Invalid.
    """
    _may_hold(actor, about)
    check = Checked()
    road = check.word("channel", channel, Channel)
    if language not in dict(settings.STAFF_LANGUAGES):
        check.problems["language"] = Problem.UNKNOWN_WORD
    purpose = Purpose.INTERVIEW if about else Purpose.INTAKE
    chosen = next((each for each in in_use(purpose) if each.id == questions), None)
    if chosen is None:
        raise Invalid({**check.problems, "questions": Problem.UNKNOWN_WORD})
    check.done()
    key = once.key_of("conversation", token)
    with transaction.atomic():
        once.wait_for_turn(key)
        known = Conversation.objects.filter(intake_key=key, staff=actor.own_staff_id).first()
        if known is not None:
            return known
        _keep_shipped(chosen.id, chosen.version, now)
        return Conversation.objects.create(
            staff_id=actor.own_staff_id,
            set=chosen.id,
            version=chosen.version,
            channel=road.value,
            language=language,
            person=person,
            complaint=about,
            begun_at=now,
            intake_key=key,
        )


def keep_answer(
    actor: Actor, conversation: int, *, question: str, answer: str, was: str | None = None
) -> Conversation:
    """Keep one answer; empty passes the question over. Nothing that was answered before is lost by it but this answer.

    `was`: the answer the writer had before them (None: none). Where another window has written something else
    meanwhile, nothing is changed: raises NotNow(SET_MEANWHILE). Raises Unseen, Refused, Invalid.
    """
    with held(actor, conversation) as row:
        asked = questions_of(row).question(question)
        if asked is None:
            raise Invalid({"question": Problem.UNKNOWN_WORD})
        read = _answer(asked, answer)
        stands = row.answers.get(question)
        if stands not in (was, read):
            raise NotNow(Obstacle.SET_MEANWHILE, stands or "")
        row.answers = {**row.answers, question: read}
        row.save(update_fields=["answers"])
        return row


def drop_conversation(actor: Actor, conversation: int, *, reason: str, now: datetime) -> None:
    """Break it off: nothing comes of it, and what was said is erased. Raises Unseen, Refused, Invalid, NotNow."""
    why = checked_text("reason", reason, longest=200)
    with held(actor, conversation) as row:
        row.answers, row.dropped, row.ended_at = {}, " ".join(why.split()), now
        row.save(update_fields=["answers", "dropped", "ended_at"])


def open_conversations(actor: Actor) -> QuerySet[Conversation]:
    """This person's own ones that have not ended, the oldest first. One query."""
    own = Conversation.objects.filter(staff=actor.own_staff_id, ended_at__isnull=True)
    return own.select_related("complaint", "person").order_by("begun_at", "id")


def conversation_seen(actor: Actor, conversation: int) -> Conversation:
    """One that this actor may read: their own that goes on, or one whose complaint they see. Raises Unseen."""
    row = Conversation.objects.select_related("complaint", "staff", "person").filter(pk=conversation).first()
    if row is None:
        raise Unseen
    if row.ended_at is None and row.staff_id == actor.own_staff_id:
        return row
    if row.ended_at is None or row.complaint_id is None:
        raise Unseen
    if not visible_to(actor).filter(pk=row.complaint_id).exists():
        raise Unseen
    return row


@contextmanager
def held(actor: Actor, conversation: int, *, ended: bool = False) -> Iterator[Conversation]:
    """The actor's own conversation, its row locked until the end of the block. `ended`: also one that is over."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().filter(pk=conversation).first()
        if row is None or row.staff_id != actor.own_staff_id:
            raise Unseen
        _may_hold(actor, row.complaint if row.ended_at is None else None)
        if row.ended_at is not None and not ended:
            raise NotNow(Obstacle.CONVERSATION_OVER)
        yield row


def _may_hold(actor: Actor, about: Complaint | None) -> None:
    if about is not None and not visible_to(actor).filter(pk=about.pk).exists():
        raise Unseen
    decision = may(actor, Permission.SPEAK if about else Permission.RECEIVE, about)
    if not decision.allowed:
        raise Refused(decision)


def _answer(question: Question, answer: str) -> str:
    check = Checked()
    if question.form is Form.LINE:
        read = check.line("answer", answer, longest=LONGEST_LINE)
    else:
        read = check.text("answer", answer)
    if question.form is Form.CHOICE and read and read not in {each.value for each in question.options}:
        check.problems["answer"] = Problem.UNKNOWN_WORD
    check.done()
    return read


def _keep_shipped(set_id: str, version: int, now: datetime) -> None:
    """A version that comes with Kikitori may be replaced by an update; what was asked by it stays readable."""
    if version < OWN_FROM:
        text = text_of(set_id, version) or ""
        QuestionSetVersion.objects.get_or_create(
            set=set_id, version=version, defaults={"text": text, "at": now, "by": None}
        )
