"""What somebody is told, by which road and when: the whole of it without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kikitori.records.together.choices import (
    ALWAYS,
    PERSONAL,
    USUAL,
    Choice,
    Choices,
    read_choices,
    to_keep,
    way_of,
)
from kikitori.records.together.hours import Hours
from kikitori.records.together.terms import ByMail, Near, NoticeKind, Whose

JAPAN = ZoneInfo("Asia/Tokyo")
K = NoticeKind


def choosing(kind: NoticeKind, **how: Any) -> Choices:
    """The usual choices, but for one kind."""
    return replace(USUAL, kinds={**USUAL.kinds, kind: replace(USUAL.kinds[kind], **how)})


# ---- what is kept


def test_nothing_is_kept_of_what_is_as_it_is_below() -> None:
    assert to_keep(USUAL, USUAL) == {}
    house = choosing(K.NOTE, mail=ByMail.SOON)
    assert to_keep(house, house) == {}


OWN: dict[str, tuple[Choices, dict[str, Any]]] = {
    "not in the desk": (choosing(K.NOTE, desk=False), {"kinds": {"note": {"desk": False}}}),
    "by mail": (choosing(K.WORD, mail=ByMail.SOON), {"kinds": {"word": {"mail": "soon"}}}),
    "of the team": (choosing(K.STATE, whose=Whose.TEAM), {"kinds": {"state": {"whose": "team"}}}),
    "times": (replace(USUAL, times=(time(7, 5),)), {"times": ["07:05"]}),
    "quiet": (replace(USUAL, quiet=(time(22), time(6, 30))), {"quiet": ["22:00", "06:30"]}),
    "never quiet": (replace(USUAL, quiet=None), {"quiet": []}),
    "every day": (replace(USUAL, working_days=False), {"working_days": False}),
    "at any time": (replace(USUAL, urgent_anytime=True), {"urgent_anytime": True}),
}


@pytest.mark.parametrize("what", OWN)
def test_what_differs_is_kept_and_read_as_it_was_chosen(what: str) -> None:
    choices, kept = OWN[what]
    assert to_keep(choices, USUAL) == kept
    assert read_choices(kept) == choices


def test_own_choices_lie_over_the_organisations_and_those_over_the_usual() -> None:
    house = read_choices({"kinds": {"note": {"mail": "digest", "desk": False}}, "times": ["10:00"]})
    own = read_choices({"kinds": {"note": {"desk": True}}, "quiet": []}, house)
    assert own.kinds[K.NOTE] == Choice(desk=True, mail=ByMail.DIGEST)
    assert (own.times, own.quiet) == ((time(10),), None)
    changed = read_choices({"kinds": {"note": {"mail": "no"}}})
    assert read_choices({"kinds": {"note": {"desk": True}}}, changed).kinds[K.NOTE].mail is ByMail.NO


@pytest.mark.parametrize(
    "kept", [None, {}, {"kinds": {"gone": {"desk": False}}}, {"kinds": {"note": {"mail": "fax"}}}]
)
def test_words_that_mean_nothing_any_more_change_nothing(kept: Any) -> None:
    assert read_choices(kept) == USUAL


def test_usual_mails_are_few_and_everything_stands_in_the_desk() -> None:
    assert all(choice.desk for choice in USUAL.kinds.values())
    assert {kind for kind, choice in USUAL.kinds.items() if choice.mail is ByMail.SOON} == {K.ESCALATION}
    assert {kind for kind, choice in USUAL.kinds.items() if choice.mail is ByMail.NO} == {K.ADDED, K.WORD, K.NOTE, K.STATE, K.TASK, K.RETURNED}  # fmt: skip


# ---- who is told


@pytest.mark.parametrize("whose", list(Whose))
@pytest.mark.parametrize("near", [Near.MINE, Near.FOLLOWED, Near.TEAM])
def test_each_reach_takes_in_those_before_it(whose: Whose, near: Near) -> None:
    told = way_of(K.NOTE, near, choosing(K.NOTE, whose=whose), muted=False) is not None
    reach = {
        Whose.MINE: {"mine"},
        Whose.FOLLOWED: {"mine", "followed"},
        Whose.TEAM: {"mine", "followed", "team"},
    }
    assert told == (near.value in reach[whose])


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("near", list(Near))
def test_muted_complaint_tells_only_what_is_said_in_person_or_cannot_be_spared(
    kind: NoticeKind, near: Near
) -> None:
    way = way_of(kind, near, USUAL, muted=True)
    assert (way is not None) == (near is Near.MEANT or (kind in ALWAYS and near is Near.MINE))


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_what_is_switched_off_everywhere_is_not_told_unless_it_must_be(kind: NoticeKind) -> None:
    off = choosing(kind, desk=False, mail=ByMail.NO)
    for near in (Near.MEANT, Near.MINE):
        way = way_of(kind, near, off, muted=False)
        assert (way is not None) == (kind in ALWAYS)
        assert way is None or (way.desk and way.mail is ByMail.NO)
    assert way_of(kind, Near.FOLLOWED, off, muted=False) is None


def test_by_mail_alone_is_a_way() -> None:
    way = way_of(K.WORD, Near.MINE, choosing(K.WORD, desk=False, mail=ByMail.SOON), muted=False)
    assert way is not None
    assert (way.desk, way.mail) == (False, ByMail.SOON)


def test_what_must_be_told_is_never_said_to_one_person_only_by_name() -> None:
    assert not ALWAYS & PERSONAL


# ---- when


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Japan: the 20th is a Friday, the 23rd a holiday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=JAPAN)


def works(day: date) -> bool:
    return day.weekday() < 5 and day != date(2026, 11, 23)


HOURS = Hours(JAPAN, works)
BY_DAY = replace(USUAL, quiet=(time(12), time(13)))
ALL_DAYS = replace(USUAL, working_days=False)


@pytest.mark.parametrize(
    ("choices", "moment", "quiet"),
    [
        (USUAL, at(20, 7, 59), True),
        (USUAL, at(20, 8), False),
        (USUAL, at(20, 18, 59), False),
        (USUAL, at(20, 19), True),
        (USUAL, at(20, 0), True),
        (USUAL, at(21, 12), True),
        (USUAL, at(23, 12), True),
        (ALL_DAYS, at(21, 12), False),
        (ALL_DAYS, at(21, 3), True),
        (BY_DAY, at(20, 12, 30), True),
        (BY_DAY, at(20, 13), False),
        (BY_DAY, at(20, 3), False),
        (replace(USUAL, quiet=None), at(20, 3), False),
        (replace(USUAL, quiet=None), at(22, 3), True),
    ],
)
def test_quiet_hours_and_days_off(choices: Choices, moment: datetime, quiet: bool) -> None:
    assert HOURS.is_quiet(choices, moment) == quiet
    assert HOURS.is_quiet(choices, moment.astimezone(ZoneInfo("America/New_York"))) == quiet


SOON, DIGEST = ByMail.SOON, ByMail.DIGEST
EARLY = replace(USUAL, times=(time(7), time(16)))


@pytest.mark.parametrize(
    ("by_mail", "happened", "now", "come", "choices"),
    [
        (SOON, at(20, 10), at(20, 10), True, USUAL),
        (SOON, at(20, 18, 59), at(20, 19), False, USUAL),  # held back at the last minute
        (SOON, at(20, 18, 59), at(24, 8), True, USUAL),  # and goes as soon as mails go again
        (
            SOON,
            at(20, 23),
            at(24, 8, 29),
            False,
            USUAL,
        ),  # at night: in the next digest, after the long weekend
        (SOON, at(20, 23), at(24, 8, 30), True, USUAL),
        (SOON, at(20, 0, 5), at(20, 0, 5), False, USUAL),  # midnight
        (DIGEST, at(20, 10), at(20, 15, 59), False, USUAL),
        (DIGEST, at(20, 10), at(20, 16), True, USUAL),
        (DIGEST, at(20, 16), at(20, 16), False, USUAL),  # that digest has gone
        (DIGEST, at(20, 16, 1), at(24, 8, 30), True, USUAL),
        (DIGEST, at(20, 16, 1), at(23, 12), False, USUAL),
        (DIGEST, at(20, 16, 1), at(21, 8, 30), True, ALL_DAYS),
        (DIGEST, at(19, 16, 1), at(20, 7), False, EARLY),  # a digest in quiet hours comes when they end
        (DIGEST, at(19, 16, 1), at(20, 8), True, EARLY),
    ],
)
def test_mail_goes_when_its_time_has_come(
    by_mail: ByMail, happened: datetime, now: datetime, come: bool, choices: Choices
) -> None:
    assert HOURS.has_come(choices, by_mail, at=happened, now=now, urgent=False) == come
    assert HOURS.has_come(choices, by_mail, at=happened, now=now, urgent=True) == come


@pytest.mark.parametrize("by_mail", [SOON, DIGEST])
def test_what_cannot_wait_comes_at_night_only_to_who_chose_so(by_mail: ByMail) -> None:
    night = replace(USUAL, urgent_anytime=True)
    assert HOURS.has_come(night, by_mail, at=at(22, 3), now=at(22, 3), urgent=True)
    assert not HOURS.has_come(night, by_mail, at=at(22, 3), now=at(22, 3), urgent=False)


def test_nothing_waits_for_ever_where_no_working_day_comes() -> None:
    closed = Hours(JAPAN, lambda _day: False)
    now = at(20, 10) + timedelta(days=15)
    assert not closed.has_come(ALL_DAYS, DIGEST, at=at(20, 10), now=at(20, 12), urgent=False)
    assert not closed.has_come(USUAL, DIGEST, at=at(20, 10), now=now, urgent=False)
    late = Hours(JAPAN, lambda day: day == now.date())
    assert late.has_come(replace(USUAL, times=(time(23),)), DIGEST, at=at(20, 10), now=now, urgent=False)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
def test_hours_hold_when_clocks_are_changed(zone: str) -> None:
    place = ZoneInfo(zone)
    hours = Hours(place, lambda _day: True)
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1)):
        morning = datetime.combine(day, time(8, 30), place)
        before = datetime.combine(day - timedelta(days=1), time(23), place)
        assert hours.has_come(USUAL, DIGEST, at=before, now=morning, urgent=False)
        assert not hours.has_come(USUAL, DIGEST, at=before, now=morning - timedelta(minutes=1), urgent=False)
