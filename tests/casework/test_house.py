"""The organisation as a step sees it: read once, at the latest moment, and never older than the step."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from kikitori.casework.house import House
from kikitori.casework.write import note, reply
from kikitori.records.deadlines.models import Closure
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

LATER = FRIDAY + timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Asia/Tokyo", datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        ("Asia/Tokyo", datetime(2026, 11, 20, 15, 0, tzinfo=UTC), date(2026, 11, 21)),
        ("Europe/London", datetime(2026, 11, 20, 23, 59, tzinfo=UTC), date(2026, 11, 20)),
        ("Europe/London", datetime(2026, 7, 20, 23, 0, tzinfo=UTC), date(2026, 7, 21)),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("America/New_York", datetime(2027, 1, 1, 4, 59, tzinfo=UTC), date(2026, 12, 31)),
    ],
)
def test_day_is_the_one_of_the_organisations_zone(cast: Cast, zone: str, moment: datetime, day: date) -> None:
    Organisation.objects.update(time_zone=zone)
    assert House().day_of(moment) == day


def test_organisation_and_its_days_are_read_once_and_not_before_they_are_needed(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        house = House()
    with django_assert_num_queries(1):
        assert [house.organisation.name_ja, house.zone.key] == ["みほん堂", "Asia/Tokyo"]
    with django_assert_num_queries(1):
        assert [house.calendar.is_business_day(date(2026, 11, day)) for day in (20, 21, 23, 24)] == [
            True,
            False,
            False,
            True,
        ]


def test_step_that_sends_nothing_does_not_ask_for_the_organisation(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with CaptureQueriesContext(connection) as captured:
        note(cast.actor("handler"), complaint, body="明日、倉庫に聞く。", now=LATER)
    assert not [each for each in captured if "records_organisation" in each["sql"]]


def test_next_step_sees_what_has_been_changed_in_between(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    Organisation.objects.update(name_ja="みほん堂本店")
    Closure.objects.create(
        name_ja="棚卸し", name_en="stocktaking", first=date(2026, 12, 7), last=date(2026, 12, 9)
    )
    reply(cast.actor("handler"), complaint, body="続報です。", now=LATER + timedelta(days=4))
    first, second = complaint.letters.filter(kind="reply")
    assert (first.subject[:6], second.subject[:8]) == ("【みほん堂】", "【みほん堂本店】")
    days = [each.due_at.astimezone(JAPAN).date() for each in complaint.promises.filter(kind="progress")]
    # Written after hours: ten working days from 24 and from 25 November, the second around the stocktaking.
    assert days[-2:] == [date(2026, 12, 8), date(2026, 12, 14)]
