"""The trial: what would have been done on past cases, by the engine's own questions, and nothing whatever is written."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kikitori.casework.assign import assign_complaint
from kikitori.casework.automation.trial import Tried, try_out, writing_nothing
from kikitori.casework.promise import promise_call_back
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.records.automation.rule import Action, OnEvent, OnTime, Rule
from kikitori.records.automation.terms import ActionKind, Anchor, Did, Unit
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import ActorKind
from kikitori.records.people.models import Team
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.terms import Field, Operator
from tests import makers
from tests.casework.automation.wired import DAY, HOUR, MINUTE, after, log, note, only, rule, run, switched_on
from tests.cast import Cast
from tests.makers import FRIDAY

K = EventKind
LONG_AFTER = FRIDAY + 40 * DAY
SINCE = FRIDAY - DAY


def tried(cast: Cast, made: Rule, *, role: str = "lead", now: datetime = LONG_AFTER) -> list[Tried]:
    return try_out(cast.actor(role), made, since=SINCE, now=now).lines


def moments(cast: Cast, made: Rule, now: datetime = LONG_AFTER) -> list[datetime]:
    return sorted(line.at for line in tried(cast, made, now=now))


def ended(cast: Cast) -> Complaint:
    """Received, answered after four days, spoken again, and ended after eight."""
    complaint = makers.acknowledged(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=FRIDAY + HOUR)
    reply(cast.actor("handler"), complaint, body="調べています。", now=FRIDAY + 4 * DAY)
    hear(makers.complainant_of(complaint), complaint, body="まだですか。", now=FRIDAY + 5 * DAY)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=FRIDAY + 8 * DAY)
    return complaint


def counts() -> Iterator[tuple[str, int]]:
    for model in apps.get_app_config("records").get_models():
        yield model.__name__, model._base_manager.count()


def test_trial_leaves_every_table_as_it_was(cast: Cast) -> None:
    ended(cast)
    makers.investigated(cast)
    before = dict(counts())
    for when in (after(K.RECEIVED, K.HEARD), *(OnTime(anchor, 1, Unit.HOURS) for anchor in Anchor)):
        acts = (note(), Action(ActionKind.ESCALATE, text="x"), Action(ActionKind.FOLLOW, who="leads"))
        assert tried(cast, rule(when, *acts)), when
    assert dict(counts()) == before


def test_database_itself_refuses_what_would_write(cast: Cast) -> None:
    with pytest.raises(InternalError, match="read-only"), transaction.atomic(), writing_nothing():
        Team.objects.create(name="書けません")
    Team.objects.create(name="このあとは書けます")


def test_events_of_the_past_would_have_set_it_off_each_once(cast: Cast) -> None:
    complaint = ended(cast)
    [heard] = tried(cast, rule(after(K.HEARD)))
    assert (heard.complaint, heard.at, heard.kind) == (complaint, FRIDAY + 5 * DAY, "heard")
    assert moments(cast, rule(after(K.REPLIED, K.HEARD))) == [FRIDAY + 4 * DAY, FRIDAY + 5 * DAY]
    assert tried(cast, rule(OnEvent((K.HEARD,), (ActorKind.STAFF,)))) == []


@pytest.mark.parametrize(
    ("conditions", "kinds"),
    [
        (only(Field.STATE, "open"), ["received", "replied", "withdrawn"][:2]),
        (only(Field.STATE, "closed"), ["withdrawn"]),
        (only(Field.ASSIGNEE, "nobody"), ["received"]),
        (only(Field.ASSIGNEE, "nobody", operator=Operator.IS_NOT), ["replied", "withdrawn"]),
        (only(Field.CHANNEL, "phone"), ["received", "replied", "withdrawn"]),
        (only(Field.CHANNEL, "email"), []),
        (only(Field.SEVERITY, "S1"), []),
        (
            Conditions(
                (),
                (
                    Condition(Field.SEVERITY, Operator.IS, ("S1",)),
                    Condition(Field.ASSIGNEE, Operator.IS, ("nobody",)),
                ),
            ),
            ["received"],
        ),
    ],
)
def test_state_and_hands_are_those_of_then_and_the_rest_of_today(
    cast: Cast, conditions: Conditions, kinds: list[str]
) -> None:
    ended(cast)
    found = tried(cast, rule(after(K.RECEIVED, K.REPLIED, K.WITHDRAWN), conditions=conditions))
    assert sorted(line.kind for line in found) == sorted(kinds)


def test_what_would_have_become_of_each_action_is_told_as_it_stood_then(cast: Cast) -> None:
    ended(cast)
    task = Action(ActionKind.TASK, who="handler", text="x", days=1)
    made = rule(after(K.RECEIVED, K.REPLIED, K.WITHDRAWN), task, Action(ActionKind.ESCALATE, text="x"))
    found = {line.kind: [(seen.did, seen.why) for seen in line.foreseen] for line in tried(cast, made)}
    assert found == {
        "received": [(Did.REFUSED, "nobody"), (Did.DONE, "")],
        "replied": [(Did.DONE, ""), (Did.DONE, "")],
        "withdrawn": [(Did.DONE, ""), (Did.REFUSED, "state")],
    }


@pytest.mark.parametrize(
    ("when", "due"),
    [
        (OnTime(Anchor.RECEIVED, 1, Unit.DAYS), [FRIDAY + 4 * DAY]),
        # Told at 17:00 on Friday, and on Tuesday before two working days were over; then it went on until the end.
        (OnTime(Anchor.TOLD, 1, Unit.DAYS), [FRIDAY + 5 * DAY]),
        (OnTime(Anchor.TOLD, 2, Unit.DAYS), [FRIDAY + 6 * DAY]),
        # It had ended by then.
        (OnTime(Anchor.TOLD, 9, Unit.DAYS), []),
        # The first time ends in the very moment in which they speak again.
        (OnTime(Anchor.HEARD, 2, Unit.DAYS), [FRIDAY + 7 * DAY]),
    ],
)
def test_time_would_have_come_only_while_its_anchor_stood_and_it_went_on(
    cast: Cast, when: OnTime, due: list[datetime]
) -> None:
    ended(cast)
    found = moments(cast, rule(when))
    assert [abs(one - other) < HOUR for one, other in zip(found, due, strict=True)] == [True] * len(due)


def test_promise_that_was_kept_in_time_would_not_have_set_it_off(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    promise = promise_call_back(cast.actor("handler"), complaint, at=FRIDAY + 5 * DAY, now=FRIDAY)
    before = rule(OnTime(Anchor.PROMISE, 1, Unit.HOURS))
    dues = moments(cast, before)
    complaint.promises.filter(pk=promise.pk).update(state="kept", kept_at=FRIDAY + 4 * DAY)
    assert len(moments(cast, before)) == len(dues) - 1


def test_what_lies_ahead_has_not_been(cast: Cast) -> None:
    makers.acknowledged(cast)
    assert moments(cast, rule(OnTime(Anchor.TOLD, 5, Unit.DAYS)), now=FRIDAY + 3 * DAY) == []


def test_engine_and_trial_agree(cast: Cast) -> None:
    """What the engine did over a week is what the trial says afterwards it would have done."""
    made = {
        "受付": rule(after(K.RECEIVED), name="受付", conditions=only(Field.CHANNEL, "phone")),
        "返信": rule(after(K.REPLIED), name="返信"),
        "沈黙": rule(OnTime(Anchor.TOLD, 2, Unit.DAYS), name="沈黙"),
        "約束": rule(OnTime(Anchor.PROMISE, 2, Unit.HOURS), name="約束"),
    }
    for name, one in made.items():
        switched_on(cast, one.when, *one.actions, name=name, conditions=one.conditions, now=FRIDAY - HOUR)
    complaint = makers.acknowledged(cast)
    run(FRIDAY + HOUR)
    reply(cast.actor("handler"), complaint, body="調べています。", now=FRIDAY + 4 * DAY)
    moment = FRIDAY + 4 * DAY
    while moment < FRIDAY + 12 * DAY:
        run(moment)
        moment += 2 * HOUR
    fired = [name for name, outcome, _ in log(complaint) if outcome == "done"]
    for name, one in made.items():
        assert fired.count(name) == len(tried(cast, one, now=moment)), name


def test_only_cases_the_reader_sees_are_tried_and_counted(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    makers.acknowledged(cast)
    made = rule(after(K.RECEIVED))
    seen = {
        role: try_out(cast.actor(role), made, since=SINCE, now=LONG_AFTER)
        for role in ("lead", "handler", "administrator")
    }
    assert {role: (trial.cases, trial.hit, trial.firings) for role, trial in seen.items()} == {
        "lead": (2, 2, 2),
        "handler": (1, 1, 1),
        "administrator": (0, 0, 0),
    }


def test_period_and_number_of_cases_bound_it(cast: Cast) -> None:
    for days in range(3):
        makers.received(cast, now=FRIDAY + days * DAY, received_at=FRIDAY + days * DAY)
    made, lead = rule(after(K.RECEIVED)), cast.actor("lead")
    assert try_out(lead, made, since=FRIDAY + DAY - MINUTE, now=LONG_AFTER).cases == 2
    newest = try_out(lead, made, since=SINCE, now=LONG_AFTER, most=1)
    assert (newest.cases, newest.lines[0].at) == (1, FRIDAY + timedelta(days=2))


@pytest.mark.parametrize("when", [after(K.RECEIVED), OnTime(Anchor.PROMISE, 1, Unit.DAYS)])
def test_queries_do_not_grow_with_the_cases(cast: Cast, when: OnEvent | OnTime) -> None:
    made, asked_for = rule(when, conditions=only(Field.SEVERITY, "S3")), []
    for number in (1, 7):
        for _ in range(number):
            makers.acknowledged(cast)
        with CaptureQueriesContext(connection) as asked:
            assert tried(cast, made)
        asked_for.append(len(asked))
    assert asked_for[0] == asked_for[1]
