"""Deliver 発送: take one letter out of the outbox and send it; try again later when the road is closed.

At least once: a crash between sending and writing that down sends again, with the same Message-ID, so that
the reader's mail program shows one letter. SMTP allows no more than that. A folder gets each letter once.
"""

from datetime import datetime, timedelta

from django.db import transaction

from kikitori.casework import mail_link
from kikitori.casework.given import checked_text
from kikitori.casework.step import taking
from kikitori.foundation import jobs
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.files_in_mail import NotSent
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.letters.post import send
from kikitori.records.people.actor import Actor

#: Waits between tries: about three days in all, then a person must see to it.
_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440, 1440))
#: A letter's own job comes within seconds; the sweep looks for those whose job never came.
_GRACE = timedelta(minutes=2)
#: What a try changes in a letter.
_TRIED = ("state", "tries", "sent_at", "next_try_at", "last_error")


def deliver_letter(actor: Actor, letter_id: int, *, now: datetime) -> LetterState | None:
    """Send one waiting letter. Returns its state afterwards; None if there is nothing to do (now).

    Locks the letter's row for the length of the attempt; a second worker skips it.
    """
    with transaction.atomic():
        letter = (
            Letter.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("complaint__receipt")
            .filter(pk=letter_id, state=LetterState.WAITING.value, next_try_at__lte=now)
            .first()
        )
        if letter is None:
            return None
        letter.tries += 1
        try:
            send(letter, mail_link.link_in(letter))
        except NotSent as trouble:
            return _put_back(actor, letter, trouble, now)
        letter.state, letter.sent_at, letter.next_try_at = LetterState.SENT.value, now, None
        letter.last_error = ""
        letter.save(update_fields=_TRIED)
        with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now) as step:
            step.say(letter=letter.pk, kind=letter.kind, medium=letter.medium)
        return LetterState.SENT


def _put_back(actor: Actor, letter: Letter, trouble: NotSent, now: datetime) -> LetterState:
    """Try again later, or give up where trying again cannot help; giving up stands on the timeline."""
    letter.last_error = trouble.word
    if trouble.for_good or letter.tries > len(_WAITS):
        letter.state, letter.next_try_at = LetterState.FAILED.value, None
        letter.save(update_fields=_TRIED)
        with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now) as step:
            step.kind = EventKind.LETTER_FAILED
            step.say(letter=letter.pk, kind=letter.kind, error=trouble.word)
        return LetterState.FAILED
    letter.next_try_at = now + _WAITS[letter.tries - 1]
    letter.save(update_fields=_TRIED)
    jobs.defer(
        "deliver_letter",
        queueing_lock=f"letter:{letter.pk}",
        schedule_at=letter.next_try_at,
        letter_id=letter.pk,
    )
    return LetterState.WAITING


def told_otherwise(actor: Actor, letter: Letter, *, how: str, now: datetime) -> None:
    """The letter did not arrive; somebody has told the person what it says by other means („by phone“).

    Said twice, or of a letter that did arrive, it changes nothing. Raises Invalid where it is not said how.
    """
    road = checked_text("how", how, longest=200)
    with transaction.atomic():
        own = Letter.objects.select_for_update().filter(pk=letter.pk, state=LetterState.FAILED.value).first()
        if own is None:
            return
        with taking(actor, own.complaint_id, Step.DELIVER_LETTER, now=now) as step:
            own.state, own.sent_at = LetterState.TOLD.value, now
            own.save(update_fields=["state", "sent_at"])
            step.say(letter=own.pk, kind=own.kind, how=" ".join(road.split()))


def letters_left_behind(now: datetime, limit: int = 500) -> list[int]:
    """Letters that wait well past their time, for the sweep: a job may have been lost, a letter never is."""
    return list(
        Letter.objects.filter(state=LetterState.WAITING.value, next_try_at__lte=now - _GRACE)
        .order_by("next_try_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
