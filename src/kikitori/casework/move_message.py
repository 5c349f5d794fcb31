"""Move 移動: a word filed with the wrong complaint goes to another one, with its mail, and back by the same verb.

Both timelines say so. Promises and clocks stay as they are, but for what hearing the word had brought about: where it
leaves, that ends; where it comes, it is heard; where it comes back, it stands again as it was.

Whoever is barred from the complaint it leaves is barred from the one it comes to, before it is heard there, and stays
so when it is moved back: they never read a word of it elsewhere. The move is not refused, for a refusal would tell
whoever moves it that somebody was named. Where a word comes back to where it lay before, it brings no bar: whoever
could read it there has read it, and a slip of the hand would keep people from their own work.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.keeping_out import carry_bars
from kikitori.casework.step import Taken, taking
from kikitori.casework.write import answer_open_question
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor

#: Entries by which a word comes into a complaint.
_ARRIVALS = (EventKind.HEARD.value, EventKind.NOTED.value, EventKind.MESSAGE_MOVED.value)


def move_message(
    actor: Actor, complaint: Complaint, *, message: int, to: Complaint, now: datetime, reason: str = ""
) -> None:
    """Move one word out of `complaint`. Its text, time and author stay as they are.

    A word of the complainant, or a mail of somebody else kept as a note; what we have written stays where it was sent
    from. Raises Unseen (either complaint), Refused, Invalid, StepNotPossible, NotNow(SAME_COMPLAINT, NOT_TO_BE_MOVED).
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    if complaint.pk == to.pk:
        raise NotNow(Obstacle.SAME_COMPLAINT)
    with transaction.atomic():
        barred = lock_both(actor, complaint, to, Step.MOVE_MESSAGE)
        to.barred = barred[to.pk]
        with taking(actor, complaint, Step.MOVE_MESSAGE, now=now) as step:
            word = Message.objects.select_for_update().filter(pk=message, complaint=step.complaint).first()
            if word is None or not _can_move(word):
                raise NotNow(Obstacle.NOT_TO_BE_MOVED)
            step.say(message=word.pk, to=to.pk, **({"reason": why} if why else {}))
            step.say(**unheard(step, word))
            word.complaint = to
            word.save(update_fields=["complaint"])
            Mail.objects.filter(word=word).update(complaint=to)
            word.enclosures.update(complaint=to)
            if barred[complaint.pk] and _newest(to, word, _ARRIVALS) is None:
                out = barred[complaint.pk]
                carry_bars(complaint, to, out, now=now, house=step.house, of_another=True)
            arrive(actor, to, word, came_from=complaint.pk, now=now)


def lock_both(actor: Actor, one: Complaint, other: Complaint, step: Step) -> dict[int, list[int]]:
    """Both rows, always in the same order, so that two people who move against each other wait and do not block.

    Returns who is barred from each, by its number, as it stands now. Raises Unseen where the actor does not see `one`,
    Refused where they may not take `step` there, and Unseen where they do not see `other`.
    """
    wanted = {one.pk, other.pk}
    rows = Complaint.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    barred = dict(rows.values_list("pk", "barred"))
    seen = set(visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    if one.pk not in seen:
        raise Unseen
    decision = may(actor, NEEDED[step], one)
    if not decision.allowed:
        raise Refused(decision)
    if other.pk not in seen:
        raise Unseen
    return barred


def arrive(actor: Actor, to: Complaint, word: Message, *, came_from: int, now: datetime) -> None:
    """The word is heard (or noted) in the complaint it belongs to now. Both rows are locked."""
    with taking(actor, to, Step.HEAR if word.from_complainant else Step.NOTE, now=now) as step:
        step.kind = EventKind.MESSAGE_MOVED
        step.say(message=word.pk, came_from=came_from)
        if word.from_complainant:
            _stand_again(step, word)
            answer_open_question(step, word.body)


def unheard(step: Taken, word: Message) -> dict[str, Any]:
    """Take back what hearing this word had brought about here; what that was, for the timeline.

    A promise that has been kept or missed since then has happened and stays.
    """
    arrival = _newest(step.complaint, word, _ARRIVALS)
    if arrival is None:
        return {}
    taken_back: dict[str, Any] = {}
    opened = {
        (each["kind"], datetime.fromisoformat(each["due_at"])) for each in arrival.data.get("promised", ())
    }
    numbers = [
        promise.pk
        for promise in step.complaint.promises.filter(state=PromiseState.OPEN.value)
        if (promise.kind, promise.due_at) in opened or promise.pk in arrival.data.get("stands_again", ())
    ]
    if numbers:
        Promise.objects.filter(pk__in=numbers).update(state=PromiseState.CANCELLED.value)
        taken_back["cancelled"] = numbers
    question = step.complaint.inquiries.filter(pk=arrival.data.get("inquiry"), answer=word.body).first()
    if question is not None:
        question.answer, question.answered_at = "", None
        question.save(update_fields=["answer", "answered_at"])
        taken_back["inquiry"] = question.pk
    return taken_back


def _stand_again(step: Taken, word: Message) -> None:
    """It has been here before: what ended when it left is promised again, for the day that was told."""
    left = _newest(step.complaint, word, (EventKind.MESSAGE_MOVED.value,))
    numbers = left.data.get("cancelled", []) if left else []
    ended = step.complaint.promises.filter(pk__in=numbers, state=PromiseState.CANCELLED.value)
    found = list(ended.values_list("pk", flat=True))
    if found:
        Promise.objects.filter(pk__in=found).update(state=PromiseState.OPEN.value)
        step.say(stands_again=found)


def _newest(complaint: Complaint, word: Message, kinds: tuple[str, ...]) -> Event | None:
    """The newest entry of one of these kinds about this word."""
    return complaint.events.filter(kind__in=kinds, data__message=word.pk).order_by("-pk").first()


def _can_move(word: Message) -> bool:
    """Theirs, or somebody else's that came by mail."""
    return word.from_complainant or Mail.objects.filter(word=word).exists()
