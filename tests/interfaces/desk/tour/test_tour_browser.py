"""The tour in a real browser: by keyboard, read by axe, on a phone, on paper; and colours that change at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.people.tour import TOUR, TourState
from tests import makers
from tests.cast import Cast, summon
from tests.interfaces.desk.arranged import taken_in
from tests.interfaces.windows import WIDTHS, Windows, another_page, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """All of them are new here."""
    made = summon()
    taken_in(made, maker=makers.acknowledged)
    Staff.objects.update(tour=TourState.SHOWN.value)
    return made


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, role: str = "handler", **how: Any) -> Page:
            client = Client()
            client.force_login(getattr(cast, role))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


def test_walk_by_keyboard_alone(open_page: Open, cast: Cast) -> None:
    """The heading has the focus, the next button is one Tab away, and beyond the panel the page goes on."""
    page = open_page("/desk/tour/")
    page.locator("button[value=begin]").focus()
    for number in range(1, len(TOUR[Role.HANDLER]) + 1):
        with another_page(page):
            page.keyboard.press("Enter")
        expect(page.locator("#tour")).to_be_focused()
        expect(page.locator(".tour__number")).to_contain_text(f"{number}／6")
        assert page.evaluate("window.scrollY") == 0
        page.keyboard.press("Tab")
        expect(page.locator(".tour button[value=next]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tour') === null"), "nobody is held in it"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    with another_page(page):
        page.keyboard.press("Enter")
    expect(page.locator(".tour")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("案内は以上です")
    assert Staff.objects.get(pk=cast.handler.pk).tour == TourState.OVER


@pytest.mark.parametrize(
    ("role", "lang", "scheme", "width"),
    [("lead", "ja", "light", 390), ("administrator", "en", "dark", 390), ("auditor", "en", "light", 1280)],
)
def test_every_page_with_its_panel_is_accessible_and_fits_every_window(
    open_page: Open, role: str, lang: str, scheme: str, width: int
) -> None:
    page = open_page("/desk/tour/", role=role, lang=lang, width=width, color_scheme=scheme)
    found = {"the whole": faults(page)}
    page.locator("button[value=begin]").click()
    for stop in TOUR[Role(role)]:
        expect(page.locator(f"input[name=at][value={stop.value}]")).to_have_count(1)
        found[stop.value] = faults(page) + too_wide_at(page, *WIDTHS)
        page.set_viewport_size({"width": width, "height": 800})
        with another_page(page):
            page.locator(".tour button[value=next]").click()
    assert {stop: what for stop, what in found.items() if what} == {}


def test_it_is_walked_without_scripts_and_left_on_the_way(open_page: Open, cast: Cast) -> None:
    page = open_page("/desk/", java_script_enabled=False)
    page.get_by_role("button", name="次へ: 急ぎは別の一覧に").click()
    page.get_by_role("button", name="次へ: どの画面からでも検索").click()
    page.get_by_role("button", name="戻る").click()
    assert page.url.endswith("/desk/queue/urgent/#tour")
    page.get_by_role("button", name="あとで見る").click()
    assert page.locator(".tour").count() == 0
    page.locator(".menu > summary").click()
    page.get_by_role("link", name="受付デスクの案内").click()
    page.get_by_role("button", name="案内を続ける").click()
    assert page.url.endswith("/desk/queue/urgent/#tour")


def test_it_covers_nothing_and_stays_off_paper(open_page: Open) -> None:
    page = open_page("/desk/", width=390)
    panel, title = page.locator(".tour").bounding_box(), page.locator("h1").bounding_box()
    assert panel
    assert title
    assert panel["y"] + panel["height"] <= title["y"]
    page.emulate_media(media="print")
    expect(page.locator(".tour")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_colours_change_at_once_and_what_is_typed_stays(open_page: Open, cast: Cast) -> None:
    page = open_page("/desk/register/", color_scheme="light")
    page.fill("#id_story", "書きかけ")
    page.locator(".menu > summary").click()
    with page.expect_response("**/desk/own/look/") as kept:
        page.get_by_role("button", name="暗い配色").click()
    assert kept.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="暗い配色")).to_have_attribute("aria-pressed", "true")
    assert page.input_value("#id_story") == "書きかけ"
    other = open_page("/desk/", color_scheme="light")
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    other.locator(".menu > summary").click()
    with other.expect_response("**/desk/own/look/"):
        other.get_by_role("button", name="端末に合わせる").click()
    other.reload()
    assert other.locator("html").get_attribute("data-theme") is None
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 242)"


def test_colours_that_could_not_be_kept_are_not_shown(open_page: Open, cast: Cast) -> None:
    page = open_page("/desk/", color_scheme="light")
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    page.locator(".menu > summary").click()
    with page.expect_response("**/desk/own/look/"):
        page.get_by_role("button", name="暗い配色").click()
    expect(page.get_by_role("button", name="端末に合わせる")).to_have_attribute("aria-pressed", "true")
    assert page.locator("html").get_attribute("data-theme") is None


def test_colours_are_chosen_without_scripts(open_page: Open) -> None:
    page = open_page("/desk/keys/", java_script_enabled=False)
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="暗い配色").click()
    assert page.url.endswith("/desk/keys/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_place_one_is_at_stands_in_sight_on_a_phone(open_page: Open) -> None:
    page = open_page("/desk/alerts/", role="lead", width=390)
    way, bar = page.locator(".nav [aria-current]").bounding_box(), page.locator(".nav").bounding_box()
    assert way
    assert bar
    assert bar["x"] <= way["x"]
    assert way["x"] + way["width"] <= bar["x"] + bar["width"] + 1
