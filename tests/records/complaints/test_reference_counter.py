"""Numbers of complaints: one row a year, no gap, and nobody gets a number before the one in front has kept theirs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, transaction

from kikitori.casework import receive
from kikitori.casework.house import House
from kikitori.records.complaints.models import ReferenceCounter
from kikitori.records.people.models import Organisation
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db


def next_reference(now: datetime) -> str:
    """The next number of the organisation as it stands."""
    return receive.next_references(1, now, House())[0]


def in_another_session() -> str:
    """A number drawn by somebody else at the same time, who waits a tenth of a second and then gives up."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '100ms'")
        number = next_reference(FRIDAY)
        transaction.set_rollback(True)
    connection.close()
    return number


def test_numbers_follow_each_other_from_one() -> None:
    assert [next_reference(FRIDAY) for _ in range(3)] == ["K-2026-000001", "K-2026-000002", "K-2026-000003"]
    assert str(ReferenceCounter.objects.get()) == "2026: 3"


def test_number_given_back_is_given_out_again() -> None:
    assert next_reference(FRIDAY) == "K-2026-000001"
    with transaction.atomic():
        assert next_reference(FRIDAY) == "K-2026-000002"
        transaction.set_rollback(True)
    assert next_reference(FRIDAY) == "K-2026-000002"


def test_second_comer_waits_for_the_first_and_takes_no_number_past_it() -> None:
    with ThreadPoolExecutor(1) as somebody_else:
        with transaction.atomic():
            next_reference(FRIDAY)
            with pytest.raises(OperationalError, match="lock timeout"):
                somebody_else.submit(in_another_session).result()
            transaction.set_rollback(True)
        assert somebody_else.submit(in_another_session).result() == "K-2026-000001"


@pytest.mark.parametrize(
    ("zone", "moment", "reference"),
    [
        ("Asia/Tokyo", datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC), "K-2026-000001"),
        ("Asia/Tokyo", datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "K-2027-000001"),
        ("Europe/London", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "K-2026-000001"),
        ("Europe/London", datetime(2027, 1, 1, tzinfo=UTC), "K-2027-000001"),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, 0, tzinfo=UTC), "K-2027-000001"),
        ("America/New_York", datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC), "K-2026-000001"),
    ],
)
def test_year_ends_at_midnight_of_the_organisation(zone: str, moment: datetime, reference: str) -> None:
    Organisation.objects.create(pk=1, name_ja="み", name_en="M", time_zone=zone)
    assert next_reference(moment) == reference


def test_years_are_counted_apart_and_a_late_item_finds_its_own() -> None:
    new_year = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)
    drawn = [next_reference(now) for now in (FRIDAY, new_year, FRIDAY, new_year)]
    assert drawn == ["K-2026-000001", "K-2027-000001", "K-2026-000002", "K-2027-000002"]


def test_millionth_complaint_of_a_year_still_has_a_number() -> None:
    ReferenceCounter.objects.create(year=2026, last=999_999)
    reference = next_reference(FRIDAY)
    assert reference == "K-2026-1000000"
    assert rows.complaint(reference=reference).reference == reference


@pytest.mark.parametrize(("year", "last"), [(-1, 0), (2026, -1)])
def test_counter_never_runs_below_nothing(year: int, last: int) -> None:
    with rows.must_refuse("check"):
        ReferenceCounter.objects.create(year=year, last=last)
