"""The rounds: what time alone brings about, done once, and never over the head of somebody who has spoken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from kikitori.casework.answer import accept_proposal
from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.promise import replace_promise
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import ask_and_close, note_missed_promises
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SILENT = Actor.system("silence")
SWEPT = Actor.system("swept")


def decided(cast: Cast, *, remedies: tuple[RemedyGiven, ...] = ()) -> Complaint:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録を確かめました。") for n in (1, 2)},
        remedies=remedies,
        now=FRIDAY + HOUR,
    )
    return complaint


def asked(cast: Cast) -> tuple[Complaint, datetime]:
    """Remedied, and asked whether it is solved on the promised day."""
    complaint = makers.confirming(cast)
    at = complaint.promises.get(kind="follow_up").due_at - 3 * HOUR
    assert ask_and_close(SILENT, now=at) == (1, 0)
    complaint.refresh_from_db()
    return complaint, at


def remedied_again(cast: Cast, complaint: Complaint, now: datetime) -> datetime:
    """A second round: offered, accepted, done. Returns when the question falls due."""
    propose_solution(
        cast.actor("handler"),
        complaint,
        text="もう一度お届けします。",
        remedies=[RemedyGiven(kind="replace", text="皿一枚", due_on=(now + 3 * DAY).date())],
        answer_by=(now + 5 * DAY).date(),
        now=now,
    )
    accept_proposal(makers.complainant_of(complaint), complaint, now=now + HOUR)
    remedy = complaint.remedies.get(state="due")
    carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=now + 2 * HOUR)
    assert complaint.state == "confirming"
    return complaint.promises.get(kind="follow_up", state="open").due_at


def test_decision_without_remedies_is_followed_by_the_question_on_the_promised_day(cast: Cast) -> None:
    complaint = decided(cast)
    due = complaint.promises.get(kind="follow_up").due_at
    assert ask_and_close(SILENT, now=due - DAY) == (0, 0)
    assert ask_and_close(SILENT, now=due - HOUR) == (1, 0)
    assert ask_and_close(SILENT, now=due) == (0, 0)
    complaint.refresh_from_db()
    assert complaint.state == "confirming"
    assert complaint.promises.get(kind="follow_up").state == "kept"
    assert complaint.letters.filter(kind="is_it_solved").count() == 1


def test_decision_without_remedies_closes_after_silence(cast: Cast) -> None:
    complaint = decided(cast)
    at = complaint.promises.get(kind="follow_up").due_at
    ask_and_close(SILENT, now=at)
    assert ask_and_close(SILENT, now=at + 14 * DAY) == (0, 1)
    complaint.refresh_from_db()
    assert complaint.state == "closed_accepted"


def test_question_waits_while_a_remedy_is_owed(cast: Cast) -> None:
    due_on = date(2026, 12, 4)
    complaint = decided(cast, remedies=(RemedyGiven(kind="apology", text="お詫び", due_on=due_on),))
    assert ask_and_close(SILENT, now=FRIDAY + 30 * DAY) == (0, 0)
    with pytest.raises(NotNow) as refusal:
        ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + DAY)
    assert refusal.value.obstacle is Obstacle.REMEDY_OPEN
    assert complaint.state == "decided"


def test_question_is_asked_once_where_its_date_was_replaced_too_late(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    first = complaint.promises.get(kind="follow_up")
    late = first.due_at + DAY
    note_missed_promises(SWEPT, now=late)
    second = replace_promise(
        cast.actor("handler"),
        complaint,
        promise=first,
        to=(late + 5 * DAY).date(),
        reason="お届けが遅れたため。",
        now=late + HOUR,
    )
    assert ask_and_close(SILENT, now=late + 2 * HOUR) == (0, 0)
    assert ask_and_close(SILENT, now=second.due_at) == (1, 0)
    assert complaint.letters.filter(kind="is_it_solved").count() == 1


def test_missed_question_is_still_asked(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    late = complaint.promises.get(kind="follow_up").due_at + 2 * DAY
    note_missed_promises(SWEPT, now=late)
    assert ask_and_close(SILENT, now=late) == (1, 0)
    promise = complaint.promises.get(kind="follow_up")
    assert (promise.state, promise.kept_at) == ("missed", late)


def test_reopened_complaint_is_not_closed_by_an_old_silence(cast: Cast) -> None:
    complaint, at = asked(cast)
    assert ask_and_close(SILENT, now=at + 14 * DAY) == (0, 1)
    complaint.refresh_from_db()
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="まだです", now=at + 20 * DAY)
    due = remedied_again(cast, complaint, at + 21 * DAY)
    assert ask_and_close(SILENT, now=at + 22 * DAY) == (0, 0)
    with pytest.raises(NotNow) as refusal:
        close_as_agreed(cast.actor("handler"), complaint, now=at + 22 * DAY)
    assert refusal.value.obstacle is Obstacle.NOT_ASKED_LONG_ENOUGH
    assert ask_and_close(SILENT, now=due) == (1, 0)
    assert ask_and_close(SILENT, now=due + 13 * DAY) == (0, 0)
    assert ask_and_close(SILENT, now=due + 14 * DAY) == (0, 1)


def test_reopened_complaint_is_not_closed_by_an_old_yes(cast: Cast) -> None:
    complaint, at = asked(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, now=at + DAY)
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="また壊れた", now=at + 2 * DAY)
    remedied_again(cast, complaint, at + 3 * DAY)
    with pytest.raises(NotNow):
        close_as_agreed(cast.actor("handler"), complaint, now=at + 4 * DAY)
    assert complaint.state == "confirming"


def test_complaint_that_was_not_solved_is_not_closed_by_the_silence_before(cast: Cast) -> None:
    complaint, at = asked(cast)
    confirm_unsolved(makers.complainant_of(complaint), complaint, now=at + DAY)
    remedied_again(cast, complaint, at + 15 * DAY)
    assert ask_and_close(SILENT, now=at + 16 * DAY) == (0, 0)


def test_word_from_the_complainant_is_not_silence(cast: Cast) -> None:
    complaint, at = asked(cast)
    hear(makers.complainant_of(complaint), complaint, body="一枚にまだ傷があります。", now=at + DAY)
    assert ask_and_close(SILENT, now=at + 30 * DAY) == (0, 0)
    complaint.refresh_from_db()
    assert complaint.state == "confirming"
    with pytest.raises(NotNow):
        close_as_agreed(cast.actor("handler"), complaint, now=at + 30 * DAY)


def test_silence_counts_from_the_question_that_was_asked_last(cast: Cast) -> None:
    complaint, at = asked(cast)
    hear(makers.complainant_of(complaint), complaint, body="見てみます。", now=at + DAY)
    ask_if_solved(cast.actor("handler"), complaint, now=at + 10 * DAY)
    assert ask_and_close(SILENT, now=at + 20 * DAY) == (0, 0)
    assert ask_and_close(SILENT, now=at + 24 * DAY) == (0, 1)


def test_missed_promise_is_escalated_where_no_lead_is_at_work(cast: Cast) -> None:
    """Never nowhere: it stands with no holder, before everybody who sees the complaint."""
    complaints = [makers.received(cast).complaint for _ in range(3)]
    Staff.objects.filter(role="lead").update(is_active=False)
    assert note_missed_promises(SWEPT, now=FRIDAY + 6 * DAY) == 3
    for complaint in complaints:
        assert complaint.promises.get().state == "missed"
        assert complaint.escalations.get().holder is None
        assert complaint.events.get(kind="escalated").data["cause"] == "missed_promise"


@pytest.mark.parametrize("kind", list(PromiseKind))
def test_missed_promise_of_every_kind_is_brought_before_a_lead(cast: Cast, kind: PromiseKind) -> None:
    complaint = makers.acknowledged(cast)
    complaint.promises.all().delete()
    complaint.promises.create(
        kind=kind.value, state="open", due_at=FRIDAY + DAY, made_at=FRIDAY, why=[], note="写真をお返しします"
    )
    assert note_missed_promises(SWEPT, now=FRIDAY + 6 * DAY) == 1
    assert complaint.promises.get().state == "missed"
    event = complaint.events.get(kind="escalated")
    assert (event.actor_reason, event.data["reason"]) == ("missed_promise", kind.value)
    assert Staff.objects.get(pk=event.data["to"]).role == "lead"


def test_missed_promise_of_a_closed_complaint_is_noted_but_not_escalated(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, now=FRIDAY + 7 * HOUR)
    complaint.promises.create(
        kind="call_back", state="open", due_at=FRIDAY + DAY, made_at=FRIDAY + 8 * HOUR, why=[]
    )
    assert note_missed_promises(SWEPT, now=FRIDAY + 6 * DAY) == 1
    assert not complaint.events.filter(kind="escalated").exists()


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_do_everything_once() -> None:
    cast = summon()
    late = [makers.received(cast).complaint for _ in range(3)]
    done = makers.confirming(cast)
    now = done.promises.get(kind="follow_up").due_at
    noting, asking = Barrier(2), Barrier(2)

    def go_round(_: int) -> tuple[int, int]:
        try:
            noting.wait(timeout=30)
            missed = note_missed_promises(SWEPT, now=now - 4 * HOUR)
            asking.wait(timeout=30)
            return missed, ask_and_close(SILENT, now=now)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(go_round, range(2)))
    assert sum(count for count, _ in results) == 3
    for complaint in late:
        assert complaint.events.filter(kind="promise_missed").count() == 1
        assert complaint.events.filter(kind="escalated").count() == 1
        assert complaint.promises.get().state == "missed"
    assert sum(count for _, count in results) == 1
    assert done.letters.filter(kind="is_it_solved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_round_signs_every_transaction_with_its_actor() -> None:
    """A trigger stands in for whoever reads the signature in the database: it keeps what it saw."""
    cast = summon()
    makers.received(cast)
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute("create table seen (actor text, request text)")
        cursor.execute("grant insert on seen to public")
        cursor.execute(
            "create function see() returns trigger language plpgsql as $$ begin"
            " insert into seen values (current_setting('kikitori.actor', true),"
            " current_setting('kikitori.request', true)); return new; end $$"
        )
        cursor.execute(
            "create trigger seeing after insert on records_event for each row execute function see()"
        )
        cursor.execute("set role kikitori_web")
    try:
        note_missed_promises(SWEPT, now=datetime(2026, 11, 26, 9, tzinfo=JAPAN))
        with connection.cursor() as cursor:
            cursor.execute("reset role")
            cursor.execute("select actor, request from seen")
            assert cursor.fetchall() == [("system:swept", "sweep"), ("system:missed_promise", "sweep")]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
            cursor.execute("drop function see() cascade")
            cursor.execute("drop table seen")
            cursor.execute("set role kikitori_web")
