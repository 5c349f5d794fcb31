"""The first page of the settings: a door for each thing that can be set, to those who may open it."""

from __future__ import annotations

import pytest
from django.test import Client

from kikitori.interfaces.desk.settings.places import HOME, PLACES, addresses, places_for
from kikitori.records.people.actor import Actor
from tests.cast import Cast
from tests.interfaces.desk.arranged import nav_counts, queries_for, words_of
from tests.interfaces.desk.conftest import BrowserOf

SETTINGS = "/desk/settings/"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "ja",
            [
                "設定",
                "営業日と休業日",
                "期限の規則",
                "上申の段階",
                "顧客類型ごとの応対の手引き",
                "設定の変更の記録",
            ],
        ),
        (
            "en",
            [
                "Settings",
                "Business days and closures",
                "Deadline rules",
                "Escalation levels",
                "Protocols for customer types",
                "Changes of settings",
            ],
        ),
    ],
)
def test_doors_stand_in_their_order(browser_of: BrowserOf, language: str, said: list[str]) -> None:
    words = words_of(browser_of("lead", language).get(SETTINGS))
    places = [words.index(each) for each in said]
    assert places == sorted(places)


@pytest.mark.parametrize("role", ["lead", "administrator"])
def test_every_door_opens(browser_of: BrowserOf, cast: Cast, role: str) -> None:
    browser = browser_of(role)
    content = browser.get(SETTINGS).content.decode()
    for place in places_for(cast.actor(role)):
        assert f'href="{place.url}"' in content
        assert browser.get(place.url).status_code == 200


@pytest.mark.parametrize(
    ("role", "number"), [("lead", 26), ("administrator", 30), ("handler", 0), ("auditor", 0)]
)
def test_doors_are_those_that_the_role_may_open(cast: Cast, role: str, number: int) -> None:
    assert len(places_for(cast.actor(role))) == number


def test_complainants_have_no_door() -> None:
    assert places_for(Actor.newcomer()) == []


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor"])
def test_others_may_not_open_it(browser_of: BrowserOf, role: str) -> None:
    assert browser_of(role).get(SETTINGS).status_code == 403


def test_page_is_only_read(lead: Client) -> None:
    assert lead.post(SETTINGS).status_code == 405


def test_administrator_begins_here_and_sees_no_queue(administrator: Client) -> None:
    assert list(nav_counts(administrator.get(SETTINGS))) == [SETTINGS]


def test_every_place_lies_below_one_of_the_addresses() -> None:
    known = list(addresses())
    assert known[0].endswith("/settings/")
    assert len(known) == len(PLACES) + 1
    assert HOME not in {place.name for place in PLACES}


def test_page_asks_few_questions(administrator: Client) -> None:
    assert queries_for(administrator, SETTINGS) <= 7, "two of them for what no lead may decide"
