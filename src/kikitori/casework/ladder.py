"""Ladder 上申の段階: who stands at which level. Each change is kept with who made it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.models import Level
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Setting

#: More levels than any house has; a level more is a slip of the finger.
MOST_LEVELS = 9
#: Working minutes: a quarter of a year.
_LONGEST_WAIT = 60 * 8 * 60
#: Who can stand on a level.
ROLES = tuple(role for role, granted in OF_ROLE.items() if Permission.ACKNOWLEDGE_ESCALATION in granted)


@dataclass(frozen=True, kw_only=True)
class LevelGiven:
    """One level as somebody wants it. Its number is its place from below. `from_severity`: a code, or empty."""

    name_ja: str = ""
    name_en: str = ""
    holder: int | None = None
    deputy: int | None = None
    answer_within_minutes: int = 0
    from_severity: str = ""


def able_to_hold() -> list[Staff]:
    """Everybody at work who may answer escalations, by name. One query."""
    people = Staff.objects.filter(is_active=True, role__in=[role.value for role in ROLES])
    return list(people.order_by("name", "pk"))


def set_ladder(actor: Actor, levels: Sequence[LevelGiven], *, seen: int, now: datetime) -> None:
    """Put this ladder, from the lowest level up, in the place of the one before; none: leads are asked again.

    What waits already stays before whom it stands. `seen`: the number of the change the editor had before them
    (settings_kept.newest_change). Raises Refused, Invalid (`levels.<n>.<field>`), NotNow(SET_MEANWHILE).
    """
    _require(actor)
    rows = _checked(levels)
    with transaction.atomic():
        wait_for_turn(Setting.LADDER.value)
        if newest_change(Setting.LADDER) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = the_levels()
        Level.objects.exclude(number__lte=len(rows)).delete()
        for number, row in enumerate(rows, start=1):
            Level.objects.update_or_create(
                number=number,
                defaults={
                    "name_ja": row.name_ja,
                    "name_en": row.name_en,
                    "holder_id": row.holder,
                    "deputy_id": row.deputy,
                    "answer_within_minutes": row.answer_within_minutes,
                    "from_severity": row.from_severity,
                },
            )
        note_change(actor, Setting.LADDER, as_kept(before), as_kept(rows), now)


def the_levels() -> list[LevelGiven]:
    """The ladder as it is set, lowest first. One query."""
    return [
        LevelGiven(
            name_ja=level.name_ja,
            name_en=level.name_en,
            holder=level.holder_id,
            deputy=level.deputy_id,
            answer_within_minutes=level.answer_within_minutes,
            from_severity=level.from_severity,
        )
        for level in Level.objects.order_by("number")
    ]


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_LADDER)
    if not decision.allowed:
        raise Refused(decision)


def _checked(levels: Sequence[LevelGiven]) -> list[LevelGiven]:
    check = Checked()
    able = {person.pk for person in able_to_hold()} if levels else set()
    if len(levels) > MOST_LEVELS:
        check.problems["levels"] = Problem.OUT_OF_RANGE
    rows = [_level(check, f"levels.{number}", level, able) for number, level in enumerate(levels)]
    check.done()
    return rows


def _level(check: Checked, place: str, given: LevelGiven, able: set[int]) -> LevelGiven:
    """One level, with every problem of it noted under its place."""
    ja = check.line(f"{place}.name_ja", given.name_ja, longest=60)
    en = check.line(f"{place}.name_en", given.name_en, longest=60)
    if not (ja or en):
        check.problems.setdefault(f"{place}.name_ja", Problem.MISSING)
    if given.holder is None:
        check.problems[f"{place}.holder"] = Problem.MISSING
    elif given.holder not in able:
        check.problems[f"{place}.holder"] = Problem.OUT_OF_RANGE
    if given.deputy is not None and (given.deputy not in able or given.deputy == given.holder):
        check.problems[f"{place}.deputy"] = Problem.OUT_OF_RANGE
    if not 1 <= given.answer_within_minutes <= _LONGEST_WAIT:
        check.problems[f"{place}.answer_within_minutes"] = Problem.OUT_OF_RANGE
    if given.from_severity:
        check.word(f"{place}.from_severity", given.from_severity, Severity)
    return LevelGiven(**{**asdict(given), "name_ja": ja, "name_en": en})


def as_kept(rows: Sequence[LevelGiven]) -> list[dict[str, object]]:
    """A ladder as the record of changes holds it, lowest level first."""
    return [{"number": number, **asdict(row)} for number, row in enumerate(rows, start=1)]
