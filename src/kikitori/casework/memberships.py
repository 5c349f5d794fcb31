"""Memberships 所属: who belongs to which organisation, as what, under which number; ended, never erased."""

from dataclasses import dataclass
from datetime import date, datetime

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.intake import name_key
from kikitori.casework.on_card import on_card
from kikitori.foundation.language.names import number_key
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CardChange, PersonKind
from kikitori.records.people.ties import Membership


@dataclass(frozen=True, kw_only=True)
class MembershipGiven:
    """A membership as typed. `organisation`: the name of the body; empty: the organisation of this house itself."""

    organisation: str = ""
    role: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None


def add_membership(
    actor: Actor, person: Person, given: MembershipGiven, *, now: datetime, reason: str = ""
) -> Membership:
    """They belong to this organisation. A body that nobody knows by this name yet gets a card of its own.

    In this house itself something must be said: a role or a number. Raises Unseen, Refused, Invalid.
    """
    check = Checked()
    why = check.text("reason", reason, longest=2000)
    name = check.line("organisation", given.organisation)
    role = check.line("role", given.role, longest=200)
    number = check.line("number", given.number, longest=100)
    if not (name or role or number):
        check.problems["organisation"] = Problem.MISSING
    if given.since and given.until and given.until < given.since:
        check.problems["until"] = Problem.OUT_OF_RANGE
    check.done()
    with on_card(actor, person, now=now) as card:
        row = Membership.objects.create(
            person=card.person,
            organisation=_body(actor, name, card.person, now) if name else None,
            role=role,
            number=number,
            number_key=number_key(number),
            since=given.since,
            until=given.until,
        )
        card.say(CardChange.MEMBERSHIP_ADDED, why=why, membership=_kept(row))
    return row


def end_membership(
    actor: Actor, person: Person, membership: int, *, until: date | None, now: datetime, reason: str = ""
) -> Membership:
    """They belong to it until this day. Raises Unseen, Refused, Invalid, NotNow(GONE_MEANWHILE)."""
    check = Checked()
    why = check.text("reason", reason, longest=2000)
    if until is None:
        check.problems["until"] = Problem.MISSING
    check.done()
    with on_card(actor, person, now=now) as card:
        rows = Membership.objects.select_related("organisation")
        row = rows.filter(person=card.person, pk=membership).first()
        if row is None:
            raise NotNow(Obstacle.GONE_MEANWHILE)
        if until and row.since and until < row.since:
            check.problems["until"] = Problem.OUT_OF_RANGE
            check.done()
        before, row.until = _kept(row), until
        row.save(update_fields=["until"])
        card.say(CardChange.MEMBERSHIP_ENDED, why=why, membership=_kept(row), before=before)
    return row


def _body(actor: Actor, name: str, person: Person, now: datetime) -> Person:
    """The body of this name that this actor sees, the oldest first; else a new card."""
    key = name_key(name)
    bodies = people_seen_by(actor).filter(kind=PersonKind.BODY.value, name_key=key).exclude(pk=person.pk)
    found = bodies.order_by("pk").first()
    if found is None:
        if person.kind == PersonKind.BODY.value and person.name_key == key:
            raise Invalid({"organisation": Problem.OUT_OF_RANGE})
        found = Person.objects.create(
            kind=PersonKind.BODY.value, name=name, name_key=key, language=person.language, created_at=now
        )
    return found


def _kept(row: Membership) -> dict[str, object]:
    return {
        "organisation": row.organisation.name if row.organisation else "",
        "role": row.role,
        "number": row.number,
        "since": row.since.isoformat() if row.since else "",
        "until": row.until.isoformat() if row.until else "",
    }
