"""Inquire 調査: begin, ask the complainant or a third party, write down what they answer (ISO 10002, 7.6)."""

from datetime import date, datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor

COMPLAINANT = "complainant"
THIRD_PARTY = "third_party"


def begin_investigation(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """Start looking into it. Needs an assessment; tells the complainant that it is in somebody's hands.

    Whoever begins takes it, if it was in nobody's hands.
    """
    with taking(actor, complaint, Step.INVESTIGATE, now=now) as step:
        if step.complaint.assessed_at is None:
            raise NotNow(Obstacle.NOT_ASSESSED)
        if step.complaint.assignee_id is None:
            step.complaint.assignee_id = actor.staff_id
        step.say(assignee=step.complaint.assignee_id)
        step.letter(LetterKind.IN_HAND)


def ask_complainant(
    actor: Actor, complaint: Complaint, *, question: str, answer_by: date | None, now: datetime
) -> Inquiry:
    """Put a question to the complainant, with the day by which an answer helps. No deadline of ours stops."""
    house, check = House(), Checked()
    text = check.text("question", question, longest=10_000, needed=True)
    day = check.coming_day("answer_by", answer_by, today=house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.ASK_COMPLAINANT, now=now, house=house) as step:
        inquiry = _asked(step, COMPLAINANT, text, day)
        step.say(inquiry=inquiry.pk, asked_of=COMPLAINANT, answer_by=day.isoformat())
        step.letter(LetterKind.QUESTION, question=text, answer_by=day)
        return inquiry


def ask_third_party(
    actor: Actor, complaint: Complaint, *, whom: str, question: str, answer_by: date | None, now: datetime
) -> Inquiry:
    """Write down that somebody outside was asked; the asking itself happens by other means."""
    house, check = House(), Checked()
    text = check.text("question", question, longest=10_000, needed=True)
    name = check.line("whom", whom, longest=200, needed=True)
    day = check.coming_day("answer_by", answer_by, today=house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.ASK_THIRD_PARTY, now=now, house=house) as step:
        inquiry = _asked(step, THIRD_PARTY, text, day, name)
        step.say(inquiry=inquiry.pk, asked_of=THIRD_PARTY, answer_by=day.isoformat())
        return inquiry


def record_answer(
    actor: Actor, complaint: Complaint, *, inquiry: Inquiry, answer: str, now: datetime
) -> None:
    """Write down the answer to a question; the investigation goes on.

    Raises NotNow(QUESTION_NOT_OPEN) where it has its answer already, or is none of this complaint's: an answer is
    never written over, least of all the complainant's own.
    """
    text = checked_text("answer", answer)
    with taking(actor, complaint, Step.RECORD_ANSWER, now=now) as step:
        own = step.complaint.inquiries.filter(pk=inquiry.pk, answered_at__isnull=True).first()
        if own is None:
            raise NotNow(Obstacle.QUESTION_NOT_OPEN)
        own.answer, own.answered_at = text, now
        own.save(update_fields=["answer", "answered_at"])
        if own.asked_of == THIRD_PARTY:
            step.visibility = step.visibility.INTERNAL
        step.say(inquiry=own.pk, asked_of=own.asked_of)


def _asked(step: Taken, of: str, question: str, by: date, whom: str = "") -> Inquiry:
    return Inquiry.objects.create(
        complaint=step.complaint,
        asked_of=of,
        whom=whom,
        question=question,
        asked_at=step.now,
        asked_by_id=step.actor.own_staff_id,
        answer_by=by,
    )
