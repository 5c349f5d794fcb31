"""Conditions asked of PostgreSQL: held against a reader of rows in Python that knows nothing of the statement.

Every field × operator; lists, counts and capped counts of one Q agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.assign import assign_complaint
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.mass_children import join_mass, leave_mass
from kikitori.casework.promise import promise_call_back
from kikitori.casework.tasks import add_task, finish_task
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.foundation.postgres.counted import counts_up_to
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.promises import BY_HAND
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.conditions import Condition, Conditions, Flaw, UnreadableConditions
from kikitori.records.selection.day_words import Almanac, Away
from kikitori.records.selection.queries import Reader, as_q, meant_by
from kikitori.records.selection.terms import (
    ASKS_WHETHER,
    COMPARES_DAYS,
    DAYS,
    WORDS,
    Field,
    Operator,
    operators_of,
    whose_turn,
)
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = FRIDAY + timedelta(days=12)
ALMANAC = Almanac(NOW, TOKYO, BusinessCalendar)


@pytest.fixture
def house(cast: Cast) -> Cast:
    """A dozen complaints that differ in everything conditions can speak of; brought about by verbs where dates matter."""
    other = Team.objects.create(name="配送")
    Staff.objects.filter(pk=cast.colleague.pk).update(team=other)
    colleague = Staff.objects.get(pk=cast.colleague.pk)
    made = [
        makers.received(cast).complaint,
        makers.received(cast, safety={"injury": "yes"}, channel="web", language="en").complaint,
        makers.received(cast, anonymous=True, complainant=None).complaint,
        makers.acknowledged(cast, now=FRIDAY - timedelta(days=30), received_at=FRIDAY - timedelta(days=30)),
        makers.assessed(cast, severity="S2"),
        makers.investigated(cast),
        makers.proposed(cast),
        makers.confirming(cast),
    ]
    handed = makers.investigated(cast, now=FRIDAY + timedelta(days=11))
    assign_complaint(cast.actor("lead"), handed, to=colleague, now=FRIDAY + timedelta(days=11, hours=1))
    promise_call_back(cast.actor("lead"), handed, at=NOW + timedelta(days=1), now=NOW, note="請求書の件")
    gone = makers.acknowledged(cast)
    promise_call_back(
        cast.actor("lead"), gone, at=NOW - timedelta(hours=1), now=FRIDAY + timedelta(days=3), note=""
    )
    withdraw_complaint(makers.complainant_of(gone), gone, reason="", now=FRIDAY + timedelta(days=4))
    made += [handed, gone]
    for complaint, to, by in (
        (made[5], cast.handler, NOW + timedelta(days=2)),
        (made[6], cast.colleague, NOW - timedelta(hours=1)),
        (handed, cast.handler, NOW),
    ):
        add_task(cast.actor("lead"), complaint, title="確認", to=to, by=by, now=NOW - timedelta(days=1))
    done = add_task(
        cast.actor("lead"), made[4], title="済", to=cast.handler, by=NOW, now=NOW - timedelta(days=1)
    )
    finish_task(cast.actor("lead"), made[4], task=done, now=NOW)
    mass = begin_mass(cast.actor("lead"), MassGiven(title="箱つぶれ"), now=NOW)
    for complaint in (made[4], made[5], handed):
        join_mass(cast.actor("lead"), complaint, mass=mass, now=NOW)
    leave_mass(cast.actor("lead"), made[5], now=NOW)
    for kind, subject, urgency, complaint in zip(
        ("praise", "inquiry", "conduct"),
        ("safety", "a_fee", "price"),
        ("now", "low", "today"),
        made,
        strict=False,
    ):
        Complaint.objects.filter(pk=complaint.pk).update(kind=kind, subject=subject, urgency=urgency)
    Complaint.objects.filter(pk=made[2].pk).update(language="zh")
    for complaint, code in ((made[1], "ginza"), (made[3], "ginza"), (made[4], "shibuya")):
        WayIn.objects.create(
            complaint=complaint, branch=Branch.objects.get_or_create(code=code, name_ja=code)[0]
        )
    WayIn.objects.create(complaint=made[5], fax_number="03-0000-0000")
    for complaint, kind in ((made[0], "paying_support"), (made[5], "frequent")):
        makers.typed(complaint.parties.get().person, kind)
    return cast


def found(conditions: Conditions, reader: Reader) -> set[int]:
    rows = meant_by(Complaint.objects.all(), conditions, reader)
    numbers = list(rows.values_list("pk", flat=True))
    assert len(numbers) == len(set(numbers)) == rows.count() == counts_up_to([rows])[0]
    return set(numbers)


def day_span(day: date | Away) -> tuple[datetime, datetime]:
    first = ALMANAC.day_of(day)
    midnight = datetime(first.year, first.month, first.day, tzinfo=TOKYO)
    return midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)


def soonest_promise(row: Complaint) -> datetime | None:
    goes_on = State(row.state) in OPEN
    dates = [
        promise.due_at
        for promise in row.promises.all()
        if promise.state in ("open", "missed")
        and promise.kept_at is None
        and promise.replaced_by_id is None
        and (goes_on or promise.kind in {kind.value for kind in BY_HAND})
    ]
    return min(dates, default=None)


def soonest_deadline(row: Complaint) -> datetime | None:
    dates = [clock.due_at for clock in row.clocks.all() if clock.is_running and clock.paused_at is None]
    return min(dates, default=None)


def customer_types(row: Complaint) -> list[str]:
    """Of whoever speaks in it; „unknown“ where nobody has one."""
    speaks = [party.person for party in row.parties.all() if party.role in {"complainant", "representative"}]
    return [given.type for person in speaks for given in person.types.all()] or ["unknown"]


def words_of(row: Complaint, field: Field, reader: Staff) -> set[str]:
    """Every word of this field that is true of the row."""
    state = State(row.state)
    simple: dict[Field, Callable[[], Iterable[object]]] = {
        Field.STATE: lambda: [
            state,
            *(["open"] if state in OPEN else []),
            *(["closed"] if state in CLOSED else []),
        ],
        Field.ENDING: lambda: [row.ending or (state if state is State.REDIRECTED else "")],
        Field.WAITING_FOR: lambda: [whose_turn(state)],
        Field.LANGUAGE: lambda: [row.language if row.language in ("ja", "en") else "other"],
        Field.CUSTOMER_TYPE: lambda: customer_types(row),
        Field.ASSIGNEE: lambda: [
            row.assignee_id or "nobody",
            *(["me"] if row.assignee_id == reader.pk else []),
        ],
        Field.TEAM: lambda: [
            row.team_id or "nobody",
            *(["mine"] if row.team_id and row.team_id == reader.team_id else []),
        ],
        Field.BRANCH: lambda: [getattr(getattr(row, "way_in", None), "branch_id", None) or "nobody"],
        Field.GROUPED: lambda: ["mass" for each in row.belonging.all() if each.left_at is None],
        Field.OVERDUE: lambda: [
            name
            for name, due in (("promise", soonest_promise(row)), ("deadline", soonest_deadline(row)))
            if due is not None and due <= NOW - timedelta(seconds=1)
        ],
        Field.TASK: lambda: [
            word
            for task in row.tasks.all()
            if task.is_open
            for word, holds in (
                ("open", True),
                ("mine", task.assignee_id == reader.pk),
                ("late", task.due_at < NOW),
            )
            if holds
        ],
    }
    return {str(word) for word in simple.get(field, lambda: [getattr(row, field.value)])()}


def holds(row: Complaint, condition: Condition, reader: Staff) -> bool:
    if condition.field not in DAYS:
        return bool(words_of(row, condition.field, reader) & set(condition.values)) == (
            condition.operator is Operator.IS
        )
    value = {
        Field.RECEIVED: lambda: row.received_at,
        Field.CLOSED: lambda: row.closed_at,
        Field.PROMISE_DUE: lambda: soonest_promise(row),
        Field.DEADLINE_DUE: lambda: soonest_deadline(row),
    }[condition.field]()
    if condition.operator in ASKS_WHETHER:
        return (value is not None) == (condition.operator is Operator.THERE_IS)
    if value is None:
        return False
    assert condition.day is not None
    first, following = day_span(condition.day)
    return {
        Operator.BEFORE: value < first,
        Operator.ON: first <= value < following,
        Operator.FROM: value >= first,
    }[condition.operator]


def every_condition(field: Field, cast: Cast) -> Iterable[Condition]:
    """Each operator with each value by itself, with two at once, and with days around what the house has."""
    values: list[tuple[str, ...]] = [(word,) for word in WORDS.get(field, ())]
    if field is Field.ASSIGNEE:
        values.append((str(cast.colleague.pk), "nobody"))
    if field is Field.TEAM:
        values.append((str(Team.objects.get(name="配送").pk), "mine"))
    if field is Field.BRANCH:
        ginza, shibuya = (str(each.pk) for each in Branch.objects.order_by("code"))
        values += [(ginza,), (ginza, shibuya), (shibuya, "nobody"), ("999999",)]
    if len(values) > 1:
        values.append(values[0] + values[-1])
    days: list[date | Away] = [Away(n) for n in (-42, -12, -11, -8, -1, 0, 1, 3)]
    days += [Away(-8, working=True), Away(2, working=True), date(2026, 11, 20), date(2026, 11, 30)]
    for operator in operators_of(field):
        if operator in COMPARES_DAYS:
            yield from (Condition(field, operator, day=day) for day in days)
        elif operator in ASKS_WHETHER:
            yield Condition(field, operator)
        else:
            yield from (Condition(field, operator, chosen) for chosen in values)


def test_every_field_and_operator_means_what_it_says(house: Cast) -> None:
    rows = list(Complaint.objects.prefetch_related("promises", "clocks", "tasks", "parties__person"))
    telling: dict[Field, set[str]] = {field: set() for field in Field}
    for staff in (Staff.objects.get(login="handler"), Staff.objects.get(login="colleague")):
        reader = Reader(staff.pk, ALMANAC)
        for field in Field:
            for condition in every_condition(field, house):
                expected = {row.pk for row in rows if holds(row, condition, staff)}
                assert found(Conditions((condition,)), reader) == expected, condition
                telling[field] |= {"some"} if expected else set()
                telling[field] |= {"not all"} if len(expected) < len(rows) else set()
    # A house in which a field is always or never true would prove nothing.
    assert {field for field, seen in telling.items() if seen != {"some", "not all"}} == set()


def test_all_and_any_combine(house: Cast) -> None:
    rows = list(Complaint.objects.prefetch_related("promises", "clocks", "tasks", "parties__person"))
    staff = Staff.objects.get(login="handler")
    open_ones = Condition(Field.STATE, Operator.IS, ("open",))
    mine, grave = (
        Condition(Field.ASSIGNEE, Operator.IS, ("me",)),
        Condition(Field.SEVERITY, Operator.IS, ("S1", "S2")),
    )
    old = Condition(Field.RECEIVED, Operator.BEFORE, day=Away(-20))
    for every, some in (((open_ones, mine), ()), ((open_ones,), (grave, old)), ((), (grave, mine)), ((), ())):
        expected = {
            row.pk
            for row in rows
            if all(holds(row, one, staff) for one in every)
            and (not some or any(holds(row, one, staff) for one in some))
        }
        assert found(Conditions(tuple(every), tuple(some)), Reader(staff.pk, ALMANAC)) == expected


def test_reader_who_is_nobody_has_nothing_in_hand_and_no_team(house: Cast) -> None:
    nobody = Reader(None, ALMANAC)
    for field, word in ((Field.ASSIGNEE, "me"), (Field.TEAM, "mine")):
        assert found(Conditions((Condition(field, Operator.IS, (word,)),)), nobody) == set()
        assert len(found(Conditions((Condition(field, Operator.IS_NOT, (word,)),)), nobody)) == 10


def test_reader_without_a_team_is_not_in_that_of_others(house: Cast) -> None:
    Staff.objects.filter(login="auditor").update(team=None)
    reader = Reader(Staff.objects.get(login="auditor").pk, ALMANAC)
    assert found(Conditions((Condition(Field.TEAM, Operator.IS, ("mine",)),)), reader) == set()
    assert len(found(Conditions((Condition(Field.TEAM, Operator.IS_NOT, ("mine",)),)), reader)) == 10


def test_calendar_is_asked_for_only_where_working_days_count(house: Cast) -> None:
    def unasked() -> Any:
        pytest.fail("nobody counts working days here")

    reader = Reader(house.handler.pk, Almanac(NOW, TOKYO, unasked))
    as_q(Conditions((Condition(Field.RECEIVED, Operator.ON, day=Away(-3)),)), reader)


def test_day_that_cannot_be_counted_is_told_with_its_place(cast: Cast) -> None:
    reader = Reader(cast.handler.pk, Almanac(datetime(2099, 1, 5, tzinfo=TOKYO), TOKYO, BusinessCalendar))
    far = Condition(Field.RECEIVED, Operator.ON, day=Away(3, working=True))
    with pytest.raises(UnreadableConditions) as raised:
        as_q(Conditions((), (far,)), reader)
    assert [(each.flaw, each.place) for each in raised.value.found] == [(Flaw.TOO_FAR, "any.0")]


def test_without_a_day_nothing_that_speaks_of_days_can_be_read() -> None:
    with pytest.raises(ValueError, match="days"):
        as_q(Conditions((Condition(Field.CLOSED, Operator.ON, day=Away(0)),)), Reader(1))
