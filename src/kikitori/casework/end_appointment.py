"""End an appointment 代理の終了: nobody speaks for the complainant any more.

They end it at any time, without a reason and at once; we end it with a reason that they read. The slip of whoever has
spoken opens nothing from then on, and letters go to the complainant again.
"""

from datetime import datetime

from kikitori.casework.answer_appointment import letter_values
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.goes_on import speaking_there
from kikitori.casework.promising import not_awaited
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.voices.appointments import STANDING
from kikitori.records.voices.terms import AppointmentState


def end_appointment(actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "") -> None:
    """End what is asked for or confirmed. `reason`: why, where it is not the complainant who ends it.

    What was still to be answered is answered by it. Raises Invalid (reason), NotNow(NOBODY_APPOINTED).
    """
    by_us = actor.kind is ActorKind.STAFF
    why = checked_text("reason", reason, longest=10_000, needed=by_us) if by_us else ""
    with taking(actor, complaint, Step.END_APPOINTMENT, now=now) as step:
        own = step.complaint.appointments.select_related("promise").filter(state__in=STANDING).first()
        if own is None:
            raise NotNow(Obstacle.NOBODY_APPOINTED)
        if own.is_open:
            not_awaited(own.promise, now)
        step.say(appointment=own.pk, confirmed=own.is_confirmed)
        if own.party_id is not None:
            Receipt.objects.filter(party=own.party_id).delete()
            Party.objects.filter(pk=own.party_id).update(role=PartyRole.FORMER.value)
        own.state = AppointmentState.ENDED.value
        own.ended_at, own.ended_by_id, own.reason = now, actor.staff_id, why
        own.save(update_fields=["state", "ended_at", "ended_by", "reason"])
        if by_us:
            step.letter(LetterKind.REPRESENTATIVE, **letter_values(own, why))


def end_appointment_where_it_goes_on(actor: Actor, complaint: Complaint, *, now: datetime) -> None:
    """As `end_appointment`, from the holder of a slip, also of a joined complaint."""
    if complaint.appointments.filter(state__in=STANDING).exists():
        end_appointment(actor, complaint, now=now)
        return
    speaker, there = speaking_there(actor, complaint)
    end_appointment(speaker, there, now=now)
