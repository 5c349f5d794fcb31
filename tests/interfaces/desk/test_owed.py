"""What we owe: open promises, and missed ones until they are made good or replaced."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved, confirm_solved
from kikitori.casework.promise import replace_promise, write_down_call
from kikitori.casework.second_contact import stop_asking
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.counts import count_all
from kikitori.interfaces.desk.horizon import Group, Horizon
from kikitori.interfaces.desk.owed import OwedCounts, Whose, owed, unkept
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import SECOND_CONTACT
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, restricted, taken_in

HOUR = timedelta(hours=1)


def kinds() -> list[str]:
    return [promise.kind for promise in unkept(Complaint.objects.all())]


def horizon() -> Horizon:
    return Horizon.at(timezone.now(), makers.JAPAN)


def count_owed(actor: Actor, border: Horizon) -> OwedCounts:
    return count_all(actor, border).owed


def listed(actor: Actor, whose: Whose = Whose.ALL) -> list[Promise]:
    return list(owed(actor, horizon(), whose))


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


def agreed(cast: Cast) -> Complaint:
    """Said to be solved, and closed."""
    complaint = taken_in(cast, maker=makers.confirming, ago=timedelta(days=9))
    now = timezone.now()
    ask_if_solved(cast.actor("handler"), complaint, now=now)
    confirm_solved(makers.complainant_of(complaint), complaint, now=now)
    complaint.refresh_from_db()
    if not complaint.is_closed:
        close_as_agreed(cast.actor("handler"), complaint, now=now)
        complaint.refresh_from_db()
    return complaint


def test_complaint_closed_as_agreed_owes_one_more_question_and_nothing_else(cast: Cast) -> None:
    complaint = agreed(cast)
    assert complaint.is_closed
    (left,) = unkept(Complaint.objects.all())
    assert (left.kind, left.rule) == ("follow_up", SECOND_CONTACT)
    stop_asking(makers.complainant_of(complaint), complaint, now=timezone.now())
    assert kinds() == []


def test_closed_complaint_owes_nothing_where_nobody_is_asked_again(cast: Cast) -> None:
    Organisation.objects.update(second_contact_days=0)
    assert agreed(cast).is_closed
    assert kinds() == []


def test_question_after_the_end_is_counted_with_mine_as_it_is_listed(cast: Cast) -> None:
    complaint = agreed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(assignee=cast.handler)
    unkept(Complaint.objects.all()).update(due_at=timezone.now() - HOUR)
    actor = cast.actor("handler")
    for whose in (Whose.ALL, Whose.MINE):
        assert [promise.complaint_id for promise in listed(actor, whose)] == [complaint.pk]
        assert count_owed(actor, horizon()).late(whose) == 1
    assert count_owed(cast.actor("colleague"), horizon()).of(Whose.MINE) == 0


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
    rows = list(owed(actor, border, whose))
    counts = count_owed(actor, border)
    for group in Group:
        assert counts.of(whose, (group,)) == sum(border.group_of(row.due_at) is group for row in rows)
    assert counts.of(whose) == len(rows)
    assert all(border.group_of(row.due_at) for row in rows)


def test_count_is_one_query_and_so_is_the_page(cast: Cast, django_assert_num_queries) -> None:
    complaint = taken_in(cast, maker=makers.investigated)
    for number in range(4):
        call_promised(cast, complaint, due=HOUR * (number + 1))
    with django_assert_num_queries(1):
        count_owed(cast.actor("handler"), horizon())
    with django_assert_num_queries(1):
        shown = [
            (
                row.kind,
                row.due_at,
                row.note,
                row.complaint.reference,
                row.complaint.title,
                row.complaint.state,
            )
            for row in listed(cast.actor("handler"))
        ]
    assert shown[0][2:] == ("請求書の件", complaint.reference, complaint.title, "investigating")


def test_page_leaves_long_texts_where_they_are(cast: Cast) -> None:
    call_promised(cast, taken_in(cast, story="長" * 9_000), due=HOUR)
    row = listed(cast.actor("handler"))[0]
    assert {"why", "reason"} <= row.get_deferred_fields()
    assert {"story", "desired_outcome", "accommodation"} <= row.complaint.get_deferred_fields()


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (9, 30, {"late": 2, "noon": 3, "today": 2, "tomorrow": 2, "week": 2}),
        (12, 0, {"late": 4, "noon": 1, "today": 2, "tomorrow": 2, "week": 2}),
        (15, 0, {"late": 5, "noon": 0, "today": 2, "tomorrow": 2, "week": 2}),
    ],
)
def test_database_counts_each_border_on_the_same_side_as_the_page(
    cast: Cast, hour: int, minute: int, expected: dict[str, int]
) -> None:
    """Promises on the very borders and a moment before them, counted by the database and placed by Python."""
    complaint = taken_in(cast)
    complaint.promises.update(state="cancelled")
    twenty_fourth = timezone.localtime(timezone.now(), makers.JAPAN) + timedelta(days=400)
    midnight = twenty_fourth.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [
        timedelta(days=-1), timedelta(hours=9, minutes=29, seconds=59), timedelta(hours=9, minutes=30),
        timedelta(hours=11, minutes=59, seconds=59), timedelta(hours=12), timedelta(hours=23),
        timedelta(days=1, seconds=-1), timedelta(days=1), timedelta(days=2, seconds=-1), timedelta(days=2),
        timedelta(days=8, seconds=-1), timedelta(days=8),
    ]  # fmt: skip
    pattern = call_promised(cast, complaint, due=HOUR)
    Promise.objects.filter(pk=pattern.pk).update(due_at=midnight + moments[0])
    for moment in moments[1:]:
        Promise.objects.create(
            complaint=complaint, kind="call_back", due_at=midnight + moment, made_at=pattern.made_at
        )
    border = Horizon.at(midnight + timedelta(hours=hour, minutes=minute), makers.JAPAN)
    counts = count_owed(cast.actor("handler"), border)
    assert {group.value: counts.of(Whose.ALL, (group,)) for group in Group} == expected
    rows = owed(cast.actor("handler"), border, Whose.ALL)
    assert expected == {
        group.value: sum(border.group_of(row.due_at) is group for row in rows) for group in Group
    }


def test_second_that_was_told_is_still_in_time(cast: Cast) -> None:
    promise = call_promised(cast, taken_in(cast), due=HOUR)
    at: datetime = promise.due_at
    assert Horizon.at(at, makers.JAPAN).group_of(at) is not Group.LATE
    counts = count_owed(cast.actor("handler"), Horizon.at(at, makers.JAPAN))
    assert counts.late() == 0
