"""Incidents of leaked data: deadlines begun once, complaints added and taken out, reports, and who sees any of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.breach.keep import (
    BreachGiven,
    begin_breach,
    begin_breach_clocks,
    change_breach,
    close_breach,
    reopen_breach,
)
from kikitori.casework.breach.members import join_breach, leave_breach
from kikitori.casework.breach.reporting import (
    ask_not_reportable,
    decide_not_reportable,
    record_breach_report,
    write_breach_report,
)
from kikitori.casework.clock import start_clock
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.officers import OfficersGiven, set_officers
from kikitori.records.access.visibility import breaches_seen_by, visible_to
from kikitori.records.complaints.breach_terms import BreachAct, BreachState, is_possible
from kikitori.records.complaints.breaches import BreachIncident, BreachMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.breach_rows import BreachClock
from kikitori.records.deadlines.duties import Duty
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from tests import makers
from tests.casework.verbs import LATER
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

NOW = FRIDAY + timedelta(hours=3)
GIVEN = BreachGiven(
    title="会員名簿の誤送信",
    known_at=FRIDAY,
    story="名簿を別の会員に送った。",
    leaked="氏名、住所",
    persons=3,
)
NINE = {"outline": "名簿を別の会員に送った。", "data": "氏名、住所", "persons": "3名"}
FIRST, FINAL = "breach_preliminary", "breach_final"


def begun(cast: Cast, **changes: object) -> BreachIncident:
    given = BreachGiven(**{**{name: getattr(GIVEN, name) for name in GIVEN.__dataclass_fields__}, **changes})  # type: ignore[arg-type]
    return begin_breach(cast.actor("lead"), given, now=NOW)


def running(cast: Cast, **changes: object) -> BreachIncident:
    incident = begun(cast, **changes)
    begin_breach_clocks(cast.actor("lead"), incident, now=NOW)
    return incident


def second(cast: Cast) -> Staff:
    return Staff.objects.create(login="second", name="次長 さき", role=Role.LEAD.value, team=cast.lead.team)


def days(incident: BreachIncident) -> dict[str, date]:
    return {row.kind: row.due_at.astimezone(JAPAN).date() for row in incident.clocks.all()}


def acts(incident: BreachIncident) -> list[str]:
    return list(incident.changes.order_by("pk").values_list("kind", flat=True))


def obstacle(call: object, *args: object, **values: object) -> Obstacle:
    with pytest.raises(NotNow) as refusal:
        call(*args, now=LATER, **values)  # type: ignore[operator]
    return refusal.value.obstacle


def test_every_state_has_a_way_on_and_nothing_is_done_with_what_is_closed_but_opening_it() -> None:
    possible = {state: {act for act in BreachAct if is_possible(act, state)} for state in BreachState}
    assert possible[BreachState.CLOSED] == {BreachAct.REOPENED}
    assert BreachAct.CLOSED in possible[BreachState.REPORTED] & possible[BreachState.NOT_REPORTABLE]
    assert not possible[BreachState.OPEN] & {BreachAct.CLOSED, BreachAct.REOPENED}
    for state in (BreachState.OPEN, BreachState.REPORTED_FIRST):
        assert {BreachAct.REPORTED, BreachAct.WAIVER_ASKED} <= possible[state]
    for act in BreachAct:
        assert any(act in those for those in possible.values())


def test_begun_without_a_complaint_by_one_press_both_deadlines_run_from_the_day_of_knowing(
    cast: Cast,
) -> None:
    lead = cast.actor("lead")
    incident = begun(cast)
    assert (incident.state, incident.officer, incident.triggers) == ("open", None, [])
    assert not incident.clocks.exists(), "beginning an incident begins no deadline"
    begin_breach_clocks(lead, incident, now=NOW)
    # Known on 20 November: 3–5 days, the day of knowing is the first; 30 days end on a Saturday, and move to Monday.
    assert days(incident) == {
        FIRST: date(2026, 11, 24),
        FINAL: date(2026, 12, 21),
        "notify": date(2026, 11, 24),
    }
    assert {row.rule for row in incident.clocks.all()} == {
        "jp-privacy-breach/1/preliminary-report",
        "jp-privacy-breach/1/final-report",
        "jp-privacy-breach/1/notify-persons",
    }
    before = acts(incident)
    begin_breach_clocks(lead, incident, now=LATER)
    assert acts(incident) == before == ["begun", "clocks_begun"]
    for role in ("handler", "auditor", "administrator"):
        with pytest.raises(Refused):
            begin_breach(cast.actor(role), GIVEN, now=NOW)
        with pytest.raises(Refused):
            begin_breach_clocks(cast.actor(role), incident, now=NOW)
        assert not breaches_seen_by(cast.actor(role)).exists()


def test_with_malicious_intent_the_final_report_has_sixty_days_also_where_it_turns_out_later(
    cast: Cast,
) -> None:
    assert days(running(cast, triggers=["malicious"]))[FINAL] == date(2027, 1, 18)
    incident = running(cast)
    lead = cast.actor("lead")
    given = BreachGiven(
        title="会員名簿の持ち出し",
        known_at=FRIDAY - timedelta(days=1),
        triggers=["many", "malicious", "many"],
    )
    changed = change_breach(lead, incident, given, seen=1, now=LATER)
    assert (changed.triggers, changed.version) == (["malicious", "many"], 2)
    assert days(incident) == {
        FIRST: date(2026, 11, 23),
        FINAL: date(2027, 1, 18),
        "notify": date(2026, 11, 23),
    }
    line = incident.changes.get(kind="changed")
    assert line.data["before"]["title"] == "会員名簿の誤送信"
    assert set(line.data["moved"]) == {FIRST, "notify", FINAL}
    assert obstacle(change_breach, lead, incident, GIVEN, seen=1) is Obstacle.SET_MEANWHILE
    change_breach(lead, incident, given, seen=1, now=LATER)  # says what stands there: nothing to overwrite
    assert acts(incident).count("changed") == 1


def test_what_cannot_be_kept_is_refused(cast: Cast) -> None:
    wrong: list[tuple[dict[str, object], dict[str, Problem]]] = [
        ({"title": " "}, {"title": Problem.MISSING}),
        ({"known_at": NOW + timedelta(days=1)}, {"known_at": Problem.IN_THE_FUTURE}),
        ({"known_at": datetime(1901, 1, 1, tzinfo=JAPAN)}, {"known_at": Problem.OUT_OF_RANGE}),
        ({"triggers": ["rumour"]}, {"triggers": Problem.UNKNOWN_WORD}),
        ({"persons": -1}, {"persons": Problem.OUT_OF_RANGE}),
        (
            {"story": "あ" * 20_001, "leaked": "\x00"},
            {"story": Problem.TOO_LONG, "leaked": Problem.NOT_STORABLE},
        ),
    ]
    for changes, problems in wrong:
        with pytest.raises(Invalid) as refusal:
            begun(cast, **changes)
        assert refusal.value.problems == problems
    assert not BreachIncident.objects.exists()


def test_complaints_are_added_and_taken_out_and_go_their_own_way(cast: Cast) -> None:
    lead, incident, other = cast.actor("lead"), begun(cast), begun(cast, title="別の件")
    complaint = makers.acknowledged(cast)
    state, version = complaint.state, complaint.version
    join_breach(lead, complaint, incident=incident, now=LATER)
    assert obstacle(join_breach, lead, complaint, incident=incident) is Obstacle.ALREADY_THERE
    assert obstacle(join_breach, lead, complaint, incident=other) is Obstacle.IN_A_BREACH
    assert obstacle(leave_breach, lead, complaint, incident=other) is Obstacle.NOT_IN_THE_BREACH
    leave_breach(lead, complaint, incident=incident, now=LATER)
    join_breach(lead, complaint, incident=other, now=LATER)
    leave_breach(lead, complaint, incident=other, now=LATER)
    join_breach(lead, complaint, incident=incident, now=LATER)
    told = complaint.events.filter(kind__startswith="breach_").order_by("pk")
    assert list(told.values_list("kind", "visibility", "data")) == [
        (kind, "internal", {"breach": one.pk})
        for kind, one in (
            ("breach_joined", incident),
            ("breach_left", incident),
            ("breach_joined", other),
            ("breach_left", other),
            ("breach_joined", incident),
        )
    ]
    complaint.refresh_from_db()
    assert (complaint.state, complaint.version) == (state, version), "nobody who writes is disturbed"
    assert not complaint.letters.filter(written_at__gte=LATER).exists()
    assert BreachMember.objects.filter(left_at=None).count() == 1
    with pytest.raises(Refused):
        join_breach(cast.actor("handler"), makers.acknowledged(cast), incident=incident, now=LATER)


def test_whoever_is_barred_from_one_of_its_complaints_does_not_see_the_incident(cast: Cast) -> None:
    lead, barred, incident = cast.actor("lead"), second(cast), begun(cast)
    other = actor_for(barred)
    assert breaches_seen_by(other).get() == incident
    complaint = makers.acknowledged(cast)
    join_breach(lead, complaint, incident=incident, now=LATER)
    Complaint.objects.filter(pk=complaint.pk).update(barred=[barred.pk])
    assert not breaches_seen_by(other).exists()
    with pytest.raises(Unseen):
        begin_breach_clocks(other, incident, now=LATER)
    with pytest.raises(Unseen):
        join_breach(other, makers.acknowledged(cast), incident=incident, now=LATER)
    hidden = makers.acknowledged(cast)
    Complaint.objects.filter(pk=hidden.pk).update(barred=[cast.lead.pk])
    with pytest.raises(Unseen):
        join_breach(lead, hidden, incident=incident, now=LATER)
    # Whoever sees an incident sees each of its complaints: nothing of another is told by a number.
    for one in (lead, other):
        for seen in breaches_seen_by(one):
            theirs = visible_to(one).filter(breaches__incident=seen, breaches__left_at=None)
            assert theirs.count() == seen.members.filter(left_at=None).count()
    leave_breach(lead, complaint, incident=incident, now=LATER)
    assert breaches_seen_by(other).get() == incident


def test_in_charge_is_the_officer_or_who_is_there_for_them(cast: Cast) -> None:
    deputy = second(cast)
    both = OfficersGiven(officer=cast.lead.pk, deputy=deputy.pk)
    set_officers(cast.actor("administrator"), {Duty.BREACH: both}, seen=0, now=FRIDAY)
    assert begun(cast).officer == cast.lead
    cast.lead.absences.create(first=date(2026, 11, 20), last=date(2026, 11, 20))
    assert begun(cast).officer == deputy
    Staff.objects.filter(pk=deputy.pk).update(is_active=False)
    assert begun(cast).officer == cast.lead, "it lies with nobody never"


def test_reported_first_and_finally_meets_each_deadline_and_those_of_its_complaints(cast: Cast) -> None:
    lead, incident = cast.actor("lead"), running(cast)
    complaint = makers.acknowledged(cast)
    rules = ("preliminary-report", "final-report", "notify-persons")
    own = [
        start_clock(lead, complaint, rule=f"jp-privacy-breach/1/{rule}", at=FRIDAY, now=NOW) for rule in rules
    ]
    join_breach(lead, complaint, incident=incident, now=NOW)
    sent = {"authority": "個人情報保護委員会", "number": "R8-1", "at": LATER}
    assert obstacle(record_breach_report, lead, incident, kind=FIRST, **sent) is Obstacle.REPORT_NOT_WRITTEN
    write_breach_report(lead, incident, kind=FIRST, items=NINE, seen=0, now=LATER)
    assert write_breach_report(lead, incident, kind=FIRST, items=NINE, seen=1, now=LATER) is None
    assert (
        obstacle(write_breach_report, lead, incident, kind=FIRST, items={"cause": "誤操作"}, seen=0)
        is Obstacle.SET_MEANWHILE
    )
    with pytest.raises(Invalid) as nothing:
        write_breach_report(lead, incident, kind=FIRST, items={"rumour": "x"}, seen=1, now=LATER)
    assert nothing.value.problems == {"items": Problem.MISSING}
    with pytest.raises(Invalid):
        write_breach_report(lead, incident, kind="product_accident", items=NINE, seen=0, now=LATER)
    for wrong, problems in (
        ({"authority": ""}, {"authority": Problem.MISSING}),
        ({"at": FRIDAY - timedelta(days=1)}, {"at": Problem.OUT_OF_RANGE}),
        ({"at": LATER + timedelta(days=1)}, {"at": Problem.IN_THE_FUTURE}),
    ):
        with pytest.raises(Invalid) as refusal:
            record_breach_report(lead, incident, kind=FIRST, **{**sent, **wrong}, now=LATER)  # type: ignore[arg-type]
        assert refusal.value.problems == problems
    record_breach_report(lead, incident, kind=FIRST, **sent, now=LATER)  # type: ignore[arg-type]
    incident.refresh_from_db()
    assert incident.state == "reported_first"
    assert {row.kind for row in incident.clocks.filter(met_at=LATER)} == {FIRST}
    assert list(complaint.clocks.filter(met_at=LATER)) == own[:1]
    assert (
        obstacle(write_breach_report, lead, incident, kind=FIRST, items=NINE, seen=1) is Obstacle.REPORT_OVER
    )
    assert (
        obstacle(record_breach_report, lead, incident, kind=FIRST, **sent) is Obstacle.BREACH_STANDS_ELSEWHERE
    )
    write_breach_report(lead, incident, kind=FINAL, items=NINE, seen=0, now=LATER)
    record_breach_report(lead, incident, kind=FINAL, **sent, now=LATER)  # type: ignore[arg-type]
    incident.refresh_from_db()
    assert incident.state == "reported"
    assert {row.kind for row in incident.clocks.filter(met_at=None)} == {"notify"}
    assert set(complaint.clocks.filter(met_at=LATER)) == {*own[:2]}
    assert incident.report_versions.count() == 2
    assert obstacle(begin_breach_clocks, lead, incident) is Obstacle.BREACH_STANDS_ELSEWHERE


def test_final_report_at_once_is_the_first_one_as_well(cast: Cast) -> None:
    lead, incident = cast.actor("lead"), running(cast)
    write_breach_report(lead, incident, kind=FINAL, items=NINE, seen=0, now=LATER)
    record_breach_report(
        lead, incident, kind=FINAL, authority="個人情報保護委員会", number="", at=LATER, now=LATER
    )
    assert {row.kind for row in incident.clocks.filter(met_at=LATER)} == {FIRST, FINAL}


def test_that_it_need_not_be_reported_takes_two_and_it_can_be_opened_again(cast: Cast) -> None:
    lead, incident, other = cast.actor("lead"), running(cast), actor_for(second(cast))
    assert obstacle(decide_not_reportable, lead, incident, granted=True) is Obstacle.WAIVER_NOT_ASKED
    with pytest.raises(Invalid):
        ask_not_reportable(lead, incident, reason=" ", now=LATER)
    ask_not_reportable(lead, incident, reason="暗号化されていた", now=LATER)
    assert obstacle(ask_not_reportable, other, incident, reason="同じ") is Obstacle.WAIVER_ASKED
    assert obstacle(decide_not_reportable, lead, incident, granted=True) is Obstacle.WAIVED_BY_ANOTHER
    assert obstacle(close_breach, lead, incident) is Obstacle.BREACH_STANDS_ELSEWHERE
    assert incident.clocks.filter(cancelled_at=None).count() == 3, "until then the deadlines run"
    decide_not_reportable(
        lead, incident, granted=False, words="やはり報告", now=LATER
    )  # taken back by oneself
    ask_not_reportable(lead, incident, reason="暗号化されていた", now=LATER)
    decide_not_reportable(other, incident, granted=True, words="確認した", now=LATER)
    incident.refresh_from_db()
    assert (incident.state, incident.waiver_by, incident.waiver_agreed_by_id) == (
        "not_reportable",
        cast.lead,
        other.staff_id,
    )
    assert {row.kind for row in incident.clocks.filter(cancelled_at=LATER)} == {FIRST, FINAL}
    line = incident.changes.get(kind="waived")
    assert (line.by_id, line.data["asked_by"], line.data["words"]) == (
        other.staff_id,
        cast.lead.pk,
        "確認した",
    )
    close_breach(lead, incident, now=LATER)
    assert obstacle(change_breach, lead, incident, GIVEN, seen=1) is Obstacle.BREACH_STANDS_ELSEWHERE
    with pytest.raises(Invalid):
        reopen_breach(lead, incident, reason="", now=LATER)
    reopen_breach(lead, incident, reason="鍵も漏れていた", now=LATER)
    incident.refresh_from_db()
    assert (incident.state, incident.closed_at, incident.waiver_by) == ("open", None, None)
    assert incident.clocks.filter(cancelled_at=None).count() == 3, "as they were counted"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_begin_the_deadlines_once() -> None:
    cast = summon()
    incident = begun(cast)
    actors, ready = (cast.actor("lead"), actor_for(second(cast))), Barrier(2)

    def press(number: int) -> list[int]:
        try:
            ready.wait()
            return [row.pk for row in begin_breach_clocks(actors[number], incident, now=NOW)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        found = list(both.map(press, range(2)))
    assert sorted(found[0]) == sorted(found[1]) == sorted(BreachClock.objects.values_list("pk", flat=True))
    assert acts(incident) == ["begun", "clocks_begun"]


def test_complaint_of_every_state_can_be_added(cast: Cast) -> None:
    """A deadline towards an authority outlives the complaint; so does what it belongs to."""
    lead, incident = cast.actor("lead"), begun(cast)
    for complaint in (makers.received(cast).complaint, makers.assessed(cast), makers.closed(cast)):
        join_breach(lead, complaint, incident=incident, now=LATER)
    assert BreachMember.objects.count() == 3
