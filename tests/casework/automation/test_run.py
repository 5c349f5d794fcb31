"""The engine on real rows: in order, once, with every reason written down in the transaction of what was done."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.assess import assess_complaint
from kikitori.casework.automation.keep import (
    move_automation,
    rewrite_automation,
    switch_automation,
)
from kikitori.casework.automation.run import run_automations
from kikitori.casework.write import hear
from kikitori.casework.write import note as write_note
from kikitori.records.automation.chain import MOST_A_DAY, MOST_DEEP, MOST_FAILURES
from kikitori.records.automation.models import Automation, AutomationWatch, CausedEvent, Firing
from kikitori.records.automation.rule import Action, OnEvent
from kikitori.records.automation.terms import ActionKind
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import ActorKind
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Field, Operator
from tests import makers
from tests.casework.automation.wired import (
    HOUR,
    MINUTE,
    after,
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

K = EventKind
URGENT = Action(ActionKind.PLACE, queue="urgent")
LATER = FRIDAY + MINUTE


def notes(complaint: Complaint) -> list[str]:
    """What stands in its internal notes by an automation."""
    return list(complaint.messages.filter(author_staff=None).order_by("pk").values_list("body", flat=True))


def test_it_acts_as_the_system_by_its_version_and_says_why(cast: Cast) -> None:
    row = switched_on(cast, after(K.RECEIVED), note("ひと言"), conditions=only(Field.CHANNEL, "phone"))
    complaint = makers.received(cast).complaint
    assert run(LATER).fired == 1
    [firing] = Firing.objects.all()
    told = complaint.events.get(kind="noted")
    assert (told.actor_kind, told.actor_reason) == ("system", f"automation:{row.pk}:1")
    assert (firing.automation, firing.version, firing.complaint, firing.at) == (row, 1, complaint, LATER)
    assert firing.event == complaint.events.get(kind="received")
    assert firing.seen == [{"field": "channel", "seen": "phone"}]
    assert firing.done == [{"do": "note", "did": "done"}]
    assert list(CausedEvent.objects.values_list("event", "firing")) == [(told.pk, firing.pk)]
    assert notes(complaint) == ["ひと言"]


def test_run_twice_it_fires_once_also_if_the_job_lost_its_place(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED))
    complaint = makers.received(cast).complaint
    assert [run(LATER).fired, run(LATER).fired] == [1, 0]
    # A worker was killed after it had fired and before it had written down how far it had come.
    AutomationWatch.objects.update(done_to=0)
    assert run(LATER).fired == 0
    assert len(notes(complaint)) == 1


def test_what_was_before_it_was_switched_on_is_left_alone(cast: Cast) -> None:
    old = makers.received(cast).complaint
    row = switched_on(cast, after(K.RECEIVED), now=LATER)
    new = makers.received(cast, now=FRIDAY + 2 * MINUTE).complaint
    run(FRIDAY + 3 * MINUTE)
    assert (log(old), len(log(new))) == ([], 1)
    switch_automation(cast.actor("lead"), row, on=False, now=FRIDAY + HOUR)
    missed = makers.received(cast, now=FRIDAY + HOUR).complaint
    assert run(FRIDAY + HOUR).entries == 0
    switch_automation(cast.actor("lead"), row, on=True, now=FRIDAY + 2 * HOUR)
    run(FRIDAY + 2 * HOUR)
    assert log(missed) == []


@pytest.mark.parametrize(
    ("by", "fires"), [((), True), ((ActorKind.STAFF,), True), ((ActorKind.COMPLAINANT,), False)]
)
def test_by_whom_it_was_done_can_be_asked(cast: Cast, by: tuple[ActorKind, ...], fires: bool) -> None:
    switched_on(cast, OnEvent((K.RECEIVED,), by))
    makers.received(cast)
    assert run(LATER).fired == fires


def test_automations_run_in_their_order_and_later_ones_see_what_earlier_ones_did(cast: Cast) -> None:
    second = switched_on(
        cast, after(K.RECEIVED), note("二番目"), name="二番目", conditions=only(Field.QUEUE, "urgent")
    )
    first = switched_on(cast, after(K.RECEIVED), URGENT, name="一番目")
    before = makers.received(cast).complaint
    run(LATER)
    assert [name for name, *_ in log(before)] == ["一番目"], "the one that asks came first, and saw nothing"
    move_automation(cast.actor("lead"), first, up=True, now=LATER)
    complaint = makers.received(cast, now=LATER).complaint
    run(LATER + MINUTE)
    assert [name for name, *_ in log(complaint)] == ["一番目", "二番目"]
    assert list(Automation.objects.values_list("pk", flat=True)) == [first.pk, second.pk]


def test_after_one_that_stops_no_other_has_its_turn_for_the_same_cause(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED), name="止める", stop=True, conditions=only(Field.CHANNEL, "phone"))
    switched_on(cast, after(K.RECEIVED), name="次")
    stopped = makers.received(cast).complaint
    passed = makers.received(cast, channel="in_person").complaint
    run(LATER)
    assert [name for name, *_ in log(stopped)] == ["止める"]
    assert [name for name, *_ in log(passed)] == ["次"]
    AutomationWatch.objects.update(done_to=0)
    assert run(LATER).fired == 0, "also when the entry is gone through again"


def test_two_that_set_each_other_off_end_and_the_guard_says_so(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED, K.NOTED), URGENT, note("あ"), name="甲")
    switched_on(cast, after(K.PLACED, K.NOTED), note("い"), name="乙")
    complaint = makers.received(cast).complaint
    rounds = [run(FRIDAY + number * MINUTE) for number in range(1, 8)]
    assert sum(ran.fired for ran in rounds) == 2
    assert rounds[-1].entries == 0, "nothing is written any more"
    assert {(name, outcome, why) for name, outcome, why in log(complaint)} == {
        ("甲", "done", ""),
        ("乙", "done", ""),
        ("甲", "guarded", "again"),
        ("乙", "guarded", "again"),
    }
    assert set(Firing.objects.values_list("chain", flat=True)) == {
        f"event {complaint.events.get(kind='received').pk}"
    }


def test_chain_is_cut_at_its_depth(cast: Cast) -> None:
    steps = (
        (K.RECEIVED, Action(ActionKind.PLACE, queue="urgent")),
        (K.PLACED, Action(ActionKind.ESCALATE, text="見てください")),
        (K.ESCALATED, Action(ActionKind.TASK, who=str(cast.handler.pk), text="電話", days=1)),
        (K.TASK_ADDED, note()),
    )
    for number, (kind, action) in enumerate(steps, 1):
        switched_on(cast, after(kind), action, name=str(number))
    complaint = makers.received(cast).complaint
    for number in range(1, 6):
        run(FRIDAY + number * MINUTE)
    assert log(complaint) == [
        ("1", "done", ""),
        ("2", "done", ""),
        ("3", "done", ""),
        ("4", "guarded", "depth"),
    ]
    assert list(Firing.objects.order_by("pk").values_list("depth", flat=True)) == [1, 2, 3, MOST_DEEP + 1]


def test_cap_of_a_day_holds_for_one_complaint_and_is_over_the_next_day(cast: Cast) -> None:
    switched_on(cast, OnEvent((K.NOTED,), (ActorKind.STAFF,)), URGENT)
    complaint, other = (makers.received(cast).complaint for _ in range(2))
    for number in range(MOST_A_DAY + 2):
        write_note(cast.actor("handler"), complaint, body=f"{number}", now=LATER)
    write_note(cast.actor("handler"), other, body="x", now=LATER)
    ran = run(LATER)
    assert (ran.fired, ran.guarded) == (MOST_A_DAY + 1, 2)
    assert log(complaint)[-1][1:] == ("guarded", "cap")
    write_note(cast.actor("handler"), complaint, body="翌日", now=LATER + timedelta(days=1))
    assert run(LATER + timedelta(days=1)).fired == 1


def test_after_failing_three_times_in_a_row_it_pauses_itself_and_the_record_says_so(cast: Cast) -> None:
    row = switched_on(cast, after(K.RECEIVED), Action(ActionKind.ASSIGN, who=str(cast.colleague.pk)))
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    for number in range(MOST_FAILURES + 1):
        makers.received(cast, now=FRIDAY + number * MINUTE)
    ran = run(FRIDAY + HOUR)
    assert (ran.fired, ran.failed) == (0, MOST_FAILURES)
    row.refresh_from_db()
    assert (row.is_on, row.paused_at, row.failures) == (False, FRIDAY + HOUR, MOST_FAILURES)
    change = SettingChange.objects.latest("pk")
    assert (change.kind, change.by, change.after["on"], change.after["paused"]) == (
        "automation",
        None,
        False,
        True,
    )
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=True)
    switch_automation(cast.actor("lead"), row, on=True, now=FRIDAY + 2 * HOUR)
    row.refresh_from_db()
    assert (row.failures, row.paused_at) == (0, None)


def test_success_in_between_begins_the_count_anew(cast: Cast) -> None:
    row = switched_on(cast, after(K.RECEIVED), Action(ActionKind.TASK, who="handler", text="x", days=1))
    handed = {"handed": 0}
    for number in range(2 * MOST_FAILURES):
        complaint = makers.received(cast, now=FRIDAY + number * MINUTE).complaint
        if number % 2:
            Complaint.objects.filter(pk=complaint.pk).update(assignee=cast.handler)
            handed["handed"] += 1
    ran = run(FRIDAY + HOUR)
    row.refresh_from_db()
    assert (ran.failed, ran.fired, row.is_on) == (MOST_FAILURES, handed["handed"], True)


def test_refused_action_is_told_and_the_next_has_its_turn(cast: Cast) -> None:
    nobody = Action(ActionKind.TASK, who="handler", text="x", days=1)
    switched_on(cast, after(K.RECEIVED), nobody, URGENT, Action(ActionKind.PLACE, queue="urgent"))
    complaint = makers.received(cast).complaint
    assert run(LATER).fired == 1
    assert did(complaint) == [
        [
            {"do": "task", "did": "refused", "why": "nobody"},
            {"do": "place", "did": "done"},
            {"do": "place", "did": "already"},
        ]
    ]


def test_fault_of_ours_is_rolled_back_whole_and_told_as_a_failure(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    switched_on(cast, after(K.RECEIVED), note("消える"), Action(ActionKind.PROMISE, days=1))
    complaint = makers.received(cast).complaint
    # So late that no table of holidays says what a working day is: the promise cannot be counted.
    ran = run(FRIDAY.replace(year=2199))
    assert (ran.fired, ran.failed) == (0, 1)
    assert log(complaint) == [("試し", "failed", "fault")]
    assert notes(complaint) == []
    assert "automation failed" in caplog.text


def test_rule_that_cannot_be_read_any_more_is_passed_over(cast: Cast) -> None:
    row = switched_on(cast, after(K.RECEIVED))
    Automation.objects.filter(pk=row.pk).update(rule={"version": 99})
    switched_on(cast, after(K.RECEIVED), name="別")
    complaint = makers.received(cast).complaint
    run(LATER)
    assert [name for name, *_ in log(complaint)] == ["別"]


def test_new_version_goes_on_from_where_it_was_written(cast: Cast) -> None:
    row = switched_on(cast, after(K.RECEIVED), note("一"))
    makers.received(cast)
    changed = rule(after(K.RECEIVED), note("二"))
    rewrite_automation(cast.actor("lead"), row, changed, seen=1, now=LATER)
    assert run(LATER).fired == 0, "what came before the new version was written belongs to nobody"
    complaint = makers.received(cast, now=LATER).complaint
    run(LATER + MINUTE)
    assert notes(complaint) == ["二"]
    assert Firing.objects.get().version == 2


CONDITIONS: list[tuple[Field, str, Any]] = [
    (Field.STATE, "open", "acknowledged"),
    (Field.WAITING_FOR, "us", "us"),
    (Field.QUEUE, "main", "main"),
    (Field.SEVERITY, "S3", "S3"),
    (Field.URGENCY, "normal", "normal"),
    (Field.KIND, "complaint", "complaint"),
    (Field.LANGUAGE, "ja", "ja"),
    (Field.CUSTOMER_TYPE, "paying_support", ["paying_support"]),
    (Field.ASSIGNEE, "nobody", "nobody"),
    (Field.TEAM, "nobody", "nobody"),
]


def test_log_holds_the_values_that_the_conditions_saw(cast: Cast) -> None:
    every = tuple(Condition(field, Operator.IS, (word,)) for field, word, _ in CONDITIONS)
    dues = (
        Condition(Field.PROMISE_DUE, Operator.THERE_IS),
        Condition(Field.CLOSED, Operator.THERE_IS_NONE),
        Condition(Field.ENDING, Operator.IS_NOT, ("agreed",)),
        Condition(Field.OVERDUE, Operator.IS_NOT, ("promise",)),
        Condition(Field.TASK, Operator.IS_NOT, ("open",)),
    )
    switched_on(cast, after(K.HEARD), conditions=Conditions((*every, *dues)))
    complaint = makers.acknowledged(cast)
    makers.typed(complaint.parties.get(role="complainant").person, "paying_support")
    hear(makers.complainant_of(complaint), complaint, body="まだですか。", now=FRIDAY + HOUR)
    assert run(FRIDAY + HOUR).fired == 1
    seen = {line["field"]: line["seen"] for line in Firing.objects.get().seen}
    assert {field.value: seen[field.value] for field, *_ in CONDITIONS} == {
        field.value: value for field, _, value in CONDITIONS
    }
    due = complaint.promises.filter(state="open").earliest("due_at").due_at
    assert seen["promise_due"] == due.isoformat()
    assert (seen["closed"], seen["ending"], seen["overdue"], seen["task"]) == (None, None, [], [])


def test_nothing_a_person_wrote_stands_in_the_log(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED), conditions=only(Field.CHANNEL, "phone"))
    complaint = makers.received(cast).complaint
    run(LATER)
    firing = Firing.objects.get()
    for words in (complaint.title, complaint.story, "試野"):
        assert words not in f"{firing.seen}{firing.done}"


def test_queries_do_not_grow_with_entries_that_set_nothing_off(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED), conditions=only(Field.SEVERITY, "S1"))
    switched_on(cast, after(K.RECEIVED, K.HEARD), conditions=only(Field.QUEUE, "urgent"))
    counts = []
    for number in (1, 20):
        for _ in range(number):
            makers.received(cast)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert run(LATER).entries >= number
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_where_no_automation_is_on_one_question_is_asked(cast: Cast) -> None:
    makers.received(cast)
    with CaptureQueriesContext(connection) as asked:
        assert run_automations(now=lambda: LATER).entries == 0
    assert len(asked) == 1


def test_more_entries_than_fit_into_one_go_are_all_gone_through(cast: Cast) -> None:
    switched_on(cast, after(K.RECEIVED))
    complaints = [makers.received(cast).complaint for _ in range(5)]
    ran = run_automations(now=lambda: LATER, batch=3)
    assert ran.fired == 5
    assert all(len(log(each)) == 1 for each in complaints)
    assert AutomationWatch.objects.get().done_to == Event.objects.latest("pk").pk - 5, "but for its own notes"


def test_grave_one_is_told_of_though_triage_has_sorted_it_already(cast: Cast) -> None:
    switched_on(
        cast,
        after(K.ASSESSED),
        Action(ActionKind.FOLLOW, who="leads"),
        Action(ActionKind.PLACE, queue="main"),
        conditions=only(Field.SEVERITY, "S1", "S2"),
    )
    complaint = makers.acknowledged(cast)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S1",
        subject="quality",
        safety={"injury": "yes", "fire": "no"},
        allegations=[],
        now=FRIDAY + HOUR,
    )
    run(FRIDAY + HOUR)
    assert did(complaint) == [
        [
            {"do": "follow", "did": "done", "to": [cast.lead.pk]},
            {"do": "place", "did": "refused", "why": "grave"},
        ]
    ]
    assert complaint.notices.filter(recipient=cast.lead, kind="added").count() == 1
