"""Answer an appointment 代理人の確認: somebody speaks for the complainant from now on, or does not, and why.

Confirmed, they have a part in the complaint and a slip of their own, whose secret is made when it is handed over
(reissue.py). The complainant is told either way, at their own address: had somebody else named a representative with
their slip, they would learn of it here.
"""

from datetime import datetime
from typing import Any

from kikitori.casework import outgoing
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.intake import ContactGiven, PersonGiven, card_of, part_of, person_read, points_of
from kikitori.casework.promising import made_good
from kikitori.casework.step import Taken, taking
from kikitori.foundation import crypto
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party, Receipt
from kikitori.records.complaints.terms import AuthorityProof, PartyRole
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint
from kikitori.records.people.terms import ContactKind
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.terms import AppointmentState

#: Roads on which our letters go to whoever was appointed; a telephone carries none.
_CARRY_LETTERS = frozenset({ContactKind.EMAIL.value, ContactKind.POST.value})


def answer_appointment(
    actor: Actor,
    complaint: Complaint,
    *,
    appointment: Appointment,
    granted: bool,
    now: datetime,
    words: str = "",
    proof: str = "",
) -> None:
    """Confirm or decline. `words`: for the complainant, who is owed a reason for a no; `proof`: what was seen.

    Raises Invalid (words, proof; of whoever was named, what cannot be read), NotNow(APPOINTMENT_NOT_OPEN).
    """
    check = Checked()
    said = check.text("words", words, longest=10_000, needed=not granted)
    seen = check.word("proof", proof, AuthorityProof, AuthorityProof.NONE)
    check.done()
    with taking(actor, complaint, Step.ANSWER_APPOINTMENT, now=now) as step:
        own = step.complaint.appointments.filter(
            pk=appointment.pk, state=AppointmentState.ASKED.value
        ).first()
        if own is None:
            raise NotNow(Obstacle.APPOINTMENT_NOT_OPEN)
        # Asked before there is anybody else to write to.
        step.route = outgoing.route_of(step.complaint, step.house)
        own.state = (AppointmentState.CONFIRMED if granted else AppointmentState.DECLINED).value
        own.answer, own.answered_at, own.answered_by_id = said, now, actor.staff_id
        if granted:
            own.proof = seen.value
            own.party = _let_speak(step, own)
        own.save(update_fields=["state", "answer", "answered_at", "answered_by", "proof", "party"])
        step.say(appointment=own.pk, granted=granted, **made_good(own.promise, now))
        step.letter(LetterKind.REPRESENTATIVE, **letter_values(own, said))


def letter_values(own: Appointment, said: str) -> dict[str, Any]:
    """What the letter about it says, as it stands now."""
    return {
        "state": own.state,
        "name": own.name,
        "mandate": own.mandate,
        "has_letters": own.reach_kind in _CARRY_LETTERS,
        "was_confirmed": own.party_id is not None,
        "answer": said,
    }


def _let_speak(step: Taken, own: Appointment) -> Party:
    """A card, a part and a slip. Always a card of its own: nobody gets a known person's letters by naming them."""
    check = Checked()
    given = PersonGiven(
        name=own.name,
        kana=own.kana,
        contact_points=(ContactGiven(kind=own.reach_kind, value=own.reach),) if own.reach else (),
        authority=own.relation,
        authority_proof=own.proof,
    )
    read = person_read(check, PartyRole.REPRESENTATIVE, given)
    check.done()
    person = card_of(read, language=own.language, now=step.now)
    person.save(force_insert=True)
    ContactPoint.objects.bulk_create(points_of(read, person))
    party = Party.objects.create(
        complaint=step.complaint, person=person, mandate=own.mandate, **part_of(read)
    )
    # It opens nothing before somebody is given its secret.
    Receipt.objects.create(party=party, locator=crypto.new_locator(), secret_hash="", issued_at=step.now)
    return party
