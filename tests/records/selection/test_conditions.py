"""Conditions as values: what is kept is read again as it was, and nothing else is ever taken for a condition."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.selection.conditions import (
    MOST,
    VERSION,
    Condition,
    Conditions,
    Flaw,
    UnreadableConditions,
    as_json,
    checked,
    conditions_from,
    flaw_of,
    knows,
)
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

days = st.one_of(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.builds(Away, st.integers(-MOST_DAYS, MOST_DAYS)),
    st.builds(Away, st.integers(-MOST_WORKING_DAYS, MOST_WORKING_DAYS), st.just(True)),
)


@st.composite
def condition(draw: st.DrawFn) -> Condition:
    """Any condition that can be applied."""
    field = draw(st.sampled_from(Field))
    operator = draw(st.sampled_from(operators_of(field)))
    if operator in COMPARES_DAYS:
        return Condition(field, operator, day=draw(days))
    if operator in ASKS_WHETHER:
        return Condition(field, operator)
    words = st.sampled_from(WORDS[field])
    if field in NUMBERED:
        words = words | st.integers(1, 10**18 - 1).map(str)
    return Condition(field, operator, tuple(draw(st.lists(words, min_size=1, max_size=5, unique=True))))


conditions = st.builds(
    lambda several, cut: Conditions(tuple(several[:cut]), tuple(several[cut:])),
    st.lists(condition(), max_size=5),
    st.integers(0, 5),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
lines = st.fixed_dictionaries(
    {},
    optional={
        "field": st.sampled_from([*Field, "secret"]) | json_values,
        "operator": st.sampled_from([*Operator, "like"]) | json_values,
        "values": st.lists(st.sampled_from(["me", "open", "S1", "7"]) | json_values, max_size=3)
        | json_values,
        "day": st.fixed_dictionaries({"away": json_values, "working": json_values}) | json_values,
    },
)
anything = json_values | st.fixed_dictionaries(
    {"version": st.just(VERSION) | json_values},
    optional={
        "all": st.lists(lines | json_values, max_size=4),
        "any": st.lists(lines, max_size=2) | json_values,
    },
)


def flaws(kept: object) -> list[tuple[str, Flaw]]:
    with pytest.raises(UnreadableConditions) as raised:
        conditions_from(kept)
    return [(found.place, found.flaw) for found in raised.value.found]


def kept(*lines: dict[str, Any], some: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"version": VERSION, "all": list(lines), "any": list(some)}


@given(conditions)
def test_what_is_kept_is_read_again_as_it_was(given_: Conditions) -> None:
    assert conditions_from(json.loads(json.dumps(as_json(given_)))) == given_


@given(anything)
def test_anything_read_is_either_sound_or_told_as_flaws(given_: object) -> None:
    try:
        read = conditions_from(given_)
    except UnreadableConditions as unreadable:
        read, told = Conditions(), unreadable.found
    else:
        told = ()
    assert checked(read) == conditions_from(as_json(read)) == read
    assert all(found.flaw in Flaw for found in told)


@pytest.mark.parametrize("field", Field)
@pytest.mark.parametrize("operator", Operator)
def test_every_field_takes_its_operators_and_no_others(field: Field, operator: Operator) -> None:
    sound = Condition(field, operator, WORDS.get(field, ())[:1], date(2026, 11, 20))
    found = flaw_of(sound)
    assert (found is None) == (operator in operators_of(field))
    if found is not None:
        assert found.flaw is Flaw.UNKNOWN_OPERATOR


@pytest.mark.parametrize("field", sorted(set(Field) - DAYS))
def test_field_of_words_needs_one_that_it_knows(field: Field) -> None:
    for operator in COMPARES_WORDS:
        empty, unknown = (flaw_of(Condition(field, operator, values)) for values in ((), ("x' or 1=1",)))
        assert empty is not None
        assert unknown is not None
        assert (empty.flaw, unknown.flaw) == (Flaw.NO_VALUE, Flaw.UNKNOWN_VALUE)


@pytest.mark.parametrize("field", sorted(DAYS))
def test_field_of_days_needs_a_day_within_reach(field: Field) -> None:
    for operator in COMPARES_DAYS:
        missing = flaw_of(Condition(field, operator))
        assert missing is not None
        assert missing.flaw is Flaw.NO_DAY
        for far in (
            Away(MOST_DAYS + 1),
            Away(-MOST_WORKING_DAYS - 1, working=True),
            date(1, 1, 1),
            date(9999, 12, 31),
        ):
            found = flaw_of(Condition(field, operator, day=far))
            assert found is not None
            assert found.flaw is Flaw.TOO_FAR


def test_only_people_teams_and_branches_are_named_by_number() -> None:
    assert {field for field in WORDS if knows(field, "12")} == {Field.ASSIGNEE, Field.TEAM, Field.BRANCH}
    assert not any(
        knows(Field.ASSIGNEE, word) for word in ("0", "-1", "1.5", "１２", "1" * 19, "12 ", "mine", "")
    )


def test_flaw_names_the_place_and_the_word() -> None:
    with pytest.raises(UnreadableConditions) as raised:
        conditions_from(
            kept(
                {"field": "severity", "operator": "is", "values": ["S1"]},
                {"field": "mood", "operator": "is", "values": ["bad"]},
                some=({"field": "state", "operator": "is", "values": ["lost"]},),
            )
        )
    [field] = raised.value.found
    assert (field.flaw, field.place, field.word) == (Flaw.UNKNOWN_FIELD, "all.1", "mood")
    assert flaws(kept(some=({"field": "state", "operator": "is", "values": ["lost"]},))) == [
        ("any.0", Flaw.UNKNOWN_VALUE)
    ]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        (None, [("", Flaw.NOT_CONDITIONS)]),
        ([], [("", Flaw.NOT_CONDITIONS)]),
        ({"version": VERSION + 1, "all": [], "any": []}, [("", Flaw.UNKNOWN_VERSION)]),
        ({"all": [], "any": []}, [("", Flaw.UNKNOWN_VERSION)]),
        ({"version": VERSION, "all": []}, [("", Flaw.NOT_CONDITIONS)]),
        (kept("state is open"), [("all.0", Flaw.NOT_CONDITIONS)]),  # type: ignore[arg-type]
        (kept({"field": "state", "operator": "is", "values": "open"}), [("all.0", Flaw.UNKNOWN_VALUE)]),
        (kept({"field": "state", "operator": "is", "values": [1]}), [("all.0", Flaw.UNKNOWN_VALUE)]),
        (
            kept({"field": "state", "operator": "like", "values": ["open"]}),
            [("all.0", Flaw.UNKNOWN_OPERATOR)],
        ),
        (kept({"field": "received", "operator": "on", "day": "yesterday"}), [("all.0", Flaw.NO_DAY)]),
        (kept({"field": "received", "operator": "on", "day": {"away": True}}), [("all.0", Flaw.NO_DAY)]),
        (kept({"field": "received", "operator": "on", "day": {"away": 1.5}}), [("all.0", Flaw.NO_DAY)]),
        (
            kept({"field": "received", "operator": "on", "day": {"away": 1, "working": "no"}}),
            [("all.0", Flaw.NO_DAY)],
        ),
        (
            kept(*[{"field": "state", "operator": "is", "values": ["open"]}] * (MOST + 1)),
            [("", Flaw.TOO_MANY)],
        ),
    ],
)
def test_what_is_no_condition_is_told_as_such(given_: object, expected: list[tuple[str, Flaw]]) -> None:
    assert flaws(given_) == expected


def test_value_said_twice_counts_once() -> None:
    read = conditions_from(kept({"field": "state", "operator": "is", "values": ["open", "open", "merged"]}))
    assert read.every[0].values == ("open", "merged")


def test_conditions_are_walked_through_in_order() -> None:
    first, second = (Condition(Field.STATE, Operator.IS, (word,)) for word in ("open", "closed"))
    assert list(Conditions((first,), (second,))) == [first, second]
    assert list(Conditions()) == []
