"""Customer types 顧客類型: given by people, on evidence, until a day on which somebody looks again.

They change how we speak and where a complaint is kept, never what is found. A machine suggests with its reason
(records/triage/scores.py); what somebody has dismissed is not suggested again for a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.on_card import Card, change_of, on_card
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CardChange, CustomerType
from kikitori.records.triage.scores import Because

#: A type holds for so many days unless somebody says for how long, and never longer than a year without a look.
USUAL_DAYS, MOST_DAYS = 180, 366
_MOST_COMPLAINTS = 20


@dataclass(frozen=True, kw_only=True)
class TypeGiven:
    """A type as somebody gives it. `evidence` or `complaints` say why; `suggested`: the machine's reason, if any."""

    type: str
    evidence: str = ""
    complaints: Sequence[int] = ()
    review_on: date | None = None
    suggested: str = ""


def give_type(actor: Actor, person: Person, given: TypeGiven, *, now: datetime) -> GivenType:
    """This person is of this type until the day of review; given again, evidence and day are replaced.

    Raises Unseen (also for a complaint the actor does not see), Refused, Invalid.
    """
    check = Checked()
    kind = check.word("type", given.type, CustomerType)
    if kind is CustomerType.UNKNOWN:
        check.problems["type"] = Problem.UNKNOWN_WORD
    evidence = check.text("evidence", given.evidence, longest=2000)
    shown = visible_to(actor).filter(pk__in=list(given.complaints)[:_MOST_COMPLAINTS])
    numbers = sorted(shown.values_list("pk", flat=True)) if given.complaints else []
    if not (evidence or numbers):
        check.problems["evidence"] = Problem.MISSING
    day = _review_on(check, given.review_on, now)
    check.done()
    with on_card(actor, person, now=now) as card:
        standing = GivenType.objects.filter(person=card.person, type=kind.value, ended_at=None)
        row = standing.first() or GivenType(person=card.person, type=kind.value)
        before = _kept(row) if row.pk else None
        row.evidence, row.complaints, row.review_on = evidence, numbers, day
        row.given_at, row.given_by_id = now, actor.staff_id
        row.save()
        card.say(
            CardChange.TYPE_GIVEN,
            type=kind.value,
            after=_kept(row),
            before=before,
            **({"suggested": given.suggested} if given.suggested else {}),
        )
    return row


def confirm_type(
    actor: Actor, person: Person, given: int, *, review_on: date | None, now: datetime
) -> GivenType:
    """Somebody has looked again and it still holds, until another day.

    Raises Unseen, Refused, Invalid, NotNow(GONE_MEANWHILE).
    """
    check = Checked()
    day = _review_on(check, review_on, now)
    check.done()
    with on_card(actor, person, now=now) as card:
        row = _standing(card, given)
        before, row.review_on = row.review_on, day
        row.save(update_fields=["review_on"])
        card.say(CardChange.TYPE_RENEWED, type=row.type, before=before.isoformat(), after=day.isoformat())
    return row


def end_type(actor: Actor, person: Person, given: int, *, reason: str, now: datetime) -> GivenType:
    """It does not hold any more, or never did. Raises Unseen, Refused, Invalid, NotNow(GONE_MEANWHILE)."""
    check = Checked()
    why = check.text("reason", reason, longest=2000, needed=True)
    check.done()
    with on_card(actor, person, now=now) as card:
        row = _standing(card, given)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        card.say(CardChange.TYPE_ENDED, why=why, type=row.type, before=_kept(row))
    return row


def dismiss_suggestion(
    actor: Actor,
    person: Person,
    *,
    kind: str,
    because: str,
    now: datetime,
    measure: str = "",
    reason: str = "",
) -> None:
    """This suggestion does not fit; `because`, `measure`: the machine's reason. Raises Unseen, Refused, Invalid."""
    check = Checked()
    word = check.word("type", kind, CustomerType)
    why = check.text("reason", reason, longest=2000)
    cause = check.word("because", because, Because)
    number = check.line("measure", measure)
    check.done()
    with on_card(actor, person, now=now) as card:
        card.say(
            CardChange.SUGGESTION_DISMISSED, why=why, type=word.value, because=cause.value, measure=number
        )


def note_type_at_receipt(
    actor: Actor, person: Person, kind: CustomerType, complaint: Complaint, *, house: House
) -> None:
    """What one of us said of them when a complaint was taken down; a type they have already is left as it is.

    Needs the transaction of the receipt. The complaint itself is the evidence.
    """
    if kind is CustomerType.UNKNOWN:
        return
    row, made = GivenType.objects.get_or_create(
        person=person,
        type=kind.value,
        ended_at=None,
        defaults={
            "complaints": [complaint.pk],
            "given_at": complaint.logged_at,
            "given_by_id": actor.staff_id,
            "review_on": house.day_of(complaint.logged_at) + timedelta(days=USUAL_DAYS),
        },
    )
    if made:
        when, said = complaint.logged_at, _kept(row)
        line = change_of(actor, person, CardChange.TYPE_GIVEN, when, type=kind.value, after=said, before=None)
        line.save()


def _review_on(check: Checked, day: date | None, now: datetime) -> date:
    """The day of the next look: after today, within a year."""
    today = House().day_of(now)
    if day is None:
        check.problems["review_on"] = Problem.MISSING
        return today
    if day <= today:
        check.problems["review_on"] = Problem.IN_THE_PAST
    elif day > today + timedelta(days=MOST_DAYS):
        check.problems["review_on"] = Problem.OUT_OF_RANGE
    return day


def _standing(card: Card, number: int) -> GivenType:
    for row in GivenType.objects.filter(person=card.person, pk=number, ended_at=None):
        return row
    raise NotNow(Obstacle.GONE_MEANWHILE)


def _kept(row: GivenType) -> dict[str, object]:
    return {
        "evidence": row.evidence,
        "complaints": list(row.complaints),
        "review_on": row.review_on.isoformat(),
    }
