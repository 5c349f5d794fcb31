"""A view being built: rows come, go and change places without losing a word of what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from kikitori.casework.errors import Problem
from kikitori.casework.saved_views import LONGEST_NAME, ViewGiven
from kikitori.interfaces.desk.views.builder import Builder, kept, sent
from kikitori.interfaces.desk.views.condition_words import Names
from kikitori.records.selection.conditions import MOST, Condition, Conditions
from kikitori.records.selection.day_words import Away
from kikitori.records.selection.terms import MOST_COLUMNS, Column, Field, Operator, Sharing, Sort

OPEN = Condition(Field.STATE, Operator.IS, ("open",))
LATE = Condition(Field.OVERDUE, Operator.IS, ("promise", "deadline"))
WEEK = Condition(Field.RECEIVED, Operator.FROM, day=Away(-7))


def typed(**changes: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    whole = {
        "name": "急ぎ",
        "sharing": "own",
        "sort": "oldest",
        "position": "",
        "seen": "3",
        "columns": ["state", "team"],
        "all-0-field": "queue",
        "all-0-operator": "is",
        "all-0-values": ["urgent"],
        **changes,
    }
    for name, value in whole.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def built(do: str = "", **changes: Any) -> Builder:
    return sent(typed(**changes), tuple(Sharing), Names(), do=do)


def fields_of(builder: Builder) -> dict[str, list[str]]:
    return {name: [row.field.value for row in rows] for name, rows in builder.rows.items()}


def test_what_was_sent_is_what_the_verb_is_given() -> None:
    given = built().given()
    assert given == ViewGiven(
        name="急ぎ",
        conditions=Conditions((Condition(Field.QUEUE, Operator.IS, ("urgent",)),)),
        sharing="own",
        sort="oldest",
        columns=("state", "team"),
        position=0,
    )


@pytest.mark.parametrize(
    "given",
    [
        ViewGiven(name="未完了", conditions=Conditions((OPEN, WEEK), (LATE, OPEN))),
        ViewGiven(name="n", conditions=Conditions(), sharing="team", sort="promise", position=12),
        ViewGiven(name="🗂 一覧", conditions=Conditions((), (WEEK,)), columns=("channel", "state")),
    ],
)
def test_view_that_is_kept_comes_back_from_the_builder_as_it_was(given: ViewGiven) -> None:
    builder = kept(given, 5, tuple(Sharing), Names())
    assert builder.given() == given
    assert builder.seen == 5


@pytest.mark.parametrize(
    ("do", "every", "some"),
    [
        ("", ["queue", "state"], ["severity"]),
        ("add-all", ["queue", "state", "state"], ["severity"]),
        ("add-any", ["queue", "state"], ["severity", "state"]),
        ("drop-all-0", ["state"], ["severity"]),
        ("drop-all-1", ["queue"], ["severity"]),
        ("drop-any-0", ["queue", "state"], []),
        ("drop-all-7", ["queue", "state"], ["severity"]),
        ("drop-all-x", ["queue", "state"], ["severity"]),
        ("explode", ["queue", "state"], ["severity"]),
    ],
)
def test_button_adds_or_takes_away_the_row_it_names(do: str, every: list[str], some: list[str]) -> None:
    builder = built(do, **{"all-1-field": "state", "any-0-field": "severity"})
    assert fields_of(builder) == {"all": every, "any": some}


def test_row_behind_one_that_was_dropped_keeps_what_was_typed() -> None:
    builder = built(
        "drop-all-0", **{"all-1-field": "state", "all-1-operator": "is_not", "all-1-values": "open"}
    )
    assert builder.conditions() == Conditions((Condition(Field.STATE, Operator.IS_NOT, ("open",)),))


def test_rows_are_read_with_gaps_between_their_numbers() -> None:
    builder = built(**{"all-4-field": "channel", "all-19-field": "team"})
    assert fields_of(builder)["all"] == ["queue", "channel", "team"]


def test_row_beyond_the_last_that_can_be_kept_is_not_read() -> None:
    assert fields_of(built(**{f"all-{MOST}-field": "state"}))["all"] == ["queue"]


@pytest.mark.parametrize(("rows", "room"), [(1, True), (MOST - 1, True), (MOST, False)])
def test_there_is_room_for_one_more_up_to_twenty(rows: int, room: bool) -> None:
    builder = built(**{f"all-{number}-field": "state" for number in range(rows)})
    assert builder.may_grow is room


def test_every_row_says_what_it_lacks_not_only_the_first() -> None:
    builder = built(
        **{"all-0-values": [], "all-1-field": "received", "all-1-when": "date", "any-0-field": "state"}
    )
    assert builder.conditions() is None
    assert all(row.errors for row in (*builder.rows["all"], *builder.rows["any"]))


def test_incomplete_row_keeps_the_view_from_being_taken_though_the_form_is_good() -> None:
    assert built(**{"all-0-values": []}).given() is None


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"name": ""}, "name"),
        ({"name": "　"}, "name"),
        ({"name": "長" * (LONGEST_NAME + 1)}, "name"),
        ({"name": "\x00"}, "name"),
        ({"sharing": ""}, "sharing"),
        ({"sharing": "world"}, "sharing"),
        ({"sort": "random"}, "sort"),
        ({"columns": ["state", "secret"]}, "columns"),
        ({"columns": [column.value for column in Column][: MOST_COLUMNS + 1]}, "columns"),
        ({"position": "first"}, "position"),
        ({"position": "1.5"}, "position"),
        ({"seen": "x"}, "seen"),
    ],
)
def test_fault_is_said_beside_its_field_and_nothing_is_given(changes: dict[str, Any], beside: str) -> None:
    builder = built(**changes)
    assert builder.given() is None
    assert set(builder.form.errors) == {beside}


@pytest.mark.parametrize(
    ("changes", "name", "value"),
    [
        ({"name": "長" * LONGEST_NAME}, "name", "長" * LONGEST_NAME),
        ({"name": "  前後  "}, "name", "前後"),
        ({"name": "👩‍👧‍👦"}, "name", "👩‍👧‍👦"),
        ({"sort": ""}, "sort", Sort.NEWEST.value),
        ({"columns": []}, "columns", ()),
        (
            {"columns": [column.value for column in Column][:MOST_COLUMNS]},
            "columns",
            tuple(Column)[:MOST_COLUMNS],
        ),
        ({"position": "１２"}, "position", 12),
        ({"position": "-3"}, "position", -3),
        ({"position": "0"}, "position", 0),
    ],
)
def test_what_can_be_taken_is_taken_as_it_was_meant(
    changes: dict[str, Any], name: str, value: object
) -> None:
    given = built(**changes).given()
    assert given is not None
    assert getattr(given, name) == value


def test_sharing_that_this_reader_may_not_choose_is_refused_however_it_was_sent() -> None:
    builder = sent(typed(sharing="everybody"), (Sharing.OWN, Sharing.TEAM), Names())
    assert builder.given() is None
    assert set(builder.form.errors) == {"sharing"}


def test_every_code_of_the_verb_finds_its_place_or_the_top_of_the_form() -> None:
    for problem in Problem:
        builder = built()
        builder.form.is_valid()
        builder.blame({"name": problem, "nowhere": problem})
        assert set(builder.form.errors) == {"name", "__all__"}, problem


@pytest.mark.parametrize(("seen", "version"), [("3", 3), ("", 0), ("0", 0)])
def test_version_it_was_built_on_comes_back_and_none_is_nought(seen: str, version: int) -> None:
    builder = built(seen=seen)
    assert builder.form.is_valid()
    assert builder.seen == version


def test_builder_drawn_as_it_was_typed_blames_nobody_and_loses_nothing() -> None:
    builder = built(name="", **{"all-0-values": [], "all-0-operator": "is_not"}).as_typed()
    assert not builder.form.is_bound
    assert [row.errors for row in builder.rows["all"]] == [{}]
    assert builder.form.initial["columns"] == ["state", "team"]
    assert builder.rows["all"][0].operator is Operator.IS_NOT
