"""Write 返信・内部メモ: a reply to the complainant, a note among ourselves, a word from the complainant.

Three verbs, so that public and internal can never be mixed up by a flag (invariant 7). Writing a reply
sends it; saving a draft is not writing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from kikitori.casework import once
from kikitori.casework.enclosures import files_of_draft, lie_with
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.following import begin_following
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.goes_on import speaking_there
from kikitori.casework.parcels import Handed, forget_repeated, send_along
from kikitori.casework.step import Taken, taking
from kikitori.casework.templates import signature_for
from kikitori.foundation.language.text import guess_language
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel, Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.models import Staff
from kikitori.records.together.mentions import mentioned_in, mentions_anybody


def reply(actor: Actor, complaint: Complaint, *, body: str, now: datetime, token: str = "") -> Message:
    """Write to the complainant: kept on the timeline and sent as a letter. Keeps the progress promise.

    The same form (`token`) twice is one reply.
    """
    text = checked_text("body", body)
    with _first_time(token) as (key, before):
        if before is not None:
            return before
        with taking(actor, complaint, Step.REPLY, now=now) as step:
            message = reply_within(step, text, key=key)
    return message


def reply_within(
    step: Taken,
    text: str,
    *,
    language: str = "",
    key: str | None = None,
    enclosed: Sequence[Enclosure] = (),
) -> Message:
    """The reply itself, inside a step REPLY: what was said, its files, and the letter that says it."""
    message = Message.objects.create(
        complaint=step.complaint,
        visibility=Visibility.PUBLIC.value,
        author_staff_id=step.actor.staff_id,
        channel=Channel.WEB.value,
        language=language or guess_language(text, step.complaint.language),
        body=text,
        at=step.now,
        intake_key=key,
    )
    step.say(message=message.pk)
    _with_files(step, message, enclosed)
    signature = signature_for(step.actor.staff_id, step.complaint.language)
    names = [row.name for row in enclosed]
    step.letter(LetterKind.REPLY, word=message, body=text, signature=signature, enclosed=names)
    return message


def _with_files(step: Taken, message: Message, enclosed: Sequence[Enclosure]) -> None:
    """These files lie with what was said from now on; the timeline says how many."""
    if enclosed:
        lie_with(enclosed, message=message)
        step.say(files=len(enclosed))


def note(
    actor: Actor,
    complaint: Complaint,
    *,
    body: str,
    now: datetime,
    channel: str = Channel.WEB.value,
    token: str = "",
    mention: Staff | None = None,
    enclosed: Sequence[int] = (),
) -> Message:
    """Write a note among ourselves. The complainant never sees it, and nothing is sent.

    `channel`: by which road it came, where it is what somebody else has written to us. Whoever is mentioned (`mention`,
    or by name behind an @) is told, and follows from now on. `enclosed`: files of own drafts of a note that lie with it
    from then on. Raises NotNow where one is there no more, and NotNow(CANNOT_BE_TOLD) where somebody mentioned does not
    see the complaint; then nothing is kept and nobody is told.
    """
    text = checked_text("body", body)
    with _first_time(token) as (key, before):
        if before is not None:
            return before
        with taking(actor, complaint, Step.NOTE, now=now) as step:
            message = Message.objects.create(
                complaint=step.complaint,
                visibility=Visibility.INTERNAL.value,
                author_staff_id=actor.staff_id,
                channel=channel,
                language=guess_language(text, step.complaint.language),
                body=text,
                at=now,
                intake_key=key,
            )
            step.say(message=message.pk)
            if actor.kind is ActorKind.STAFF and channel == Channel.WEB.value:
                # What came from outside names nobody to anybody.
                _tell_mentioned(step, text, mention)
            _with_files(step, message, files_of_draft(actor, step.complaint, Step.NOTE, enclosed))
    return message


def _tell_mentioned(step: Taken, text: str, chosen: Staff | None) -> None:
    """Note who is to be told of this note. Asks nothing where nobody is named."""
    wanted = {chosen.pk} if chosen else set()
    if mentions_anybody(text):
        wanted |= mentioned_in(text, Staff.objects.filter(is_active=True).values_list("pk", "name"))
    wanted.discard(step.actor.staff_id or 0)
    if not wanted:
        return
    seeing = set(seen_by(step.complaint).filter(pk__in=wanted).values_list("pk", flat=True))
    if wanted - seeing:
        blind = Staff.objects.filter(pk__in=wanted - seeing).order_by("name", "pk")
        raise NotNow(Obstacle.CANNOT_BE_TOLD, ", ".join(blind.values_list("name", flat=True)))
    begin_following(step.complaint, sorted(wanted), step.now)
    step.say(mentioned=sorted(wanted))


def hear(
    actor: Actor,
    complaint: Complaint,
    *,
    body: str,
    now: datetime,
    channel: str = Channel.WEB.value,
    token: str = "",
    handed: Handed | None = None,
) -> Message:
    """A further word from the complainant, by themselves or written down for them by staff; `handed`: their files.

    Answers the question we last put to them, if one is open, and takes the complaint out of waiting. Where nothing
    is promised to them any more, an answer to it is: nobody writes into the void. Raises NotNow (files).
    """
    check = Checked()
    text = check.text("body", body, needed=True)
    road = check.word("channel", channel, Channel)
    check.done()
    with _first_time(token) as (key, before):
        if before is not None:
            if handed is not None:
                _hear_files_alone(actor, complaint, before, handed, now)
            return before
        with taking(actor, complaint, Step.HEAR, now=now) as step:
            message = Message.objects.create(
                complaint=step.complaint,
                visibility=Visibility.PUBLIC.value,
                author_staff_id=actor.staff_id if actor.kind is ActorKind.STAFF else None,
                author_person_id=actor.person_id,
                from_complainant=True,
                channel=road.value,
                language=guess_language(text, step.complaint.language),
                body=text,
                at=now,
                intake_key=key,
            )
            step.say(message=message.pk, channel=road.value)
            if handed is not None and (files := send_along(handed, step.complaint, message=message)):
                step.say(files=len(files))
            answer_open_question(step, text)
    return message


def _hear_files_alone(
    actor: Actor, complaint: Complaint, message: Message, handed: Handed, now: datetime
) -> None:
    """The same words came again: files that came only now lie with them. Where there are none, nothing happens.

    The word has been heard once: what comes of it (an answer, a promise) stays with its own entry.
    """
    later = forget_repeated(handed, message)
    if later.files:
        with taking(actor, complaint, Step.HEAR, now=now) as step:
            files = send_along(later, message.complaint, message=message)
            step.say(files_for=message.pk, channel=message.channel, files=len(files))


def hear_where_it_goes_on(
    actor: Actor,
    complaint: Complaint,
    *,
    body: str,
    now: datetime,
    token: str = "",
    handed: Handed | None = None,
) -> Message:
    """As `hear`, from the holder of a slip: a word to a joined complaint is heard in the one it goes on in.

    They are let in there for this one word, for whoever joined the two has said that both are theirs.
    """
    speaker, there = speaking_there(actor, complaint)
    return hear(speaker, there, body=body, now=now, token=token, handed=handed)


def answer_open_question(step: Taken, text: str) -> None:
    """The word counts as the answer to the last question we put to the complainant, if one is open."""
    question = (
        step.complaint.inquiries.filter(asked_of="complainant", answered_at__isnull=True)
        .order_by("-id")
        .first()
    )
    if question is not None:
        question.answer, question.answered_at = text, step.now
        question.save(update_fields=["answer", "answered_at"])
        step.say(inquiry=question.pk)


@contextmanager
def _first_time(token: str) -> Iterator[tuple[str | None, Message | None]]:
    """Key to store, and the message this form has already made, if it has. No token, no check."""
    with transaction.atomic():
        if not token:
            yield None, None
            return
        key = once.key_of("message", token)
        once.wait_for_turn(key)
        yield key, Message.objects.filter(intake_key=key).first()
