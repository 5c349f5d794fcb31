"""One condition as a form: what is kept comes back as it was, and what was typed badly is said beside its control."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.interfaces.desk.views.condition_form import WHEN, ConditionForm, kept_row
from kikitori.interfaces.desk.views.condition_words import Names
from kikitori.records.selection.conditions import Condition
from kikitori.records.selection.day_words import MOST_DAYS, MOST_WORKING_DAYS, Away
from kikitori.records.selection.terms import (
    ASKS_WHETHER,
    COMPARES_DAYS,
    COMPARES_WORDS,
    DAYS,
    NUMBERED,
    WORDS,
    Field,
    Operator,
    operators_of,
)

NAMES = Names(
    staff={"7": "受田 ひかり", "8": "隣野 まこと"}, teams={"7": "お客様窓口"}, branches={"7": "銀座店"}
)
HOSTILE = ("\x00", "\ud800", "\u202eoj", "<script>", "' or 1=1 --", "x" * 10_000, " ", "１２")


def form(**typed: Any) -> ConditionForm:
    return ConditionForm("all-0", typed, NAMES)


def faults(asked: ConditionForm) -> set[str]:
    asked.is_valid()
    return set(asked.errors)


days = st.one_of(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.builds(Away, st.integers(-MOST_DAYS, MOST_DAYS)),
    st.builds(Away, st.integers(1, MOST_WORKING_DAYS), st.just(True)),
    st.builds(Away, st.integers(-MOST_WORKING_DAYS, -1), st.just(True)),
)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Any that a person can put together in the builder."""
    field = draw(st.sampled_from(Field))
    operator = draw(st.sampled_from(operators_of(field)))
    if operator in COMPARES_DAYS:
        return Condition(field, operator, day=draw(days))
    if operator in ASKS_WHETHER:
        return Condition(field, operator)
    known = [*WORDS[field], *(("7",) if field in NUMBERED else ())]
    chosen = draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
    return Condition(field, operator, tuple(chosen))


@given(conditions())
@settings(max_examples=20)
def test_condition_that_is_kept_comes_back_from_its_form_as_it_was(condition: Condition) -> None:
    asked = ConditionForm("any-3", kept_row(condition), NAMES)
    assert asked.is_valid(), asked.errors
    assert asked.condition == condition


@given(conditions())
@settings(max_examples=25)
def test_form_drawn_as_it_was_typed_says_nothing_of_what_is_missing(condition: Condition) -> None:
    drawn = form(**kept_row(condition) | {"values": [], "count": "", "day": ""}).as_typed()
    assert not drawn.is_bound
    assert not drawn.errors
    assert (drawn.field, drawn.operator) == (condition.field, condition.operator)


@pytest.mark.parametrize("field", Field)
def test_row_that_begins_with_a_field_takes_the_first_way_to_compare_it(field: Field) -> None:
    assert form(field=field.value).operator is operators_of(field)[0]


@pytest.mark.parametrize("field", Field)
def test_controls_follow_from_the_field_and_how_it_is_compared(field: Field) -> None:
    for operator in Operator:
        asked = form(field=field.value, operator=operator.value)
        assert ("values" in asked.fields) is (asked.operator in COMPARES_WORDS)
        assert ("when" in asked.fields) is (asked.operator in COMPARES_DAYS)
        assert asked.operator in operators_of(field)
        assert (asked.operator is operator) is (operator in operators_of(field))


@pytest.mark.parametrize("when", WHEN)
def test_number_and_day_are_asked_for_only_where_they_are_needed(when: str) -> None:
    asked = form(field="received", operator="before", when=when)
    assert ("count" in asked.fields) is (when not in {"today", "date"})
    assert ("day" in asked.fields) is (when == "date")


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("part", ["field", "operator", "when"])
def test_word_that_nobody_offered_falls_back_to_one_that_was_offered(part: str, hostile: str) -> None:
    asked = form(**{"field": "received", "operator": "on", "when": "today", part: hostile})
    assert asked.field in Field
    assert asked.operator in operators_of(asked.field)
    if part == "when":
        assert asked.is_valid()
        assert asked.condition.day == Away(0)


@pytest.mark.parametrize("field", [field for field in Field if field not in DAYS])
def test_value_that_a_field_does_not_know_is_left_out_and_asked_for_again(field: Field) -> None:
    for hostile in HOSTILE:
        assert faults(form(field=field.value, operator="is", values=[hostile])) == {"values"}, hostile


@pytest.mark.parametrize("field", [field for field in Field if field not in DAYS])
def test_known_values_stay_where_an_unknown_one_is_sent_among_them(field: Field) -> None:
    known = WORDS[field][0]
    asked = form(field=field.value, operator="is_not", values=["\x00", known, "lost"])
    assert asked.is_valid(), asked.errors
    assert asked.condition.values == (known,)


@pytest.mark.parametrize("number", ["9", "999999999999999999"])
def test_number_of_nobody_who_is_named_here_is_refused(number: str) -> None:
    assert faults(form(field="assignee", operator="is", values=[number])) == {"values"}


def test_values_of_another_field_do_not_survive_an_exchange_of_the_field() -> None:
    asked = form(field="queue", operator="is", values=["S1", "urgent", "open"])
    assert asked.is_valid()
    assert asked.condition.values == ("urgent",)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ({"when": "days_ago", "count": "7"}, Away(-7)),
        ({"when": "days_ahead", "count": "7"}, Away(7)),
        ({"when": "working_ago", "count": "3"}, Away(-3, working=True)),
        ({"when": "working_ahead", "count": "3"}, Away(3, working=True)),
        ({"when": "days_ago", "count": "７"}, Away(-7)),
        ({"when": "days_ago", "count": "-7"}, Away(-7)),
        ({"when": "days_ahead", "count": "-7"}, Away(7)),
        ({"when": "days_ahead", "count": "　１０　"}, Away(10)),
        ({"when": "days_ahead", "count": "0"}, Away(0)),
        ({"when": "today", "count": "9", "day": "2026-11-20"}, Away(0)),
        ({"when": "date", "day": "2026-11-20"}, date(2026, 11, 20)),
        ({"when": "date", "day": "2026/11/20"}, date(2026, 11, 20)),
        ({"when": "date", "day": "２０２６年１１月２０日"}, date(2026, 11, 20)),
        ({"when": "date", "day": "2028-02-29"}, date(2028, 2, 29)),
        ({"when": "date", "day": "2026-12-31"}, date(2026, 12, 31)),
    ],
)
def test_day_is_read_however_it_is_typed(typed: Mapping[str, str], day: date | Away) -> None:
    asked = form(field="closed", operator="from", **typed)
    assert asked.is_valid(), asked.errors
    assert asked.condition.day == day


@pytest.mark.parametrize(
    ("typed", "beside"),
    [
        ({"when": "days_ago", "count": ""}, "count"),
        ({"when": "days_ago", "count": "soon"}, "count"),
        ({"when": "days_ago", "count": "1.5"}, "count"),
        ({"when": "days_ago", "count": "七"}, "count"),
        ({"when": "days_ago", "count": "\x00"}, "count"),
        ({"when": "days_ago", "count": "9" * 5000}, "count"),
        ({"when": "days_ago", "count": str(MOST_DAYS + 1)}, "count"),
        ({"when": "working_ahead", "count": str(MOST_WORKING_DAYS + 1)}, "count"),
        ({"when": "date", "day": ""}, "day"),
        ({"when": "date", "day": "2027-02-29"}, "day"),
        ({"when": "date", "day": "2026-13-01"}, "day"),
        ({"when": "date", "day": "yesterday"}, "day"),
        ({"when": "date", "day": "\x00"}, "day"),
        ({"when": "date", "day": "\ud800"}, "day"),
        ({"when": "date", "day": "1899-12-31"}, "day"),
        ({"when": "date", "day": "2200-01-01"}, "day"),
        ({"when": "date", "day": "9999-12-31"}, "day"),
    ],
)
def test_day_that_cannot_be_counted_is_said_beside_its_control(typed: Mapping[str, str], beside: str) -> None:
    assert faults(form(field="received", operator="before", **typed)) == {beside}


@pytest.mark.parametrize("field", [Field.PROMISE_DUE, Field.DEADLINE_DUE, Field.CLOSED])
@pytest.mark.parametrize("operator", ASKS_WHETHER)
def test_question_whether_there_is_one_needs_nothing_else(field: Field, operator: Operator) -> None:
    asked = form(field=field.value, operator=operator.value, values=["x"], count="x", day="x")
    assert asked.is_valid()
    assert asked.condition == Condition(field, operator)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_way_to_say_a_day_has_a_name_of_its_own(language: str) -> None:
    with override(language):
        names = [str(name) for name in WHEN.values()]
    assert len(set(names)) == len(names)
    assert all(names)


@pytest.mark.parametrize(
    ("field", "named"), [(Field.ASSIGNEE, "隣野 まこと"), (Field.TEAM, "お客様窓口"), (Field.QUEUE, "隣野")]
)
def test_people_and_teams_are_offered_by_name_where_they_are_meant(field: Field, named: str) -> None:
    options = [str(label) for _, label in form(field=field.value).fields["values"].choices]  # type: ignore[attr-defined]
    assert (named in options) is (field in NUMBERED)
