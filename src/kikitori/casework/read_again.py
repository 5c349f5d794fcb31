"""Read again 読み直し: a mail by another charset, because a person sees that ours was wrong.

Its bytes never change. What they have become in the file is put right, with an event that names both charsets, so that
the earlier text can always be had again.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework import file_mail
from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.intake import is_language
from kikitori.casework.mails_seen import locked_mail
from kikitori.casework.receive import TITLE, suspected_dangers
from kikitori.casework.step import Taken, taking
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.text import guess_language, one_line
from kikitori.foundation.mail.charset_names import canonical
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.proving import proof_of
from kikitori.records.letters.mail_terms import MailState
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Message
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor
from kikitori.records.triage.sorting import Answer, SafetyQuestion, place

#: Scripts can hide in it; nobody writes it any more.
_REFUSED = "utf-7"
_LONGEST = 40


def read_again(actor: Actor, number: int, *, charset: str, now: datetime) -> Mail:
    """Read it by this charset; empty: by our own judgement again.

    Raises Refused, Unseen, and Invalid for a charset that nobody knows.
    """
    name = charset_named(charset)
    with transaction.atomic():
        mail = locked_mail(actor, number)
        before, subject = mail.charset, mail.subject
        with raw_of(mail) as raw:
            reading = read_mail(raw, charset=name)
            mail.read_as = name
            file_mail.note_reading(mail, reading)
        if mail.state == MailState.FILED.value and mail.complaint_id is not None:
            with taking(actor, mail.complaint_id, Step.READ_AGAIN, now=now) as step:
                step.say(mail=mail.pk, before=before, after=mail.charset)
                _put_right(step, mail, reading, subject)
        mail.save()
    return mail


def charset_named(charset: str) -> str:
    """The charset meant, by Python's name; empty for none. Raises Invalid."""
    if not charset:
        return ""
    name = canonical(charset) if len(charset) <= _LONGEST and charset.isascii() else None
    if not name or name == _REFUSED:
        raise Invalid({"charset": Problem.UNKNOWN_WORD})
    return name


def _put_right(step: Taken, mail: Mail, reading: Reading, subject: str) -> None:
    """The word it has become, or the story it began; a title is put right where it was the mail's subject."""
    if mail.word_id is not None:
        word = Message.objects.select_for_update().get(pk=mail.word_id)
        said = file_mail.said_in(mail, reading, whole=not word.from_complainant)
        step.complaint.inquiries.filter(answer=word.body).update(answer=said)
        word.body, word.language = said, guess_language(said, step.complaint.language)
        word.save(update_fields=["body", "language"])
        step.say(message=word.pk)
        return
    complaint = step.complaint
    first_title = _title(subject, complaint.story)
    complaint.story = file_mail.story_of(reading) or mail.subject or "–"
    language = guess_language(complaint.story, complaint.language)
    if is_language(language) and tongue(language) != tongue(complaint.language):
        complaint.language = language
    if complaint.title == first_title:
        complaint.title = _title(mail.subject, complaint.story)
    if complaint.assessed_at is None:
        _place_anew(complaint)
    complaint.save(update_fields=["story", "language"])
    step.say(digest=proof_of(complaint).digest)


def _title(subject: str, story: str) -> str:
    """What a complaint that came by mail is called as long as nobody has found a better name."""
    return one_line(subject, 200) if subject else one_line(story, TITLE)


def _place_anew(complaint: Complaint) -> None:
    """The story may speak of a danger that could not be read before; nobody has judged it yet."""
    answers = {SafetyQuestion(row.question): Answer(row.answer) for row in complaint.safety_answers.all()}
    placed = place(answers, suspected=suspected_dangers(complaint.story))
    complaint.severity, complaint.urgency = placed.severity.value, placed.urgency.value
    complaint.queue = placed.queue.value
