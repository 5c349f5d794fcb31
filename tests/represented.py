"""Complaints whose complainant has named somebody to speak for them, brought there by the real verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kikitori.casework.answer_appointment import answer_appointment
from kikitori.casework.appoint import AppointmentGiven, appoint
from kikitori.casework.intake import ContactGiven
from kikitori.casework.reissue import reissue_slip
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Mandate
from kikitori.records.voices.appointments import Appointment
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

NAMED = FRIDAY + timedelta(hours=2)
CONFIRMED = FRIDAY + timedelta(hours=3)
RIKA = "代田 りか"
MAIL = ContactGiven(kind="email", value="rika@example.jp")


def names(complaint: Complaint, *, now: datetime = NAMED, **given: Any) -> Appointment:
    """They name their daughter."""
    told = {"name": RIKA, "mandate": "speak", "relation": "娘", **given}
    return appoint(complainant_of(complaint), complaint, AppointmentGiven(**told), now=now)


def confirms(cast: Cast, row: Appointment, *, now: datetime = CONFIRMED, **said: Any) -> None:
    """The handler has looked, and nothing is wrong with it."""
    answer_appointment(
        cast.actor("handler"),
        row.complaint,
        appointment=row,
        now=now,
        **{"granted": True, "proof": "seen", **said},
    )


def represented(cast: Cast, complaint: Complaint | None = None, **given: Any) -> Complaint:
    """Named and confirmed."""
    of = complaint or makers.investigated(cast)
    confirms(cast, names(of, **given))
    of.refresh_from_db()
    return of


def party_of(complaint: Complaint) -> Party:
    """The part of whoever speaks for them."""
    return complaint.parties.get(role="representative")


def speaker_for(complaint: Complaint) -> Actor:
    """Whoever was appointed, as they act."""
    party = party_of(complaint)
    return Actor.representative(
        complaint.pk, party.pk, Mandate(party.mandate), person_id=party.person_id, name=party.person.name
    )


@dataclass(frozen=True)
class Slip:
    """The codes of whoever was appointed."""

    locator: str
    secret: str


def slip_of(cast: Cast, complaint: Complaint, now: datetime = CONFIRMED) -> Slip:
    """Handed over at the desk."""
    made = reissue_slip(
        cast.actor("handler"), complaint, token=makers.token(), now=now, party=party_of(complaint)
    )
    return Slip(made.locator, made.secret)
