"""What the archive tells about dates: the house's working days, what a person may still expect, what is owed."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import YEAR_END
from kikitori.records.deadlines.models import Closure, Promise
from kikitori.records.deadlines.queries import calendar_of, house_calendar, open_promises, promises_due
from kikitori.records.people.models import Organisation, Team
from tests.cast import Cast
from tests.makers import FRIDAY
from tests.records import rows

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def promise(complaint: Complaint, hours: int, state: str = "open", **changes: object) -> Promise:
    return Promise.objects.create(
        complaint=complaint,
        kind="progress",
        state=state,
        due_at=FRIDAY + hours * HOUR,
        made_at=FRIDAY,
        **changes,
    )


# ---- working days


def test_house_without_an_organisation_works_like_a_japanese_office() -> None:
    calendar = house_calendar()
    assert (calendar.zone.key, calendar.holiday_country, calendar.closures) == (
        "Asia/Tokyo",
        "JP",
        (YEAR_END,),
    )
    closed = [date(2026, 12, 31), date(2026, 11, 23), date(2026, 11, 22)]
    assert [calendar.is_business_day(day) for day in closed] == [False, False, False]
    assert calendar.is_business_day(date(2026, 12, 28))


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/London", "Pacific/Auckland"])
def test_house_counts_in_the_zone_of_its_organisation(zone: str) -> None:
    organisation = Organisation.objects.create(pk=1, name_ja="み", name_en="M", time_zone=zone)
    assert house_calendar() == calendar_of(organisation)
    assert house_calendar().zone == ZoneInfo(zone)


def test_closures_that_were_entered_are_the_closures_there_are() -> None:
    Organisation.objects.update_or_create(
        pk=1, defaults={"name_ja": "み", "name_en": "M", "closed_at_year_end": False}
    )
    Closure.objects.create(
        name_ja="夏季休業", name_en="Summer closure", first=date(2026, 8, 12), last=date(2026, 8, 14)
    )
    Closure.objects.create(
        name_ja="年末年始", name_en="New Year", first=date(2000, 12, 30), last=date(2001, 1, 4), yearly=True
    )
    calendar = house_calendar()
    open_days = {
        date(2026, 8, 10): True,
        date(2026, 8, 12): False,
        date(2026, 8, 14): False,
        date(2027, 8, 12): True,
        date(2026, 12, 29): True,
        date(2026, 12, 30): False,
        date(2027, 1, 4): False,
        date(2027, 1, 5): True,
        date(2030, 12, 30): False,
    }
    assert {day: calendar.is_business_day(day) for day in open_days} == open_days
    reason = calendar.why_closed(date(2027, 1, 4))
    assert reason is not None
    assert (reason.ja, reason.en) == ("年末年始", "New Year")


def test_year_end_stays_closed_beside_other_closures_unless_it_is_worked() -> None:
    organisation = Organisation.objects.create(pk=1, name_ja="み", name_en="M")
    day = date(2026, 8, 12)
    Closure.objects.create(name_ja="夏季休業", name_en="Summer closure", first=day, last=day)
    assert [house_calendar().is_business_day(each) for each in (day, date(2026, 12, 30))] == [False, False]
    organisation.closed_at_year_end = False
    assert calendar_of(organisation).is_business_day(date(2026, 12, 30))


def test_team_has_hours_zone_and_closures_of_its_own() -> None:
    organisation = Organisation.objects.create(pk=1, name_ja="み", name_en="M")
    night = Team.objects.create(name="夜間", week=[["20:00-24:00"]] * 7, time_zone="Europe/London")
    day_team = Team.objects.create(name="日勤")
    day = date(2026, 8, 12)
    Closure.objects.create(name_ja="研修", name_en="Training", first=day, last=day, team=night)
    house, nightly = calendar_of(organisation), calendar_of(organisation, night)
    assert calendar_of(organisation, day_team) == house
    assert (nightly.zone, nightly.is_business_day(date(2026, 8, 15))) == (ZoneInfo("Europe/London"), True)
    assert (nightly.is_business_day(day), house.is_business_day(day)) == (False, True)


def test_working_days_cost_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        house_calendar()


# ---- what a person may still expect


def test_person_may_expect_what_is_open_soonest_first() -> None:
    complaint, other = rows.complaint(), rows.complaint()
    late, early = promise(complaint, 30), promise(complaint, 5)
    for state in ("kept", "missed", "replaced", "cancelled"):
        promise(complaint, 1, state)
    promise(other, 1)
    assert open_promises(complaint) == [early, late]
    assert open_promises(rows.complaint()) == []


# ---- what is owed


@pytest.mark.parametrize(
    ("state", "kept", "owed"),
    [
        ("open", False, True),
        ("missed", False, True),
        ("missed", True, False),
        ("kept", True, False),
        ("replaced", False, False),
        ("cancelled", False, False),
    ],
)
def test_owed_is_what_nobody_has_made_good(state: str, kept: bool, owed: bool) -> None:
    made = promise(rows.complaint(), 5, state, kept_at=FRIDAY if kept else None)
    assert (made in promises_due(Complaint.objects.all())) is owed


def test_owed_comes_by_date_over_all_complaints_and_of_those_asked_for_alone() -> None:
    one, two, three = (rows.complaint() for _ in range(3))
    made = [promise(one, 30), promise(two, 5), promise(one, 10), promise(two, 10)]
    promise(three, 1)
    assert list(promises_due(Complaint.objects.exclude(pk=three.pk))) == [made[1], made[2], made[3], made[0]]
    assert not promises_due(Complaint.objects.none())


def test_nobody_is_told_what_is_owed_in_a_complaint_they_do_not_see(cast: Cast) -> None:
    open_one, hidden = rows.complaint(), rows.complaint(confidentiality="restricted", assignee=cast.colleague)
    promise(open_one, 1)
    promise(hidden, 1)
    told = {
        who: {each.complaint for each in promises_due(visible_to(cast.actor(who)))}
        for who in ("handler", "colleague", "lead", "administrator")
    }
    assert told == {
        "handler": {open_one},
        "colleague": {open_one, hidden},
        "lead": {open_one, hidden},
        "administrator": set(),
    }


def test_list_of_what_is_owed_asks_once_for_complaints_and_handlers_too(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        promise(rows.complaint(assignee=cast.handler), number)
    with django_assert_num_queries(1):
        named = [
            (p.complaint.reference, str(p.complaint.assignee))
            for p in promises_due(visible_to(cast.actor("lead")))
        ]
    assert len(named) == 3
