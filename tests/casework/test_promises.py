"""A date told is a promise: opened, kept, missed, replaced, never forgotten."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.answer import accept_proposal
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.promise import (
    keep_promise,
    note_missed_promise,
    promise_by_hand,
    promise_call_back,
    replace_promise,
    set_aside_date,
    write_down_call,
)
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import ask_and_close, note_missed_promises
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SWEPT = Actor.system("swept")


def states(complaint: Complaint) -> dict[str, str]:
    """Newest state per kind of promise."""
    return {promise.kind: promise.state for promise in complaint.promises.order_by("id")}


def findings(complaint: Complaint, outcome: str = "not_upheld") -> dict[int, FindingGiven]:
    return {
        allegation.number: FindingGiven(outcome=outcome, reasons="記録を確かめました。", causes=makers.CAUSE)
        for allegation in complaint.allegations.all()
    }


def test_acknowledging_keeps_one_promise_and_makes_two(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert states(complaint) == {"acknowledgement": "kept", "progress": "open", "decision": "open"}
    due = {promise.kind: promise.due_at for promise in complaint.promises.all()}
    assert due["progress"] == datetime(2026, 11, 30, 17, tzinfo=JAPAN)
    assert due["decision"] == datetime(2026, 12, 21, 17, tzinfo=JAPAN)


def test_event_says_what_was_promised_and_what_was_kept(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    data = complaint.events.get(kind="acknowledged").data
    assert [p["kind"] for p in data["promised"]] == ["progress", "decision"]
    assert data["kept"] == [{"kind": "acknowledgement", "due_at": "2026-11-24T08:00:00+00:00", "late": False}]


def test_reply_keeps_the_progress_promise_and_makes_the_next(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=FRIDAY + 4 * DAY)
    progress = complaint.promises.filter(kind="progress").order_by("id")
    assert [p.state for p in progress] == ["kept", "open"]
    assert progress[1].due_at == datetime(2026, 12, 8, 17, tzinfo=JAPAN)


def test_decision_without_remedy_promises_to_ask_whether_it_is_solved(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings=findings(complaint),
        no_remedy=makers.NO_REMEDY,
        now=FRIDAY + 5 * DAY,
    )
    assert states(complaint) == {
        "acknowledgement": "kept",
        "progress": "kept",
        "decision": "kept",
        "follow_up": "open",
    }
    # Decided on Wednesday 25 November: five working days on.
    assert complaint.promises.get(kind="follow_up").due_at == datetime(2026, 12, 2, 17, tzinfo=JAPAN)
    assert (
        "2026年12月2日（水）ごろまでに、解決したかどうかをおうかがいします"
        in complaint.letters.get(kind="decision").body
    )


def test_remedy_is_promised_for_the_day_agreed(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    remedy = complaint.promises.get(kind="remedy")
    assert remedy.due_at == datetime(2026, 11, 27, 17, tzinfo=JAPAN)
    assert remedy.rule == ""


def test_follow_up_is_promised_when_the_last_remedy_is_done(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    assert states(complaint)["follow_up"] == "open"
    assert complaint.promises.filter(kind="follow_up").count() == 1


def test_not_solved_begins_anew_with_new_promises(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_unsolved(makers.complainant_of(complaint), complaint, comment="まだです", now=FRIDAY + 9 * DAY)
    assert states(complaint) | {"remedy": "kept"} == {
        "acknowledgement": "kept",
        "progress": "open",
        "decision": "open",
        "remedy": "kept",
        "follow_up": "kept",
    }


def test_withdrawal_cancels_what_is_open_and_hides_no_broken_word(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    after_first_answer_was_due = datetime(2026, 12, 2, 9, tzinfo=JAPAN)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=after_first_answer_was_due)
    assert states(complaint) == {"acknowledgement": "kept", "progress": "missed", "decision": "cancelled"}


def test_closing_stops_every_clock(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings=findings(complaint),
        no_remedy=makers.NO_REMEDY,
        now=FRIDAY + DAY,
    )
    close_as_exhausted(cast.actor("lead"), complaint, reason="できることを終えました。", now=FRIDAY + 2 * DAY)
    assert not complaint.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True).exists()


def test_reopening_makes_new_promises_and_keeps_the_old_ones_as_they_were(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    reopen_complaint(
        makers.complainant_of(complaint), complaint, reason="考え直しました", now=FRIDAY + 5 * DAY
    )
    assert [(p.kind, p.state) for p in complaint.promises.order_by("id")] == [
        ("acknowledgement", "kept"),
        ("progress", "cancelled"),
        ("decision", "cancelled"),
        ("progress", "open"),
        ("decision", "open"),
    ]


def test_call_back_is_kept_by_the_call(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    at = FRIDAY + HOUR
    promise_call_back(cast.actor("handler"), complaint, at=at, note="請求書の件", now=FRIDAY + HOUR / 2)
    write_down_call(cast.actor("handler"), complaint, body="不在。留守電に残した。", now=at)
    promise = complaint.promises.get(kind="call_back")
    assert (promise.state, promise.kept_at, promise.note) == ("kept", at, "請求書の件")


def test_call_back_in_the_past_is_no_promise(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as refusal:
        promise_call_back(cast.actor("handler"), complaint, at=FRIDAY, now=FRIDAY + HOUR)
    assert refusal.value.problems == {"at": Problem.IN_THE_PAST}


def test_promise_in_our_own_words_is_due_when_work_ends_on_its_day(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    promise = promise_by_hand(
        cast.actor("handler"), complaint, what=" 写真を\nお返しします ", by=date(2026, 11, 27), now=FRIDAY
    )
    assert (promise.kind, promise.note, promise.state) == ("other", "写真を お返しします", "open")
    assert promise.due_at == datetime(2026, 11, 27, 17, tzinfo=JAPAN)
    event = complaint.events.get(kind="promised")
    assert (event.visibility, event.data["what"]) == ("public", "写真を お返しします")
    assert not complaint.letters.filter(written_at__gt=FRIDAY + HOUR).exists()


def test_promise_in_our_own_words_can_be_for_a_moment(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    at = FRIDAY + 3 * HOUR
    promise = promise_by_hand(
        cast.actor("handler"), complaint, what="地図を送ります", by=at, now=FRIDAY + HOUR
    )
    assert promise.due_at == at


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({"by": date(2026, 11, 19)}, {"by": Problem.IN_THE_PAST}),
        ({"by": FRIDAY - HOUR}, {"by": Problem.IN_THE_PAST}),
        ({"by": date(2199, 1, 1)}, {"by": Problem.OUT_OF_RANGE}),
        ({"what": " "}, {"what": Problem.MISSING}),
        ({"what": "長" * 301}, {"what": Problem.TOO_LONG}),
        ({"told_in": 1}, {"told_in": Problem.UNKNOWN_WORD}),
    ],
)
def test_promise_that_cannot_be_held_is_not_taken(
    cast: Cast, values: dict[str, Any], problems: dict[str, Problem]
) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as refusal:
        promise_by_hand(
            cast.actor("handler"),
            complaint,
            **{"what": "お返しします", "by": date(2026, 11, 27), "now": FRIDAY} | values,
        )
    assert refusal.value.problems == problems
    assert not complaint.promises.filter(kind="other").exists()


def test_today_after_work_is_too_late_to_promise_for_today(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    evening = datetime(2026, 11, 24, 17, 30, tzinfo=JAPAN)
    with pytest.raises(Invalid) as refusal:
        promise_by_hand(
            cast.actor("handler"), complaint, what="お返しします", by=date(2026, 11, 24), now=evening
        )
    assert refusal.value.problems == {"by": Problem.IN_THE_PAST}


def test_one_promise_in_our_own_words_is_kept_and_the_other_stays(cast: Cast) -> None:
    complaint, handler = makers.acknowledged(cast), cast.actor("handler")
    first, second = (
        promise_by_hand(handler, complaint, what=what, by=date(2026, 11, 27), now=FRIDAY + HOUR)
        for what in ("写真をお返しします", "地図を送ります")
    )
    kept = keep_promise(handler, complaint, promise=first, how="書留で送りました。", now=FRIDAY + DAY)
    second.refresh_from_db()
    assert (kept.state, kept.kept_at, second.state) == ("kept", FRIDAY + DAY, "open")
    data = complaint.events.get(kind="promise_kept").data
    assert (data["what"], data["how"]) == ("写真をお返しします", "書留で送りました。")
    assert [each["late"] for each in data["kept"]] == [False]


def test_promise_kept_late_is_late_whether_or_not_a_sweep_had_found_it(cast: Cast) -> None:
    handler = cast.actor("handler")
    for is_swept in (False, True):
        complaint = makers.acknowledged(cast)
        own = promise_by_hand(
            handler, complaint, what="お返しします", by=date(2026, 11, 24), now=FRIDAY + HOUR
        )
        if is_swept:
            note_missed_promise(SWEPT, own, now=FRIDAY + 5 * DAY)
        keep_promise(handler, complaint, promise=own, how="遅れて送りました。", now=FRIDAY + 6 * DAY)
        own.refresh_from_db()
        assert (own.state, own.kept_at) == ("missed" if is_swept else "kept", FRIDAY + 6 * DAY)
        assert complaint.events.get(kind="promise_kept").data["kept"][0]["late"] is True


def test_only_a_promise_in_our_own_words_that_is_owed_is_kept_by_hand(cast: Cast) -> None:
    complaint, handler = makers.acknowledged(cast), cast.actor("handler")
    own = promise_by_hand(handler, complaint, what="お返しします", by=date(2026, 11, 27), now=FRIDAY + HOUR)
    keep_promise(handler, complaint, promise=own, how="送りました。", now=FRIDAY + DAY)
    for promise in (own, complaint.promises.get(kind="decision")):
        with pytest.raises(NotNow) as refusal:
            keep_promise(handler, complaint, promise=promise, how="済み", now=FRIDAY + 2 * DAY)
        assert refusal.value.obstacle is Obstacle.PROMISE_NOT_OPEN
    assert complaint.promises.get(kind="decision").state == "open"


def test_replaced_promise_in_our_own_words_tells_them_those_words(cast: Cast) -> None:
    complaint, handler = makers.acknowledged(cast), cast.actor("handler")
    own = promise_by_hand(
        handler, complaint, what="写真をお返しします", by=date(2026, 11, 27), now=FRIDAY + HOUR
    )
    new = replace_promise(
        handler, complaint, promise=own, to=date(2026, 12, 4), reason="鑑定中のため。", now=FRIDAY + DAY
    )
    own.refresh_from_db()
    assert (own.state, new.kind, new.note) == ("replaced", "other", "写真をお返しします")
    assert "「写真をお返しします」" in complaint.letters.get(kind="new_date").body


def test_new_date_ends_when_the_work_of_the_team_that_has_it_ends(cast: Cast) -> None:
    team = cast.handler.team
    assert team is not None
    team.week = [["9:00-12:00"]] * 7
    team.save()
    complaint = makers.investigated(cast)
    new = replace_promise(
        cast.actor("handler"),
        complaint,
        promise=complaint.promises.filter(state="open").latest("due_at"),
        to=date(2026, 12, 25),
        reason="鑑定中のため。",
        now=FRIDAY + DAY,
    )
    assert new.due_at == datetime(2026, 12, 25, 12, tzinfo=JAPAN)


def test_date_set_aside_is_remembered_for_its_message_alone(cast: Cast) -> None:
    complaint, handler = makers.acknowledged(cast), cast.actor("handler")
    reply(handler, complaint, body="金曜までに折り返します。", now=FRIDAY + HOUR)
    entry = complaint.events.get(kind="replied")
    set_aside_date(handler, complaint, told_in=entry.pk, now=FRIDAY + HOUR)
    event = complaint.events.get(kind="date_set_aside")
    assert (event.visibility, event.data) == ("internal", {"told_in": entry.pk})
    other = makers.acknowledged(cast)
    with pytest.raises(Invalid):
        set_aside_date(handler, other, told_in=entry.pk, now=FRIDAY + HOUR)


def test_date_is_replaced_with_a_reason_and_the_person_is_told_both(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    old = complaint.promises.get(kind="progress")
    new = replace_promise(
        cast.actor("handler"),
        complaint,
        promise=old,
        to=date(2026, 12, 4),
        reason="配送会社の記録が届くのが12月2日のため。",
        now=FRIDAY + 5 * DAY,
    )
    old.refresh_from_db()
    assert (old.state, old.replaced_by, old.reason) == (
        "replaced",
        new,
        "配送会社の記録が届くのが12月2日のため。",
    )
    assert new.due_at == datetime(2026, 12, 4, 17, tzinfo=JAPAN)
    letter = complaint.letters.get(kind="new_date")
    assert "2026年11月30日（月）17:00" in letter.body
    assert "2026年12月4日（金）17:00" in letter.body
    assert "配送会社の記録" in letter.body
    assert "経過のご連絡" in letter.body


def test_date_replaced_too_late_is_missed_all_the_same(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    old = complaint.promises.get(kind="progress")
    replace_promise(
        cast.actor("handler"),
        complaint,
        promise=old,
        to=date(2026, 12, 10),
        reason="遅くなりました。",
        now=datetime(2026, 12, 1, 9, tzinfo=JAPAN),
    )
    old.refresh_from_db()
    assert old.state == "missed"
    assert old.replaced_by is not None


@pytest.mark.parametrize("to", [date(2026, 11, 25), date(2026, 11, 30), date(2020, 1, 1)])
def test_replacement_must_lie_after_the_first_date(cast: Cast, to: date) -> None:
    complaint = makers.acknowledged(cast)
    old = complaint.promises.get(kind="progress")
    with pytest.raises(Invalid):
        replace_promise(
            cast.actor("handler"), complaint, promise=old, to=to, reason="都合", now=FRIDAY + 4 * DAY
        )
    old.refresh_from_db()
    assert old.state == "open"


def test_kept_promise_cannot_be_replaced(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    kept = complaint.promises.get(kind="acknowledgement")
    with pytest.raises(NotNow) as refusal:
        replace_promise(
            cast.actor("handler"),
            complaint,
            promise=kept,
            to=date(2026, 12, 30),
            reason="x",
            now=FRIDAY + DAY,
        )
    assert refusal.value.obstacle is Obstacle.PROMISE_NOT_OPEN


def test_promise_of_another_complaint_is_not_to_be_had_here(cast: Cast) -> None:
    mine, other = makers.acknowledged(cast), makers.acknowledged(cast)
    with pytest.raises(NotNow):
        replace_promise(
            cast.actor("handler"),
            mine,
            promise=other.promises.get(kind="progress"),
            to=date(2026, 12, 30),
            reason="x",
            now=FRIDAY + DAY,
        )


def test_sweep_notes_each_missed_promise_once_and_brings_it_before_a_lead(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    late = datetime(2026, 11, 25, 9, tzinfo=JAPAN)
    assert note_missed_promises(SWEPT, now=late) == 1
    assert note_missed_promises(SWEPT, now=late + HOUR) == 0
    assert states(complaint) == {"acknowledgement": "missed"}
    kinds = list(complaint.events.values_list("kind", "actor_reason"))
    assert kinds[1:] == [("promise_missed", "swept"), ("escalated", "missed_promise")]


def test_sweep_leaves_the_last_second_of_a_promise_alone(cast: Cast) -> None:
    makers.received(cast)
    due = datetime(2026, 11, 24, 17, tzinfo=JAPAN)
    assert note_missed_promises(SWEPT, now=due + timedelta(milliseconds=900)) == 0
    assert note_missed_promises(SWEPT, now=due + timedelta(seconds=2)) == 1


def test_missed_promise_is_owed_still_and_kept_late(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    late = datetime(2026, 12, 1, 9, tzinfo=JAPAN)
    note_missed_promises(SWEPT, now=late)
    reply(cast.actor("handler"), complaint, body="遅くなり申し訳ありません。", now=late + HOUR)
    missed = complaint.promises.filter(kind="progress").order_by("id")[0]
    assert (missed.state, missed.kept_at) == ("missed", late + HOUR)
    assert complaint.events.get(kind="replied").data["kept"][0]["late"] is True


def test_open_promise_that_is_not_due_cannot_be_called_missed(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    with pytest.raises(NotNow):
        note_missed_promise(SWEPT, complaint.promises.get(), now=FRIDAY)


def test_house_asks_on_the_promised_day_and_closes_after_silence(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    due = complaint.promises.get(kind="follow_up").due_at
    silent = Actor.system("silence")
    assert ask_and_close(silent, now=due - 2 * DAY) == (0, 0)
    asked_at = due - 3 * HOUR
    assert ask_and_close(silent, now=asked_at) == (1, 0)
    assert ask_and_close(silent, now=asked_at + 13 * DAY) == (0, 0)
    assert ask_and_close(silent, now=asked_at + 14 * DAY) == (0, 1)
    complaint.refresh_from_db()
    assert complaint.state == "closed_accepted"
    assert complaint.events.get(kind="closed").data["because"] == "silence"
    assert "ご連絡がつきませんでした" in complaint.letters.get(kind="closed").body


def test_waiting_for_the_complainant_stops_no_clock(cast: Cast) -> None:
    from kikitori.casework.inquire import ask_complainant

    complaint = makers.investigated(cast)
    before = list(complaint.clocks.values_list("rule", "due_at"))
    ask_complainant(
        cast.actor("handler"),
        complaint,
        question="ご注文番号は？",
        answer_by=date(2026, 12, 1),
        now=FRIDAY + DAY,
    )
    assert list(complaint.clocks.values_list("rule", "due_at")) == before
    assert complaint.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True).count() == 2


def test_late_acknowledgement_promises_no_date_that_has_passed(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    late = datetime(2026, 12, 25, 10, tzinfo=JAPAN)
    acknowledge_complaint(cast.actor("handler"), complaint, now=late)
    due = {promise.kind: promise.due_at for promise in complaint.promises.filter(state="open")}
    # Counted from today, around the year-end closure; from receipt it would have been 30 November.
    assert due["progress"] == datetime(2027, 1, 7, 17, tzinfo=JAPAN)
    assert due["decision"] > late
    letter = complaint.letters.get(kind="acknowledgement")
    assert "2027年1月7日（木）17:00までに、最初のご回答をいたします" in letter.body


def test_late_acknowledgement_counts_from_receipt_what_can_still_be_kept(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    acknowledge_complaint(cast.actor("handler"), complaint, now=datetime(2026, 12, 2, 9, tzinfo=JAPAN))
    due = {promise.kind: promise.due_at for promise in complaint.promises.filter(state="open")}
    assert due["progress"] == datetime(2026, 12, 9, 17, tzinfo=JAPAN)
    assert due["decision"] == datetime(2026, 12, 21, 17, tzinfo=JAPAN)


def test_clock_counts_from_receipt_however_late_the_acknowledgement(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    before = dict(complaint.clocks.values_list("rule", "due_at"))
    acknowledge_complaint(cast.actor("handler"), complaint, now=datetime(2026, 12, 25, 10, tzinfo=JAPAN))
    assert dict(complaint.clocks.values_list("rule", "due_at")) == before
    assert before["jp-default/1/first-answer"] == datetime(2026, 11, 30, 17, tzinfo=JAPAN)


def test_agreed_day_that_has_passed_is_not_promised(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    accepted = datetime(2026, 12, 3, 10, tzinfo=JAPAN)
    accept_proposal(makers.complainant_of(complaint), complaint, now=accepted)
    remedy = complaint.promises.get(kind="remedy")
    assert remedy.due_at == datetime(2026, 12, 17, 17, tzinfo=JAPAN)
    assert {each.due_on for each in complaint.remedies.all()} == {date(2026, 12, 17)}
    body = complaint.letters.get(kind="accepted").body
    assert body.count("2026年12月17日（木）まで") == 2
    assert "11月27日" not in body


def test_agreed_day_holds_until_work_ends_on_it(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    on_the_day = datetime(2026, 11, 27, 17, 0, tzinfo=JAPAN)
    accept_proposal(makers.complainant_of(complaint), complaint, now=on_the_day)
    assert complaint.promises.get(kind="remedy").due_at == on_the_day


def test_missed_date_that_was_replaced_is_not_kept_beside_the_new_one(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    old = complaint.promises.get(kind="progress")
    late = datetime(2026, 12, 1, 9, tzinfo=JAPAN)
    new = replace_promise(
        cast.actor("handler"), complaint, promise=old, to=date(2026, 12, 10), reason="遅れます。", now=late
    )
    reply(cast.actor("handler"), complaint, body="お待たせしました。", now=late + DAY)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, old.kept_at) == ("missed", None)
    assert (new.state, new.kept_at) == ("kept", late + DAY)


@pytest.mark.parametrize("year", [2041, 9999])
def test_date_beyond_the_holiday_table_is_not_promised(cast: Cast, year: int) -> None:
    complaint = makers.acknowledged(cast)
    promise = complaint.promises.get(kind="progress")
    with pytest.raises(Invalid) as refusal:
        replace_promise(
            cast.actor("handler"),
            complaint,
            promise=promise,
            to=date(year, 1, 1),
            reason="x",
            now=FRIDAY + DAY,
        )
    assert refusal.value.problems == {"to": Problem.OUT_OF_RANGE}
    with pytest.raises(Invalid) as refusal:
        promise_call_back(
            cast.actor("handler"), complaint, at=datetime(year, 1, 1, tzinfo=JAPAN), now=FRIDAY + DAY
        )
    assert refusal.value.problems == {"at": Problem.OUT_OF_RANGE}
