"""Automations that wait for time: due once for each anchor, found by their moment, never twice."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.assign import assign_complaint
from kikitori.casework.automation.keep import rewrite_automation, switch_automation
from kikitori.casework.automation.run import automations_on, run_automations
from kikitori.casework.automation.wind import wind
from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.casework.house import House
from kikitori.casework.promise import promise_call_back, replace_promise
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.records.automation.models import Automation, AutomationWatch, Firing, Timer
from kikitori.records.automation.rule import Action, OnTime
from kikitori.records.automation.terms import ActionKind, Anchor, Unit
from kikitori.records.complaints.timeline import Event
from kikitori.records.selection.terms import Field, Operator
from tests import makers
from tests.casework.automation.wired import (
    DAY,
    HOUR,
    MINUTE,
    did,
    log,
    note,
    only,
    rule,
    run,
    switched_on,
)
from tests.cast import Cast
from tests.makers import FRIDAY

TOLD = OnTime(Anchor.TOLD, 5, Unit.DAYS)
#: Received on Friday, told of it at 17:00; Monday is a holiday: five working days later it is Monday the 30th.
LAST_WORD = FRIDAY + 20 * MINUTE
DUE = LAST_WORD + 10 * DAY
LATER = FRIDAY + HOUR
#: In the middle of the morning.
EARLY = FRIDAY - 6 * HOUR
NOBODYS = only(Field.ASSIGNEE, "nobody")


def timers() -> list[tuple[datetime, bool]]:
    return list(Timer.objects.order_by("due_at").values_list("due_at", "is_spent"))


def test_five_working_days_after_our_last_word_and_once(cast: Cast) -> None:
    switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    assert timers() == [(DUE, False)]
    assert run(DUE - MINUTE).fired == 0
    assert [run(DUE).fired, run(DUE).fired, run(DUE + DAY).fired] == [1, 0, 0]
    assert log(complaint) == [("試し", "done", "")]
    assert timers() == [(DUE, True)]
    firing = Firing.objects.get()
    assert (firing.event, firing.key) == (None, Timer.objects.get().subject)


def test_another_word_of_ours_begins_the_wait_anew(cast: Cast) -> None:
    switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    reply(cast.actor("handler"), complaint, body="調べています。", now=FRIDAY + 4 * DAY)
    # Due by the old word, and the entry of the new one has not been gone through: still nothing happens.
    run(FRIDAY + 4 * DAY)
    assert run(DUE).fired == 0
    assert timers() == [(FRIDAY + 11 * DAY, False)]
    assert run(FRIDAY + 11 * DAY).fired == 1


def test_word_that_nobody_has_gone_through_yet_is_seen_at_the_last_moment(cast: Cast) -> None:
    switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    reply(cast.actor("handler"), complaint, body="調べています。", now=DUE - MINUTE)
    # The entry of the reply is not settled yet: as if its number had been given to somebody who still writes.
    AutomationWatch.objects.update(done_to=Event.objects.latest("pk").pk)
    assert run(DUE).fired == 0
    assert timers() == [(DUE, False)]


def test_conditions_are_asked_at_the_moment_it_falls_due(cast: Cast) -> None:
    switched_on(cast, TOLD, conditions=NOBODYS)
    taken, left = makers.acknowledged(cast), makers.acknowledged(cast)
    run(LATER)
    assign_complaint(cast.actor("lead"), taken, to=cast.handler, now=DUE - MINUTE)
    assert run(DUE).fired == 1
    assert (log(taken), len(log(left))) == ([], 1)
    assert {spent for _, spent in timers()} == {True}, "its moment is over, whatever came of it"


def test_ended_complaint_has_no_timers(cast: Cast) -> None:
    switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    withdraw_complaint(makers.complainant_of(complaint), complaint, reason="", now=LATER)
    assert run(DUE).fired == 0
    assert timers() == []


@pytest.mark.parametrize("unit", list(Unit))
def test_before_each_promise_and_again_for_another_day(cast: Cast, unit: Unit) -> None:
    switched_on(cast, OnTime(Anchor.PROMISE, 1, unit), conditions=NOBODYS)
    complaint = makers.acknowledged(cast)
    run(LATER)
    promise = complaint.promises.filter(state="open").earliest("due_at")
    assert len(timers()) == complaint.promises.filter(state="open").count() == 2
    first = timers()[0][0]
    assert first < promise.due_at
    assert run(first).fired == 1
    replace_promise(
        cast.actor("handler"),
        complaint,
        promise=promise,
        to=(promise.due_at + 7 * DAY).date(),
        reason="部品の到着が遅れています。",
        now=first,
    )
    run(first)
    assert first not in [due for due, _ in timers()], "the old day is nobody's any more"
    [(second, spent)] = [
        each for each in timers() if each[0] > promise.due_at and each[0] < promise.due_at + 8 * DAY
    ]
    assert spent is False
    assert run(second).fired >= 1


def test_promise_made_when_it_is_almost_due_fires_at_once(cast: Cast) -> None:
    switched_on(
        cast, OnTime(Anchor.PROMISE, 4, Unit.HOURS), Action(ActionKind.ESCALATE, text="担当者がいません")
    )
    complaint = makers.received(cast, now=FRIDAY).complaint
    promise_call_back(cast.actor("handler"), complaint, at=FRIDAY + HOUR, now=FRIDAY)
    run(FRIDAY + MINUTE)
    assert log(complaint) == [("試し", "done", "")]
    assert complaint.escalations.get().reason == "担当者がいません"


def test_since_it_has_stood_in_its_state(cast: Cast) -> None:
    investigating = only(Field.STATE, "investigating")
    switched_on(cast, OnTime(Anchor.STATE, 2, Unit.HOURS), conditions=investigating, now=EARLY)
    complaint = makers.investigated(cast, now=EARLY, received_at=EARLY)
    entered = complaint.events.get(kind="investigation_begun").at
    run(entered + MINUTE)
    hear(makers.complainant_of(complaint), complaint, body="まだですか。", now=entered + HOUR)
    assert run(entered + HOUR).fired == 0
    assert run(entered + 2 * HOUR).fired == 1, "a word that changes no state does not begin it anew"


def test_since_the_complainants_last_word(cast: Cast) -> None:
    switched_on(cast, OnTime(Anchor.HEARD, 1, Unit.HOURS), now=EARLY)
    complaint = makers.received(cast, now=EARLY, received_at=EARLY).complaint
    hear(makers.complainant_of(complaint), complaint, body="急いでいます。", now=EARLY + HOUR)
    run(EARLY + HOUR)
    assert timers() == [(EARLY + 2 * HOUR, False)]


def test_switched_on_it_walks_through_the_open_ones_and_leaves_what_was_due_before(cast: Cast) -> None:
    early, late = makers.acknowledged(cast), makers.acknowledged(cast, now=FRIDAY + 8 * DAY)
    ended = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(ended), ended, reason="", now=LATER)
    row = switched_on(cast, TOLD, now=DUE + HOUR)
    run_automations(now=lambda: DUE + HOUR, batch=1)
    row.refresh_from_db()
    assert row.walked_to is None
    states = dict(Timer.objects.values_list("complaint", "is_spent"))
    assert states == {early.pk: True, late.pk: False}
    assert run(DUE + 30 * DAY).fired == 1
    assert len(log(late)) == 1


def test_closed_day_set_later_moves_what_has_not_been_due_yet(cast: Cast) -> None:
    switched_on(cast, TOLD)
    makers.acknowledged(cast)
    run(LATER)
    day = (FRIDAY + 5 * DAY).date()
    closed = ClosureGiven(first=day, last=day, name_ja="棚卸し", name_en="stocktaking")
    add_closure(cast.actor("lead"), closed, now=LATER)
    run(LATER)
    assert timers() == [(DUE + DAY, False)]


@pytest.mark.parametrize("change", ["off", "anew"])
def test_what_is_switched_off_or_written_anew_waits_for_nothing_of_before(cast: Cast, change: str) -> None:
    row = switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    if change == "off":
        switch_automation(cast.actor("lead"), row, on=False, now=LATER)
    else:
        longer = rule(OnTime(Anchor.TOLD, 9, Unit.DAYS))
        rewrite_automation(cast.actor("lead"), row, longer, seen=1, now=LATER)
    assert run(DUE).fired == 0
    assert log(complaint) == []


def test_of_several_due_at_once_the_first_in_order_can_stop_the_others(cast: Cast) -> None:
    switched_on(cast, TOLD, name="一", stop=True)
    switched_on(cast, TOLD, name="二")
    complaint = makers.acknowledged(cast)
    run(LATER)
    run(DUE)
    run(DUE + DAY)
    assert [name for name, *_ in log(complaint)] == ["一"]


def test_promise_made_by_an_automation_does_not_set_off_the_same_one_again(cast: Cast) -> None:
    """A slow loop: an hour before the promise a new one is made, and so on. The chain goes through the timers, too."""
    switched_on(cast, OnTime(Anchor.PROMISE, 1, Unit.HOURS), Action(ActionKind.PROMISE, days=1))
    complaint = makers.received(cast, now=FRIDAY).complaint
    promise_call_back(cast.actor("handler"), complaint, at=FRIDAY + 2 * HOUR, now=FRIDAY)
    moment = FRIDAY
    for _ in range(12):
        run(moment)
        following = [due for due, spent in timers() if not spent]
        moment = max([moment + MINUTE, *following[:1]])
    made = complaint.events.filter(kind="promised", actor_kind="system").count()
    guarded = Firing.objects.filter(outcome="guarded", why="again").count()
    assert made <= 2, "one for each promise that no automation had made"
    assert guarded == made


def test_timers_of_fifty_complaints_are_set_in_as_many_queries_as_of_one(cast: Cast) -> None:
    for when in (TOLD, OnTime(Anchor.PROMISE, 1, Unit.DAYS), OnTime(Anchor.STATE, 3, Unit.DAYS)):
        switched_on(cast, when)
    waiting, counts = automations_on(), []
    for number in (1, 8):
        complaints = [makers.acknowledged(cast).pk for _ in range(number)]
        with CaptureQueriesContext(connection) as asked:
            assert wind(complaints, waiting, house=House()) == 4 * number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_wound_again_nothing_changes(cast: Cast) -> None:
    switched_on(cast, TOLD)
    complaint = makers.acknowledged(cast)
    run(LATER)
    run(DUE)
    before = list(Timer.objects.values())
    wind([complaint.pk], automations_on(), house=House())
    assert list(Timer.objects.values()) == before
    assert Automation.objects.get().is_on


@pytest.mark.parametrize("operator", [Operator.IS, Operator.IS_NOT])
def test_shipped_example_of_silence_gives_the_handler_a_task(cast: Cast, operator: Operator) -> None:
    task = Action(ActionKind.TASK, who="handler", text="経過を知らせる", days=1)
    switched_on(cast, TOLD, task, note(), conditions=only(Field.ASSIGNEE, "nobody", operator=operator))
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("handler"), complaint, to=cast.handler, now=LATER)
    run(LATER)
    run(DUE)
    fired = operator is Operator.IS_NOT
    assert complaint.tasks.filter(assignee=cast.handler, made_by=None).count() == fired
    if fired:
        assert did(complaint)[0][0] == {"do": "task", "did": "done", "to": [cast.handler.pk]}
