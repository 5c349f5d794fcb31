"""Officers for legal duties: who is named, who gets the task of a deadline, and when it is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.absences import note_absence
from kikitori.casework.bar import decide_bar, name_unwanted
from kikitori.casework.clock import start_clock, stop_clock
from kikitori.casework.duties import FOR_DUTY, watch_duties
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.legal_report import ask_no_report, decide_no_report, record_report, write_report
from kikitori.casework.officers import OfficersGiven, able_to_answer, officers_named, set_officers
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.tasks import add_task, drop_task
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.duties import REPORTS, Duty, duty_of, duty_of_rule
from kikitori.records.deadlines.officers import LegalOfficer
from kikitori.records.deadlines.report_forms import ReportKind, report_forms
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting
from kikitori.records.together.models import Notice, Task
from tests import makers
from tests.casework.verbs import LATER
from tests.casework.verbs_of_reports import ITEMS, KIND, accident
from tests.cast import Cast, summon
from tests.makers import FRIDAY

NOW = FRIDAY + timedelta(hours=3)
SWEEP = Actor.system("legal_duty")


def another_lead(name: str = "次長 さき") -> Staff:
    return Staff.objects.create(login=f"lead-{name}", name=name, role=Role.LEAD.value)


def named(cast: Cast, deputy: Staff | None = None, *, officer: Staff | None = None) -> None:
    both = OfficersGiven(officer=(officer or cast.lead).pk, deputy=deputy.pk if deputy else None)
    set_officers(
        cast.actor("administrator"),
        dict.fromkeys(Duty, both),
        seen=newest_change(Setting.OFFICERS),
        now=FRIDAY,
    )


def task_of(complaint: Complaint) -> Task:
    return Task.objects.get(complaint=complaint, duty_of__isnull=False)


def test_every_report_has_one_duty_and_rules_of_no_report_have_none() -> None:
    assert {duty_of(kind) for kind in ReportKind} == set(Duty)
    assert sorted(kind for kinds in REPORTS.values() for kind in kinds) == sorted(ReportKind)
    for form in report_forms().values():
        for rule in form.rules:
            pack, _slash, name = rule.partition("/")
            assert duty_of_rule(f"{pack}/7/{name}") == (duty_of(form.kind), form.kind)
    assert duty_of_rule("service/1/acknowledge") is None


def test_naming_is_a_setting_of_which_each_change_is_kept(cast: Cast) -> None:
    deputy = another_lead()
    assert able_to_answer() == sorted([cast.lead, deputy], key=lambda one: (one.name, one.pk))
    named(cast, deputy)
    assert {duty: (row.officer, row.deputy) for duty, row in officers_named().items()} == dict.fromkeys(
        Duty, (cast.lead, deputy)
    )
    lead, admin = cast.actor("lead"), cast.actor("administrator")
    one = {Duty.BREACH: OfficersGiven(officer=deputy.pk), Duty.PRODUCT_ACCIDENT: OfficersGiven()}
    with pytest.raises(NotNow) as late:
        set_officers(lead, one, seen=0, now=NOW)
    assert late.value.obstacle is Obstacle.SET_MEANWHILE
    set_officers(lead, one, seen=newest_change(Setting.OFFICERS), now=NOW)
    assert [(row.duty, row.officer, row.deputy) for row in LegalOfficer.objects.all()] == [
        ("breach", deputy, None)
    ]
    newest = SettingChange.objects.filter(kind="officers").latest("pk")
    both = {"officer": cast.lead.pk, "deputy": deputy.pk}
    assert newest.before == {"breach": both, "product_accident": both}
    assert (newest.after, newest.by) == ({"breach": {"officer": deputy.pk, "deputy": None}}, cast.lead)
    for role in ("handler", "auditor"):
        with pytest.raises(Refused):
            set_officers(cast.actor(role), {}, seen=newest.pk, now=NOW)
    gone = another_lead("去った人")
    Staff.objects.filter(pk=gone.pk).update(is_active=False)
    wrong: list[tuple[OfficersGiven, dict[str, Problem]]] = [
        (OfficersGiven(officer=cast.lead.pk, deputy=cast.lead.pk), {"breach_deputy": Problem.OUT_OF_RANGE}),
        (OfficersGiven(deputy=cast.lead.pk), {"breach_officer": Problem.MISSING}),
        # Handlers do not see every restricted complaint; auditors report nothing; who has gone is not at work.
        (OfficersGiven(officer=cast.handler.pk), {"breach_officer": Problem.UNKNOWN_WORD}),
        (OfficersGiven(officer=cast.auditor.pk), {"breach_officer": Problem.UNKNOWN_WORD}),
        (OfficersGiven(officer=cast.lead.pk, deputy=gone.pk), {"breach_deputy": Problem.UNKNOWN_WORD}),
    ]
    for given, problems in wrong:
        with pytest.raises(Invalid) as refusal:
            set_officers(admin, {Duty.BREACH: given}, seen=newest.pk, now=NOW)
        assert refusal.value.problems == problems
    assert LegalOfficer.objects.get().officer == deputy


def test_officer_has_a_task_by_itself_with_the_day_of_the_deadline_and_a_notice(cast: Cast) -> None:
    officer = another_lead("安全 まもる")
    named(cast, cast.lead, officer=officer)
    complaint = accident(cast)
    assert watch_duties(SWEEP, now=NOW) == 1
    task, clock = task_of(complaint), complaint.clocks.get(rule__startswith="jp-product-accident/")
    assert (task.assignee, task.due_at, task.made_by) == (officer, clock.due_at, None)
    assert task.title == "官庁への報告: 重大製品事故の報告"
    event = complaint.events.filter(kind="task_added").latest("pk")
    assert (event.data["for"], event.visibility, event.actor_reason) == (FOR_DUTY, "internal", "legal_duty")
    assert Notice.objects.filter(recipient=officer, kind="task", complaint=complaint).count() == 1
    assert watch_duties(SWEEP, now=NOW) == 0, "a deadline has one task"
    write_report(cast.actor("handler"), complaint, kind=KIND, items=ITEMS, seen=0, now=NOW)
    record_report(
        cast.actor("handler"), complaint, kind=KIND, authority="消費者庁", number="", at=LATER, now=LATER
    )
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("done", cast.handler), "at once, with the report"
    assert watch_duties(SWEEP, now=LATER) == 0


def test_without_anybody_named_a_lead_has_it_and_two_who_agree_that_nothing_is_reported_end_it(
    cast: Cast,
) -> None:
    complaint = accident(cast)
    watch_duties(SWEEP, now=NOW)
    assert task_of(complaint).assignee == cast.lead
    ask_no_report(cast.actor("handler"), complaint, kind=KIND, reason="当社の製品ではない", now=NOW)
    assert task_of(complaint).is_open, "the deadline runs until another person agrees"
    report = complaint.legal_reports.get()
    decide_no_report(cast.actor("lead"), complaint, report=report, granted=True, now=NOW)
    assert task_of(complaint).state == "done"


def test_whoever_is_away_or_barred_is_passed_over_and_a_bar_beats_every_office(cast: Cast) -> None:
    officer, deputy = another_lead("安全 まもる"), another_lead("代理 つとむ")
    named(cast, deputy, officer=officer)
    today = date(2026, 11, 20)

    def given(barred: tuple[Staff, ...] = (), absent: tuple[Staff, ...] = ()) -> Staff:
        complaint = accident(cast)
        Complaint.objects.filter(pk=complaint.pk).update(barred=[one.pk for one in barred])
        noted = [
            note_absence(actor_for(one), one, first=today, last=today, deputy=None, now=FRIDAY)
            for one in absent
        ]
        watch_duties(SWEEP, now=NOW)
        for row in noted:
            row.delete()
        return task_of(complaint).assignee

    assert given() == officer
    assert given(absent=(officer,)) == deputy
    assert given(barred=(officer,)) == deputy
    assert given(barred=(officer, deputy)) == cast.lead
    assert given(barred=(officer,), absent=(deputy,)) == cast.lead
    assert given(absent=(officer, deputy, cast.lead)) == officer, "it lies with nobody never"
    # Barred later, or no officer's role any more: it goes on to who sees it, and their number is not told.
    complaint = accident(cast)
    watch_duties(SWEEP, now=NOW)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[officer.pk])
    assert watch_duties(SWEEP, now=NOW) == 1
    assert task_of(complaint).assignee == deputy
    assert "before" not in complaint.events.filter(kind="task_reassigned").latest("pk").data
    Complaint.objects.filter(pk=complaint.pk).update(barred=[officer.pk, deputy.pk, cast.lead.pk])
    watch_duties(SWEEP, now=NOW)
    assert task_of(complaint).assignee == deputy, "where no lead sees it, nobody is told of it"
    hidden = accident(cast)
    Complaint.objects.filter(pk=hidden.pk).update(confidentiality="restricted")
    watch_duties(SWEEP, now=NOW)
    assert task_of(hidden).assignee == officer, "an office is of those who see what is restricted"


def test_deadlines_begun_by_hand_give_tasks_each_and_stopping_one_ends_its_own(cast: Cast) -> None:
    deputy = another_lead()
    named(cast, deputy)
    complaint = makers.acknowledged(cast)
    started = [
        start_clock(cast.actor("handler"), complaint, rule=f"jp-privacy-breach/1/{rule}", at=FRIDAY, now=NOW)
        for rule in ("preliminary-report", "final-report", "notify-persons")
    ]
    assert watch_duties(SWEEP, now=NOW) == 2, "telling the persons is no report to an authority"
    tasks = list(Task.objects.filter(complaint=complaint).order_by("due_at"))
    assert [(task.duty_of, task.assignee) for task in tasks] == [(clock, cast.lead) for clock in started[:2]]
    # What was dropped by a person does not come up again.
    drop_task(cast.actor("lead"), complaint, task=tasks[1], reason="委託先が報告", now=NOW)
    stop_clock(cast.actor("lead"), complaint, clock=started[0], reason="対象外", now=NOW)
    assert watch_duties(SWEEP, now=LATER) == 1
    tasks[0].refresh_from_db()
    assert (tasks[0].state, tasks[0].ended_by) == ("done", None)
    assert watch_duties(SWEEP, now=LATER) == 0


def test_deadline_that_lies_behind_us_already_still_gives_a_task(cast: Cast) -> None:
    long_ago = FRIDAY - timedelta(days=20)
    received = makers.received(cast, now=FRIDAY, received_at=long_ago, safety={"fire": "yes"})
    watch_duties(SWEEP, now=NOW)
    assert task_of(received.complaint).due_at < NOW


def test_kept_out_by_a_lead_the_duty_goes_to_the_deputy_and_not_to_whoever_decided(cast: Cast) -> None:
    officer, deputy = another_lead("安全 まもる"), another_lead("代理 つとむ")
    named(cast, deputy, officer=officer)
    complaint = accident(cast)
    watch_duties(SWEEP, now=NOW)
    other = add_task(
        cast.actor("lead"), complaint, title="工場に照会", to=officer, by=LATER + timedelta(days=3), now=NOW
    )
    row = name_unwanted(makers.complainant_of(complaint), complaint, words="まもるさんは親族です", now=NOW)
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=row,
        granted=True,
        barred=[officer],
        words="替えます",
        now=LATER,
    )
    other.refresh_from_db()
    assert (task_of(complaint).assignee, other.assignee) == (deputy, cast.lead)


@pytest.mark.django_db(transaction=True)
def test_two_watchers_at_once_give_one_task() -> None:
    cast = summon()
    complaint = accident(cast)
    ready = Barrier(2)

    def watch() -> int:
        try:
            ready.wait()
            return watch_duties(SWEEP, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: watch(), range(2)))
    assert Task.objects.filter(complaint=complaint, duty_of__isnull=False).count() == 1
