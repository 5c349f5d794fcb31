"""Reports on an incident of leaked data 漏えい事案の報告: written in versions, marked as sent, or not needed, by two.

Nothing is sent by us (casework/legal_report.py has the same of one complaint). What meets the deadline of the incident
meets those that were begun by hand on its complaints as well.
"""

from collections.abc import Mapping
from datetime import datetime

from kikitori.casework import clocks
from kikitori.casework.breach.doorway import Held, on_incident
from kikitori.casework.clock import meet_clock
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.breach_terms import BreachAct, BreachState
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.deadlines.breach_rows import BreachReport, BreachReportVersion
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_forms import ReportKind, report_forms
from kikitori.records.people.actor import Actor

_LONGEST_ITEM = 10_000
KINDS = (ReportKind.BREACH_PRELIMINARY, ReportKind.BREACH_FINAL)
_ACT = {
    ReportKind.BREACH_PRELIMINARY: (BreachAct.REPORTED_FIRST, BreachState.REPORTED_FIRST),
    ReportKind.BREACH_FINAL: (BreachAct.REPORTED, BreachState.REPORTED),
}


def write_breach_report(
    actor: Actor, incident: BreachIncident, *, kind: str, items: Mapping[str, str], seen: int, now: datetime
) -> BreachReportVersion | None:
    """A new version of one of its two reports; None where it says what the last one says.

    `seen`: number of the version it was built on, 0 for the first. Raises Unseen, Refused, Invalid (kind, items,
    `items` MISSING where nothing was written), NotNow (SET_MEANWHILE, BREACH_STANDS_ELSEWHERE, REPORT_OVER).
    """
    check = Checked()
    what = _kind(check, kind)
    known = [item.id for item in report_forms()[what].items]
    said = {each: check.text(each, items.get(each, ""), longest=_LONGEST_ITEM) for each in known}
    if not any(said.values()):
        check.problems["items"] = Problem.MISSING
    check.done()
    with on_incident(actor, incident, BreachAct.REPORT_WRITTEN, now=now) as held:
        if held.breach_incident.reports.filter(kind=what.value).exists():
            raise NotNow(Obstacle.REPORT_OVER)
        newest = held.breach_incident.report_versions.filter(kind=what.value).last()
        if (newest.number if newest else 0) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if newest is not None and newest.items == said:
            held.let_be()
            return None
        version = BreachReportVersion.objects.create(
            incident=held.breach_incident,
            kind=what.value,
            number=seen + 1,
            items=said,
            written_by_id=actor.own_staff_id,
            written_at=now,
        )
        held.say(report=what.value, version=version.number)
    return version


def record_breach_report(
    actor: Actor,
    incident: BreachIncident,
    *,
    kind: str,
    authority: str,
    number: str,
    at: datetime,
    now: datetime,
) -> BreachReport:
    """It was reported at `at`, to whom, under which number of theirs. The final report is the first one as well.

    Raises Unseen, Refused, Invalid, NotNow (REPORT_NOT_WRITTEN, BREACH_STANDS_ELSEWHERE).
    """
    check = Checked()
    what = _kind(check, kind)
    to = check.line("authority", authority, longest=200, needed=True)
    their = check.line("number", number, longest=100)
    act, state = _ACT[what]
    with on_incident(actor, incident, act, now=now) as held:
        own = held.breach_incident
        check.past("at", at, now, held.house.zone)
        if at < own.known_at:
            check.problems.setdefault("at", Problem.OUT_OF_RANGE)
        check.done()
        if not own.report_versions.filter(kind=what.value).exists():
            raise NotNow(Obstacle.REPORT_NOT_WRITTEN)
        report = BreachReport.objects.create(
            incident=own,
            kind=what.value,
            authority=to,
            number=their,
            reported_at=at,
            by_id=actor.own_staff_id,
        )
        own.state = state.value
        own.waiver_by, own.waiver_reason = None, ""
        own.save(update_fields=["state", "waiver_by", "waiver_reason"])
        met = [each.value for each in KINDS[: KINDS.index(what) + 1]]
        own.clocks.filter(kind__in=met, met_at__isnull=True, cancelled_at__isnull=True).update(met_at=at)
        held.say(report=what.value, authority=to, number=their, at=at.isoformat())
        _meet_in_complaints(held, what, at, to)
    return report


def ask_not_reportable(actor: Actor, incident: BreachIncident, *, reason: str, now: datetime) -> None:
    """Say why the law asks for no report. Its deadlines run on until another person agrees.

    Raises Unseen, Refused, Invalid, NotNow (WAIVER_ASKED, BREACH_STANDS_ELSEWHERE).
    """
    why = checked_text("reason", reason, longest=5000)
    with on_incident(actor, incident, BreachAct.WAIVER_ASKED, now=now) as held:
        own = held.breach_incident
        if own.is_waiver_asked:
            raise NotNow(Obstacle.WAIVER_ASKED)
        own.waiver_reason, own.waiver_by_id = why, actor.own_staff_id
        own.save(update_fields=["waiver_reason", "waiver_by"])
        held.say(reason=why)


def decide_not_reportable(
    actor: Actor, incident: BreachIncident, *, granted: bool, now: datetime, words: str = ""
) -> None:
    """Agree, which stops the deadlines towards the authority; or say that it is reported after all.

    By somebody who has not asked for it; whoever asked may take it back. Raises Unseen, Refused, Invalid,
    NotNow (WAIVER_NOT_ASKED, WAIVED_BY_ANOTHER).
    """
    said = checked_text("words", words, longest=5000, needed=False)
    act = BreachAct.WAIVED if granted else BreachAct.WAIVER_REFUSED
    with on_incident(actor, incident, act, now=now) as held:
        own = held.breach_incident
        if not own.is_waiver_asked:
            raise NotNow(Obstacle.WAIVER_NOT_ASKED)
        if granted and own.waiver_by_id == actor.staff_id:
            raise NotNow(Obstacle.WAIVED_BY_ANOTHER)
        held.say(asked_by=own.waiver_by_id, reason=own.waiver_reason, **({"words": said} if said else {}))
        if granted:
            own.state, own.waiver_agreed_by_id = BreachState.NOT_REPORTABLE.value, actor.own_staff_id
            running = own.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True)
            running.filter(kind__in=[kind.value for kind in KINDS]).update(cancelled_at=now)
        else:
            own.waiver_by, own.waiver_reason = None, ""
        own.save(update_fields=["state", "waiver_by", "waiver_agreed_by", "waiver_reason"])


def _kind(check: Checked, kind: str) -> ReportKind:
    what = check.word("kind", kind, ReportKind)
    if what not in KINDS:
        raise Invalid({"kind": Problem.UNKNOWN_WORD})
    return what


def _meet_in_complaints(held: Held, what: ReportKind, at: datetime, to: str) -> None:
    """Deadlines of the same report that were begun by hand on its complaints, each by its own verb."""
    seen = visible_to(held.actor).filter(
        breaches__incident=held.breach_incident, breaches__left_at__isnull=True
    )
    running = Clock.objects.filter(clocks.RUNNING, complaint__in=seen, started_at__lte=at)
    kinds = KINDS[: KINDS.index(what) + 1]
    for clock in running.select_related("complaint").order_by("complaint", "pk"):
        if any(report_forms()[kind].answers(clock.rule) for kind in kinds):
            meet_clock(held.actor, clock.complaint, clock=clock, how=to, at=at, now=held.now)
