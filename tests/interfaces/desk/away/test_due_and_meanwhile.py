"""The two lists of an absence: what falls due in it, and what happened in it; borders, sight, order, and what is left out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from kikitori.casework.assign import assign_complaint
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.tasks import add_task, drop_task, finish_task
from kikitori.casework.write import hear, note
from kikitori.interfaces.desk.away.falling_due import SHOWN, FallingDue, falling_due
from kikitori.interfaces.desk.away.meanwhile import Meanwhile, meanwhile
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.standing_in import Away
from kikitori.records.together.models import Task
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, restricted, taken_in
from tests.makers import JAPAN

DAY = timedelta(days=1)


def today() -> date:
    return timezone.now().astimezone(JAPAN).date()


def days(cast: Cast, first: int, last: int) -> Away:
    return Away(1, cast.handler.pk, today() + first * DAY, today() + last * DAY)


def due(cast: Cast, *, ends: int = 3, role: str = "handler") -> FallingDue:
    return falling_due(cast.actor(role), cast.handler, days(cast, 0, ends), JAPAN)


def happened(cast: Cast, *, role: str = "handler") -> Meanwhile:
    """Of the day before yesterday and yesterday."""
    return meanwhile(cast.actor(role), cast.handler, days(cast, -2, -1), JAPAN)


def in_hand(cast: Cast) -> Complaint:
    """Taken in and given to the handler a week ago, with nothing promised."""
    complaint = taken_in(cast, ago=7 * DAY, maker=makers.acknowledged)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=timezone.now() - 6 * DAY)
    complaint.promises.all().delete()
    return complaint


def promised(cast: Cast, complaint: Complaint, moment: datetime) -> Promise:
    promise = call_promised(cast, complaint, due=timedelta(hours=1))
    Promise.objects.filter(pk=promise.pk).update(due_at=moment)
    return promise


def yesterday(hour: int = 12) -> datetime:
    return datetime.combine(today() - DAY, time(hour), tzinfo=JAPAN)


# ---- what falls due


def test_complaints_stand_by_what_is_due_first_each_with_all_of_it(cast: Cast) -> None:
    now = timezone.now()
    one, two = in_hand(cast), in_hand(cast)
    later, first = promised(cast, one, now + 2 * DAY), promised(cast, two, now + timedelta(hours=1))
    second = promised(cast, two, now + 3 * DAY - timedelta(hours=1))
    found = due(cast)
    assert [each.complaint for each in found.held] == [two, one]
    assert [[promise.pk for promise in each.promises] for each in found.held] == [
        [first.pk, second.pk],
        [later.pk],
    ]


def test_those_with_nothing_due_are_counted(cast: Cast) -> None:
    promised(cast, in_hand(cast), timezone.now() + DAY)
    in_hand(cast)
    promised(cast, in_hand(cast), timezone.now() + 9 * DAY)
    found = due(cast)
    assert (len(found.held), found.others) == (1, 2)
    assert not found.is_nothing


def test_nothing_is_nothing(cast: Cast) -> None:
    assert due(cast).is_nothing
    in_hand(cast)
    assert due(cast).is_nothing
    assert due(cast).others == 1


@pytest.mark.parametrize(("promises", "is_more"), [(SHOWN, False), (SHOWN + 1, True)])
def test_beyond_what_is_shown_nothing_is_claimed_of_the_rest(
    cast: Cast, promises: int, is_more: bool
) -> None:
    """Complaints with the promises that are left out would count among those with nothing due."""
    first, last, idle = in_hand(cast), in_hand(cast), in_hand(cast)
    promise = promised(cast, first, timezone.now() + DAY)
    same = {"kind": promise.kind, "made_at": promise.made_at, "due_at": promise.due_at}
    Promise.objects.bulk_create(Promise(complaint=first, **same) for _ in range(promises - 2))
    promised(cast, last, timezone.now() + 2 * DAY)
    found = due(cast)
    assert found.is_more is is_more
    assert len(found.held) == (1 if is_more else 2)
    assert found.others == (None if is_more else 1), idle


@pytest.mark.parametrize(("tasks", "is_more"), [(SHOWN, False), (SHOWN + 1, True)])
def test_tasks_beyond_what_is_shown_are_said_to_be_more(cast: Cast, tasks: int, is_more: bool) -> None:
    complaint, now = taken_in(cast), timezone.now()
    task = add_task(cast.actor("lead"), complaint, title="一", to=cast.handler, by=now + DAY / 24, now=now)
    rest = {"complaint": complaint, "assignee": cast.handler, "made_at": task.made_at, "due_at": task.due_at}
    Task.objects.bulk_create(Task(title="同じ", made_by=task.made_by, **rest) for _ in range(tasks - 1))
    found = due(cast)
    assert (len(found.tasks), found.more_tasks) == (SHOWN, is_more)


def test_only_what_the_reader_sees_is_listed_and_counted(cast: Cast) -> None:
    sealed = restricted(cast)
    Complaint.objects.filter(pk=sealed.pk).update(assignee=cast.handler)
    promised(cast, sealed, timezone.now() + DAY)
    assert [each.complaint for each in due(cast).held] == [sealed]
    assert due(cast, role="lead").held
    found = due(cast, role="colleague")
    assert (found.held, found.others) == ([], 0)


def test_open_tasks_of_others_complaints_are_listed_and_ended_ones_not(cast: Cast) -> None:
    now, complaint = timezone.now(), taken_in(cast)
    lead = cast.actor("lead")
    by = now + timedelta(hours=2)
    kept, done, gone = (
        add_task(lead, complaint, title=title, to=cast.handler, by=by, now=now)
        for title in ("残る", "済む", "やめる")
    )
    add_task(lead, complaint, title="ほかの人", to=cast.colleague, by=by, now=now)
    finish_task(lead, complaint, task=done, now=now)
    drop_task(lead, complaint, task=gone, reason="不要", now=now)
    assert due(cast).tasks == [kept]
    Task.objects.filter(pk=kept.pk).update(due_at=now + 9 * DAY)
    assert due(cast).tasks == []


def test_list_of_what_falls_due_costs_three_queries(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(3):
        promised(cast, in_hand(cast), timezone.now() + DAY)
    with django_assert_num_queries(3):
        assert len(due(cast).held) == 3


# ---- what happened


def test_entries_are_counted_with_the_newest_and_words_of_the_complainant(cast: Cast) -> None:
    complaint = in_hand(cast)
    hear(makers.complainant_of(complaint), complaint, body="まだですか", now=yesterday(10))
    hear(makers.complainant_of(complaint), complaint, body="お願いします", now=yesterday(11))
    note(cast.actor("lead"), complaint, body="確認中", now=yesterday(12))
    (found,) = happened(cast).moved
    assert (found.complaint, found.heard) == (complaint, 2)
    assert found.newest.kind == "noted"
    assert found.entries == 3


def test_newest_stands_first_and_own_acts_are_left_out(cast: Cast) -> None:
    quiet, early, late = in_hand(cast), in_hand(cast), in_hand(cast)
    note(cast.actor("handler"), quiet, body="自分で", now=yesterday(9))
    note(cast.actor("lead"), early, body="先", now=yesterday(10))
    note(cast.actor("lead"), late, body="後", now=yesterday(11))
    note(cast.actor("handler"), late, body="自分で", now=yesterday(12))
    assert [each.complaint for each in happened(cast).moved] == [late, early]


@pytest.mark.parametrize(("moment", "is_told"), [(-49, False), (-48, True), (-1, True), (0, False)], ids=str)
def test_first_and_last_hour_of_the_days_belong_to_them(cast: Cast, moment: int, is_told: bool) -> None:
    midnight = datetime.combine(today(), time.min, tzinfo=JAPAN)
    complaint = in_hand(cast)
    note(cast.actor("lead"), complaint, body="記録", now=midnight + timedelta(hours=moment))
    assert bool(happened(cast).moved) is is_told


def test_what_went_into_other_hands_is_told_unless_they_gave_it_themselves(cast: Cast) -> None:
    by_lead, by_themselves = in_hand(cast), in_hand(cast)
    hand_over_complaint(cast.actor("lead"), by_lead, to=cast.colleague, now=yesterday())
    hand_over_complaint(cast.actor("handler"), by_themselves, to=cast.colleague, now=yesterday())
    found = happened(cast)
    assert [each.complaint for each in found.handed_on] == [by_lead]
    assert found.moved == []


def test_tasks_that_others_ended_are_told(cast: Cast) -> None:
    complaint = taken_in(cast, ago=7 * DAY)
    then = timezone.now() - 6 * DAY
    tasks = [
        add_task(cast.actor("lead"), complaint, title=title, to=cast.handler, by=then + 5 * DAY, now=then)
        for title in ("同僚", "自分", "残り")
    ]
    finish_task(cast.actor("colleague"), complaint, task=tasks[0], now=yesterday())
    finish_task(cast.actor("handler"), complaint, task=tasks[1], now=yesterday())
    assert [task.title for task in happened(cast).done] == ["同僚"]


def test_nothing_is_told_of_what_is_out_of_sight(cast: Cast) -> None:
    complaint = in_hand(cast)
    hand_over_complaint(cast.actor("lead"), complaint, to=cast.lead, now=yesterday())
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    assert happened(cast).is_nothing
    assert not happened(cast, role="lead").is_nothing


def test_story_of_an_absence_costs_four_queries(cast: Cast, django_assert_num_queries) -> None:
    for _ in range(3):
        note(cast.actor("lead"), in_hand(cast), body="記録", now=yesterday())
    with django_assert_num_queries(4):
        assert len(happened(cast).moved) == 3
