"""Statements made once: they ask what their queries ask, with the values of each time."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Count
from django.utils import timezone

from kikitori.foundation.postgres.stencil import Stencil

pytestmark = pytest.mark.django_db
STAND_IN = "nobody has this key"


@pytest.fixture(autouse=True)
def sessions() -> None:
    now = timezone.now()
    Session.objects.bulk_create(
        Session(session_key=key, session_data=data, expire_date=now)
        for key, data in (("one", "a'%s"), ("two", "b"), ("three", "b"))
    )


def test_each_row_says_which_query_it_belongs_to():
    by_data = Session.objects.values("session_data").annotate(number=Count("pk"))
    stencil = Stencil.of([Session.objects.filter(pk=STAND_IN).values("session_data"), by_data])
    rows = stencil.rows({STAND_IN: "one"})
    assert [row for part, row in rows if part == 0] == [{"session_data": "a'%s"}]
    counted = {row["session_data"]: row["number"] for part, row in rows if part == 1}
    assert counted == {"a'%s": 1, "b": 2}
    assert len(rows) == 3


def test_statement_is_asked_with_the_values_of_each_time(django_assert_num_queries):
    stencil = Stencil.of([Session.objects.filter(pk=STAND_IN).values("session_data")])
    for key, expected in (("one", ["a'%s"]), ("two", ["b"]), ("'; drop table", [])):
        with django_assert_num_queries(1):
            assert [row["session_data"] for _, row in stencil.rows({STAND_IN: key})] == expected


def test_query_without_rows_is_left_out_and_the_others_keep_their_numbers(django_assert_num_queries):
    stencil = Stencil.of([Session.objects.none(), Session.objects.filter(pk="two").values("session_data")])
    assert stencil.rows({}) == [(1, {"session_data": "b"})]
    with django_assert_num_queries(0):
        assert Stencil.of([Session.objects.none()]).rows({}) == []


def test_stand_in_for_a_list_becomes_the_list_however_long():
    stencil = Stencil.of([Session.objects.filter(pk__among=[STAND_IN]).values("session_key")])
    for keys in ([], ["one"], ["one", "three", "nobody"], ["'; drop table", "two"] * 100):
        found = {row["session_key"] for _, row in stencil.rows({STAND_IN: keys})}
        assert found == set(keys) & {"one", "two", "three"}


def test_among_asks_with_one_value_and_stands_beside_other_conditions(django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        found = Session.objects.filter(pk__among=["one", "two", "nobody"]).exclude(session_data="b")
        assert [each.pk for each in found] == ["one"]
    assert "= any(" in asked[0]["sql"]
    assert not Session.objects.filter(pk__among=[]).exists()
    assert Session.objects.exclude(pk__among=["one", "two"]).get().pk == "three"
