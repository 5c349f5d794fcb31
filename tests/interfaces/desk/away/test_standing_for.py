"""What a deputy is shown: up to which moment, of whom, and what Today says of absences, mine and others'."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from kikitori.casework.tasks import add_task
from kikitori.interfaces.desk.away.standing_for import Attendance, due_meanwhile, end_of
from kikitori.interfaces.desk.horizon import GROUPS, Horizon
from kikitori.interfaces.desk.owed import OwedCounts, Whose, owed
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.standing_in import Away, Roster
from kikitori.records.together.models import Task
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, restricted, taken_in
from tests.makers import JAPAN

TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
ME, ONE, OTHER = 1, 2, 3


def away(staff: int, first: int, last: int, deputy: int | None = None) -> Away:
    return Away(
        staff * 10, staff, TODAY + first * DAY, TODAY + last * DAY, deputy, f"職員{staff}", f"職員{deputy}"
    )


def at(*absences: Away, me: int | None = ME) -> Attendance:
    return Attendance(Roster(TODAY, absences), me)


# ---- the end of an absence


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Asia/Tokyo", datetime(2026, 12, 2, 15, tzinfo=UTC)),
        ("UTC", datetime(2026, 12, 3, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 12, 3, 5, tzinfo=UTC)),
    ],
)
def test_absence_ends_with_its_last_day_where_the_organisation_is(zone: str, expected: datetime) -> None:
    assert end_of(away(ONE, 0, 0), ZoneInfo(zone)).astimezone(UTC) == expected


def test_day_on_which_clocks_are_set_back_is_longer() -> None:
    zone = ZoneInfo("Europe/Berlin")
    last = Away(1, 1, date(2026, 10, 25), date(2026, 10, 25))
    begins = datetime(2026, 10, 25, tzinfo=zone)
    assert end_of(last, zone).astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=25)


# ---- attendance


def test_nothing_is_said_where_nobody_is_away() -> None:
    found = at()
    assert (found.mine, found.soon, found.back_from) == (None, None, None)
    assert (found.stood_in, found.to_come) == ([], [])
    assert found.stands_for(ONE) == found.stands_for(None) == ""


def test_own_absences_are_told_one_by_one() -> None:
    now, coming, over = away(ME, 0, 1), away(ME, 3, 4), away(ME, -4, -3)
    assert (at(now).mine, at(now).soon, at(now).back_from) == (now, None, None)
    assert (at(coming).mine, at(coming).soon, at(coming).back_from) == (None, coming, None)
    assert (at(over).mine, at(over).soon, at(over).back_from) == (None, None, over)
    assert at(over, coming).back_from is over
    assert at(over, coming).soon is coming


def test_absence_after_the_one_of_today_is_not_told_yet() -> None:
    assert at(away(ME, 0, 1), away(ME, 3, 4)).soon is None


def test_those_one_stands_in_for_are_named() -> None:
    now, coming = away(ONE, 0, 1, ME), away(OTHER, 2, 3, ME)
    found = at(now, coming)
    assert (found.stood_in, found.to_come) == ([now], [coming])
    assert (found.stands_for(ONE), found.stands_for(OTHER), found.stands_for(ME)) == ("職員2", "", "")


def test_who_is_away_themselves_stands_in_for_nobody() -> None:
    assert at(away(ONE, 0, 1, ME), away(ME, 0, 0)).stood_in == []


def test_somebody_without_an_account_is_nobodys_deputy() -> None:
    found = at(away(ONE, 0, 1, None), me=None)
    assert (found.mine, found.stood_in, found.to_come) == (None, [], [])


# ---- on promises and tasks


def day_of(moment: datetime) -> date:
    return moment.astimezone(JAPAN).date()


def absence_of(cast: Cast, *, ends: int, whose: str = "handler") -> Away:
    today, person = day_of(timezone.now()), getattr(cast, whose)
    return Away(person.pk, person.pk, today, today + ends * DAY, cast.colleague.pk, person.name, "")


def shown(cast: Cast, *absences: Away, role: str = "colleague") -> set[int]:
    horizon = Horizon.at(timezone.now(), JAPAN)
    rows = owed(
        cast.actor(role), horizon, Whose.DEPUTY, due_meanwhile(absences, "complaint__assignee", JAPAN)
    )
    return set(rows.values_list("pk", flat=True))


def promised(cast: Cast, moment: datetime) -> Promise:
    complaint = taken_in(cast, maker=makers.investigated)
    complaint.promises.all().delete()
    promise = call_promised(cast, complaint, due=timedelta(hours=2))
    Promise.objects.filter(pk=promise.pk).update(due_at=moment)
    return promise


def test_last_second_of_the_last_day_is_shown_and_the_first_after_it_not(cast: Cast) -> None:
    absence = absence_of(cast, ends=2)
    end = end_of(absence, JAPAN)
    inside, outside = promised(cast, end - timedelta(seconds=1)), promised(cast, end)
    assert shown(cast, absence) == {inside.pk}
    assert outside.pk not in shown(cast, absence)


def test_what_was_overdue_before_is_shown(cast: Cast) -> None:
    late = promised(cast, timezone.now() - 3 * DAY)
    assert shown(cast, absence_of(cast, ends=0)) == {late.pk}


def test_each_absence_has_its_own_end(cast: Cast) -> None:
    soon = promised(cast, timezone.now() + DAY)
    assert shown(cast, absence_of(cast, ends=0, whose="lead"), absence_of(cast, ends=3)) == {soon.pk}
    assert shown(cast, absence_of(cast, ends=3, whose="lead")) == set()


def test_no_absence_shows_nothing_and_no_wish_for_it_shows_nothing(cast: Cast) -> None:
    promised(cast, timezone.now())
    assert shown(cast) == set()
    horizon = Horizon.at(timezone.now(), JAPAN)
    assert not owed(cast.actor("colleague"), horizon, Whose.DEPUTY).exists()


def test_what_the_deputy_does_not_see_is_not_shown(cast: Cast) -> None:
    call_promised(cast, restricted(cast), due=timedelta(hours=1))
    absence = absence_of(cast, ends=3, whose="lead")
    assert shown(cast, absence) == set()
    assert len(shown(cast, absence, role="auditor")) > 0


def test_numbers_of_the_tab_are_those_of_the_rows(cast: Cast, django_assert_num_queries) -> None:
    now, absence = timezone.now(), absence_of(cast, ends=9)
    for moment in (now - DAY, now - 2 * DAY, now + timedelta(seconds=5), now + DAY, now + 4 * DAY):
        promised(cast, moment)
    horizon = Horizon.at(now, JAPAN)
    rows = owed(
        cast.actor("colleague"), horizon, Whose.DEPUTY, due_meanwhile([absence], "complaint__assignee", JAPAN)
    )
    with django_assert_num_queries(1):
        counts = OwedCounts.as_deputy(rows, horizon)
    by_row = [horizon.group_of(row.due_at) for row in rows]
    for group in GROUPS:
        assert counts.of(Whose.DEPUTY, (group,)) == by_row.count(group), group
    assert counts.of(Whose.DEPUTY) == 5
    assert counts.late(Whose.DEPUTY) == 2


def test_tasks_are_shown_by_the_same_end(cast: Cast) -> None:
    now, absence = timezone.now(), absence_of(cast, ends=2)
    complaint = taken_in(cast)
    made = [
        add_task(
            cast.actor("lead"), complaint, title=title, to=cast.handler, by=now + timedelta(hours=1), now=now
        )
        for title in ("期間内", "期間後")
    ]
    end = end_of(absence, JAPAN)
    Task.objects.filter(pk=made[0].pk).update(due_at=end - timedelta(seconds=1))
    Task.objects.filter(pk=made[1].pk).update(due_at=end)
    found = Task.objects.filter(due_meanwhile([absence], "assignee", JAPAN))
    assert list(found.values_list("title", flat=True)) == ["期間内"]
