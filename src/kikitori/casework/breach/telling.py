"""The notice to those affected 本人への通知: written by a person, looked at, and sent to each once.

Sending writes down for each what they get before the first goes, and leaves a job for each; whoever complains is told
in their complaint by the verb `reply`, so that it stands on their timeline; others by a mail of their own. Killed or
repeated, nothing goes twice: row and letter share a transaction, and a mail keeps its Message-ID.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kikitori.casework.breach.affected import meet_notify
from kikitori.casework.breach.doorway import on_incident
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.mail_to_staff import end, left_behind, try_now
from kikitori.casework.outgoing import new_message_id
from kikitori.casework.write import reply
from kikitori.foundation import jobs
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.complaints.breach_terms import AffectedState, BreachAct, Reached
from kikitori.records.complaints.breaches import AffectedPerson, BreachIncident
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.letters.breach_notice import LANGUAGES, first_text, notice_mail
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import actor_for

JOB = "send_breach_notice"
_LONGEST = 20_000
#: By these it goes by itself; everybody else is told by hand.
BY_ITSELF = (Reached.COMPLAINT, Reached.EMAIL)


def first_texts(incident: BreachIncident, house: House) -> dict[str, str]:
    """What its notice begins with, by language."""
    return {
        language: first_text(
            language,
            organisation=house.organisation.name_in(language),
            phone=house.organisation.phone,
            story=incident.story,
            leaked=incident.leaked,
        )
        for language in LANGUAGES
    }


def write_notice(
    actor: Actor, incident: BreachIncident, *, texts: Mapping[str, str], seen: int, now: datetime
) -> int:
    """The text in each language; nothing is sent. The number of what is written now.

    Raises Unseen, Refused, Invalid (`ja` MISSING without any text), NotNow(SET_MEANWHILE).
    """
    check = Checked()
    said = {each: check.text(each, texts.get(each, ""), longest=_LONGEST) for each in LANGUAGES}
    check.done()
    if not any(said.values()):
        raise Invalid({LANGUAGES[0]: Problem.MISSING})
    with on_incident(actor, incident, BreachAct.NOTICE_WRITTEN, now=now) as held:
        own = held.breach_incident
        if own.notice == said:
            held.let_be()
            return own.notice_version
        if own.notice_version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        held.say(before=own.notice)
        own.notice, own.notice_version = said, seen + 1
        own.save(update_fields=["notice", "notice_version"])
    return own.notice_version


def text_for(incident: BreachIncident, language: str) -> str:
    """What somebody of this language gets: theirs, or the other one where only that was written."""
    own = str(incident.notice.get(tongue(language), ""))
    return own or next((str(text) for text in incident.notice.values() if text), "")


def send_notice(actor: Actor, incident: BreachIncident, *, seen: int, now: datetime) -> int:
    """Send it to everybody on the list who can be told by itself and has not been; how many.

    `seen`: the number of the text that was looked at. Raises Unseen, Refused, NotNow (SET_MEANWHILE: another text
    stands there, TO_BE_WRITTEN: a mark is left in it, or nobody waits for it).
    """
    with on_incident(actor, incident, BreachAct.NOTICE_SENT, now=now) as held:
        own = held.breach_incident
        if own.notice_version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if not text_for(own, "ja") or any(marks_in(str(text)) for text in own.notice.values()):
            raise NotNow(Obstacle.TO_BE_WRITTEN)
        states = [AffectedState.WAITING.value, AffectedState.FAILED.value]
        roads = [road.value for road in BY_ITSELF]
        going = list(own.affected.select_for_update().filter(state__in=states, road__in=roads))
        if not going:
            raise NotNow(Obstacle.TO_BE_WRITTEN)
        for affected_person in going:
            affected_person.text, affected_person.state = (
                text_for(own, affected_person.language),
                AffectedState.SENDING.value,
            )
            affected_person.message_id = affected_person.message_id or new_message_id()
            (
                affected_person.told_by_id,
                affected_person.next_try_at,
                affected_person.tries,
                affected_person.last_error,
            ) = actor.own_staff_id, now, 0, ""
        columns = ("text", "state", "message_id", "told_by", "next_try_at", "tries", "last_error")
        AffectedPerson.objects.bulk_update(going, columns, batch_size=500)
        held.say(number=len(going), version=seen)
        for each in going:
            jobs.defer(JOB, queueing_lock=f"breach-notice:{each.pk}", number=each.pk)
    return len(going)


def send_breach_notice(number: int, *, now: datetime) -> AffectedState | None:
    """Tell one person, once. How it stands afterwards; None where nothing is to be done (now)."""
    with transaction.atomic():
        rows = AffectedPerson.objects.select_for_update(skip_locked=True, of=("self",))
        found = rows.select_related("complaint", "told_by", "incident")
        row = found.filter(pk=number, state=AffectedState.SENDING.value, next_try_at__lte=now).first()
        if row is None:
            return None
        state = _in_their_complaint(row, now) if row.complaint else _by_mail(row, now)
        if state is AffectedState.SENDING:
            jobs.defer(
                JOB, queueing_lock=f"breach-notice:{row.pk}", schedule_at=row.next_try_at, number=row.pk
            )
            return state
        row.told_at = now if state is AffectedState.TOLD else None
        row.save(update_fields=["told_at"])
        end(row, state.value)
    with transaction.atomic():
        meet_notify(BreachIncident.objects.select_for_update().get(pk=row.incident_id), now)
    return state


def notices_left_behind(now: datetime, limit: int = 100) -> list[int]:
    """Notices that wait well past their time, for the sweep."""
    return left_behind(AffectedPerson.objects.filter(state=AffectedState.SENDING.value), now, limit)


def _in_their_complaint(row: AffectedPerson, now: datetime) -> AffectedState:
    if row.complaint is None or row.told_by is None:
        return AffectedState.FAILED
    try:
        with transaction.atomic():
            reply(
                actor_for(row.told_by), row.complaint, body=row.text, now=now, token=f"breach notice {row.pk}"
            )
    except (CaseworkError, StepNotPossible) as refusal:
        row.last_error = type(refusal).__name__
        return AffectedState.FAILED
    return AffectedState.TOLD


def _by_mail(row: AffectedPerson, now: datetime) -> AffectedState:
    spoken = tongue(row.language)
    message = notice_mail(spoken, House().organisation.name_in(spoken), row.text)
    went = try_now(row, message, row.address, name=f"breach-{row.pk:08d}", now=now)
    if went is None:
        return AffectedState.SENDING
    return AffectedState.TOLD if went else AffectedState.FAILED
