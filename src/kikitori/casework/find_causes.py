"""Find causes 根本原因: why each point came about, on evidence (ISO 10002:2018, 7.6, 8.2; the founding articles).

The complainant's own mistake is refused where it stands alone: something allowed it. What is not known yet is written
down with a day, and somebody is to look again on it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.casework.tasks import able_to_take, add_task
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.inquiry.causes import Cause, CauseNeeds, causes_with, lacks_another
from kikitori.records.inquiry.models import CauseTerm, FoundCause
from kikitori.records.people.actor import Actor

LONGEST = 5000
#: More of one point are a list, not a finding.
MOST = 8


@dataclass(frozen=True, kw_only=True)
class CauseGiven:
    """One cause as somebody names it: its code, what shows it, and for an unknown one until when."""

    code: str
    evidence: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CauseRead:
    """The same, checked."""

    cause: Cause
    evidence: str
    until: date | None


def find_causes(
    actor: Actor,
    complaint: Complaint,
    *,
    causes: Mapping[int, Sequence[CauseGiven]],
    now: datetime,
    seen_version: int | None = None,
) -> None:
    """Name the causes of points, by number; of each point given, they take the place of those named before.

    Points not given keep theirs; an empty list says that what was named does not hold. Each `until` leaves a task
    for that day. Raises Invalid (`causes.2.0.evidence`; `causes` without any point), NotNow(NO_SUCH_POINT |
    WHAT_ALLOWED_IT with the number), Changed.
    """
    house = House()
    check = Checked()
    read = read_causes(check, causes, house.day_of(now))
    if not causes:
        check.problems["causes"] = Problem.MISSING
    check.done()
    require_what_allowed_it(read)
    with transaction.atomic():
        with taking(
            actor, complaint, Step.FIND_CAUSES, now=now, seen_version=seen_version, house=house
        ) as step:
            fresh = _write(step, read)
        look_again(step, fresh)


def name_causes(within: Taken, read: Mapping[int, Sequence[CauseRead]]) -> list[tuple[int, date]]:
    """The same as part of another step, whose entry on the timeline follows. For `look_again`, once that is taken."""
    if not read:
        return []
    with taking(within.actor, within.complaint, Step.FIND_CAUSES, now=within.now, within=within) as step:
        return _write(step, read)


def read_causes(
    check: Checked, given: Mapping[int, Sequence[CauseGiven]], today: date
) -> dict[int, list[CauseRead]]:
    """What was typed, by point. Problems stand under `causes.POINT.PLACE.…`. One query."""
    known = causes_with(CauseTerm.objects.all()) if given else {}
    return {point: _of_a_point(check, point, list(rows), known, today) for point, rows in given.items()}


def _of_a_point(
    check: Checked, point: int, rows: Sequence[CauseGiven], known: Mapping[str, Cause], today: date
) -> list[CauseRead]:
    read: dict[str, CauseRead] = {}
    for place, row in enumerate(rows):
        field = f"causes.{point}.{place}"
        cause = known.get(row.code)
        if cause is None or row.code in read or place >= MOST:
            check.problems[f"{field}.code"] = Problem.MISSING if not row.code else Problem.UNKNOWN_WORD
            continue
        evidence = check.text(f"{field}.evidence", row.evidence, longest=LONGEST, needed=True)
        until = None
        if cause.needs is CauseNeeds.UNTIL:
            until = check.coming_day(f"{field}.until", row.until, today)
        read[row.code] = CauseRead(cause, evidence, until)
    return list(read.values())


def require_what_allowed_it(read: Mapping[int, Sequence[CauseRead]]) -> None:
    """Of no point the complainant's own mistake alone. Raises NotNow(WHAT_ALLOWED_IT with the number)."""
    for number, several in read.items():
        if lacks_another(each.cause for each in several):
            raise NotNow(Obstacle.WHAT_ALLOWED_IT, str(number))


def _write(step: Taken, read: Mapping[int, Sequence[CauseRead]]) -> list[tuple[int, date]]:
    """Put them in the place of those named before. Which points have a day now that was not set before."""
    points = {row.number: row for row in step.complaint.allegations.all()}
    for number in read:
        if number not in points:
            raise NotNow(Obstacle.NO_SUCH_POINT, str(number))
    before = FoundCause.objects.filter(allegation__in=[points[number] for number in read])
    stood = list(before.values_list("allegation__number", "code", "until"))
    _require_offered(read, {(number, code) for number, code, _day in stood})
    days = {(number, day) for number, _code, day in stood}
    before.delete()
    rows = [_row(step, points[number], each) for number, several in read.items() for each in several]
    FoundCause.objects.bulk_create(rows)
    fresh = {(row.allegation.number, row.until) for row in rows if row.until is not None}
    step.say(causes={str(number): [each.cause.code for each in several] for number, several in read.items()})
    return sorted(fresh - days)


def _require_offered(read: Mapping[int, Sequence[CauseRead]], stood: Collection[tuple[int, str]]) -> None:
    """What was taken out of use stays where it was named, and is named nowhere anew. Raises Invalid."""
    gone = [
        f"causes.{number}.{place}.code"
        for number, several in read.items()
        for place, each in enumerate(several)
        if not each.cause.offered and (number, each.cause.code) not in stood
    ]
    if gone:
        raise Invalid(dict.fromkeys(gone, Problem.UNKNOWN_WORD))


def _row(step: Taken, point: Allegation, read: CauseRead) -> FoundCause:
    return FoundCause(
        allegation=point,
        code=read.cause.code,
        evidence=read.evidence,
        until=read.until,
        found_at=step.now,
        found_by_id=step.actor.own_staff_id,
    )


def look_again(step: Taken, days: Sequence[tuple[int, date]]) -> None:
    """Somebody is to look for a cause that is not known once more: whoever has the complaint, else who says so."""
    if not days:
        return
    complaint, language = step.complaint, step.house.organisation.default_language
    hands = {person.pk: person for person in able_to_take(complaint)}
    to = hands.get(complaint.assignee_id or 0) or hands[step.actor.own_staff_id]
    for number, day in days:
        with override(language):
            title = _("Look for the cause once more (point %(number)s)") % {"number": number}
        add_task(step.actor, complaint, title=title, to=to, by=day, now=step.now)
