"""Begin and change a mass complaint 集団申出: what is true of all its children, said once. Each change is kept.

It changes nothing in any child: what follows for each is decided there, by the verbs that every complaint has.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.casework.given import Checked
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.mass import MassChange, MassComplaint
from kikitori.records.complaints.terms import MassKind
from kikitori.records.people.actor import Actor


@dataclass(frozen=True, kw_only=True)
class MassGiven:
    """A common cause as somebody describes it. Only `title` is needed."""

    title: str
    story: str = ""
    theme: str = ""
    inquiry: str = ""
    found: str = ""
    tells_number: bool = False


def begin_mass(actor: Actor, given: MassGiven, *, now: datetime) -> MassComplaint:
    """A mass complaint without children. Raises Refused, Invalid."""
    require_grouping(actor)
    values = _checked(given)
    with transaction.atomic():
        mass = MassComplaint.objects.create(**asdict(values), begun_at=now, begun_by_id=actor.own_staff_id)
        note_on_mass(actor, mass, MassKind.BEGUN, now)
    return mass


def change_mass(
    actor: Actor, mass: MassComplaint, given: MassGiven, *, seen: int, now: datetime
) -> MassComplaint:
    """Say anew what is true of all; what stood there before is kept.

    `seen`: the version the editor had before them. Raises Unseen, Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    require_grouping(actor)
    values = asdict(_checked(given))
    with transaction.atomic():
        own = locked_mass(actor, mass)
        before = {name: getattr(own, name) for name in values}
        if before == values:
            return own
        if own.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        for name, value in values.items():
            setattr(own, name, value)
        own.version += 1
        own.save()
        changed = {name: old for name, old in before.items() if old != values[name]}
        note_on_mass(actor, own, MassKind.CHANGED, now, before=changed)
    return own


def locked_mass(actor: Actor, mass: MassComplaint) -> MassComplaint:
    """The row, locked until commit, if it exists for this actor. Raises Unseen."""
    for found in masses_seen_by(actor).select_for_update(of=("self",)).filter(pk=mass.pk):
        return found
    raise Unseen


def note_on_mass(
    actor: Actor, mass: MassComplaint, kind: MassKind, now: datetime, **values: object
) -> MassChange:
    """A line of its record: values, no sentences."""
    return MassChange.objects.create(mass=mass, kind=kind.value, at=now, by_id=actor.staff_id, data=values)


def require_grouping(actor: Actor) -> None:
    """Raises Refused where this actor groups nothing."""
    decision = may(actor, Permission.GROUP)
    if not decision.allowed:
        raise Refused(decision)


def _checked(given: MassGiven) -> MassGiven:
    check = Checked()
    values = MassGiven(
        title=check.line("title", given.title, longest=200, needed=True),
        story=check.text("story", given.story),
        theme=check.line("theme", given.theme, longest=200),
        inquiry=check.text("inquiry", given.inquiry),
        found=check.text("found", given.found),
        tells_number=given.tells_number,
    )
    check.done()
    return values
