"""Post again 再送: the same words on paper to another address, as a letter of its own with a number of its own.

For one that came back, one that a server refused, and one whose address was found to be wrong before it was posted.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework import on_paper
from kikitori.casework.contact_points import add_contact_point, retire_contact_point
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.intake import ContactGiven
from kikitori.casework.outgoing import new_message_id
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, PartyRole
from kikitori.records.deadlines.queries import open_promises
from kikitori.records.letters.kinds import LetterState, Medium
from kikitori.records.letters.models import Letter
from kikitori.records.letters.postings import Posting
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.terms import ContactKind

_STANDS = (LetterState.FAILED.value, LetterState.TO_PRINT.value)
_WRITTEN_TO = (PartyRole.REPRESENTATIVE.value, PartyRole.COMPLAINANT.value)


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    """Where it goes: a known contact point, or an address as typed, with how we know it (`heard`).

    `retire`: the address it had is theirs no more; no letter goes there again.
    """

    point: int | None = None
    typed: str = ""
    heard: str = ""
    retire: bool = False


def post_again(actor: Actor, letter: Letter, to: NewAddress, *, now: datetime) -> Letter:
    """The letter anew; the old one is replaced by it. A new address is added to the card of whoever it is written to.

    Raises Unseen, Refused, Invalid (`address`, `heard`), NotNow(GONE_MEANWHILE) where it is neither waiting to be
    posted nor undelivered.
    """
    house = House()
    with transaction.atomic():
        own = Letter.objects.select_for_update().filter(pk=letter.pk, state__in=_STANDS).first()
        with taking(actor, letter.complaint_id, Step.DELIVER_LETTER, now=now, house=house) as step:
            if own is None:
                raise NotNow(Obstacle.GONE_MEANWHILE)
            before = Posting.objects.filter(letter=own).first()
            person = _reader_of(step.complaint, own, before)
            address = _address(actor, person, own, to, now)
            new = _anew(own, step.complaint, address, now)
            promises = open_promises(step.complaint)
            on_paper.lay_out(new, person, house, promises, again=before.number if before else "")
            new.save(force_insert=True)
            on_paper.register([new], house)
            own.state = LetterState.REPLACED.value
            own.save(update_fields=["state"])
            if before:
                before.replaced_by = new
                before.save(update_fields=["replaced_by"])
            step.kind = EventKind.LETTER_REPLACED
            step.say(letter=own.pk, kind=own.kind, new=new.pk, number=new.posting.number)
    return new


def _reader_of(complaint: Complaint, own: Letter, before: Posting | None) -> Person:
    """To whom it was written, of those we write to: as its sheet says, else the one of that name, or the first."""
    parties = complaint.parties.filter(role__in=_WRITTEN_TO).select_related("person").order_by("-role", "pk")
    people = [party.person for party in parties]
    if not people:
        raise NotNow(Obstacle.GONE_MEANWHILE)
    reader = before.sheet.get("reader", 0) if before else 0
    known = [each for each in people if each.pk == reader]
    return next(iter(known), next((each for each in people if each.name == own.to_name), people[0]))


def _address(actor: Actor, person: Person, own: Letter, to: NewAddress, now: datetime) -> str:
    """The address it goes to, known or added; the one it had is retired where that was said."""
    check = Checked()
    typed = check.line("address", to.typed, longest=500)
    why = check.text("heard", to.heard, longest=2000, needed=bool(typed))
    points = person.contact_points.filter(kind=ContactKind.POST.value)
    point = points.filter(pk=to.point).first() if to.point else None
    if not typed and point is None and "address" not in check.problems:
        check.problems["address"] = Problem.MISSING
    check.done()
    if typed:
        point = add_contact_point(
            actor, person, ContactGiven(kind=ContactKind.POST.value, value=typed), now=now, heard=why
        )
    if point is None:
        raise Invalid({"address": Problem.MISSING})
    if to.retire:
        _retire_old(actor, person, own, keep=point, now=now)
    return point.value


def _retire_old(actor: Actor, person: Person, own: Letter, *, keep: ContactPoint, now: datetime) -> None:
    old = person.contact_points.filter(value=own.to_address).exclude(pk=keep.pk).first()
    if old is not None:
        number = Posting.objects.filter(letter=own).values_list("number", flat=True).first()
        retire_contact_point(actor, person, old.pk, reason=number or own.last_error or "-", now=now)


def _anew(old: Letter, complaint: Complaint, address: str, now: datetime) -> Letter:
    return Letter(
        complaint=complaint,
        key=f"again:{old.pk}",
        kind=old.kind,
        medium=Medium.PRINT.value,
        state=LetterState.TO_PRINT.value,
        to_name=old.to_name,
        to_address=address,
        language=old.language,
        subject=old.subject,
        body=old.body,
        word_id=old.word_id,
        message_id=new_message_id(),
        written_at=now,
    )
