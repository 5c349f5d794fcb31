"""The calendar's pages: looked at first, saved, refused with what was typed, and told apart for two editors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.labels import COUNTRY
from kikitori.records.deadlines.models import Closure
from kikitori.records.people.models import Organisation, SettingChange, Team
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.conftest import BrowserOf

ADDRESS = "/desk/calendar/"
CLOSURES = "/desk/calendar/closures/"
HOURS = {f"day_{n}": "9:00-17:00" if n < 5 else "" for n in range(7)}
FORM = {**HOURS, "time_zone": "Asia/Tokyo", "holiday_country": "JP", "year_end": "on", "seen": "0"}


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    return browser_of("lead")


def test_page_shows_what_is_set_and_the_coming_months(lead: Client) -> None:
    page = lead.get(ADDRESS)
    assert page.content.decode().count('value="09:00-17:00"') == 5
    words = words_of(page)
    for said in (
        "営業日と休業日",
        "この先の3か月",
        "お約束した期日は変わりません",
        "お客様窓口",
        "組織と同じ",
    ):
        assert said in words


def test_looking_first_writes_nothing_and_says_what_would_be_different(lead: Client) -> None:
    page = lead.post(ADDRESS, {**FORM, "day_5": "９時〜１２時", "do": "look"})
    words = words_of(page)
    assert page.status_code == 200
    assert "まだ保存していません" in words
    assert "土曜日: 定休日 → 09:00-12:00" in words
    assert 'value="９時〜１２時"' in page.content.decode()
    assert SettingChange.objects.count() == 0
    assert Organisation.objects.get().week == []


def test_saving_sets_it_and_says_so(lead: Client) -> None:
    page = lead.post(ADDRESS, {**FORM, "day_5": "9-12", "holiday_country": "", "do": "save"}, follow=True)
    assert page.redirect_chain == [(ADDRESS, 303)]
    assert "営業日を設定しました" in words_of(page)
    organisation = Organisation.objects.get()
    assert organisation.week[5] == ["09:00-12:00"]
    assert organisation.holiday_country == ""


@pytest.mark.parametrize(("language", "day", "how"), [("ja", "木曜日", "9:00-12:00, 13:00-17:00 のように"),
                                                     ("en", "Thursday", "hours like 9:00-12:00, 13:00-17:00")])  # fmt: skip
def test_what_cannot_be_read_is_kept_and_named(
    browser_of: BrowserOf, language: str, day: str, how: str
) -> None:
    page = browser_of("lead", language).post(
        ADDRESS, {**FORM, "day_3": "いつでも", "time_zone": "Mars/X", "do": "save"}
    )
    content = page.content.decode()
    assert page.status_code == 422
    assert 'value="いつでも"' in content
    assert f'<a href="#id_day_3">{day}: ' in content
    assert how in content
    assert 'href="#id_time_zone"' in content
    assert SettingChange.objects.count() == 0


def test_second_editor_reads_both_and_can_still_save(browser_of: BrowserOf) -> None:
    first, second = browser_of("lead"), browser_of("administrator")
    first.post(ADDRESS, {**FORM, "day_0": "10:00-16:00", "do": "save"})
    page = second.post(ADDRESS, {**FORM, "day_0": "8:00-12:00", "do": "save"})
    assert page.status_code == 409
    words = words_of(page)
    assert "入力している間に、ほかの人がここを変更しました" in words
    assert "10:00-16:00" in words
    seen = SettingChange.objects.get().pk
    content = page.content.decode()
    assert f'name="seen" value="{seen}"' in content
    assert 'value="8:00-12:00"' in content
    again = second.post(ADDRESS, {**FORM, "day_0": "8:00-12:00", "seen": str(seen), "do": "save"})
    assert again.status_code == 303
    assert Organisation.objects.get().week[0] == ["08:00-12:00"]


def test_form_that_lost_its_place_is_no_silent_overwrite(lead: Client) -> None:
    assert lead.post(ADDRESS, {**FORM, "seen": "", "do": "save"}).status_code == 409
    assert lead.post(ADDRESS, {**FORM, "seen": "x", "do": "save"}).status_code == 422
    assert SettingChange.objects.count() == 0


def test_team_has_hours_of_its_own_or_those_of_everybody(lead: Client, cast: Cast) -> None:
    team = Team.objects.get()
    address = f"{ADDRESS}teams/{team.pk}/"
    own = {**HOURS, "day_5": "10-16", "whose_hours": "own", "time_zone": "", "seen": "0", "do": "save"}
    assert lead.post(address, own).status_code == 303
    team.refresh_from_db()
    assert team.week[5] == ["10:00-16:00"]
    assert "独自の営業時間" in words_of(lead.get(ADDRESS))
    back = {**own, "whose_hours": "house", "seen": str(SettingChange.objects.get().pk)}
    assert lead.post(address, back).status_code == 303
    team.refresh_from_db()
    assert team.week == []
    assert lead.get(f"{ADDRESS}teams/{team.pk + 1}/").status_code == 404


def test_closure_is_added_shown_and_removed(lead: Client) -> None:
    soon = timezone.localdate() + timedelta(days=10)
    given = {"name_ja": "棚卸し", "name_en": "Stocktaking", "first": soon.isoformat(), "last": "", "team": ""}
    page = lead.post(CLOSURES, given, follow=True)
    assert "「棚卸し」を休業日に加えました" in words_of(page)
    row = Closure.objects.get()
    assert (row.first, row.last, row.yearly) == (soon, soon, False)
    assert "棚卸し" in words_of(lead.get(ADDRESS))
    gone = lead.post(CLOSURES, {"remove": str(row.pk)}, follow=True)
    assert "「棚卸し」を休業日からなくしました" in words_of(gone)
    twice = lead.post(CLOSURES, {"remove": str(row.pk)}, follow=True)
    assert "すでになくなっています" in words_of(twice)
    assert Closure.objects.count() == 0


def test_closure_that_is_wrong_keeps_what_was_typed(lead: Client) -> None:
    page = lead.post(CLOSURES, {"name_ja": "棚卸し", "name_en": "", "first": "2026-13-45", "last": ""})
    content = page.content.decode()
    assert page.status_code == 422
    assert 'value="棚卸し"' in content
    assert 'value="2026-13-45"' in content
    assert Closure.objects.count() == 0


@pytest.mark.parametrize("remove", ["", "x", "-1", "9" * 40, "１"])
def test_removing_what_is_no_closure_does_nothing(lead: Client, remove: str) -> None:
    assert lead.post(CLOSURES, {"remove": remove}).status_code == 303


def test_every_country_with_a_table_can_be_chosen() -> None:
    assert tuple(COUNTRY) == COUNTRIES


def test_settings_page_leads_to_each_of_them(browser_of: BrowserOf) -> None:
    page = browser_of("administrator").get("/desk/settings/")
    assert 'href="/desk/calendar/"' in page.content.decode()
