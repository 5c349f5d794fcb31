"""What comes in, as plain values, and how it becomes people and parties.

Interfaces fill an `Intake`; `checked` reads it with every problem at once; only the story is needed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Case, Count, Q, When

from kikitori.casework import given as reading
from kikitori.casework.errors import Problem
from kikitori.casework.house import House
from kikitori.foundation.language.contact import BadMailAddress, mail_address, phone
from kikitori.foundation.language.names import kana_sound, name_fold, normalise_kana
from kikitori.foundation.language.text import guess_language
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import (
    AuthorityProof,
    Channel,
    Confidentiality,
    Kind,
    PartyRole,
    Subject,
)
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.terms import ContactKind, CustomerType, PersonKind
from kikitori.records.triage.sorting import Answer, SafetyQuestion


def is_language(code: str) -> bool:
    """Is it one in which we write to complainants?"""
    return code in dict(settings.LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class ContactGiven:
    """One contact point as typed."""

    kind: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonGiven:
    """A person as they introduce themselves; everything may be empty."""

    name: str = ""
    kana: str = ""
    kind: str = PersonKind.INDIVIDUAL.value
    contact_points: tuple[ContactGiven, ...] = ()
    customer_type: str = CustomerType.UNKNOWN.value
    authority: str = ""
    authority_proof: str = ""


@dataclass(frozen=True, kw_only=True)
class Intake:
    """A complaint as it comes in. Only `channel`, `story` and `received_at` are needed."""

    channel: str
    story: str
    received_at: datetime
    kind: str = Kind.COMPLAINT.value
    language: str = ""
    desired_outcome: str = ""
    title: str = ""
    subject: str = Subject.OTHER.value
    known_at: datetime | None = None
    anonymous: bool = False
    accommodation: str = ""
    confidentiality: str = Confidentiality.ORDINARY.value
    complainant: PersonGiven | None = None
    representative: PersonGiven | None = None
    safety: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PersonRead:
    """A person whose values can be stored."""

    role: PartyRole
    name: str
    kana: str
    kind: PersonKind
    customer_type: CustomerType
    authority: str
    authority_proof: str
    contact_points: tuple[tuple[ContactKind, str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An intake whose every value can be stored."""

    channel: Channel
    kind: Kind
    language: str
    story: str
    desired_outcome: str
    title: str
    subject: Subject
    received_at: datetime
    known_at: datetime
    anonymous: bool
    accommodation: str
    confidentiality: Confidentiality
    people: tuple[PersonRead, ...]
    safety: dict[SafetyQuestion, Answer]


def checked(given: Intake, now: datetime, house: House | None = None) -> Checked:
    """Read every value; raises Invalid with all problems. Never refuses for a missing name or contact."""
    check = reading.Checked()
    story = check.text("story", given.story, needed=True)
    people = []
    for role, person in (
        (PartyRole.COMPLAINANT, given.complainant),
        (PartyRole.REPRESENTATIVE, given.representative),
    ):
        if person is not None and not (
            given.anonymous and role is PartyRole.COMPLAINANT and not person.contact_points
        ):
            people.append(person_read(check, role, person, anonymous=given.anonymous))
    zone = (house or House()).zone
    received_at = check.past("received_at", given.received_at, now, zone)
    result = Checked(
        channel=check.word("channel", given.channel, Channel),
        kind=check.word("kind", given.kind, Kind, Kind.COMPLAINT),
        language=_language(check, given.language, story),
        story=story,
        desired_outcome=check.text("desired_outcome", given.desired_outcome),
        title=check.line("title", given.title, longest=200),
        subject=check.word("subject", given.subject, Subject, Subject.OTHER),
        received_at=received_at,
        known_at=check.past("known_at", given.known_at or received_at, now, zone),
        anonymous=given.anonymous,
        accommodation=check.text("accommodation", given.accommodation, longest=2000),
        confidentiality=check.secrecy("confidentiality", given.confidentiality),
        people=tuple(people),
        safety={
            check.word("safety", question, SafetyQuestion): check.word("safety", answer, Answer)
            for question, answer in given.safety.items()
        },
    )
    check.done()
    return result


def _language(check: reading.Checked, language: str, story: str) -> str:
    if not language:
        guess = guess_language(story, "ja")
        return guess if is_language(guess) else "en"
    if not is_language(language):
        check.problems["language"] = Problem.UNKNOWN_WORD
    return language


def person_read(
    check: reading.Checked, role: PartyRole, given: PersonGiven, *, anonymous: bool = False
) -> PersonRead:
    """Every value of a person; problems go to `check`.

    An anonymous complainant keeps a contact point if they gave one, and no name.
    """
    field_of = f"{role}."
    nameless = anonymous and role is PartyRole.COMPLAINANT
    return PersonRead(
        role=role,
        name="" if nameless else check.line(field_of + "name", given.name),
        kana="" if nameless else normalise_kana(check.line(field_of + "kana", given.kana)),
        kind=check.word(field_of + "kind", given.kind, PersonKind, PersonKind.INDIVIDUAL),
        customer_type=check.word(
            field_of + "customer_type", given.customer_type, CustomerType, CustomerType.UNKNOWN
        ),
        authority=check.text(field_of + "authority", given.authority, longest=2000),
        authority_proof=_proof(check, field_of, role, given),
        contact_points=tuple(
            point
            for number, contact in enumerate(given.contact_points)
            if (point := contact_read(check, f"{field_of}contact_points.{number}", contact)) is not None
        ),
    )


def _proof(check: reading.Checked, field_of: str, role: PartyRole, given: PersonGiven) -> str:
    """Whether a representative's authority was seen; that it was not is said as well."""
    if role is not PartyRole.REPRESENTATIVE:
        return ""
    field_name = field_of + "authority_proof"
    return check.word(field_name, given.authority_proof, AuthorityProof, AuthorityProof.NONE).value


def contact_read(
    check: reading.Checked, field_name: str, given: ContactGiven
) -> tuple[ContactKind, str, str, str] | None:
    """(kind, value as typed, key for matching, note); nothing for an empty value. Problems go to `check`."""
    kind = check.word(field_name, given.kind, ContactKind)
    value = check.line(field_name, given.value, longest=500)
    note = check.line(field_name, given.note, longest=200)
    if not value:
        return None
    match kind:
        case ContactKind.EMAIL:
            try:
                address = mail_address(value)
            except BadMailAddress:
                check.problems[field_name] = Problem.NOT_AN_ADDRESS
                return None
            return kind, value, address.canonical, note
        case ContactKind.PHONE | ContactKind.FAX:
            return kind, value, phone(value).key, note
        case _:
            return kind, value, name_fold(value)[:500], note


def people_for(checked: Checked, now: datetime, *, vouched: bool) -> list[tuple[PersonRead, Person]]:
    """Find each person again by name and contact point, or write them down anew.

    `vouched`: one of us has heard who they are. Whoever writes to us unseen is taken for somebody we know only where
    they name no road that we did not have: else a stranger, knowing a name and a telephone, would get that person's
    letters by adding an address of their own.
    """
    return [(read, _known(read, vouched=vouched) or _new(read, checked, now)) for read in checked.people]


Joined = tuple[PersonRead, Person]


def people_at_once(several: Sequence[Checked], now: datetime) -> list[list[Joined]]:
    """The same for many that nobody vouches for, in two statements. Somebody who comes twice is one person."""
    keys = {key for checked in several for read in checked.people for _, _, key, _ in read.contact_points}
    known: dict[frozenset[tuple[str, str]], dict[str, Person]] = {}
    rows = (
        Person.objects.filter(contact_points__key__in=keys)
        .distinct()
        .prefetch_related("contact_points")
        .order_by("id")
    )
    for one in rows if keys else ():
        for points in _subsets(one, keys):
            known.setdefault(points, {}).setdefault(one.name_key, one)
    made: list[Person] = []
    found: list[list[Joined]] = []
    for checked in several:
        joined: list[Joined] = []
        for read in checked.people:
            points = frozenset((kind.value, key) for kind, _, key, _ in read.contact_points)
            named = known.get(points, {}) if read.name and points else {}
            person = named.get(name_key(read.name))
            if person is None:
                person = _card(read, checked, now)
                made.append(person)
                if read.name and points:
                    known.setdefault(points, {}).setdefault(person.name_key, person)
            joined.append((read, person))
        found.append(joined)
    Person.objects.bulk_create(made)
    return found


def _subsets(person: Person, keys: Collection[str]) -> Iterator[frozenset[tuple[str, str]]]:
    """What of somebody's contact points could be all that a newcomer names: each alone, and all that were asked for."""
    asked = [(point.kind, point.key) for point in person.contact_points.all() if point.key in keys]
    yield from (frozenset({point}) for point in asked)
    if len(asked) > 1:
        yield frozenset(asked)


def join_at_once(complaints: Sequence[Complaint], people: Sequence[Sequence[Joined]]) -> None:
    """Parties of these complaints, and contact points we did not have yet, in two statements. Nobody is vouched for."""
    pairs = [
        (complaint, *each) for complaint, joined in zip(complaints, people, strict=True) for each in joined
    ]
    Party.objects.bulk_create(
        [Party(complaint=complaint, person=person, **part_of(read)) for complaint, read, person in pairs]
    )
    ContactPoint.objects.bulk_create(
        [point for _, read, person in pairs for point in points_of(read, person)], ignore_conflicts=True
    )


def _known(read: PersonRead, *, vouched: bool) -> Person | None:
    """Somebody of the same name with one of these contact points, or with all of them. No name, no match."""
    points = {(kind.value, key) for kind, _, key, _ in read.contact_points}
    if not read.name or not points:
        return None
    same = reduce(or_, (Q(contact_points__kind=kind, contact_points__key=key) for kind, key in points))
    return (
        Person.objects.filter(name_key=name_key(read.name))
        .annotate(shared=Count("contact_points", filter=same))
        .filter(shared__gte=1 if vouched else len(points))
        .order_by("id")
        .first()
    )


def _new(read: PersonRead, checked: Checked, now: datetime) -> Person:
    person = _card(read, checked, now)
    person.save(force_insert=True)
    return person


def _card(read: PersonRead, checked: Checked, now: datetime) -> Person:
    accommodation = checked.accommodation if read.role is PartyRole.COMPLAINANT else ""
    return card_of(read, language=checked.language, now=now, accommodation=accommodation)


def card_of(read: PersonRead, *, language: str, now: datetime, accommodation: str = "") -> Person:
    """A card of their own for whoever was read, not saved. Its contact points: `points_of`."""
    return Person(
        kind=read.kind.value,
        name=read.name,
        name_kana=read.kana,
        name_key=name_key(read.name),
        kana_key=kana_key(read.kana),
        language=language,
        accommodation=accommodation,
        created_at=now,
    )


def name_key(name: str) -> str:
    """What is stored of a name for finding it."""
    return name_fold(name)[:300]


def kana_key(kana: str) -> str:
    """What is stored of a reading for finding cards of the same person."""
    return kana_sound(kana)[:300]


def part_of(read: PersonRead) -> dict[str, str]:
    """What is kept of somebody's part in this complaint."""
    return {
        "role": read.role.value,
        "authority": read.authority,
        "authority_proof": read.authority_proof,
    }


def points_of(read: PersonRead, person: Person) -> list[ContactPoint]:
    """Their contact points as rows, not saved; the first one given is the one to use."""
    return [
        ContactPoint(person=person, kind=kind.value, value=value, key=key, note=note, preferred=number == 0)
        for number, (kind, value, key, note) in enumerate(read.contact_points)
    ]


def join(complaint: Complaint, people: list[tuple[PersonRead, Person]], *, vouched: bool) -> None:
    """Parties of this complaint, and contact points we did not have yet.

    The first one given is the one to use from now on; a word of nobody vouched for changes that for nobody.
    """
    for read, person in people:
        Party.objects.create(complaint=complaint, person=person, **part_of(read))
        if not read.contact_points:
            continue
        ContactPoint.objects.bulk_create(points_of(read, person), ignore_conflicts=True)
        if vouched:
            kind, _, key, _ = read.contact_points[0]
            person.contact_points.update(
                preferred=Case(When(kind=kind.value, key=key, then=True), default=False)
            )
