"""The calendar of one team: its own hours and closures, and what it shares with everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.records.deadlines.models import Closure
from kikitori.records.people.models import Organisation, SettingChange, Team
from tests.cast import Cast
from tests.interfaces.desk.arranged import queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf
from tests.interfaces.desk.settings.forms import CALENDAR, TEAM
from tests.interfaces.desk.settings.reading import beside, card, chosen, summed_up, value_of


@pytest.fixture
def team(cast: Cast) -> Team:
    return Team.objects.get()


@pytest.fixture
def address(team: Team) -> str:
    return f"/desk/calendar/teams/{team.pk}/"


def closed(cast: Cast, ja: str, team: Team | None) -> Closure:
    given = ClosureGiven(name_ja=ja, name_en=f"{ja} (en)", first=timezone.localdate() + timedelta(days=10))
    return add_closure(cast.actor("lead"), given, team=team, now=timezone.now())


def test_team_without_hours_of_its_own_begins_from_those_of_everybody(lead: Client, address: str) -> None:
    Organisation.objects.update(week=[["10:00-18:00"]] * 5 + [[], []])
    page = lead.get(address)
    assert chosen(page, "whose_hours") == ["house"]
    assert value_of(page, "day_0") == "10:00-18:00"
    assert chosen(page, "time_zone") == [""] or chosen(page, "time_zone") == []


def test_team_with_hours_of_its_own_shows_them(lead: Client, team: Team, address: str) -> None:
    Team.objects.update(week=[["22:00-24:00"]] * 7, time_zone="Europe/London")
    page = lead.get(address)
    assert chosen(page, "whose_hours") == ["own"]
    assert value_of(page, "day_6") == "22:00-24:00"
    assert chosen(page, "time_zone") == ["Europe/London"]


def test_hours_are_set_and_given_back(lead: Client, team: Team, address: str) -> None:
    own = {**TEAM, "day_5": "10-16", "do": "save"}
    assert lead.post(address, own).status_code == 303
    team.refresh_from_db()
    assert team.week[5] == ["10:00-16:00"]
    assert "独自の営業時間" in card(lead.get("/desk/calendar/"), "teams")
    back = {**own, "whose_hours": "house", "seen": str(SettingChange.objects.get().pk)}
    assert lead.post(address, back).status_code == 303
    team.refresh_from_db()
    assert team.week == []
    assert "組織と同じ" in card(lead.get("/desk/calendar/"), "teams")


def test_zone_alone_can_be_its_own(lead: Client, team: Team, address: str) -> None:
    lead.post(address, {**TEAM, "whose_hours": "house", "time_zone": "Europe/London", "do": "save"})
    team.refresh_from_db()
    assert (team.week, team.time_zone) == ([], "Europe/London")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day_5": "10-16"}, "土曜日: 定休日 → 10:00-16:00"),
        ({"day_0": ""}, "月曜日: 09:00-17:00 → 定休日"),
        ({"time_zone": "UTC"}, "Asia/Tokyo → UTC"),
        ({}, "いまと変わるところはありません"),
        ({"whose_hours": "house", "day_5": "10-16"}, "いまと変わるところはありません"),
    ],
)
def test_look_compares_with_what_the_team_has_now(
    lead: Client, team: Team, address: str, changes: dict[str, str], said: str
) -> None:
    page = lead.post(address, {**TEAM, **changes, "do": "look"})
    assert page.status_code == 200
    assert said in card(page, "changes")
    team.refresh_from_db()
    assert (team.week, team.time_zone, SettingChange.objects.count()) == ([], "", 0)


def test_hours_that_are_not_used_are_kept_in_the_form_and_not_set(
    lead: Client, team: Team, address: str
) -> None:
    page = lead.post(address, {**TEAM, "whose_hours": "house", "day_5": "10-16", "do": "look"})
    assert value_of(page, "day_5") == "10-16"
    lead.post(address, {**TEAM, "whose_hours": "house", "day_5": "10-16", "do": "save"})
    team.refresh_from_db()
    assert team.week == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day_2": "いつでも"}, "day_2"),
        ({"day_2": "17-9"}, "day_2"),
        ({f"day_{n}": "" for n in range(7)}, "day_0"),
        ({"time_zone": "Mars/X"}, "time_zone"),
        ({"whose_hours": "nobody"}, "whose_hours"),
        ({"whose_hours": ""}, "whose_hours"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_mistake_is_said_beside_its_field_and_everything_is_kept(
    browser_of: BrowserOf, address: str, changes: dict[str, str], field: str, language: str
) -> None:
    page = browser_of("lead", language).post(address, {**TEAM, "day_6": "1-2", **changes, "do": "save"})
    assert page.status_code == 422
    assert field in beside(page)
    assert beside(page)[field]
    assert any(target.startswith(field) for target in summed_up(page))
    for name, typed in changes.items():
        if name.startswith("day_"):
            assert value_of(page, name) == typed
    assert SettingChange.objects.count() == 0


def test_team_that_would_never_work_is_refused(lead: Client, team: Team, address: str) -> None:
    Closure.objects.create(
        name_ja="休業", name_en="Closed", first="2000-01-01", last="2000-12-31", yearly=True, team=team
    )
    page = lead.post(address, {**TEAM, "do": "save"})
    assert page.status_code == 422
    assert "1年のうちに営業日がなくなります" in beside(page)["day_0"]
    assert lead.post("/desk/calendar/", {**CALENDAR, "day_5": "9-12", "do": "save"}).status_code == 303


def test_second_editor_of_a_team_reads_both(browser_of: BrowserOf, team: Team, address: str) -> None:
    browser_of("lead").post(address, {**TEAM, "day_0": "10:00-16:00", "do": "save"})
    second = browser_of("administrator")
    page = second.post(address, {**TEAM, "day_0": "8:00-12:00", "time_zone": "UTC", "do": "save"})
    assert page.status_code == 409
    words = words_of(page)
    assert "入力している間に、ほかの人がここを変更しました" in words
    assert "10:00-16:00" in words
    assert value_of(page, "day_0") == "8:00-12:00"
    seen = value_of(page, "seen")
    assert (
        second.post(address, {**TEAM, "day_0": "8:00-12:00", "seen": seen, "do": "save"}).status_code == 303
    )
    team.refresh_from_db()
    assert team.week[0] == ["08:00-12:00"]


def test_change_of_everybodys_calendar_is_noticed_by_who_edits_a_team(
    browser_of: BrowserOf, address: str
) -> None:
    browser_of("lead").post("/desk/calendar/", {**CALENDAR, "day_0": "10-16", "do": "save"})
    assert browser_of("administrator").post(address, {**TEAM, "do": "save"}).status_code == 409


# ---- closures, its own and everybody's


@pytest.mark.parametrize(
    ("language", "own", "everybodys"),
    [
        ("ja", "このチームだけの休業日", "全員の休業日（このチームも休みます）"),
        ("en", "Of this team", "Of everybody, so of this team too"),
    ],
)
def test_closures_are_told_apart(
    browser_of: BrowserOf, cast: Cast, team: Team, address: str, language: str, own: str, everybodys: str
) -> None:
    other = Team.objects.create(name="夜間窓口")
    for name, whose in (("研修", team), ("棚卸し", None), ("夜間休業", other)):
        closed(cast, name, whose)
    said = card(browser_of("lead", language).get(address), "closures")
    assert said.index(own) < said.index("研修") < said.index(everybodys) < said.index("棚卸し")
    assert "夜間休業" not in said
    assert team.name not in said


@pytest.mark.parametrize("year_end", [True, False])
def test_team_and_house_without_closures_say_so(lead: Client, address: str, year_end: bool) -> None:
    Organisation.objects.update(closed_at_year_end=year_end)
    said = card(lead.get(address), "closures")
    assert "このチームだけの休業日はありません" in said
    assert ("年末年始" in said) == year_end
    assert ("全員の休業日はありません" in said) == (not year_end)


def test_closures_of_the_team_stand_in_its_coming_months_and_not_in_everybodys(
    lead: Client, cast: Cast, team: Team, address: str
) -> None:
    closed(cast, "研修", team)
    assert "研修" in card(lead.get(address), "ahead")
    assert "研修" not in card(lead.get("/desk/calendar/"), "ahead")


def test_way_to_the_closures_brings_the_team_along(lead: Client, team: Team, address: str) -> None:
    way = f"/desk/calendar/closures/?team={team.pk}"
    assert f'href="{way}"' in lead.get(address).content.decode()
    assert chosen(lead.get(way), "team") == [str(team.pk)]


@pytest.mark.parametrize("asked", ["", "x", "999999", "-1", "1' or 1=1"])
def test_way_with_a_team_that_is_none_offers_everybody(lead: Client, asked: str) -> None:
    page = lead.get("/desk/calendar/closures/", {"team": asked})
    assert page.status_code == 200
    assert chosen(page, "team") in ([], [""])


def test_page_of_a_team_asks_as_often_for_fifty_closures_as_for_one(
    lead: Client, cast: Cast, team: Team, address: str
) -> None:
    closed(cast, "研修", team)
    once = queries_for(lead, address)
    first = timezone.localdate() + timedelta(days=300)
    Closure.objects.bulk_create(
        Closure(name_ja=f"休{n}", name_en=f"c{n}", first=first, last=first, team=team if n % 2 else None)
        for n in range(49)
    )
    assert queries_for(lead, address) == once


# ---- ways there and away


def test_team_that_is_none_is_not_found(lead: Client, team: Team) -> None:
    assert lead.get(f"/desk/calendar/teams/{team.pk + 1}/").status_code == 404
    assert lead.post(f"/desk/calendar/teams/{team.pk + 1}/", TEAM).status_code == 404
    assert lead.get("/desk/calendar/teams/x/").status_code == 404


def test_page_is_named_after_the_team_and_leads_back(lead: Client, team: Team, address: str) -> None:
    page = lead.get(address)
    assert f"<h1>{team.name}</h1>" in page.content.decode()
    assert 'href="/desk/calendar/"' in page.content.decode()
    assert "祝日とタイムゾーン" not in words_of(page)


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_may_neither_read_nor_set_it(
    browser_of: BrowserOf, address: str, role: str, method: str
) -> None:
    assert getattr(browser_of(role), method)(address, {**TEAM, "do": "save"}).status_code == 403
    assert SettingChange.objects.count() == 0
