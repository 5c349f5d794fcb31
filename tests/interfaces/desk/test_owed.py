"""What we owe: open promises, and missed ones until they are made good or replaced."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.promise import replace_promise, write_down_call
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk import owed
from kikitori.interfaces.desk.horizon import Group, Horizon
from kikitori.interfaces.desk.owed import Whose, count_owed, owed_page, unkept
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, restricted, taken_in

HOUR = timedelta(hours=1)


def kinds() -> list[str]:
    return [promise.kind for promise in unkept(Complaint.objects.all())]


def horizon() -> Horizon:
    return Horizon.at(timezone.now(), makers.JAPAN)


def listed(actor: Actor, whose: Whose = Whose.ALL) -> list[Promise]:
    return owed_page(actor, horizon(), whose, onward_from=None, back_from=None).rows


def test_open_promises_are_owed_soonest_first(cast: Cast) -> None:
    complaint = taken_in(cast)
    later = call_promised(cast, complaint, due=3 * HOUR)
    sooner = call_promised(cast, complaint, due=HOUR)
    owed_now = list(unkept(Complaint.objects.all()))
    assert [promise for promise in owed_now if promise.kind == "call_back"] == [sooner, later]


def test_missed_promise_is_owed_until_it_is_made_good(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    promise = missed(call_promised(cast, complaint, due=-HOUR))
    assert promise in unkept(Complaint.objects.all())
    write_down_call(cast.actor("handler"), complaint, body="お詫びの電話をしました。", now=timezone.now())
    assert promise not in unkept(Complaint.objects.all())


def test_missed_promise_that_was_replaced_gives_way_to_the_new_one(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.acknowledged)
    promise = missed(call_promised(cast, complaint, due=-HOUR))
    now = timezone.now()
    new = replace_promise(
        cast.actor("handler"),
        complaint,
        promise=promise,
        to=now.astimezone(makers.JAPAN).date() + timedelta(days=2),
        reason="担当者が不在のため",
        now=now,
    )
    owed_now = list(unkept(Complaint.objects.all()))
    assert promise not in owed_now
    assert new in owed_now


def test_open_promise_past_its_date_is_owed_before_the_sweep_has_seen_it(cast: Cast) -> None:
    promise = call_promised(cast, taken_in(cast), due=-HOUR)
    assert promise.state == "open"
    assert promise in listed(cast.actor("handler"))
    assert count_owed(cast.actor("handler"), horizon()).late() == 1


def test_withdrawn_complaint_owes_no_news_any_more(cast: Cast) -> None:
    complaint = taken_in(cast, ago=timedelta(days=30))
    acknowledgement = complaint.promises.get(kind="acknowledgement")
    missed(acknowledgement)
    assert "acknowledgement" in kinds()
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=timezone.now())
    assert kinds() == []
    acknowledgement.refresh_from_db()
    assert acknowledgement.state == "missed"


def test_call_that_was_promised_outlives_the_complaint(cast: Cast) -> None:
    complaint = taken_in(cast, ago=timedelta(days=30))
    promise = missed(call_promised(cast, complaint, due=-HOUR))
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=timezone.now())
    assert list(unkept(Complaint.objects.all())) == [promise]


def test_closed_complaint_owes_nothing(cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.confirming, ago=timedelta(days=9))
    now = timezone.now()
    ask_if_solved(cast.actor("handler"), complaint, now=now)
    confirm_solved(makers.complainant_of(complaint), complaint, now=now)
    if not complaint.is_closed:
        close_as_agreed(cast.actor("handler"), complaint, now=now)
    assert kinds() == []


def test_restricted_promises_are_counted_only_for_who_sees_them(cast: Cast) -> None:
    call_promised(cast, restricted(cast), due=-HOUR)
    assert count_owed(cast.actor("handler"), horizon()).late() == 0
    assert count_owed(cast.actor("lead"), horizon()).late() == 1
    assert listed(cast.actor("handler")) == []
    assert len(listed(cast.actor("lead"))) > 0
    assert count_owed(cast.actor("administrator"), horizon()).of(Whose.ALL) == 0


def test_mine_are_those_on_complaints_in_my_hands(cast: Cast) -> None:
    mine = taken_in(cast, maker=makers.investigated)
    call_promised(cast, mine, due=-HOUR)
    call_promised(cast, taken_in(cast), due=-HOUR)
    counts = count_owed(cast.actor("handler"), horizon())
    assert (counts.late(Whose.ALL), counts.late(Whose.MINE)) == (2, 1)
    assert {promise.complaint_id for promise in listed(cast.actor("handler"), Whose.MINE)} == {mine.pk}
    assert count_owed(cast.actor("colleague"), horizon()).of(Whose.MINE) == 0


@pytest.mark.parametrize("whose", Whose)
def test_every_count_is_the_length_of_its_list(cast: Cast, whose: Whose) -> None:
    for number in range(6):
        complaint = taken_in(cast, maker=makers.investigated if number % 2 else makers.received)
        for due in (-30 * HOUR, -HOUR, HOUR, 9 * HOUR, 30 * HOUR, 90 * HOUR, 400 * HOUR):
            call_promised(cast, complaint, due=due + timedelta(minutes=number))
    border, actor = horizon(), cast.actor("handler")
    rows = owed_page(actor, border, whose, onward_from=None, back_from=None).rows
    counts = count_owed(actor, border)
    for group in Group:
        assert counts.of(whose, (group,)) == sum(border.group_of(row.due_at) is group for row in rows)
    assert counts.of(whose) == len(rows)
    assert all(border.group_of(row.due_at) for row in rows)


def test_long_list_is_walked_page_by_page(cast: Cast) -> None:
    complaint = taken_in(cast)
    for number in range(owed.PAGE + 3):
        call_promised(cast, complaint, due=HOUR + timedelta(seconds=number // 2))
    border, actor = horizon(), cast.actor("handler")
    first = owed_page(actor, border, Whose.ALL, onward_from=None, back_from=None)
    second = owed_page(actor, border, Whose.ALL, onward_from=first.onward, back_from=None)
    assert len(first.rows) == owed.PAGE
    assert second.onward is None
    both = [row.pk for row in first.rows + second.rows]
    assert len(both) == len(set(both)) == count_owed(actor, border).of(Whose.ALL)
    again = owed_page(actor, border, Whose.ALL, onward_from=None, back_from=second.back)
    assert again.rows == first.rows


def test_count_is_one_query_and_so_is_the_page(cast: Cast) -> None:
    complaint = taken_in(cast)
    for number in range(4):
        call_promised(cast, complaint, due=HOUR * (number + 1))
    with CaptureQueriesContext(connection) as captured:
        count_owed(cast.actor("handler"), horizon())
        for row in listed(cast.actor("handler")):
            assert row.complaint.reference
            assert row.complaint.assignee is None
    assert len(captured) == 2


def test_second_that_was_told_is_still_in_time(cast: Cast) -> None:
    promise = call_promised(cast, taken_in(cast), due=HOUR)
    at: datetime = promise.due_at
    assert Horizon.at(at, makers.JAPAN).group_of(at) is not Group.LATE
    counts = count_owed(cast.actor("handler"), Horizon.at(at, makers.JAPAN))
    assert counts.late() == 0
