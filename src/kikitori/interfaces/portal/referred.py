"""To whom a complaint was passed on, as its complainant reads it: who, since when, until when, and all that they got.

Nothing of what was said to us for ourselves: neither the ground it was passed on by nor their whole answer.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise as Text

from kikitori.casework.leaflets import leaflet_handed_out
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.referral.leaflets import Leaflet
from kikitori.records.referral.models import Referral
from kikitori.records.referral.terms import ReferralOutcome
from kikitori.records.referral.told import CAME_OF_IT, item_name, turn_by


@dataclass(frozen=True)
class Thing:
    """One thing that was passed on, with its text where it has one."""

    name: str
    text: str


@dataclass(frozen=True)
class Referred:
    """One time it went to somebody. `by`: the day on which they hear of it; empty once they have."""

    row: Referral
    name: str
    scope: str
    limits: str
    #: Within how many days they have to turn there themselves; empty where nothing is said of that.
    turn_by: str
    leaflet: str
    #: The same as a file, where they got one that may be handed out.
    file: Leaflet | None
    since: str
    by: str
    late: bool
    came_of_it: Text | str
    things: list[Thing]


def referred(file: File, teller: Teller) -> list[Referred]:
    """All of them, the newest first."""
    return [_shown(file, row, teller) for row in reversed(file.referrals)]


def expected_by(file: File, row: Referral) -> date | datetime:
    """The day that was told last."""
    promise = next((each for each in file.promises if each.pk == row.promise_id), None)
    return promise.due_at if promise else row.expected_on


def _shown(file: File, row: Referral, teller: Teller) -> Referred:
    body, by = row.body, expected_by(file, row)
    outside = not body.is_inside
    return Referred(
        row=row,
        name=body.name_in(teller.language),
        scope=body.scope_in(teller.language),
        limits=body.limits_in(teller.language),
        turn_by=turn_by(body.turn_days) if body.turn_days and outside and row.is_open else "",
        leaflet=body.leaflet_in(teller.language),
        file=leaflet_handed_out(row.leaflet),
        since=teller.day(row.referred_at),
        by=teller.day(by) if row.is_open else "",
        late=row.is_open and teller.day_of(by) < teller.today,
        came_of_it=CAME_OF_IT[ReferralOutcome(row.outcome)] if row.outcome else "",
        things=[_thing(item, teller) for item in row.shared],
    )


def _thing(item: dict[str, str], teller: Teller) -> Thing:
    return Thing(item_name(item, teller.from_iso), str(item.get("text", "")))
