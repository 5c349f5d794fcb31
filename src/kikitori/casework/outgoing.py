"""Letters on their way into the outbox: to whom, by which road, in which language.

Called by step.py alone, inside the step's transaction, so that a letter exists exactly if its step does.
Sending is deliver.py's; a letter is put into the outbox here and a job is deferred in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.translation import override

from kikitori.casework import promising
from kikitori.casework.house import House
from kikitori.foundation import jobs
from kikitori.foundation.crypto import new_token
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.letters.compose import Reader, compose
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.terms import RemedyKind


class RemedyWords(Protocol):
    """What a letter needs to know of a remedy; a row has it, and so has one just read from a form."""

    @property
    def kind(self) -> str:
        """A RemedyKind."""

    @property
    def text(self) -> str:
        """What is done."""

    @property
    def amount(self) -> int | None:
        """Whole yen, where it is money."""

    @property
    def due_on(self) -> date:
        """By when."""


@dataclass(frozen=True)
class Wanted:
    """A letter a verb asks for; `values` are what its template may use beside the standing facts."""

    kind: LetterKind
    values: dict[str, Any]


@dataclass(frozen=True)
class Addressee:
    """Who gets it, and by which road."""

    person: Person | None
    medium: Medium
    address: str


def addressee_of(complaint: Complaint) -> Addressee:
    """The representative, else the complainant; each by e-mail, else on paper. Where neither road is known, the portal.

    Who is represented has asked that we speak to somebody else: their own address comes last.
    """
    parties = list(
        complaint.parties.filter(role__in=(PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value))
        .select_related("person")
        .prefetch_related("person__contact_points")
    )
    parties.sort(key=lambda party: party.role != PartyRole.REPRESENTATIVE.value)
    for party in parties:
        for medium, kind in ((Medium.EMAIL, ContactKind.EMAIL), (Medium.PRINT, ContactKind.POST)):
            for point in party.person.contact_points.all():
                if point.kind == kind.value:
                    return Addressee(party.person, medium, point.value)
    return Addressee(parties[0].person if parties else None, Medium.PORTAL, "")


@dataclass(frozen=True)
class RemedyLine:
    """A remedy as a letter names it, in the letter's language."""

    label: str
    text: str
    amount: int | None
    due_on: date


def remedy_lines(remedies: Sequence[RemedyWords], language: str) -> list[RemedyLine]:
    """Remedies, offered or owed, as lines of a letter."""
    with override(language):
        return [
            RemedyLine(str(REMEDY_KIND[RemedyKind(r.kind)]), r.text, r.amount, r.due_on) for r in remedies
        ]


def write_letter(complaint: Complaint, wanted: Wanted, house: House, *, key: str, now: datetime) -> Letter:
    """Compose one letter and put it into the outbox; the same `key` never makes a second one."""
    to = addressee_of(complaint)
    promises = open_promises(complaint)
    composed = compose(
        wanted.kind,
        complaint.language,
        complaint=complaint,
        organisation=house.organisation,
        reader=Reader.of(to.person, anonymous=complaint.anonymous),
        promises=promises,
        why=promising.reasons(promises, complaint.language),
        now=now,
        values=wanted.values,
    )
    state = {
        Medium.EMAIL: LetterState.WAITING,
        Medium.PRINT: LetterState.TO_PRINT,
        Medium.PORTAL: LetterState.SHOWN,
    }[to.medium]
    letter = Letter.objects.create(
        complaint=complaint,
        key=key,
        kind=wanted.kind.value,
        medium=to.medium.value,
        state=state.value,
        to_name=to.person.name if to.person else "",
        to_address=to.address,
        language=complaint.language,
        subject=composed.subject,
        body=composed.body,
        message_id=f"<{new_token()}@letters.kikitori.invalid>",
        written_at=now,
        next_try_at=now if state is LetterState.WAITING else None,
    )
    if state is LetterState.WAITING:
        jobs.defer("deliver_letter", letter_id=letter.pk)
    return letter
