"""Counts with a limit: exact below it, one beyond above it, all in one statement."""

import pytest
from django.db import connection
from django.db.models import Case, Q, QuerySet, Value, When
from django.test.utils import CaptureQueriesContext

from kikitori.foundation.postgres.counted import LIMIT, CountUpTo, GroupedUpTo, UpTo, counts_up_to
from kikitori.foundation.postgres.stencil import Stencil
from kikitori.records.people.models import Team


@pytest.fixture
def teams(db: None) -> QuerySet[Team]:
    """Seven teams."""
    Team.objects.bulk_create([Team(name=f"第{n}係") for n in range(7)])
    return Team.objects.all()


def test_several_are_counted_in_one_statement_in_their_order(teams: QuerySet[Team]) -> None:
    asked = [teams, teams.filter(name="第3係"), teams.none(), teams.order_by("name"), teams.filter(pk__in=[])]
    with CaptureQueriesContext(connection) as captured:
        assert counts_up_to(asked) == [7, 1, 0, 7, 0]
    assert len(captured) == 1


def test_nothing_asked_is_no_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert counts_up_to([]) == []
        assert counts_up_to([Team.objects.none()]) == [0]
    assert len(captured) == 0


@pytest.mark.parametrize(("limit", "counted"), [(6, 7), (7, 7), (3, 4), (0, 1)])
def test_count_stops_one_beyond_its_limit(teams: QuerySet[Team], limit: int, counted: int) -> None:
    assert counts_up_to([teams], limit) == [counted]
    assert {row.how_many for row in teams.annotate(how_many=CountUpTo(teams, limit))} == {counted}


def test_values_given_to_a_question_are_values_and_not_statement(teams: QuerySet[Team]) -> None:
    assert counts_up_to([teams.filter(name="'; drop table records_team; --"), teams]) == [0, 7]
    assert LIMIT == 1000


@pytest.mark.parametrize(
    ("limit", "counted"),
    [
        (10, {("甲", True): 2, ("甲", False): 2, ("乙", False): 3}),
        (6, {("甲", True): 2, ("甲", False): 2, ("乙", False): 3}),
        # The first rows in the order asked for, and one beyond the limit.
        (3, {("甲", True): 2, ("甲", False): 2}),
        (0, {("甲", True): 1}),
    ],
)
def test_values_are_counted_among_the_first_rows_alone(
    teams: QuerySet[Team], limit: int, counted: dict[tuple[str, bool], int]
) -> None:
    half = Case(When(name__lt="第4係", then=Value("甲")), default=Value("乙"))
    rows = teams.order_by("name").annotate(half=half, is_early=Q(name__lt="第2係")).values("half", "is_early")
    with CaptureQueriesContext(connection) as captured:
        found = Stencil.of(
            [teams.none(), GroupedUpTo(rows, limit), teams.filter(name="第0係").values("name")]
        ).rows({})
    assert len(captured) == 1
    assert {(row["half"], row["is_early"]): row["number"] for part, row in found if part == 1} == counted
    assert [row for part, row in found if part == 2] == [{"name": "第0係"}]


def test_grouping_nothing_is_left_out_of_a_statement(db: None) -> None:
    nothing = Team.objects.none().order_by("name").values("name")
    assert Stencil.of([GroupedUpTo(nothing)]).rows({}) == []


@pytest.mark.parametrize(
    ("counted", "limit", "number", "is_more"),
    [(0, 5, 0, False), (5, 5, 5, False), (6, 5, 5, True), (7, 5, 5, True), (LIMIT + 1, LIMIT, LIMIT, True)],
)
def test_number_says_whether_there_are_more(counted: int, limit: int, number: int, is_more: bool) -> None:
    up_to = UpTo.of(counted, limit)
    assert up_to == number
    assert up_to.is_more is is_more
    assert bool(up_to) is (number > 0), "nothing is nothing, in a template too"
    assert f"{up_to:,}" == f"{number:,}"


def test_number_that_was_counted_is_exact() -> None:
    assert UpTo(3).is_more is False
    assert UpTo(3) + 4 == 7
