"""Reports to authorities 官庁への報告: written from the complaint, and marked as sent or as not needed.

Nothing is sent by us: whoever is in charge sends it by the road the authority asks for, and writes down when, to whom
and under which number. That meets the clock of the rule (消費生活用製品安全法35条, 個人情報保護法26条).
"""

from collections.abc import Mapping
from datetime import datetime

from kikitori.casework import clocks
from kikitori.casework.duties import finish_duties
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_forms import ReportKind, ReportState, report_forms
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.people.actor import Actor

_LONGEST_ITEM = 10_000
_AGREEING = [role.value for role, granted in OF_ROLE.items() if Permission.WAIVE_REPORT in granted]


def write_report(
    actor: Actor, complaint: Complaint, *, kind: str, items: Mapping[str, str], seen: int, now: datetime
) -> LegalReportVersion | None:
    """Write a new version of a report; None where it says what the last one says.

    `seen`: number of the version it was built on, 0 for the first. Raises Unseen, Refused, Invalid (kind, items,
    `items` MISSING where nothing was written), NotNow: SET_MEANWHILE (a newer version), REPORT_OVER.
    """
    check = Checked()
    what = check.word("kind", kind, ReportKind)
    known = [item.id for item in report_forms()[what].items]
    said = {each: check.text(each, items.get(each, ""), longest=_LONGEST_ITEM) for each in known}
    if not any(said.values()):
        check.problems["items"] = Problem.MISSING
    check.done()
    with taking(actor, complaint, Step.WRITE_REPORT, now=now) as step:
        report, _ = LegalReport.objects.get_or_create(complaint=step.complaint, kind=what.value)
        _require_open(report)
        newest = report.versions.order_by("number").last()
        if (newest.number if newest else 0) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if newest is not None and newest.items == said:
            step.let_be()
            return None
        version = LegalReportVersion.objects.create(
            report=report, number=seen + 1, items=said, written_by_id=actor.own_staff_id, written_at=now
        )
        step.say(about=what.value, version=version.number)
    return version


def record_report(
    actor: Actor,
    complaint: Complaint,
    *,
    kind: str,
    authority: str,
    number: str,
    at: datetime,
    now: datetime,
) -> None:
    """It was reported at `at`, to whom, under which number of theirs: the clocks of its rules are met by that.

    Raises Unseen, Refused, Invalid, NotNow: REPORT_NOT_WRITTEN (no version says what was reported), REPORT_OVER.
    """
    check = Checked()
    what = check.word("kind", kind, ReportKind)
    to = check.line("authority", authority, longest=200, needed=True)
    their = check.line("number", number, longest=100)
    with taking(actor, complaint, Step.RECORD_REPORT, now=now) as step:
        check.past("at", at, now, step.house.zone)
        check.done()
        legal_report = _report(step, what)
        if legal_report is None or not legal_report.versions.exists():
            raise NotNow(Obstacle.REPORT_NOT_WRITTEN)
        _require_open(legal_report)
        met = _running(step, what)
        if any(at < clock.started_at for clock in met):
            raise Invalid({"at": Problem.OUT_OF_RANGE})
        legal_report.state, legal_report.authority, legal_report.number = (
            ReportState.REPORTED.value,
            to,
            their,
        )
        legal_report.reported_at, legal_report.decided_by_id, legal_report.decided_at = (
            at,
            actor.staff_id,
            now,
        )
        legal_report.save()
        step.say(about=what.value, authority=to, number=their, at=at.isoformat())
        _end(met, {"met_at": at, "reason": to})
        finish_duties(step, met)
        if met:
            step.say(clocks={"met_at": [{"clock": clock.pk, "at": at.isoformat()} for clock in met]})


def ask_no_report(actor: Actor, complaint: Complaint, *, kind: str, reason: str, now: datetime) -> None:
    """Say why it need not be reported. Leads are told; the clock runs on until another person agrees.

    Raises Unseen, Refused, Invalid, NotNow: REPORT_OVER, WAIVER_ASKED.
    """
    check = Checked()
    what = check.word("kind", kind, ReportKind)
    why = check.text("reason", reason, longest=5000, needed=True)
    check.done()
    with taking(actor, complaint, Step.ASK_NO_REPORT, now=now) as step:
        legal_report, _ = LegalReport.objects.get_or_create(complaint=step.complaint, kind=what.value)
        _require_open(legal_report)
        if legal_report.state == ReportState.WAIVER_ASKED.value:
            raise NotNow(Obstacle.WAIVER_ASKED)
        legal_report.state, legal_report.reason, legal_report.asked_by_id = (
            ReportState.WAIVER_ASKED.value,
            why,
            actor.own_staff_id,
        )
        legal_report.save(update_fields=["state", "reason", "asked_by"])
        agreeing = seen_by(step.complaint).filter(role__in=_AGREEING).exclude(pk=actor.own_staff_id)
        step.say(about=what.value, reason=why)
        step.say(mentioned=list(agreeing.order_by("pk").values_list("pk", flat=True)))


def decide_no_report(
    actor: Actor, complaint: Complaint, *, report: LegalReport, granted: bool, now: datetime, words: str = ""
) -> None:
    """Agree that it need not be reported, which stops the clock; or say that it is reported after all.

    By a lead who has not asked for it; whoever asked may take it back. Of two at once, the second raises. Raises
    Unseen, Refused, Invalid, NotNow: WAIVER_NOT_ASKED, WAIVED_BY_ANOTHER.
    """
    check = Checked()
    said = check.text("words", words, longest=5000)
    check.done()
    with taking(actor, complaint, Step.DECIDE_NO_REPORT, now=now) as step:
        waiting = step.complaint.legal_reports.filter(state=ReportState.WAIVER_ASKED.value)
        legal_report = waiting.filter(pk=report.pk).first()
        if legal_report is None:
            raise NotNow(Obstacle.WAIVER_NOT_ASKED)
        if granted and legal_report.asked_by_id == actor.staff_id:
            raise NotNow(Obstacle.WAIVED_BY_ANOTHER)
        legal_report.state = (ReportState.WAIVED if granted else ReportState.DRAFT).value
        legal_report.decided_by_id, legal_report.decided_at = actor.staff_id, now
        legal_report.save(update_fields=["state", "decided_by", "decided_at"])
        step.say(about=legal_report.kind, granted=granted, **({"words": said} if said else {}))
        stopped = _running(step, legal_report.what) if granted else []
        _end(stopped, {"cancelled_at": now, "reason": legal_report.reason})
        finish_duties(step, stopped)
        if stopped:
            step.say(clocks={"stopped": [clock.pk for clock in stopped]})


def _report(step: Taken, kind: ReportKind) -> LegalReport | None:
    return step.complaint.legal_reports.filter(kind=kind.value).first()


def _require_open(report: LegalReport) -> None:
    if not report.is_open:
        raise NotNow(Obstacle.REPORT_OVER)


def _running(step: Taken, kind: ReportKind) -> list[Clock]:
    """The clocks that this report meets."""
    running = step.complaint.clocks.filter(clocks.RUNNING).order_by("id")
    return [clock for clock in running if report_forms()[kind].answers(clock.rule)]


def _end(ended: list[Clock], values: Mapping[str, object]) -> None:
    for clock in ended:
        for name, value in values.items():
            setattr(clock, name, value)
        clock.set_turn()
        clock.save(update_fields=[*values, "turns_at"])
