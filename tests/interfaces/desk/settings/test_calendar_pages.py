"""The calendar's pages: looked at first, saved, refused with what was typed, and told apart for two editors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.labels import COUNTRY
from kikitori.records.deadlines.models import Closure
from kikitori.records.people.models import Organisation, SettingChange, Team
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import CALENDAR
from tests.interfaces.desk.settings.reading import beside, card, chosen, is_ticked, summed_up, value_of

ADDRESS = "/desk/calendar/"


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
    page = lead.post(ADDRESS, {**CALENDAR, "day_5": "９時〜１２時", "do": "look"})
    words = words_of(page)
    assert page.status_code == 200
    assert "まだ保存していません" in words
    assert "土曜日: 定休日 → 09:00-12:00" in words
    assert 'value="９時〜１２時"' in page.content.decode()
    assert SettingChange.objects.count() == 0
    assert Organisation.objects.get().week == []


def test_saving_sets_it_and_says_so(lead: Client) -> None:
    page = lead.post(ADDRESS, {**CALENDAR, "day_5": "9-12", "holiday_country": "", "do": "save"}, follow=True)
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
        ADDRESS, {**CALENDAR, "day_3": "いつでも", "time_zone": "Mars/X", "do": "save"}
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
    first.post(ADDRESS, {**CALENDAR, "day_0": "10:00-16:00", "do": "save"})
    page = second.post(ADDRESS, {**CALENDAR, "day_0": "8:00-12:00", "do": "save"})
    assert page.status_code == 409
    words = words_of(page)
    assert "入力している間に、ほかの人がここを変更しました" in words
    assert "10:00-16:00" in words
    seen = SettingChange.objects.get().pk
    content = page.content.decode()
    assert f'name="seen" value="{seen}"' in content
    assert 'value="8:00-12:00"' in content
    again = second.post(ADDRESS, {**CALENDAR, "day_0": "8:00-12:00", "seen": str(seen), "do": "save"})
    assert again.status_code == 303
    assert Organisation.objects.get().week[0] == ["08:00-12:00"]


def test_form_that_lost_its_place_is_no_silent_overwrite(lead: Client) -> None:
    assert lead.post(ADDRESS, {**CALENDAR, "seen": "", "do": "save"}).status_code == 409
    assert lead.post(ADDRESS, {**CALENDAR, "seen": "x", "do": "save"}).status_code == 422
    assert SettingChange.objects.count() == 0


def test_every_country_with_a_table_can_be_chosen() -> None:
    assert tuple(COUNTRY) == COUNTRIES


def test_settings_page_leads_to_each_of_them(browser_of: BrowserOf) -> None:
    page = browser_of("administrator").get("/desk/settings/")
    assert 'href="/desk/calendar/"' in page.content.decode()


# ---- what is shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", ["営業時間", "祝日とタイムゾーン", "保存せずに見てみる", "この先の3か月", "月 火 水 木 金 土 日"]),
        ("en", ["Working hours", "Public holidays and time zone", "Look at it first", "The coming months",
                "Mon Tue Wed Thu Fri Sat Sun"]),
    ],
)  # fmt: skip
def test_page_speaks_the_readers_language(browser_of: BrowserOf, language: str, said: list[str]) -> None:
    words = words_of(browser_of("lead", language).get(ADDRESS))
    for each in said:
        assert each in words


def test_form_holds_what_is_set(lead: Client) -> None:
    Organisation.objects.update(
        week=[["10:00-12:00", "13:00-18:00"], [], [], [], [], [], ["00:00-24:00"]],
        time_zone="America/New_York",
        holiday_country="US",
        closed_at_year_end=False,
    )
    page = lead.get(ADDRESS)
    assert value_of(page, "day_0") == "10:00-12:00, 13:00-18:00"
    assert value_of(page, "day_1") == ""
    assert value_of(page, "day_6") == "00:00-24:00"
    assert chosen(page, "time_zone") == ["America/New_York"]
    assert chosen(page, "holiday_country") == ["US"]
    assert not is_ticked(page, "year_end")


def test_zone_that_is_set_stands_first_among_those_often_chosen(lead: Client) -> None:
    Organisation.objects.update(time_zone="Pacific/Auckland")
    options = (
        lead.get(ADDRESS).content.decode().partition('<select name="time_zone"')[2].partition("</select>")[0]
    )
    assert options.index('value="Pacific/Auckland"') < options.index('value="Asia/Tokyo"')
    assert options.count('value="Pacific/Auckland"') == 1
    assert 'value="Etc/GMT+9"' not in options
    assert 'value="UTC"' in options


@pytest.mark.parametrize("year_end", [True, False])
def test_closures_of_everybody_and_of_teams_are_listed_with_whose_they_are(
    lead: Client, cast: Cast, year_end: bool
) -> None:
    Organisation.objects.update(closed_at_year_end=year_end)
    soon = timezone.localdate() + timedelta(days=10)
    for ja, en, team in (("棚卸し", "Stock", None), ("研修", "Training", Team.objects.get())):
        given = ClosureGiven(name_ja=ja, name_en=en, first=soon)
        add_closure(cast.actor("lead"), given, team=team, now=timezone.now())
    said = card(lead.get(ADDRESS), "closures")
    assert "棚卸し" in said
    assert said.index("研修") < said.index("お客様窓口")
    assert ("年末年始" in said) == year_end


def test_page_asks_as_often_for_fifty_closures_as_for_one(lead: Client) -> None:
    def closed(number: int) -> None:
        first = timezone.localdate() + timedelta(days=400)
        Closure.objects.bulk_create(
            Closure(name_ja=f"休{n}", name_en=f"c{n}", first=first, last=first, team=Team.objects.get())
            for n in range(number)
        )

    closed(1)
    once = queries_for(lead, ADDRESS)
    closed(49)
    assert queries_for(lead, ADDRESS) == once


def test_page_asks_as_often_for_twenty_teams_as_for_one(lead: Client) -> None:
    once = queries_for(lead, ADDRESS)
    Team.objects.bulk_create(Team(name=f"チーム{n}") for n in range(20))
    assert queries_for(lead, ADDRESS) == once


# ---- mistakes, each beside its field


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"day_0": "9時から"}, "day_0", "月曜日: 9:00-12:00, 13:00-17:00 のように"),
        ({"day_1": "17:00-9:00"}, "day_1", "火曜日: 終わりは始まりより後に"),
        ({"day_2": "9:00-12:00, 11:00-17:00"}, "day_2", "水曜日: 終わりは始まりより後に"),
        ({"day_3": "25:00-26:00"}, "day_3", "木曜日: 9:00-12:00"),
        ({"day_4": "9:00-9:00"}, "day_4", "金曜日: 終わりは始まりより後に"),
        ({"day_5": "9-12-15"}, "day_5", "土曜日: 9:00-12:00"),
        ({"day_6": "終日"}, "day_6", "日曜日: 9:00-12:00"),
        ({f"day_{n}": "" for n in range(7)}, "day_0", "少なくとも1日は営業時間を書いて"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "候補にありません"),
        ({"time_zone": ""}, "time_zone", "入力してください"),
        ({"holiday_country": "ZZ"}, "holiday_country", "候補にありません"),
    ],
)
@pytest.mark.parametrize("do", ["look", "save"])
def test_each_mistake_is_said_beside_its_field_and_everything_is_kept(
    lead: Client, changes: dict[str, str], field: str, said: str, do: str
) -> None:
    page = lead.post(ADDRESS, {**CALENDAR, "day_6": "10-11", **changes, "do": do})
    assert page.status_code == 422
    assert list(beside(page)) == [field]
    assert said in beside(page)[field]
    assert summed_up(page) == [field]
    for name, typed in changes.items():
        if name.startswith("day_"):
            assert value_of(page, name) == typed
    if "day_6" not in changes:
        assert value_of(page, "day_6") == "10-11"
    assert is_ticked(page, "year_end")
    assert SettingChange.objects.count() == 0


def test_all_mistakes_are_said_at_once_in_the_order_of_the_page(lead: Client) -> None:
    page = lead.post(ADDRESS, {**CALENDAR, "day_4": "x", "day_1": "y", "time_zone": "", "do": "save"})
    assert summed_up(page) == ["day_1", "day_4", "time_zone"]


def test_calendar_without_a_business_day_within_a_year_is_refused(lead: Client) -> None:
    Closure.objects.create(
        name_ja="休業", name_en="Closed", first="2000-01-01", last="2000-12-31", yearly=True
    )
    page = lead.post(ADDRESS, {**CALENDAR, "do": "save"})
    assert page.status_code == 422
    assert "1年のうちに営業日がなくなります" in beside(page)["day_0"]
    assert Organisation.objects.get().week == []


def test_missing_fields_are_no_fault_of_the_server(lead: Client) -> None:
    page = lead.post(ADDRESS, {"do": "save"})
    assert page.status_code == 422
    assert set(beside(page)) == {"day_0", "time_zone"}


# ---- looked at first


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_0": ""}, "月曜日: 09:00-17:00 → 定休日"),
        ({"day_6": "10-16"}, "日曜日: 定休日 → 10:00-16:00"),
        ({"day_4": "9-12、13-18"}, "金曜日: 09:00-17:00 → 09:00-12:00, 13:00-18:00"),
        ({"time_zone": "Europe/London"}, "Asia/Tokyo → Europe/London"),
    ],
)
def test_look_says_what_would_be_different(lead: Client, changes: dict[str, str], said: str) -> None:
    page = lead.post(ADDRESS, {**CALENDAR, **changes, "do": "look"})
    assert said in card(page, "changes")
    assert "まだ保存していません" in card(page, "changes")
    assert "変更後の3か月" in words_of(page)


def test_look_at_the_same_says_that_nothing_would_be_different(lead: Client) -> None:
    page = lead.post(ADDRESS, {**CALENDAR, "do": "look"})
    assert "いまと変わるところはありません" in card(page, "changes")
    assert "month__day--new" not in page.content.decode()


def test_look_does_not_speak_of_running_deadlines(lead: Client) -> None:
    assert card(lead.post(ADDRESS, {**CALENDAR, "do": "look"}), "recount") == ""


def test_look_keeps_the_place_of_the_form(lead: Client) -> None:
    lead.post(ADDRESS, {**CALENDAR, "day_0": "10-16", "do": "save"})
    seen = str(SettingChange.objects.get().pk)
    page = lead.post(ADDRESS, {**CALENDAR, "seen": seen, "do": "look"})
    assert value_of(page, "seen") == seen


def test_unknown_button_only_looks(lead: Client) -> None:
    assert lead.post(ADDRESS, {**CALENDAR, "day_0": "10-16", "do": "destroy"}).status_code == 200
    assert SettingChange.objects.count() == 0


# ---- saved, and by two at once


def test_saving_the_same_leaves_no_line(lead: Client) -> None:
    first = {**CALENDAR, "day_5": "9-12", "do": "save"}
    lead.post(ADDRESS, first)
    seen = str(SettingChange.objects.get().pk)
    assert lead.post(ADDRESS, {**first, "seen": seen}).status_code == 303
    assert SettingChange.objects.count() == 1


def test_conflict_names_every_field_that_differs_and_no_other(browser_of: BrowserOf) -> None:
    browser_of("lead").post(
        ADDRESS, {**CALENDAR, "day_0": "10-16", "holiday_country": "", "year_end": "", "do": "save"}
    )
    page = browser_of("administrator").post(ADDRESS, {**CALENDAR, "time_zone": "UTC", "do": "save"})
    assert page.status_code == 409
    table = page.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    for named in ("月曜日", "祝日", "年末年始", "タイムゾーン"):
        assert named in table
    assert "火曜日" not in table
    assert chosen(page, "time_zone") == ["UTC"]
    assert "<title>エラー：" in page.content.decode()


def test_who_looks_over_an_older_state_is_told_when_saving(browser_of: BrowserOf) -> None:
    browser_of("lead").post(ADDRESS, {**CALENDAR, "day_0": "10-16", "do": "save"})
    second = browser_of("administrator")
    look = second.post(ADDRESS, {**CALENDAR, "day_1": "10-16", "do": "look"})
    assert (look.status_code, value_of(look, "seen")) == (200, "0")
    assert second.post(ADDRESS, {**CALENDAR, "day_1": "10-16", "do": "save"}).status_code == 409


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_neither_read_nor_set_it(browser_of: BrowserOf, role: str, method: str) -> None:
    answer = getattr(browser_of(role), method)(ADDRESS, {**CALENDAR, "do": "save"})
    assert answer.status_code == 403
    assert SettingChange.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_known(lead: Client, method: str) -> None:
    assert getattr(lead, method)(ADDRESS).status_code == 405


# ---- the same in English


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"day_0": "from nine"}, "day_0", "Monday: Please write hours like 9:00-12:00"),
        ({"day_6": "17-9"}, "day_6", "Sunday: Each stretch must end after it begins"),
        ({f"day_{n}": "" for n in range(7)}, "day_0", "Please write the hours of at least one day."),
        ({"time_zone": ""}, "time_zone", "Please fill this in."),
        ({"time_zone": "Mars/X"}, "time_zone", "Mars/X is not one of the available choices"),
        ({"holiday_country": "ZZ"}, "holiday_country", "ZZ is not one of the available choices"),
    ],
)
def test_mistakes_are_said_in_english(
    browser_of: BrowserOf, changes: dict[str, str], field: str, said: str
) -> None:
    page = browser_of("administrator", "en").post(ADDRESS, {**CALENDAR, **changes, "do": "save"})
    assert page.status_code == 422
    assert said in beside(page)[field]
    assert "<title>Error: " in page.content.decode()


def test_conflict_is_told_in_english(browser_of: BrowserOf) -> None:
    browser_of("lead").post(ADDRESS, {**CALENDAR, "day_0": "10-16", "do": "save"})
    page = browser_of("administrator", "en").post(ADDRESS, {**CALENDAR, "day_1": "8-12", "do": "save"})
    words = words_of(page)
    assert page.status_code == 409
    assert "Somebody else has changed this while you were writing." in words
    assert "Monday 10:00-16:00 09:00-17:00" in words
    assert "Tuesday 09:00-17:00 08:00-12:00" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_5": "9-12"}, "Saturday: day off → 09:00-12:00"),
        ({"time_zone": "UTC"}, "Time zone: Asia/Tokyo → UTC"),
        ({}, "Nothing would be different from now in the coming months."),
    ],
)
def test_look_is_told_in_english(browser_of: BrowserOf, changes: dict[str, str], said: str) -> None:
    page = browser_of("lead", "en").post(ADDRESS, {**CALENDAR, **changes, "do": "look"})
    assert said in card(page, "changes")
    assert "Nothing has been saved yet." in card(page, "changes")


def test_saving_is_told_in_english(browser_of: BrowserOf) -> None:
    page = browser_of("lead", "en").post(ADDRESS, {**CALENDAR, "day_5": "9-12", "do": "save"}, follow=True)
    assert "The business days are set." in words_of(page)
