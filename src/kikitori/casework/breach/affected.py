"""Those affected 本人: taken from the complaints, or typed; told by hand, or by another measure in place of it.

Contact points are typed as people have them, one person a line; who is known by name alone can be told of by hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kikitori.casework.breach.doorway import Held, on_incident
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.outgoing import key_of_address
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.breach_terms import UNTOLD, AffectedState, BreachAct, Reached
from kikitori.records.complaints.breaches import AffectedPerson, BreachIncident
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import ContactPoint
from kikitori.records.people.terms import ContactKind

#: So many lines at once; more are added by adding again.
MOST_LINES = 2000
_LONGEST_NAME, _LONGEST_ADDRESS = 200, 500
#: What has fewer is no telephone number.
_FEWEST_DIGITS = 6
_UNTOLD = [state.value for state in UNTOLD]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read: `name, contact point`."""

    name: str
    road: Reached
    address: str


def read_lines(text: str) -> list[Line]:
    """What was typed or pasted, one person a line: name, contact point (a comma or tab between), or one of both."""
    return [_line(raw) for raw in text.splitlines() if raw.strip()]


def _is_too_long(line: Line) -> bool:
    return len(line.name) > _LONGEST_NAME or len(line.address) > _LONGEST_ADDRESS


def _line(raw: str) -> Line:
    parts = [part.strip() for part in raw.replace("\t", ",").replace("、", ",").split(",", 1)]
    mails = [part for part in parts if key_of_address(part)]
    if mails:
        return Line(next((part for part in parts if part != mails[0]), ""), Reached.EMAIL, mails[0])
    if len(parts) == 1 or not parts[1]:
        return Line(parts[0], Reached.UNKNOWN, "")
    digits = [each for each in parts[1] if each.isdigit()]
    is_phone = len(digits) >= _FEWEST_DIGITS and all(
        each.isdigit() or each in "+-−–‐ー（）() " for each in parts[1]
    )
    return Line(parts[0], Reached.PHONE if is_phone else Reached.POST, parts[1])


def add_affected(actor: Actor, incident: BreachIncident, *, lines: str, language: str, now: datetime) -> int:
    """Add who was typed, each contact point once; how many were added. Raises Unseen, Refused, Invalid, NotNow."""
    check = Checked()
    typed = check.text("lines", lines, needed=True)
    check.done()
    read = read_lines(typed)
    if len(read) > MOST_LINES or any(map(_is_too_long, read)):
        raise Invalid({"lines": Problem.TOO_LONG})
    with on_incident(actor, incident, BreachAct.PERSONS_ADDED, now=now) as held:
        known = _mailboxes(held)
        rows = []
        for each in read:
            key = key_of_address(each.address) if each.road is Reached.EMAIL else ""
            if key and key in known:
                continue
            known |= {key} if key else set()
            rows.append(
                AffectedPerson(
                    incident=held.breach_incident,
                    name=each.name,
                    road=each.road.value,
                    address=each.address,
                    language=tongue(language),
                    made_at=now,
                )
            )
        return _added(held, rows)


def take_from_complaints(actor: Actor, incident: BreachIncident, *, now: datetime) -> int:
    """Add whoever complains in each of its complaints, once. Raises Unseen, Refused, NotNow."""
    with on_incident(actor, incident, BreachAct.PERSONS_ADDED, now=now) as held:
        complaints = list(complaints_of(actor, held.breach_incident).order_by("pk"))
        people = Party.objects.filter(complaint__in=complaints, role=PartyRole.COMPLAINANT.value)
        names = dict(people.order_by("-pk").values_list("complaint", "person__name"))
        rows = [
            AffectedPerson(
                incident=held.breach_incident,
                complaint=each,
                name=(names.get(each.pk) or "")[:200],
                road=Reached.COMPLAINT.value,
                language=each.language,
                made_at=now,
            )
            for each in complaints
        ]
        return _added(held, rows)


def drop_affected(actor: Actor, incident: BreachIncident, *, person: int, now: datetime) -> None:
    """They are not affected after all; only before anything went to them. Raises Unseen, Refused, NotNow."""
    with on_incident(actor, incident, BreachAct.PERSON_DROPPED, now=now) as held:
        _untold(held, person).delete()


def told_by_hand(
    actor: Actor, incident: BreachIncident, *, person: int, how: str, at: datetime, now: datetime
) -> None:
    """Somebody has told them: by phone, by letter, in person. Raises Unseen, Refused, Invalid, NotNow."""
    check = Checked()
    said = check.line("how", how, longest=500, needed=True)
    with on_incident(actor, incident, BreachAct.TOLD_BY_HAND, now=now) as held:
        check.past("at", at, now, held.house.zone)
        if at < held.breach_incident.known_at:
            check.problems.setdefault("at", Problem.OUT_OF_RANGE)
        check.done()
        affected_person = _untold(held, person)
        affected_person.state, affected_person.how, affected_person.told_at, affected_person.told_by_id = (
            AffectedState.TOLD.value,
            said,
            at,
            actor.own_staff_id,
        )
        affected_person.save(update_fields=["state", "how", "told_at", "told_by"])
        held.say(person=affected_person.pk)
        meet_notify(held.breach_incident, now)


def not_to_be_reached(
    actor: Actor, incident: BreachIncident, *, person: int, reason: str, now: datetime
) -> None:
    """There is no way to tell them, and why; something else is to be done. Raises Unseen, Refused, Invalid, NotNow."""
    why = checked_text("how", reason, longest=500)
    with on_incident(actor, incident, BreachAct.UNREACHABLE, now=now) as held:
        affected_person = _untold(held, person)
        affected_person.state, affected_person.how = AffectedState.UNREACHABLE.value, why
        affected_person.save(update_fields=["state", "how"])
        held.say(person=affected_person.pk)


def record_alternative(
    actor: Actor, incident: BreachIncident, *, measure: str, reason: str, on: date, now: datetime
) -> int:
    """What was done for those who cannot be told (made public, a line to call), why and when; for how many.

    Raises Unseen, Refused, Invalid, NotNow.
    """
    check = Checked()
    what = check.text("measure", measure, longest=5000, needed=True)
    why = check.text("reason", reason, longest=5000, needed=True)
    with on_incident(actor, incident, BreachAct.ALTERNATIVE, now=now) as held:
        own, house = held.breach_incident, held.house
        if on > house.day_of(now):
            check.problems["on"] = Problem.IN_THE_FUTURE
        elif on < house.day_of(own.known_at):
            check.problems["on"] = Problem.OUT_OF_RANGE
        check.done()
        own.alternative, own.alternative_reason, own.alternative_on = what, why, on
        own.save(update_fields=["alternative", "alternative_reason", "alternative_on"])
        number = own.affected.filter(state=AffectedState.UNREACHABLE.value).update(
            state=AffectedState.ALTERNATIVE.value
        )
        held.say(number=number, reason=why)
        meet_notify(own, now)
    return number


def complaints_of(actor: Actor, incident: BreachIncident) -> QuerySet[Complaint]:
    """The complaints of an incident, as far as this actor sees them."""
    return visible_to(actor).filter(breaches__incident=incident, breaches__left_at__isnull=True)


def meet_notify(incident: BreachIncident, at: datetime) -> None:
    """Our deadline towards those affected is met once none of them waits. Needs the incident locked."""
    waiting = incident.affected.filter(state__in=[*_UNTOLD, AffectedState.SENDING.value])
    if not waiting.exists():
        running = incident.clocks.filter(kind="notify", met_at__isnull=True, cancelled_at__isnull=True)
        running.update(met_at=at)


def _untold(held: Held, person: int) -> AffectedPerson:
    own = held.breach_incident.affected.select_for_update().filter(pk=person, state__in=_UNTOLD).first()
    if own is None:
        raise NotNow(Obstacle.GONE_MEANWHILE)
    return own


def _mailboxes(held: Held) -> set[str]:
    """Folded addresses at which somebody on the list is told already, by mail or in their complaint. Two queries."""
    typed = held.breach_incident.affected.filter(road=Reached.EMAIL.value).values_list("address", flat=True)
    complaints = held.breach_incident.affected.filter(complaint__isnull=False).values("complaint")
    points = ContactPoint.objects.filter(
        kind=ContactKind.EMAIL.value, person__parts__complaint__in=complaints
    )
    return _folded(typed) | _folded(points.values_list("value", flat=True))


def _folded(addresses: Iterable[str]) -> set[str]:
    return {key for key in map(key_of_address, addresses) if key}


def _added(held: Held, rows: list[AffectedPerson]) -> int:
    """How many of these were not on the list yet. Needs the incident locked."""
    before = held.breach_incident.affected.count()
    AffectedPerson.objects.bulk_create(rows, ignore_conflicts=True)
    number = held.breach_incident.affected.count() - before
    if number:
        held.say(number=number)
    else:
        held.let_be()
    return number
