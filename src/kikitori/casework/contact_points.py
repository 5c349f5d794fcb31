"""Contact points 連絡先 of somebody we have spoken with: added, preferred, taken out with the reason.

One that is taken out is no way to reach anybody any more: nobody is known again by it, no mail from there counts as
theirs. The record of changes keeps what it was and why it went.
"""

from datetime import datetime

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.intake import ContactGiven, contact_read
from kikitori.casework.on_card import Card, on_card
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.terms import CardChange


def add_contact_point(
    actor: Actor, person: Person, given: ContactGiven, *, now: datetime, heard: str
) -> ContactPoint:
    """A way to reach them that they themselves have told us; `heard`: how, for letters may go there from now on.

    Known already, its remark is brought up to date. Raises Unseen, Refused, Invalid.
    """
    check = Checked()
    why = check.text("heard", heard, longest=2000, needed=True)
    read = contact_read(check, "value", given)
    if read is None and "value" not in check.problems:
        check.problems["value"] = Problem.MISSING
    check.done()
    if read is None:
        raise Invalid({"value": Problem.MISSING})
    kind, value, key, note = read
    with on_card(actor, person, now=now) as card:
        point, _made = ContactPoint.objects.update_or_create(
            person=card.person,
            kind=kind.value,
            key=key,
            defaults={"note": note},
            create_defaults={
                "value": value,
                "note": note,
                "preferred": not card.person.contact_points.exists(),
            },
        )
        card.say(CardChange.CONTACT_ADDED, why=why, contact=_kept(point))
    return point


def prefer_contact_point(actor: Actor, person: Person, point: int, *, now: datetime) -> ContactPoint:
    """This one first from now on. Raises Unseen, Refused, NotNow(GONE_MEANWHILE)."""
    with on_card(actor, person, now=now) as card:
        found = _point(card, point)
        if not found.preferred:
            before = card.person.contact_points.filter(preferred=True).first()
            card.person.contact_points.update(preferred=False)
            found.preferred = True
            found.save(update_fields=["preferred"])
            card.say(
                CardChange.CONTACT_PREFERRED,
                contact=_kept(found),
                before=_kept(before) if before else None,
            )
    return found


def retire_contact_point(
    actor: Actor, person: Person, point: int, *, reason: str, now: datetime
) -> ContactPoint:
    """It leads nowhere, or to somebody else. Raises Unseen, Refused, Invalid, NotNow(GONE_MEANWHILE)."""
    check = Checked()
    why = check.text("reason", reason, longest=2000, needed=True)
    check.done()
    with on_card(actor, person, now=now) as card:
        found = _point(card, point)
        card.say(CardChange.CONTACT_RETIRED, why=why, contact=_kept(found))
        ContactPoint.objects.filter(pk=found.pk).delete()
    return found


def _point(card: Card, number: int) -> ContactPoint:
    for found in card.person.contact_points.filter(pk=number):
        return found
    raise NotNow(Obstacle.GONE_MEANWHILE)


def _kept(point: ContactPoint) -> dict[str, object]:
    return {"kind": point.kind, "value": point.value, "note": point.note}
