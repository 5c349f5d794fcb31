"""Closures: added for once or every year, for everybody or one team, shown with their days, and removed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import calendar_of, house_calendar
from kikitori.records.people.models import Organisation, SettingChange, Team
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import closure
from tests.interfaces.desk.settings.reading import beside, card, chosen, is_ticked, summed_up, value_of

CLOSURES = "/desk/calendar/closures/"


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def row(first: date, last: date | None = None, **changes: object) -> Closure:
    return Closure.objects.create(
        **{"name_ja": "棚卸し", "name_en": "Stocktaking", "first": first, "last": last or first, **changes}
    )


# ---- added


def test_closure_is_added_shown_and_removed(lead: Client) -> None:
    soon = ahead(10)
    page = lead.post(CLOSURES, closure(soon), follow=True)
    assert page.redirect_chain == [(CLOSURES, 303)]
    assert "「棚卸し」を休業日に加えました" in words_of(page)
    added = Closure.objects.get()
    assert (added.first, added.last, added.yearly, added.team) == (soon, soon, False, None)
    assert "棚卸し" in words_of(lead.get("/desk/calendar/"))
    gone = lead.post(CLOSURES, {"remove": str(added.pk)}, follow=True)
    assert "「棚卸し」を休業日からなくしました" in words_of(gone)
    twice = lead.post(CLOSURES, {"remove": str(added.pk)}, follow=True)
    assert "すでになくなっています" in words_of(twice)
    assert Closure.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "added", "removed"),
    [
        ("ja", "「棚卸し」を休業日に加えました", "「棚卸し」を休業日からなくしました"),
        ("en", "“Stocktaking” is a closure now", "“Stocktaking” is removed"),
    ],
)
def test_what_was_done_is_said_in_the_readers_language(
    browser_of: BrowserOf, language: str, added: str, removed: str
) -> None:
    browser = browser_of("administrator", language)
    assert added in words_of(browser.post(CLOSURES, closure(ahead(3)), follow=True))
    number = str(Closure.objects.get().pk)
    assert removed in words_of(browser.post(CLOSURES, {"remove": number}, follow=True))


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日"])
def test_days_can_be_written_in_several_ways(lead: Client, written: str) -> None:
    first, last = ahead(5), ahead(7)
    lead.post(CLOSURES, closure(first.strftime(written), last.strftime(written)))
    added = Closure.objects.get()
    assert (added.first, added.last) == (first, last)


def test_same_closure_sent_twice_is_there_once(lead: Client) -> None:
    for _time in range(2):
        assert lead.post(CLOSURES, closure(ahead(3))).status_code == 303
    assert (Closure.objects.count(), SettingChange.objects.count()) == (1, 1)


def test_closure_of_a_team_closes_nobody_else(lead: Client, cast: Cast) -> None:
    day = next(ahead(n) for n in range(3, 20) if house_calendar().is_business_day(ahead(n)))
    team = Team.objects.get()
    lead.post(CLOSURES, closure(day, team=str(team.pk)))
    assert Closure.objects.get().team == team
    assert house_calendar().is_business_day(day)
    assert not calendar_of(Organisation.objects.get(), team).is_business_day(day)
    assert "お客様窓口" in card(lead.get(CLOSURES), "listed")


@pytest.mark.parametrize(
    ("first", "last", "kept", "closed", "opened"),
    [
        ((2020, 12, 28), (2020, 1, 4), (2021, 1, 4), [(2030, 12, 30), (2031, 1, 4)], [(2031, 1, 6)]),
        ((2020, 2, 29), (2020, 2, 29), (2020, 2, 29), [(2028, 2, 29)], [(2030, 3, 1)]),
        ((2024, 2, 28), (2024, 3, 1), (2024, 3, 1), [(2028, 2, 29), (2029, 3, 1)], [(2029, 3, 2)]),
        ((2020, 8, 13), (2020, 8, 15), (2020, 8, 15), [(2030, 8, 13), (2030, 8, 15)], [(2030, 8, 16)]),
    ],
)
def test_yearly_closure_holds_in_every_year_over_new_year_and_leap_days(
    lead: Client,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    kept: tuple[int, int, int],
    closed: list[tuple[int, int, int]],
    opened: list[tuple[int, int, int]],
) -> None:
    Organisation.objects.update(week=[["9:00-17:00"]] * 7, holiday_country="", closed_at_year_end=False)
    assert lead.post(CLOSURES, closure(date(*first), date(*last), yearly="on")).status_code == 303
    added = Closure.objects.get()
    assert (added.last, added.yearly) == (date(*kept), True)
    calendar = house_calendar()
    assert [day for day in closed if calendar.is_business_day(date(*day))] == []
    assert [day for day in opened if not calendar.is_business_day(date(*day))] == []


# ---- refused


@pytest.mark.parametrize(
    ("changes", "field", "ja", "en"),
    [
        ({"name_ja": ""}, "name_ja", "入力してください", "Please fill this in"),
        ({"name_en": "  "}, "name_en", "入力してください", "Please fill this in"),
        ({"name_ja": "休" * 101}, "name_ja", "長すぎます", "too long"),
        ({"name_en": "c" * 101}, "name_en", "長すぎます", "too long"),
        ({"first": ""}, "first", "入力してください", "Please fill this in"),
        ({"first": "2026-13-45"}, "first", "日付を入力してください", "Please give a day"),
        ({"first": "来週"}, "first", "日付を入力してください", "Please give a day"),
        ({"last": "2026-02-30"}, "last", "日付を入力してください", "Please give a day"),
        ({"last": "yesterday"}, "last", "最後の日が過ぎているか、最初の日より前です", "has passed, or lies before"),
        ({"last": "next year"}, "last", "1年を超えています", "more than a year"),
        ({"last": "in 365 days", "yearly": "on"}, "first", "1年のうちに営業日がなくなります", "no business day within"),
        ({"first": "last week"}, "first", "過ぎた日付です", "has passed"),
        ({"team": "999999"}, "team", "正しく選択してください", "Select a valid choice"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_mistake_is_said_beside_its_field_and_everything_is_kept(
    browser_of: BrowserOf, changes: dict[str, str], field: str, ja: str, en: str, language: str
) -> None:
    words = {
        "yesterday": ahead(-1), "next year": ahead(400), "in 365 days": ahead(374), "last week": ahead(-7),
    }  # fmt: skip
    typed = {**closure(ahead(10)), **{name: str(words.get(value, value)) for name, value in changes.items()}}
    page = browser_of("lead", language).post(CLOSURES, typed)
    assert page.status_code == 422
    assert list(beside(page)) == [field]
    assert (ja if language == "ja" else en) in beside(page)[field]
    assert summed_up(page) == [field]
    for name in ("name_ja", "name_en", "first", "last"):
        assert value_of(page, name) == typed[name]
    assert is_ticked(page, "yearly") == ("yearly" in changes)
    assert Closure.objects.count() == 0
    assert SettingChange.objects.count() == 0


def test_all_mistakes_are_said_at_once(lead: Client) -> None:
    page = lead.post(CLOSURES, closure("", "", name_ja="", name_en=""))
    assert summed_up(page) == ["name_ja", "name_en", "first"]
    assert "<title>エラー：" in page.content.decode()


def test_team_that_was_chosen_stays_chosen(lead: Client, cast: Cast) -> None:
    team = str(Team.objects.get().pk)
    assert chosen(lead.post(CLOSURES, closure("", team=team)), "team") == [team]


def test_closure_that_leaves_a_team_no_day_is_refused_for_it_alone(lead: Client, cast: Cast) -> None:
    first, last = ahead(1), ahead(365)
    team = Team.objects.get()
    Team.objects.update(week=[["9:00-17:00"]] + [[]] * 6)
    mondays = closure(first, last, team=str(team.pk), yearly="on")
    assert lead.post(CLOSURES, mondays).status_code == 422
    assert lead.post(CLOSURES, closure(ahead(1), ahead(30), team=str(team.pk))).status_code == 303


# ---- listed


@pytest.mark.parametrize(
    ("language", "once", "many", "yearly"),
    [
        ("ja", "2031年5月7日（水）", "2031年5月7日（水）～2031年5月9日（金）", "5月7日～5月9日"),
        ("en", "7 May 2031 (Wed)", "7 May 2031 (Wed) to 9 May 2031 (Fri)", "7 May to 9 May"),
    ],
)
def test_days_are_listed_as_they_are_read(
    browser_of: BrowserOf, language: str, once: str, many: str, yearly: str
) -> None:
    browser = browser_of("lead", language)
    for said, changes in (
        (once, {}),
        (many, {"last": date(2031, 5, 9)}),
        (yearly, {"last": date(2031, 5, 9), "yearly": True}),
    ):
        added = row(date(2031, 5, 7), **changes)
        listed = card(browser.get(CLOSURES), "listed")
        assert said in listed
        assert ("2031" in listed) == ("yearly" not in changes)
        added.delete()


def test_one_off_closures_stand_before_yearly_ones_by_day(lead: Client) -> None:
    for name, first, yearly in (("二", ahead(20), False), ("三", ahead(2), True), ("一", ahead(5), False)):
        row(first, name_ja=name, yearly=yearly)
    said = card(lead.get(CLOSURES), "listed")
    assert said.index("一") < said.index("二") < said.index("三")


@pytest.mark.parametrize(
    ("days", "yearly", "past"), [(-3, False, True), (0, False, False), (-3, True, False)]
)
def test_what_is_over_is_marked(lead: Client, days: int, yearly: bool, past: bool) -> None:
    row(ahead(days), yearly=yearly)
    said = card(lead.get(CLOSURES), "listed")
    assert ("終了" in said or "過ぎ" in said or "過去" in said) == past
    assert ("毎年" in said) == yearly


@pytest.mark.parametrize("year_end", [True, False])
def test_year_end_is_named_where_it_is_closed(lead: Client, year_end: bool) -> None:
    Organisation.objects.update(closed_at_year_end=year_end)
    assert ("年末年始" in card(lead.get(CLOSURES), "listed")) == year_end


def test_empty_list_says_what_can_be_added(lead: Client) -> None:
    assert "夏季休業" in card(lead.get(CLOSURES), "listed")


def test_names_are_shown_as_text(lead: Client) -> None:
    lead.post(CLOSURES, closure(ahead(3), name_ja="<b>休</b>", name_en="<i>x</i>"), follow=True)
    content = lead.get(CLOSURES).content.decode()
    assert "<b>休</b>" not in content
    assert "&lt;b&gt;休&lt;/b&gt;" in content


def test_page_asks_as_often_for_fifty_rows_as_for_one(lead: Client, cast: Cast) -> None:
    row(ahead(400))
    once = queries_for(lead, CLOSURES)
    team = Team.objects.get()
    Closure.objects.bulk_create(
        Closure(name_ja=f"休{n}", name_en=f"c{n}", first=ahead(400), last=ahead(400), team=team)
        for n in range(49)
    )
    assert queries_for(lead, CLOSURES) == once


# ---- removed


@pytest.mark.parametrize("remove", ["", "x", "-1", "9" * 40, "１"])
def test_removing_what_is_no_closure_does_nothing(lead: Client, remove: str) -> None:
    row(ahead(3))
    page = lead.post(CLOSURES, {"remove": remove}, follow=True)
    assert page.redirect_chain == [(CLOSURES, 303)]
    assert "すでになくなっています" in words_of(page)
    assert Closure.objects.count() == 1


def test_removing_does_not_read_the_other_fields(lead: Client) -> None:
    number = str(row(ahead(3)).pk)
    lead.post(CLOSURES, {"remove": number, **closure("nonsense")})
    assert Closure.objects.count() == 0


def test_what_is_promised_stays_is_said_before_anything_is_done(lead: Client) -> None:
    assert "お約束した期日は変わりません" in words_of(lead.get(CLOSURES))


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
def test_others_may_neither_read_nor_add_nor_remove(browser_of: BrowserOf, role: str) -> None:
    number = str(row(ahead(3)).pk)
    browser = browser_of(role)
    assert browser.get(CLOSURES).status_code == 403
    assert browser.post(CLOSURES, closure(ahead(5))).status_code == 403
    assert browser.post(CLOSURES, {"remove": number}).status_code == 403
    assert Closure.objects.count() == 1
