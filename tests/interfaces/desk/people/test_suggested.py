"""What the record suggests of somebody: counted over what the reader sees, within the days that are told, and not twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kikitori.casework.customer_types import TypeGiven, dismiss_suggestion, give_type
from kikitori.casework.memberships import MembershipGiven, add_membership
from kikitori.interfaces.desk.people.known import Known
from kikitori.interfaces.desk.people.page import _members
from kikitori.interfaces.desk.people.suggested import facts_of, suggested
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.customer_types import GivenType
from kikitori.records.people.models import Person
from kikitori.records.people.ties import Membership, PersonChange
from kikitori.records.triage.scores import LATELY_DAYS, OFTEN_COMPLAINTS
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.people.conftest import ICHIRO
from tests.makers import FRIDAY

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = FRIDAY.astimezone(TOKYO).date()
DAY = timedelta(days=1)
Met = Callable[..., Known]


@pytest.fixture
def person(cast: Cast) -> Person:
    return makers.received(cast, complainant=ICHIRO).complaint.parties.get().person


@pytest.fixture
def known(cast: Cast, person: Person) -> Met:
    """`known(role="lead", now=…)`: the person as that reader knows them then."""

    def met(*, role: str = "handler", now: Any = FRIDAY, whose: Person | None = None) -> Known:
        one = whose or person
        return Known(cast.actor(role), one, [one], now, TOKYO)

    return met


def company(cast: Cast, person: Person, *, since: date | None = None, until: date | None = None) -> Person:
    """A company with premium support to which the person belongs within these days."""
    given = MembershipGiven(organisation="みほん商事")
    row = add_membership(cast.actor("handler"), person, given, now=FRIDAY)
    Membership.objects.filter(pk=row.pk).update(since=since, until=until)
    assert row.organisation is not None
    typed = TypeGiven(type="paying_support", evidence="契約書", review_on=TODAY + 30 * DAY)
    give_type(cast.actor("handler"), row.organisation, typed, now=FRIDAY)
    return row.organisation


SPANS = [
    (None, None, True),
    (TODAY, None, True),
    (TODAY - DAY, None, True),
    (TODAY + DAY, None, False),
    (None, TODAY, True),
    (None, TODAY + DAY, True),
    (None, TODAY - DAY, False),
    (TODAY, TODAY, True),
    (TODAY - 9 * DAY, TODAY + 9 * DAY, True),
    (TODAY + DAY, TODAY + 9 * DAY, False),
    (TODAY - 9 * DAY, TODAY - DAY, False),
]


@pytest.mark.parametrize(("since", "until", "belongs"), SPANS)
def test_premium_support_counts_while_they_belong_and_not_before_or_after(
    cast: Cast, person: Person, known: Met, since: date | None, until: date | None, belongs: bool
) -> None:
    company(cast, person, since=since, until=until)
    assert facts_of(known()).premium_organisation == ("みほん商事" if belongs else "")
    assert [each.type for each in suggested(known())] == (["paying_support"] if belongs else [])


@pytest.mark.parametrize(("since", "until", "belongs"), SPANS)
def test_page_of_a_company_names_those_who_belong_to_it_today(
    cast: Cast, person: Person, known: Met, since: date | None, until: date | None, belongs: bool
) -> None:
    body = company(cast, person, since=since, until=until)
    assert [row.person for row in _members(known(whose=body))] == ([person] if belongs else [])


def test_day_is_that_of_the_organisation_and_not_of_greenwich(cast: Cast, person: Person, known: Met) -> None:
    company(cast, person, since=TODAY + DAY)
    midnight = FRIDAY.astimezone(TOKYO).replace(hour=0, minute=0) + DAY
    assert not facts_of(known(now=midnight - timedelta(minutes=1))).premium_organisation
    assert facts_of(known(now=midnight)).premium_organisation == "みほん商事"


@pytest.mark.parametrize(("review_on", "counts"), [(TODAY, True), (TODAY + DAY, True), (TODAY - DAY, False)])
def test_premium_support_that_waits_to_be_looked_at_suggests_nothing(
    cast: Cast, person: Person, known: Met, review_on: date, counts: bool
) -> None:
    company(cast, person)
    GivenType.objects.update(review_on=review_on)
    assert bool(facts_of(known()).premium_organisation) is counts


def test_premium_support_that_has_ended_suggests_nothing(cast: Cast, person: Person, known: Met) -> None:
    company(cast, person)
    GivenType.objects.update(ended_at=FRIDAY)
    assert suggested(known()) == []


@pytest.mark.parametrize(
    ("ago", "counts"),
    [
        (timedelta(0), True),
        (timedelta(days=LATELY_DAYS), True),
        (timedelta(days=LATELY_DAYS, seconds=1), False),
        (timedelta(days=400), False),
    ],
)
def test_complaints_count_within_the_days_that_are_told(known: Met, ago: timedelta, counts: bool) -> None:
    own = known().complaints
    Complaint.objects.filter(pk__in=own.values("pk")).update(received_at=FRIDAY - ago)
    assert facts_of(known()).complaints_lately == int(counts)


@pytest.mark.parametrize(("number", "found"), [(OFTEN_COMPLAINTS - 1, []), (OFTEN_COMPLAINTS, ["frequent"])])
def test_many_complaints_are_often_from_their_number_on(
    cast: Cast, known: Met, number: int, found: list[str]
) -> None:
    for _ in range(number - 1):
        makers.received(cast, complainant=ICHIRO)
    assert [each.type for each in suggested(known())] == found


def test_suggestion_says_how_many_and_within_how_many_days(cast: Cast, known: Met) -> None:
    for _ in range(OFTEN_COMPLAINTS):
        makers.received(cast, complainant=ICHIRO)
    [found] = suggested(known())
    assert (found.because, found.measure) == ("many_complaints", str(OFTEN_COMPLAINTS + 1))
    assert str(OFTEN_COMPLAINTS + 1) in found.reason
    assert str(LATELY_DAYS) in found.reason


@pytest.mark.parametrize(
    ("ago", "again"), [(timedelta(days=1), False), (timedelta(days=364), False), (timedelta(days=366), True)]
)
def test_suggestion_that_somebody_dismissed_comes_back_after_a_year(
    cast: Cast, person: Person, known: Met, ago: timedelta, again: bool
) -> None:
    company(cast, person)
    dismiss_suggestion(
        cast.actor("handler"),
        person,
        kind="paying_support",
        because="premium_organisation",
        measure="みほん商事",
        now=FRIDAY - ago,
    )
    assert PersonChange.objects.filter(person=person).exists()
    assert bool(suggested(known())) is again


def test_type_that_they_have_is_not_suggested_again(cast: Cast, person: Person, known: Met) -> None:
    company(cast, person)
    typed = TypeGiven(type="paying_support", evidence="所属", review_on=TODAY + 30 * DAY)
    give_type(cast.actor("handler"), person, typed, now=FRIDAY)
    assert suggested(known()) == []


def test_suggestions_cost_the_same_however_much_there_is(
    cast: Cast, person: Person, known: Met, django_assert_max_num_queries: Any
) -> None:
    for _ in range(OFTEN_COMPLAINTS):
        makers.received(cast, complainant=ICHIRO)
    company(cast, person)
    with django_assert_max_num_queries(8):
        assert len(suggested(known())) == 2
