"""Reports to authorities: the tenth day, versions that nobody overwrites, what meets the clock, and who decides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.clock import start_clock
from kikitori.casework.errors import CaseworkError, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.legal_report import ask_no_report, decide_no_report, record_report, write_report
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_rows import LegalReport, LegalReportVersion
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from tests import makers
from tests.casework.verbs import LATER
from tests.casework.verbs_of_reports import ITEMS, KIND, accident, doubted, written
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN, complainant_of

HOUR = timedelta(hours=1)
NOW = FRIDAY + 3 * HOUR


def clock_of(complaint: Complaint) -> Clock:
    return complaint.clocks.get(rule__startswith="jp-product-accident/")


def row_of(complaint: Complaint) -> LegalReport:
    return complaint.legal_reports.get(kind=KIND)


def kinds(complaint: Complaint) -> list[str]:
    return list(complaint.events.order_by("pk").values_list("kind", flat=True))


def recorded(cast: Cast, complaint: Complaint, **changes: object) -> None:
    given = {"kind": KIND, "authority": "消費者庁", "number": "R8-0012", "at": LATER, "now": LATER, **changes}
    record_report(cast.actor("handler"), complaint, **given)  # type: ignore[arg-type]


# ── the tenth day ──


@pytest.mark.parametrize(
    ("known", "last"),
    [
        # The day of knowing is day 1; nothing is moved by weekends, holidays, or the turn of the year.
        (datetime(2026, 11, 20, 16, 40, tzinfo=JAPAN), "2026-11-29"),
        (datetime(2026, 11, 20, 0, 5, tzinfo=JAPAN), "2026-11-29"),
        (datetime(2026, 11, 1, 23, 59, tzinfo=JAPAN), "2026-11-10"),
        (datetime(2026, 12, 28, 9, 0, tzinfo=JAPAN), "2027-01-06"),
        (datetime(2028, 2, 20, 9, 0, tzinfo=JAPAN), "2028-02-29"),
        (datetime(2027, 2, 20, 9, 0, tzinfo=JAPAN), "2027-03-01"),
    ],
)
def test_accident_is_due_nine_days_after_the_day_on_which_it_became_known(
    cast: Cast, known: datetime, last: str
) -> None:
    received = makers.received(cast, now=known, received_at=known, safety={"injury": "yes"})
    clock = clock_of(received.complaint)
    assert clock.due_at.astimezone(JAPAN).date().isoformat() == last


@pytest.mark.parametrize("danger", ["injury", "fire", "co", "death"])
def test_each_of_these_dangers_asks_for_the_report_and_its_form_answers_the_clock(
    cast: Cast, danger: str
) -> None:
    complaint = makers.received(cast, safety={danger: "yes"}).complaint
    write_report(cast.actor("handler"), complaint, kind=KIND, items=ITEMS, seen=0, now=NOW)
    recorded(cast, complaint)
    assert clock_of(complaint).met_at == LATER


# ── writing ──


def test_each_writing_is_a_version_and_the_ones_before_stay(cast: Cast) -> None:
    complaint = written(cast)
    changed = {**ITEMS, "numbers_made": "1,500台"}
    write_report(cast.actor("colleague"), complaint, kind=KIND, items=changed, seen=1, now=NOW)
    rows = list(row_of(complaint).versions.order_by("number"))
    assert [(row.number, row.written_by, row.items["numbers_made"]) for row in rows] == [
        (1, cast.handler, ""),
        (2, cast.colleague, "1,500台"),
    ]


def test_what_says_the_same_is_no_version(cast: Cast) -> None:
    complaint = written(cast)
    before = kinds(complaint)
    assert write_report(cast.actor("lead"), complaint, kind=KIND, items=ITEMS, seen=1, now=NOW) is None
    assert kinds(complaint) == before


def test_nobody_overwrites_what_they_have_not_read(cast: Cast) -> None:
    complaint = written(cast)
    with pytest.raises(NotNow) as refusal:
        write_report(cast.actor("lead"), complaint, kind=KIND, items={"product": "別"}, seen=0, now=NOW)
    assert refusal.value.obstacle is Obstacle.SET_MEANWHILE
    assert LegalReportVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"items": {}}, {"items": Problem.MISSING}),
        ({"items": {"product": "  "}}, {"items": Problem.MISSING}),
        ({"items": {"unheard_of": "x"}}, {"items": Problem.MISSING}),
        ({"items": {"product": "あ" * 10_001}}, {"product": Problem.TOO_LONG}),
        ({"kind": "rumour"}, {"kind": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(
    cast: Cast, given: dict[str, object], problems: dict[str, Problem]
) -> None:
    complaint = accident(cast)
    before = kinds(complaint)
    with pytest.raises(Invalid) as refusal:
        write_report(
            cast.actor("handler"),
            complaint,
            **{"kind": KIND, "items": ITEMS, **given},  # type: ignore[arg-type]
            seen=0,
            now=NOW,
        )
    assert problems.items() <= refusal.value.problems.items()
    assert (kinds(complaint), LegalReport.objects.count()) == (before, 0)


def test_items_that_the_form_does_not_know_are_left_out(cast: Cast) -> None:
    complaint = accident(cast)
    write_report(cast.actor("handler"), complaint, kind=KIND, items={**ITEMS, "secret": "x"}, seen=0, now=NOW)
    assert "secret" not in row_of(complaint).versions.get().items


# ── reported ──


def test_what_was_reported_meets_the_clock_at_that_moment(cast: Cast) -> None:
    complaint = written(cast)
    at = FRIDAY + 20 * HOUR
    recorded(cast, complaint, at=at)
    row, clock = row_of(complaint), clock_of(complaint)
    assert (row.state, row.authority, row.number, row.reported_at) == ("reported", "消費者庁", "R8-0012", at)
    assert (clock.met_at, clock.turns_at) == (at, None)
    said = complaint.events.get(kind="report_recorded")
    assert (said.visibility, said.data["clocks"]) == (
        "internal",
        {"met_at": [{"clock": clock.pk, "at": at.isoformat()}]},
    )


def test_without_a_version_nothing_can_have_been_reported(cast: Cast) -> None:
    complaint = accident(cast)
    with pytest.raises(NotNow) as refusal:
        recorded(cast, complaint)
    assert refusal.value.obstacle is Obstacle.REPORT_NOT_WRITTEN
    assert clock_of(complaint).is_running


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"authority": " "}, {"authority": Problem.MISSING}),
        ({"at": LATER + HOUR}, {"at": Problem.IN_THE_FUTURE}),
        ({"at": FRIDAY - 24 * HOUR}, {"at": Problem.OUT_OF_RANGE}),
        ({"number": "9" * 101}, {"number": Problem.TOO_LONG}),
    ],
)
def test_report_without_whom_or_of_another_time_is_not_taken(
    cast: Cast, changes: dict[str, object], problems: dict[str, Problem]
) -> None:
    complaint = written(cast)
    with pytest.raises(Invalid) as refusal:
        recorded(cast, complaint, **changes)
    assert refusal.value.problems == problems
    assert clock_of(complaint).is_running


def test_what_was_reported_is_over(cast: Cast) -> None:
    complaint = written(cast)
    recorded(cast, complaint)
    handler = cast.actor("handler")
    for take in (
        lambda: recorded(cast, complaint),
        lambda: write_report(handler, complaint, kind=KIND, items={"product": "別"}, seen=1, now=LATER),
        lambda: ask_no_report(handler, complaint, kind=KIND, reason="やはり不要", now=LATER),
    ):
        with pytest.raises(NotNow) as refusal:
            take()
        assert refusal.value.obstacle is Obstacle.REPORT_OVER


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("preliminary-report", "breach_preliminary"),
        ("final-report", "breach_final"),
        ("final-report-malicious", "breach_final"),
    ],
)
def test_each_report_of_a_leak_meets_its_own_clock(cast: Cast, rule: str, kind: str) -> None:
    complaint, handler = makers.assessed(cast), cast.actor("handler")
    made = {
        name: start_clock(handler, complaint, rule=f"jp-privacy-breach/1/{name}", at=FRIDAY, now=NOW)
        for name in ("preliminary-report", "final-report", "final-report-malicious", "notify-persons")
    }
    write_report(handler, complaint, kind=kind, items={"outline": "名簿の誤送信"}, seen=0, now=NOW)
    recorded(cast, complaint, kind=kind, authority="個人情報保護委員会")
    for clock in made.values():
        clock.refresh_from_db()
    met = {name for name, clock in made.items() if clock.met_at}
    assert rule in met
    assert met <= {"preliminary-report"} if kind == "breach_preliminary" else "preliminary-report" not in met
    assert "notify-persons" not in met


# ── not reported ──


def test_until_a_lead_agrees_the_clock_runs_and_then_it_stops_for_that_reason(cast: Cast) -> None:
    complaint = doubted(cast)
    assert clock_of(complaint).is_running
    told = Notice.objects.filter(event__kind="no_report_asked").values_list("recipient", flat=True)
    assert cast.lead.pk in set(told)
    decide_no_report(cast.actor("lead"), complaint, report=row_of(complaint), granted=True, now=NOW)
    row, clock = row_of(complaint), clock_of(complaint)
    assert (row.state, row.asked_by, row.decided_by) == ("waived", cast.colleague, cast.lead)
    assert (clock.cancelled_at, clock.reason) == (NOW, "業務用の製品です。")


def test_lead_who_says_so_does_not_agree_with_themselves_but_may_take_it_back(cast: Cast) -> None:
    complaint, lead = accident(cast), cast.actor("lead")
    ask_no_report(lead, complaint, kind=KIND, reason="対象外です。", now=NOW)
    with pytest.raises(NotNow) as refusal:
        decide_no_report(lead, complaint, report=row_of(complaint), granted=True, now=NOW)
    assert refusal.value.obstacle is Obstacle.WAIVED_BY_ANOTHER
    decide_no_report(lead, complaint, report=row_of(complaint), granted=False, now=NOW)
    assert row_of(complaint).state == "draft"
    assert clock_of(complaint).is_running


def test_what_a_lead_has_reported_after_all_is_a_draft_again(cast: Cast) -> None:
    complaint = doubted(cast)
    decide_no_report(
        cast.actor("lead"), complaint, report=row_of(complaint), granted=False, words="念のため。", now=NOW
    )
    assert row_of(complaint).state == "draft"
    write_report(cast.actor("handler"), complaint, kind=KIND, items=ITEMS, seen=0, now=NOW)
    recorded(cast, complaint)
    assert row_of(complaint).state == "reported"


@pytest.mark.parametrize("who", ["handler", "auditor", "administrator"])
def test_only_a_lead_decides_it(cast: Cast, who: str) -> None:
    complaint = doubted(cast)
    with pytest.raises((Refused, Unseen)):
        decide_no_report(cast.actor(who), complaint, report=row_of(complaint), granted=True, now=NOW)
    assert clock_of(complaint).is_running


def test_it_is_said_once_and_with_a_reason(cast: Cast) -> None:
    complaint = doubted(cast)
    with pytest.raises(NotNow) as twice:
        ask_no_report(cast.actor("handler"), complaint, kind=KIND, reason="対象外", now=NOW)
    assert twice.value.obstacle is Obstacle.WAIVER_ASKED
    other = accident(cast)
    with pytest.raises(Invalid) as nothing:
        ask_no_report(cast.actor("handler"), other, kind=KIND, reason=" ", now=NOW)
    assert nothing.value.problems == {"reason": Problem.MISSING}


def test_report_of_another_complaint_is_not_decided_here(cast: Cast) -> None:
    one, other = doubted(cast), doubted(cast)
    with pytest.raises(NotNow) as refusal:
        decide_no_report(cast.actor("lead"), one, report=row_of(other), granted=True, now=NOW)
    assert refusal.value.obstacle is Obstacle.WAIVER_NOT_ASKED


def test_complainant_reads_nothing_of_any_of_it(cast: Cast) -> None:
    complaint = written(cast)
    recorded(cast, complaint)
    about = complaint.events.filter(kind__contains="report")
    assert {event.visibility for event in about} == {"internal"}
    with pytest.raises((Refused, Unseen)):
        write_report(complainant_of(complaint), complaint, kind=KIND, items=ITEMS, seen=0, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_decide_at_once_one_does() -> None:
    cast = summon()
    second = Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)
    complaint = doubted(cast)
    row, together = row_of(complaint), Barrier(2)

    def decide(staff: Staff, *, granted: bool) -> str:
        try:
            own = Complaint.objects.get(pk=complaint.pk)
            together.wait(10)
            decide_no_report(actor_for(staff), own, report=row, granted=granted, now=NOW)
        except NotNow as refusal:
            return refusal.obstacle.value
        except CaseworkError as refusal:
            return type(refusal).__name__
        else:
            return "decided"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = [pool.submit(decide, cast.lead, granted=True), pool.submit(decide, second, granted=False)]
        assert sorted(each.result() for each in said) == ["decided", "waiver_not_asked"]
    assert complaint.events.filter(kind="no_report_decided").count() == 1
