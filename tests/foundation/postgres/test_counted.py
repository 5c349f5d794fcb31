"""Counts with a limit: exact below it, one beyond above it, all in one statement."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from kikitori.foundation.postgres.counted import LIMIT, CountUpTo, counts_up_to
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
