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
from kikitori.records.triage.models import SafetyAnswer
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


@pytest.mark.parametrize(("language", "said"), [("en", "1 of 1 complaints\n"), ("ja", "申出 1 / 1 件\n")])
def test_progress_is_told_beside_the_result(
    cast: Cast, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    makers.received(cast)
    replay(
        read_pack(STRICTER, "x"),
        since=date(2026, 11, 1),
        until=None,
        now=NOW,
        language=language,
        as_json=True,
    )
    told = capsys.readouterr()
    assert told.err == said
    assert json.loads(told.out)


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


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (date.min, None, 1),
        (date.min, date.max, 1),
        (date(2026, 11, 20), date(2026, 11, 20), 1),
        (date(2026, 11, 21), date.max, 0),
        (date.min, date(2026, 11, 19), 0),
        (date.max, date.max, 0),
    ],
)
def test_period_may_reach_as_far_as_dates_do(cast: Cast, since: date, until: date | None, found: int) -> None:
    makers.received(cast)
    assert received_between(since, until, JAPAN).count() == found


def test_version_that_is_gone_counted_nothing_that_is_known(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = decided(cast)
    Complaint.objects.filter(pk=complaint.pk).update(rule_packs={"jp-default": 4711})
    [row] = outcome(capsys)["complaints"]
    assert {each["before"] for each in row["rules"]} == {None}
    assert any(each["newly_late"] for each in row["rules"])


def test_conditions_are_asked_of_the_complaint_as_it_stands(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = decided(cast)
    rule = COUNCIL.replace("met_by: [hear]", "met_by: [decide], applies_if: {%s}")
    Complaint.objects.filter(pk=complaint.pk).update(
        kind="conduct", channel="phone", subject="quality", severity="S2", language="en"
    )
    for asked, owed in (
        ("kind: [conduct]", 1), ("kind: [mediation]", 0), ("channel: [phone]", 1), ("channel: [email]", 0),
        ("subject: [quality]", 1), ("severity: [S1, S2]", 1), ("severity: [S1]", 0), ("language: [en]", 1),
        ("language: [ja]", 0), ("safety: [injury]", 0),
    ):  # fmt: skip
        assert sums(outcome(capsys, rule % asked), "hearing")["complaints"] == owed, asked
    for answer, owed in (("yes", 1), ("no", 0)):
        SafetyAnswer.objects.filter(question="injury").update(answer=answer)
        assert sums(outcome(capsys, rule % "safety: [injury]"), "hearing")["complaints"] == owed


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "decision: Decision · 15 business days after receipt (waiting for the complainant is left out)",
                "  complaints: 1",
                "  as it was: none late of 1",
                "  would be: 1 late of 1, by 41.0 hours in the middle (9.0 working hours), 41.0 at most (9.0)",
                "  newly late: 1, newly in time: 0",
            ],
        ),
        (
            "ja",
            [
                "decision: 決定のお知らせ · 受付から15営業日以内（申出者の回答待ちは除く）",
                "  申出 1 件",
                "  これまで: 1 回のうち遅れなし",
                "  この案では: 1 回のうち遅れ 1 回、遅れの中央値 41.0 時間（営業時間で 9.0）、最大 41.0 時間（9.0）",
                "  新たに遅れる 1 回、新たに間に合う 0 回",
            ],
        ),
    ],
)
def test_person_reads_what_one_rule_would_change(
    cast: Cast, capsys: pytest.CaptureFixture[str], language: str, lines: list[str]
) -> None:
    decided(cast)
    replay(
        read_pack(STRICTER, "ours.yaml"), since=date(2026, 11, 1), until=None, now=NOW, language=language, as_json=False
    )  # fmt: skip
    said = capsys.readouterr().out.splitlines()
    [first] = [number for number, line in enumerate(said) if line.startswith("decision: ")]
    assert said[first : first + 5] == lines


def test_date_that_no_calendar_reaches_is_told_apart_from_lateness(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    complaint = makers.received(cast).complaint
    Complaint.objects.filter(pk=complaint.pk).update(received_at=NOW.replace(year=2299))
    text = STRICTER.replace("quantity: 15\n", "quantity: 16\n")
    assert sums(outcome(capsys, text), "decision")["without_date"] == 2
    replay(read_pack(text, "x"), since=date(2026, 11, 1), until=None, now=NOW, language="en", as_json=False)
    assert "  no date could be counted: 2 (outside the table of holidays)" in capsys.readouterr().out


def test_nobody_in_the_period_is_a_result_of_noughts(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    found = outcome(capsys, since=date(2027, 1, 1))
    assert found["complaints"] == []
    assert {row["complaints"] for row in found["rules"]} == {0}
    assert {row["after"]["late_minutes_max"] for row in found["rules"]} == {0}
