"""Times told before anybody complains come from the rules, in every unit a rule can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import RequestFactory
from django.utils import translation

from kikitori.interfaces.portal.rule_times import rule_times, span_in_words
from kikitori.interfaces.portal.visit import Visit
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.rules import Rule, Unit
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation
from tests.cast import Cast
from tests.makers import FRIDAY


def rule(number: int, unit: Unit) -> Rule:
    return replace(built_in_pack("jp-default").rule("first-answer"), quantity=number, unit=unit)


def visit(**changes: object) -> Visit:
    known = {"request": RequestFactory().get("/"), "now": FRIDAY, "organisation": the_organisation()}
    return Visit(**{**known, "actor": Actor.newcomer(), **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("unit", "ja", "one", "five"),
    [
        (Unit.BUSINESS_DAY, "5営業日", "1 business day", "5 business days"),
        (Unit.CALENDAR_DAY, "5日", "1 day", "5 days"),
        (Unit.HOUR, "5時間", "1 hour", "5 hours"),
        (Unit.WEEK, "5週間", "1 week", "5 weeks"),
        (Unit.MONTH, "5か月", "1 month", "5 months"),
        (Unit.YEAR, "5年", "1 year", "5 years"),
    ],
)
def test_span_is_told_in_the_unit_of_the_rule(unit: Unit, ja: str, one: str, five: str) -> None:
    with translation.override("ja"):
        assert span_in_words(rule(5, unit)) == ja
    with translation.override("en"):
        assert (span_in_words(rule(1, unit)), span_in_words(rule(5, unit))) == (one, five)


def test_every_unit_of_a_rule_has_its_words() -> None:
    with translation.override("en"):
        assert len({span_in_words(rule(2, unit)) for unit in Unit}) == len(Unit)


def test_days_are_counted_from_today_around_the_holiday(cast: Cast) -> None:
    """From Friday 20 November, 23 November being a public holiday."""
    times = rule_times(visit())
    assert {name: (time.span, time.day) for name, time in times.items()} == {
        "acknowledgement": ("1営業日", "11月24日（火）"),
        "first_answer": ("5営業日", "11月30日（月）"),
        "decision": ("20営業日", "12月21日（月）"),
    }


def test_days_know_the_closures_of_the_house(cast: Cast) -> None:
    Closure.objects.create(
        name_ja="棚卸し", name_en="Stocktaking", first=date(2026, 11, 24), last=date(2026, 11, 27)
    )
    assert rule_times(visit())["acknowledgement"].day == "11月30日（月）"


def test_times_take_two_queries_beside_the_organisation(
    cast: Cast, django_assert_num_queries: object
) -> None:
    found = visit()
    with django_assert_num_queries(2):  # type: ignore[operator]
        rule_times(found)


def test_year_without_a_holiday_table_still_tells_the_spans(cast: Cast) -> None:
    """Better no date than a wrong one; the first page stays open."""
    times = rule_times(visit(now=FRIDAY.replace(year=2199)))
    assert [time.day for time in times.values()] == ["", "", ""]
    assert times["decision"].span == "20営業日"
