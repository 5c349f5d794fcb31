"""Counts that stop at a limit, as numbers: what they say, how they add up, and what is never asked at all."""

from __future__ import annotations

import pytest
from django.core.exceptions import EmptyResultSet
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.postgres.counted import LIMIT, GroupedUpTo, UpTo, counts_up_to
from kikitori.records.people.models import Team


@pytest.mark.parametrize(
    ("counted", "limit", "number", "is_more"),
    [
        (0, LIMIT, 0, False),
        (1, LIMIT, 1, False),
        (LIMIT - 1, LIMIT, LIMIT - 1, False),
        (LIMIT, LIMIT, LIMIT, False),
        (LIMIT + 1, LIMIT, LIMIT, True),
        (7, 5, 5, True),
        (5, 5, 5, False),
        (1, 0, 0, True),
        (0, 0, 0, False),
    ],
)
def test_count_says_how_many_and_whether_there_are_more(
    counted: int, limit: int, number: int, is_more: bool
) -> None:
    found = UpTo.of(counted, limit)
    assert (int(found), found.is_more) == (number, is_more)


def test_usual_limit_is_a_thousand() -> None:
    assert LIMIT == 1000
    assert UpTo.of(1001).is_more
    assert not UpTo.of(1000).is_more


@given(st.integers(0, 3000), st.integers(0, 1500))
@settings(max_examples=25)
def test_count_never_says_more_than_there_is_nor_hides_that_there_is_more(there_are: int, limit: int) -> None:
    found = UpTo.of(min(there_are, limit + 1), limit)
    assert found <= there_are
    assert found <= limit
    assert found.is_more is (there_are > limit)
    assert bool(found) is (min(there_are, limit) > 0)


def test_number_that_was_counted_out_is_a_number_like_any_other() -> None:
    found = UpTo(12)
    assert not found.is_more
    assert UpTo(12, is_more=True).is_more
    assert found == 12
    assert f"{found:,}" == "12"
    assert found + 1 == 13


def test_what_can_have_no_rows_is_counted_without_a_database() -> None:
    nothing = Team.objects.none()
    assert counts_up_to([]) == []
    assert counts_up_to([nothing, nothing, Team.objects.filter(pk__in=[])]) == [0, 0, 0]
    with pytest.raises(EmptyResultSet):
        GroupedUpTo(nothing.values("name")).sql_with_params()
