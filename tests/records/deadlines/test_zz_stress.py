"""What holds of every count, whatever the rule: more time is never less, and nobody pauses a law."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import YEAR_END, BusinessCalendar, Closure
from kikitori.records.deadlines.counting import Pause, due
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import (
    Certainty,
    OutsideHours,
    Roll,
    Rule,
    RuleError,
    Source,
    Trigger,
    Unit,
)
from kikitori.records.deadlines.working_time import utc

PLACES = [
    BusinessCalendar(),
    BusinessCalendar(zone=ZoneInfo("Europe/London"), holiday_country="GB-ENG", closures=()),
    BusinessCalendar(zone=ZoneInfo("America/New_York"), holiday_country="US", closures=(YEAR_END,)),
]
HOUR = timedelta(hours=1)


def shapes(*directions: Direction) -> list[Rule]:
    """Every shape of rule that can be counted, with a quantity of 1."""
    plain = Rule("r", "report", Trigger.RECEIVED, 1, Unit.HOUR, Source("chance"), Certainty.PROPOSAL)
    found = []
    for unit, direction, first, roll, outside, pausable in product(
        Unit, directions, (False, True), Roll, OutsideHours, (False, True)
    ):
        with suppress(RuleError):  # what has no meaning for the unit
            shape = replace(
                plain,
                unit=unit,
                direction=direction,
                first_day_counts=first,
                roll=roll,
                outside_hours=outside,
                pausable=pausable,
            )
            found.append(shape)
    return found


def rules(*directions: Direction) -> st.SearchStrategy[Rule]:
    """A rule of any shape, of any quantity and with any warnings."""
    return st.builds(
        lambda shape, quantity, warn_at: replace(
            shape, quantity=min(quantity, 2) if shape.unit is Unit.YEAR else quantity, warn_at=warn_at
        ),
        st.sampled_from(shapes(*(directions or tuple(Direction)))),
        st.integers(1, 40),
        st.sampled_from([(), (50,), (1, 99), (75, 90)]),
    )


places = st.sampled_from(PLACES)
bare_moments = st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1))  # noqa: DTZ001 - bounds
pause_plans = st.lists(st.tuples(st.integers(-100, 900), st.integers(0, 400)), max_size=4)


def at(place: BusinessCalendar, bare: datetime) -> datetime:
    """A moment by the clocks of the place, which exists."""
    return utc(bare.replace(tzinfo=place.zone)).astimezone(place.zone)


def planned(trigger: datetime, plan: list[tuple[int, int]]) -> list[Pause]:
    """Stretches of waiting, by hours after the trigger and hours long."""
    return [(trigger + begin * HOUR, trigger + (begin + length) * HOUR) for begin, length in plan]


@settings(deadline=None, max_examples=4000)
@given(places, rules(Direction.AFTER), bare_moments, pause_plans)
def test_a_larger_quantity_is_never_due_earlier(
    place: BusinessCalendar, rule: Rule, bare: datetime, plan: list[tuple[int, int]]
) -> None:
    trigger = at(place, bare)
    pauses = planned(trigger, plan)
    more = replace(rule, quantity=rule.quantity + 1)
    assert utc(due(rule, trigger, place, pauses).due_at) <= utc(due(more, trigger, place, pauses).due_at)


@settings(deadline=None, max_examples=4000)
@given(places, rules(Direction.BEFORE), bare_moments)
def test_a_longer_notice_of_a_meeting_is_never_due_later(
    place: BusinessCalendar, rule: Rule, bare: datetime
) -> None:
    meeting = at(place, bare)
    more = replace(rule, quantity=rule.quantity + 1)
    assert utc(due(more, meeting, place).due_at) <= utc(due(rule, meeting, place).due_at)


@settings(deadline=None, max_examples=4000)
@given(places, rules(), bare_moments, st.timedeltas(timedelta(), timedelta(days=40)))
def test_a_later_trigger_is_never_due_earlier(
    place: BusinessCalendar, rule: Rule, bare: datetime, later: timedelta
) -> None:
    trigger = at(place, bare)
    assert utc(due(rule, trigger, place).due_at) <= utc(due(rule, trigger + later, place).due_at)


@settings(deadline=None, max_examples=4000)
@given(places, rules(Direction.AFTER), bare_moments, st.integers(-3, 60), st.integers(0, 9))
def test_a_further_closure_never_makes_it_due_earlier(
    place: BusinessCalendar, rule: Rule, bare: datetime, begin: int, length: int
) -> None:
    # A roll back to the day before the holidays is meant to come earlier by them.
    assume(rule.roll is not Roll.PREVIOUS)
    trigger = at(place, bare)
    first = trigger.date() + timedelta(days=begin)
    closed = Closure(first, first + timedelta(days=length), "休業", "closure")
    more = replace(place, closures=(*place.closures, closed))
    before, after = due(rule, trigger, place).due_at, due(rule, trigger, more).due_at
    if before.date() == trigger.date() and rule.unit is Unit.BUSINESS_DAY:
        # The day of the trigger itself, which ended at midnight when work had ended: compare the days.
        assert before.date() <= after.date()
    else:
        assert utc(before) <= utc(after)


@settings(deadline=None, max_examples=4000)
@given(places, rules(), bare_moments, pause_plans)
def test_a_pause_touches_only_what_may_be_paused_and_never_makes_it_earlier(
    place: BusinessCalendar, rule: Rule, bare: datetime, plan: list[tuple[int, int]]
) -> None:
    trigger = at(place, bare)
    without, paused = due(rule, trigger, place), due(rule, trigger, place, planned(trigger, plan))
    if rule.pausable:
        assert utc(without.due_at) <= utc(paused.due_at)
    else:
        assert paused == without


@settings(deadline=None, max_examples=4000)
@given(places, rules(), bare_moments, pause_plans)
def test_a_due_moment_lies_on_its_side_of_the_trigger(
    place: BusinessCalendar, rule: Rule, bare: datetime, plan: list[tuple[int, int]]
) -> None:
    trigger = at(place, bare)
    found = utc(due(rule, trigger, place, planned(trigger, plan)).due_at)
    if rule.direction is Direction.BEFORE:
        assert found <= utc(trigger)
    else:
        assert utc(trigger).replace(microsecond=0) <= found


@settings(deadline=None, max_examples=4000)
@given(places, rules(Direction.AFTER), bare_moments, pause_plans)
def test_warnings_lie_in_order_between_the_trigger_and_the_due_moment(
    place: BusinessCalendar, rule: Rule, bare: datetime, plan: list[tuple[int, int]]
) -> None:
    trigger = at(place, bare).replace(microsecond=0)
    found = due(rule, trigger, place, planned(trigger, plan))
    moments = [moment for moment in (found.warn_from, found.due_soon_from) if moment]
    assert len(moments) == len(rule.warn_at)
    line = [utc(moment) for moment in (trigger, *moments, found.due_at)]
    assert line == sorted(line)
