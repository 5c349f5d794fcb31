"""Begin, describe, close and take up again an incident of leaked data; both deadlines begun by one press."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.breach.doorway import Held, note, on_incident, require_keeping
from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.house import House
from kikitori.casework.officers import able_to_answer, first_at_work, officers_named
from kikitori.records.complaints.breach_terms import (
    UNTOLD,
    AffectedState,
    BreachAct,
    BreachState,
    BreachTrigger,
)
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.deadlines.breach_rows import BreachClock
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.report_forms import ReportKind
from kikitori.records.deadlines.rules import Rule
from kikitori.records.deadlines.why_kept import keep_why
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

PACK = "jp-privacy-breach"
#: The deadline towards those affected; those of reports are named by their ReportKind.
NOTIFY = "notify"
_MOST_PERSONS = 1_000_000_000
_LONGEST = 20_000


@dataclass(frozen=True, kw_only=True)
class BreachGiven:
    """A leak as somebody describes it. `title` and `known_at` are needed; `persons` None: not known yet."""

    title: str
    known_at: datetime
    story: str = ""
    leaked: str = ""
    triggers: Sequence[str] = ()
    persons: int | None = None


def begin_breach(actor: Actor, given: BreachGiven, *, now: datetime) -> BreachIncident:
    """An incident without complaints and without deadlines; in charge is the officer, or who stands in for them.

    Raises Refused, Invalid.
    """
    require_keeping(actor)
    house = House()
    values = _checked(given, now, house)
    with transaction.atomic():
        incident = BreachIncident.objects.create(
            **values, begun_at=now, begun_by_id=actor.own_staff_id, officer=_in_charge(house, now)
        )
        note(actor, incident, BreachAct.BEGUN, now)
    return incident


def change_breach(
    actor: Actor, incident: BreachIncident, given: BreachGiven, *, seen: int, now: datetime
) -> BreachIncident:
    """Describe it anew; what stood there is kept. Deadlines that run are counted anew where that moves them.

    `seen`: the version the editor had before them. Raises Unseen, Refused, Invalid, NotNow(SET_MEANWHILE).
    """
    require_keeping(actor)
    values = _checked(given, now, House())
    with on_incident(actor, incident, BreachAct.CHANGED, now=now) as held:
        own = held.breach_incident
        before = {name: getattr(own, name) for name in values}
        if before == values:
            held.let_be()
            return own
        if own.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        for name, value in values.items():
            setattr(own, name, value)
        own.version += 1
        own.save(update_fields=[*values, "version"])
        held.say(before={name: _plain(old) for name, old in before.items() if old != values[name]})
        _count_anew(held)
    return own


def begin_breach_clocks(actor: Actor, incident: BreachIncident, *, now: datetime) -> list[BreachClock]:
    """Both deadlines towards the authority, and ours towards those affected, from when it was known.

    Pressed twice, or by two at once, they are begun once. Raises Unseen, Refused, NotNow.
    """
    with on_incident(actor, incident, BreachAct.CLOCKS_BEGUN, now=now) as held:
        standing = list(held.breach_incident.clocks.all())
        if standing:
            held.let_be()
            return standing
        begun = [_counted(held, kind) for kind in _kinds()]
        BreachClock.objects.bulk_create(begun)
        held.say(due={clock.kind: clock.due_at.isoformat() for clock in begun})
    return begun


def close_breach(actor: Actor, incident: BreachIncident, *, now: datetime) -> None:
    """It is over: reported or not to be, and nobody affected is left without word or another measure.

    Raises Unseen, Refused, NotNow(BREACH_STANDS_ELSEWHERE, PERSONS_UNTOLD).
    """
    with on_incident(actor, incident, BreachAct.CLOSED, now=now) as held:
        own = held.breach_incident
        waiting = [state.value for state in (*UNTOLD, AffectedState.SENDING)]
        if own.affected.filter(state__in=waiting).exists():
            raise NotNow(Obstacle.PERSONS_UNTOLD)
        own.state, own.closed_at = BreachState.CLOSED.value, now
        own.save(update_fields=["state", "closed_at"])
        own.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True).update(cancelled_at=now)


def reopen_breach(actor: Actor, incident: BreachIncident, *, reason: str, now: datetime) -> None:
    """It is not over after all, or is to be reported after all: open again, with its deadlines as they were counted.

    Raises Unseen, Refused, Invalid, NotNow.
    """
    why = checked_text("reason", reason, longest=2000)
    with on_incident(actor, incident, BreachAct.REOPENED, now=now) as held:
        own = held.breach_incident
        sent = set(own.reports.values_list("kind", flat=True))
        if ReportKind.BREACH_FINAL.value in sent:
            own.state = BreachState.REPORTED.value
        else:
            own.state = (
                BreachState.REPORTED_FIRST
                if ReportKind.BREACH_PRELIMINARY.value in sent
                else BreachState.OPEN
            ).value
        own.closed_at = own.waiver_by = own.waiver_agreed_by = None
        own.waiver_reason = ""
        own.save(update_fields=["state", "closed_at", "waiver_by", "waiver_agreed_by", "waiver_reason"])
        own.clocks.filter(cancelled_at__isnull=False).update(cancelled_at=None)
        held.say(reason=why)


def rule_for(house: House, incident: BreachIncident, kind: str, now: datetime) -> tuple[str, Rule]:
    """Name and rule by which this deadline of the incident is counted, of the newest version of the pack."""
    wanted = {
        ReportKind.BREACH_PRELIMINARY.value: "preliminary-report",
        ReportKind.BREACH_FINAL.value: "final-report-malicious" if incident.is_malicious else "final-report",
        NOTIFY: "notify-persons",
    }[kind]
    found = next((pack for pack in house.packs.in_force(house.day_of(now)) if pack.id == PACK), None)
    pack = found or house.packs.version(PACK, 1)
    return f"{pack.id}/{pack.version}/{wanted}", pack.rule(wanted)


def _kinds() -> tuple[str, ...]:
    return (ReportKind.BREACH_PRELIMINARY.value, ReportKind.BREACH_FINAL.value, NOTIFY)


def _counted(held: Held, kind: str) -> BreachClock:
    clock = BreachClock(incident=held.breach_incident, kind=kind)
    _count(held, clock)
    return clock


def _count(held: Held, clock: BreachClock) -> None:
    name, rule = rule_for(held.house, held.breach_incident, clock.kind, held.now)
    counted = due(rule, held.breach_incident.known_at, held.house.calendar)
    clock.rule, clock.started_at, clock.due_at = name, held.breach_incident.known_at, counted.due_at
    clock.warn_from, clock.why = counted.warn_from, keep_why(counted.why)


def _count_anew(held: Held) -> None:
    """What runs counts from the moment and by the rule that hold now; what was met or stopped stays."""
    moved = {}
    for clock in held.breach_incident.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True):
        before = clock.due_at
        _count(held, clock)
        clock.save()
        if clock.due_at != before:
            moved[clock.kind] = [before.isoformat(), clock.due_at.isoformat()]
    if moved:
        held.say(moved=moved)


def _in_charge(house: House, now: datetime) -> Staff | None:
    row = officers_named().get(Duty.BREACH)
    able = {one.pk: one for one in able_to_answer()}
    named = [able[one] for one in ((row.officer_id, row.deputy_id) if row else ()) if one in able]
    return first_at_work(named, house.roster_at(now))


def _checked(given: BreachGiven, now: datetime, house: House) -> dict[str, object]:
    check = Checked()
    values: dict[str, object] = {
        "title": check.line("title", given.title, longest=200, needed=True),
        "story": check.text("story", given.story, longest=_LONGEST),
        "leaked": check.text("leaked", given.leaked, longest=_LONGEST),
        "triggers": [
            trigger.value
            for trigger in BreachTrigger
            if trigger in {check.word("triggers", each, BreachTrigger) for each in given.triggers}
        ],
        "persons": given.persons,
        "known_at": check.past("known_at", given.known_at, now, house.zone),
    }
    if given.persons is not None and not 0 <= given.persons <= _MOST_PERSONS:
        check.problems["persons"] = Problem.OUT_OF_RANGE
    check.done()
    return values


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
