"""Answer a petition 申入れへの回答: done as asked, or not, and why; the complainant reads it either way.

A point that was not right is changed, or stands as it is with the reason; both readings stay on the timeline.
"""

from datetime import datetime

from kikitori.casework import promising
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind, PetitionState

_LONGEST_POINT = 2000


def answer_petition(
    actor: Actor,
    complaint: Complaint,
    *,
    petition: Petition,
    granted: bool,
    words: str,
    now: datetime,
    text: str = "",
) -> None:
    """Answer it. `words`: for the complainant; `text`: how the point reads now, where one is corrected or added.

    Raises Invalid (words; text where a correction is granted), NotNow(PETITION_NOT_OPEN,
    or POINT_DECIDED: what was found stands under the words it was found on).
    """
    check = Checked()
    said = check.text("words", words, longest=10_000, needed=True)
    reads = check.text("text", text, longest=_LONGEST_POINT)
    check.done()
    with taking(actor, complaint, Step.ANSWER_PETITION, now=now) as step:
        own = step.complaint.petitions.filter(pk=petition.pk, state=PetitionState.OPEN.value).first()
        if own is None:
            raise NotNow(Obstacle.PETITION_NOT_OPEN)
        step.say(petition=own.pk, about=own.kind, granted=granted)
        if own.kind == PetitionKind.SUMMARY.value and granted:
            _correct(step, own, reads)
        own.state = (PetitionState.GRANTED if granted else PetitionState.DECLINED).value
        own.answer, own.answered_at, own.answered_by_id = said, now, actor.staff_id
        own.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        if own.promise is not None:
            step.say(**promising.made_good(own.promise, now))
        step.letter(LetterKind.PETITION, granted=granted, about=own.kind, asked=own.asked, answer=said)


def _correct(step: Taken, own: Petition, text: str) -> None:
    """The point as it reads from now on; where none was named, one more. Findings stay with their points."""
    if not text:
        raise Invalid({"text": Problem.MISSING})
    number = own.chosen.get("point")
    point = step.complaint.allegations.filter(number=number).first() if number else None
    if point is None:
        newest = step.complaint.allegations.order_by("-number").first()
        number = newest.number + 1 if newest else 1
        Allegation.objects.create(complaint=step.complaint, number=number, text=text, told=True)
        step.say(point=number, after=text)
        return
    if point.findings.exists():
        raise NotNow(Obstacle.POINT_DECIDED, str(point.number))
    step.say(point=point.number, before=point.text, after=text)
    point.text, point.told = text, True
    point.save(update_fields=["text", "told"])
