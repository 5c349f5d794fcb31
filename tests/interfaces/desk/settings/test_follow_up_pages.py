"""The page for the days of the follow-up: shown with an example from today, looked at, kept, refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from kikitori.casework.follow_up import FollowUpDays
from kikitori.interfaces.desk.settings.follow_up_pages import example
from kikitori.interfaces.desk.settings.follow_up_words import follow_up_lines
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.people.models import Organisation, SettingChange
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

PAGE = "/desk/settings/follow-up/"
STANDS = {"seen": "0", "other_road_days": "7", "silence_days": "14", "second_contact_days": "14"}
#: A Tuesday; the fifteenth day after it is a Wednesday.
TODAY = date(2026, 12, 1)


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead", "en")


def send(browser: Client, **typed: str) -> Any:
    return browser.post(PAGE, STANDS | typed)


def drawn(days: tuple[int, int, int], today: date = TODAY) -> list[list[date]]:
    given = FollowUpDays(**dict(zip(FollowUpDays.__dataclass_fields__, days, strict=True)))
    with translation.override("en"):
        return [[each.day for each in moments] for _, moments in example(given, today, BusinessCalendar())]


def test_example_counts_from_the_day_it_is_asked() -> None:
    assert drawn((7, 14, 14)) == [
        [TODAY, date(2026, 12, 8), date(2026, 12, 15)],
        [TODAY, TODAY, date(2026, 12, 15)],
    ]
    assert drawn((7, 14, 0))[1] == [TODAY, TODAY]
    # The day of the second question is one on which we work: not a Saturday, nor one of the new year.
    assert drawn((7, 14, 11))[1][-1] == date(2026, 12, 14)
    assert drawn((7, 14, 30))[1][-1] == date(2027, 1, 4)


def test_page_shows_what_holds_and_an_example(lead: Client) -> None:
    page = lead.get(PAGE)
    assert [page.context["form"][name].value() for name in STANDS] == [0, 7, 14, 14]
    words = words_of(page)
    assert "No answer: somebody gets the task of trying another way." in words
    (_, silent), (_, agreed) = page.context["example"]
    assert [each.day - silent[0].day for each in silent[1:]] == [timedelta(days=7), timedelta(days=14)]
    assert agreed[-1].day >= agreed[0].day + timedelta(days=14)


def test_looking_keeps_nothing_and_shows_what_was_typed(lead: Client) -> None:
    page = send(lead, look="1", silence_days="３０", second_contact_days="0")
    assert page.status_code == 200
    assert "Nothing is kept yet." in words_of(page)
    (_, silent), (_, agreed) = page.context["example"]
    assert (silent[-1].day - silent[0].day).days == 30
    assert len(agreed) == 2
    assert not SettingChange.objects.exists()


def test_kept_days_hold_and_stand_in_the_record(lead: Client) -> None:
    answer = lead.post(PAGE, STANDS | {"other_road_days": "1０", "silence_days": "20"}, follow=True)
    assert "These days hold from the next question and the next end on." in words_of(answer)
    own = Organisation.objects.get()
    assert (own.other_road_days, own.silence_days, own.second_contact_days) == (10, 20, 14)
    record = words_of(lead.get("/desk/settings/changes/?kind=follow_up"))
    for words in ("Days of the follow-up set", "another way after 7 days", "another way after 10 days"):
        assert words in record
    again = {"seen": str(SettingChange.objects.get().pk), "other_road_days": "10", "silence_days": "20"}
    assert "It is so already." in words_of(lead.post(PAGE, STANDS | again, follow=True))


@pytest.mark.parametrize("look", [{}, {"look": "1"}])
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("silence_days", "4", "From 5 to 60 days: a letter has to arrive, and its answer too."),
        ("other_road_days", "14", "From 2 days on, and fewer than all the days of waiting."),
        ("second_contact_days", "3", "From 7 to 180 days, or 0."),
        ("silence_days", "bald", "Please write a whole number of days."),
        ("silence_days", "", "Please fill this in."),
    ],
)
def test_days_that_cannot_be_are_told_beside_their_field(
    lead: Client, name: str, typed: str, said: str, look: dict[str, str]
) -> None:
    page = send(lead, **{name: typed}, **look)
    assert page.status_code == 422
    [told] = page.context["form"].errors[name]
    assert told == said
    assert page.context["form"][name].value() == typed
    assert not SettingChange.objects.exists()


def test_whoever_was_overtaken_reads_both(lead: Client) -> None:
    send(lead, silence_days="30")
    page = send(lead, silence_days="21")
    assert page.status_code == 409
    assert "may be closed as not confirmed after 30 days" in words_of(page)
    assert page.context["form"]["silence_days"].value() == "21"
    assert Organisation.objects.get().silence_days == 30


@pytest.mark.parametrize(("role", "status"), [("handler", 403), ("auditor", 403), ("administrator", 200)])
def test_page_is_for_who_may(browser_of: BrowserOf, role: str, status: int) -> None:
    browser = browser_of(role)
    assert browser.get(PAGE).status_code == status
    assert send(browser, look="1").status_code == status


def test_lines_say_whether_it_is_asked_again() -> None:
    with translation.override("en"):
        assert list(follow_up_lines({})) == []
        days = {"other_road_days": 2, "silence_days": 5, "second_contact_days": 0}
        assert list(follow_up_lines(days))[-1] == "Ended by agreement: not asked again"
        assert list(follow_up_lines({**days, "second_contact_days": 7}))[-1].endswith("after 7 days")
