"""`kikitori rules simulate` on a real database: real timelines by the real verbs, in batches, without personal data."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, record_answer
from kikitori.casework.rule_packs import add_pack_version
from kikitori.config.rulebook.simulated import replay
from kikitori.config.rulebook.timelines import courses, received_between
from kikitori.config.trouble import Trouble
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.pack_reader import built_in_pack, read_pack
from tests import makers
from tests.cast import Cast
from tests.config.rulebook.packs_at_hand import COUNCIL, STRICTER
from tests.makers import FRIDAY, JAPAN

#: Decided on the seventeenth business day: in time by twenty, late by fifteen.
SEVENTEENTH = datetime(2026, 12, 16, 10, tzinfo=JAPAN)
NOW = datetime(2027, 1, 15, 10, tzinfo=JAPAN)


def decided(cast: Cast, at: datetime = SEVENTEENTH, now: datetime = FRIDAY) -> Complaint:
    complaint = makers.investigated(cast, now=now)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録どおりです。") for n in (1, 2)},
        now=at,
    )
    return complaint


def outcome(capsys: pytest.CaptureFixture[str], text: str = STRICTER, **more: Any) -> dict[str, Any]:
    given = {"since": date(2026, 11, 1), "until": None, "now": NOW, "language": "en", "as_json": True, **more}
    replay(read_pack(text, "ours.yaml"), **given)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def sums(found: dict[str, Any], rule: str) -> dict[str, Any]:
    [row] = [row for row in found["rules"] if row["rule"] == rule]
    return row


def test_decision_in_time_by_the_kept_version_would_be_late(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = decided(cast)
    found = outcome(capsys)
    [row] = found["complaints"]
    assert row["reference"] == complaint.reference
    [decision] = [each for each in row["rules"] if each["rule"] == "decision"]
    assert decision == {
        "rule": "decision",
        "before": {
            "from": "2026-11-20T07:40:00+00:00",
            "met_at": "2026-12-16T01:00:00+00:00",
            "ended_at": "2026-12-16T01:00:00+00:00",
            "due_at": "2026-12-21T17:00:00+09:00",
            "late": False,
            "late_minutes": 0,
            "late_working_minutes": 0,
        },
        "after": {
            "from": "2026-11-20T07:40:00+00:00",
            "met_at": "2026-12-16T01:00:00+00:00",
            "ended_at": "2026-12-16T01:00:00+00:00",
            "due_at": "2026-12-14T17:00:00+09:00",
            "late": True,
            "late_minutes": 41 * 60,
            "late_working_minutes": 9 * 60,
        },
        "newly_late": True,
        "newly_in_time": False,
    }
    total = sums(found, "decision")
    assert (total["complaints"], total["newly_late"], total["newly_in_time"]) == (1, 1, 0)
    assert (total["before"]["late"], total["after"]["late"]) == (0, 1)
    assert total["after"]["late_minutes_median"] == 41 * 60


def test_clock_of_the_kept_version_and_the_simulation_agree(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = decided(cast)
    confirm_unsolved(cast.actor("handler"), complaint, comment="まだ", now=SEVENTEENTH + timedelta(days=1))
    [row] = outcome(capsys)["complaints"]
    told = sorted(
        (each["rule"], each["before"]["due_at"], each["before"]["met_at"])
        for each in row["rules"]
        if each["rule"] in {"acknowledgement", "first-answer", "decision"}
    )
    kept = sorted(
        (
            clock.rule.rpartition("/")[2],
            clock.due_at.astimezone(JAPAN).isoformat(),
            clock.met_at.isoformat() if clock.met_at else None,
        )
        for clock in Clock.objects.filter(complaint=complaint, rule__startswith="jp-default/")
    )
    assert told == kept
    assert len(kept) == 5


def test_wait_for_the_complainant_is_left_out_as_the_clock_leaves_it_out(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = makers.investigated(cast)
    day = timedelta(days=1)
    inquiry = ask_complainant(
        cast.actor("handler"),
        complaint,
        question="写真はありますか。",
        answer_by=date(2026, 12, 4),
        now=FRIDAY + 5 * day,
    )
    record_answer(
        cast.actor("handler"), complaint, inquiry=inquiry, answer="あります。", now=FRIDAY + 10 * day
    )
    [row] = outcome(capsys)["complaints"]
    [decision] = [each for each in row["rules"] if each["rule"] == "decision"]
    clock = Clock.objects.get(complaint=complaint, rule="jp-default/1/decision")
    assert decision["before"]["due_at"] == clock.due_at.astimezone(JAPAN).isoformat()
    assert clock.pauses


def test_period_has_both_its_days_in_the_zone_of_the_house(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    makers.received(cast, now=FRIDAY, received_at=datetime(2026, 11, 19, 0, 0, tzinfo=JAPAN))
    makers.received(cast, now=FRIDAY, received_at=datetime(2026, 11, 19, 23, 59, 59, tzinfo=JAPAN))
    makers.received(cast, now=FRIDAY, received_at=datetime(2026, 11, 20, 0, 0, tzinfo=JAPAN))
    day = date(2026, 11, 19)
    assert len(outcome(capsys, since=day, until=day)["complaints"]) == 2
    assert len(outcome(capsys, since=date(2026, 11, 20))["complaints"]) == 1


def test_complaint_that_never_kept_the_pack_was_owed_nothing_before(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    makers.received(cast)
    total = sums(outcome(capsys, COUNCIL), "hearing")
    assert (total["complaints"], total["before"]["times"], total["after"]["times"]) == (1, 0, 1)
    assert total["newly_late"] == 1


def test_version_written_here_is_what_a_complaint_kept(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    add_pack_version(cast.actor("lead"), STRICTER, "ours.yaml", "", FRIDAY)
    decided(cast)
    kinder = STRICTER.replace("quantity: 15\n", "quantity: 20\n")
    total = sums(outcome(capsys, kinder), "decision")
    assert (total["before"]["late"], total["after"]["late"], total["newly_in_time"]) == (1, 0, 1)


def test_result_holds_no_personal_data(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    makers.received(cast)
    text = json.dumps(outcome(capsys), ensure_ascii=False)
    assert not [word for word in ("試野", "hana@", "皿") if word in text]


def test_person_reads_sums_and_progress(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    decided(cast)
    pack = read_pack(STRICTER, "ours.yaml")
    replay(pack, since=date(2026, 11, 1), until=None, now=NOW, language="en", as_json=False)
    told = capsys.readouterr()
    assert told.err == "1 of 1 complaints\n"
    assert "decision: Decision · 15 business days after receipt" in told.out
    assert "  as it was: none late of 1\n" in told.out
    assert (
        "  would be: 1 late of 1, by 41.0 hours in the middle (9.0 working hours), 41.0 at most (9.0)"
        in told.out
    )
    assert "  newly late: 1, newly in time: 0" in told.out
    replay(pack, since=date(2026, 11, 1), until=None, now=NOW, language="ja", as_json=False)
    told = capsys.readouterr()
    assert told.err == "申出 1 / 1 件\n"
    assert "新たに遅れる 1 回" in told.out


def test_pack_whose_rules_no_timeline_tells_of_is_refused(cast: Cast) -> None:
    silent = read_pack(COUNCIL.replace(", met_by: [hear]", ""), "ours.yaml")
    with pytest.raises(Trouble, match="no rule of which a timeline tells"):
        replay(silent, since=date(2026, 11, 1), until=None, now=NOW, language="en", as_json=True)


def test_a_batch_costs_the_same_queries_however_full_it_is(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            outcome(capsys)
        return len(counted)

    decided(cast)
    few = queries()
    for _ in range(5):
        decided(cast)
    assert queries() == few


def test_batches_leave_out_nobody_and_tell_nobody_twice(cast: Cast) -> None:
    made = [makers.received(cast).complaint.reference for _ in range(5)]
    everybody = received_between(date(2026, 11, 1), None, JAPAN)
    assert [past.course.reference for past in courses(everybody, "jp-default", batch=2)] == made


def test_steps_that_become_the_same_kind_of_event_are_told_apart(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask_complainant(
        cast.actor("handler"),
        complaint,
        question="写真はありますか。",
        answer_by=date(2026, 12, 4),
        now=FRIDAY + timedelta(hours=2),
    )
    [past] = courses(received_between(date(2026, 11, 1), None, JAPAN), "jp-default")
    assert past.course.steps[-1][1] is Step.ASK_COMPLAINANT
    assert past.packs["jp-default"] == built_in_pack("jp-default").version
