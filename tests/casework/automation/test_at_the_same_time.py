"""Two workers at once, writers who commit late, and workers who die: every cause is taken up, and taken up once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from kikitori.casework.automation.fire import Cause, Ready, fire
from kikitori.casework.automation.keep import move_automation, switch_automation
from kikitori.casework.automation.run import automations_on
from kikitori.records.automation.models import Automation, AutomationWatch, Firing, Timer
from kikitori.records.automation.rule import OnTime
from kikitori.records.automation.terms import Anchor, Unit
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from tests import makers
from tests.casework.automation.wired import DAY, HOUR, MINUTE, after, log, note, run, switched_on
from tests.cast import Cast, summon
from tests.makers import FRIDAY

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 30


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The organisation and its staff, committed."""
    return summon()


def at_once(several: int, what: Callable[[int], object]) -> list[object]:
    """Do it in so many threads, each with a connection of its own, all beginning together."""
    start = Barrier(several)

    def one(number: int) -> object:
        try:
            start.wait(timeout=WAIT)
            return what(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(several) as pool:
        return list(pool.map(one, range(several)))


def test_two_workers_fire_once_for_each_entry_and_each_moment(cast: Cast) -> None:
    switched_on(cast, after(EventKind.RECEIVED), note("受付"), name="受付")
    switched_on(cast, OnTime(Anchor.RECEIVED, 1, Unit.DAYS), note("翌日"), name="翌日")
    complaints = [makers.received(cast).complaint for _ in range(4)]
    at_once(2, lambda _: run(FRIDAY + MINUTE))
    run(FRIDAY + MINUTE)
    at_once(2, lambda _: run(FRIDAY + 5 * DAY))
    for complaint in complaints:
        assert sorted(log(complaint)) == [("受付", "done", ""), ("翌日", "done", "")]
        assert complaint.messages.filter(author_staff=None).count() == 2
    assert AutomationWatch.objects.get().done_to > 0
    assert set(Timer.objects.values_list("is_spent", flat=True)) == {True}


def test_same_cause_at_two_workers_has_one_line_and_one_deed(cast: Cast) -> None:
    switched_on(cast, after(EventKind.RECEIVED))
    complaint = makers.received(cast).complaint
    [ready] = automations_on()
    cause = Cause(complaint.pk, "event 1", event=complaint.events.get(kind="received"))
    found = at_once(3, lambda _: fire(ready, cause, now=FRIDAY))
    assert sorted(each.again for each in found) == [False, True, True]  # type: ignore[attr-defined]
    assert complaint.messages.filter(author_staff=None).count() == 1


def test_writer_who_commits_late_is_not_passed_over(cast: Cast) -> None:
    """The lower number becomes visible after the higher: until then nobody goes beyond it."""
    switched_on(cast, after(EventKind.RECEIVED))
    begun, may_commit = Event(), Event()

    def slowly() -> Complaint:
        try:
            with transaction.atomic():
                complaint = makers.received(cast).complaint
                begun.set()
                assert may_commit.wait(timeout=WAIT)
            return complaint
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(slowly)
        assert begun.wait(timeout=WAIT)
        try:
            with transaction.atomic():
                quick = Complaint.objects.create(
                    reference="K-2026-999990",
                    channel="phone",
                    title="早い",
                    story="早い",
                    received_at=FRIDAY,
                    known_at=FRIDAY,
                    logged_at=FRIDAY,
                    intake_key="quick",
                )
                quick.events.create(
                    kind="received",
                    at=FRIDAY,
                    actor_kind="staff",
                    actor_staff=cast.handler,
                    visibility="public",
                )
            run(FRIDAY + MINUTE)
            assert AutomationWatch.objects.get().done_to < quick.events.get().pk
            assert log(quick) == [], "it waits for whoever has a lower number"
        finally:
            may_commit.set()
        late = slow.result(timeout=WAIT)
    assert late.events.earliest("pk").pk < quick.events.get().pk
    for _ in range(3):
        run(FRIDAY + 2 * MINUTE)
    assert [len(log(each)) for each in (late, quick)] == [1, 1]


class Killed(BaseException):
    """The worker is gone, in the middle of a sentence."""


@pytest.mark.parametrize("again", [1, 2, 3])
def test_worker_killed_at_any_entry_leaves_nothing_half_done(cast: Cast, again: int) -> None:
    switched_on(cast, after(EventKind.RECEIVED), note("一"), note("二"))
    complaints = [makers.received(cast).complaint for _ in range(3)]
    asked = 0

    def clock() -> object:
        nonlocal asked
        asked += 1
        # Once for the batch, then once for each firing.
        if asked == again + 1:
            raise Killed
        return FRIDAY + MINUTE

    from kikitori.casework.automation.run import run_automations

    with pytest.raises(Killed):
        run_automations(now=clock)  # type: ignore[arg-type]
    assert Firing.objects.count() == again - 1
    run(FRIDAY + MINUTE)
    for complaint in complaints:
        assert complaint.messages.filter(author_staff=None).count() == 2
        assert len(log(complaint)) == 1


def test_switched_off_while_a_worker_has_it_in_hand_it_does_not_fire_any_more(cast: Cast) -> None:
    row = switched_on(cast, after(EventKind.RECEIVED))
    complaint = makers.received(cast).complaint
    [ready] = automations_on()
    switch_automation(cast.actor("lead"), row, on=False, now=FRIDAY)
    cause = Cause(complaint.pk, "event 1", event=complaint.events.get(kind="received"))
    assert fire(ready, cause, now=FRIDAY) is None
    assert fire(Ready(row, ready.rule), cause, now=FRIDAY) is None
    assert log(complaint) == []


def test_moved_by_two_at_once_the_order_has_no_gap_and_no_double(cast: Cast) -> None:
    rows = [switched_on(cast, after(EventKind.RECEIVED), name=name) for name in "一二三四"]
    lead = cast.actor("lead")
    at_once(2, lambda number: move_automation(lead, rows[3 - number], up=True, now=FRIDAY))
    positions = list(Automation.objects.order_by("position").values_list("position", flat=True))
    assert positions == [1, 2, 3, 4]
    assert set(Automation.objects.values_list("pk", flat=True)) == {row.pk for row in rows}


def test_timer_that_another_worker_has_spent_is_left_alone(cast: Cast) -> None:
    switched_on(cast, OnTime(Anchor.RECEIVED, 1, Unit.HOURS))
    complaint = makers.received(cast).complaint
    run(FRIDAY + MINUTE)
    timer = Timer.objects.get()
    [ready] = automations_on()
    Timer.objects.update(is_spent=True)
    cause = Cause(complaint.pk, timer.subject, timer=timer)
    assert fire(ready, cause, now=FRIDAY + 5 * DAY) is None
    assert run(FRIDAY + 5 * DAY + HOUR).fired == 0
