"""Kept as it is typed: in this browser alone, after somebody has said so, and no longer than they want."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import summon
from tests.chromium import barriers
from tests.interfaces.windows import another_page, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY, KEY = "割れた皿のこと", "kikitori-writing"
Open = Callable[..., Page]


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    summon()
    context = browser.new_context(
        locale="ja", base_url=live_server.url, viewport={"width": 390, "height": 844}
    )
    yield context
    context.close()


def opened(context: BrowserContext, path: str = "/complain/") -> Page:
    page = context.new_page()
    page.goto(path, wait_until="load")
    return page


def kept(page: Page) -> str | None:
    found: str | None = page.evaluate("key => localStorage.getItem(key)", KEY)
    return found


def go_on(page: Page) -> None:
    with another_page(page):
        page.click("form#complaint .buttons button >> nth=0")


def test_nothing_is_kept_without_the_tick(context: BrowserContext) -> None:
    page = opened(context)
    page.fill("[name=story]", STORY)
    assert page.locator("#keeps").is_visible()
    assert not page.locator("#keeps").is_checked()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert barriers(page) == []
    assert too_wide_at(page, 320) == []


def test_what_was_typed_comes_back_after_the_browser_was_closed(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    page.close(run_before_unload=False)
    context.clear_cookies()
    again = opened(context)
    assert again.input_value("[name=story]") == STORY
    assert again.locator("#keeps").is_checked()


def test_texts_of_all_pages_are_kept_and_nothing_that_is_chosen(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    page.check("[name=injury][value=no]")
    go_on(page)
    page.fill("[name=wish]", "交換")
    found = page.evaluate("key => JSON.parse(localStorage.getItem(key)).texts", KEY)
    assert found == {"story": STORY, "wish": "交換"}


def test_example_is_kept_like_what_is_typed(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.click("[data-insert] >> nth=0")
    page.wait_for_function("key => JSON.parse(localStorage.getItem(key)).texts.story", arg=KEY)


def test_tick_taken_away_forgets_at_once(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    page.uncheck("#keeps")
    assert kept(page) is None
    page.fill("[name=story]", f"{STORY}。")
    assert kept(page) is None


def test_erasing_forgets(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    page.on("dialog", lambda asked: asked.accept())
    with another_page(page):
        page.click("form[action='/complain/erase/'] button")
    assert kept(page) is None
    assert opened(context).input_value("[name=story]") == ""


def test_sending_forgets(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    for _ in range(4):
        go_on(page)
    assert page.locator("#slip-secret").is_visible()
    assert kept(page) is None
    secret = page.locator("#slip-secret").inner_text()
    assert secret not in page.evaluate("JSON.stringify(localStorage)")


def test_day_old_text_is_gone(context: BrowserContext) -> None:
    page = opened(context)
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({at: Date.now() - 25 * 3600e3, texts: {story: 'x'}}))",
        KEY,
    )
    again = opened(context)
    assert again.input_value("[name=story]") == ""
    assert kept(again) is None


@pytest.mark.parametrize(
    "rubbish", ["", "x", "7", "null", "[]", '{"at": "x"}', '{"at": 9e15, "texts": {"story": 7}}']
)
def test_rubbish_in_the_storage_hinders_nobody(context: BrowserContext, rubbish: str) -> None:
    page = opened(context)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, rubbish])
    again = opened(context)
    again.fill("[name=story]", STORY)
    go_on(again)
    assert again.locator("[name=wish]").is_visible()


def test_text_of_the_page_is_never_overwritten(context: BrowserContext) -> None:
    page = opened(context)
    page.check("#keeps")
    page.fill("[name=story]", STORY)
    go_on(page)
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({at: Date.now(), texts: {story: 'older'}}))", KEY
    )
    page.goto("/complain/?edit=1", wait_until="load")
    assert page.input_value("[name=story]") == STORY


def test_browser_that_forbids_storage_is_offered_nothing(browser: Browser, live_server: LiveServer) -> None:
    summon()
    context = browser.new_context(locale="ja", base_url=live_server.url)
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }});"
    )
    page = opened(context)
    assert not page.locator("#keeps").is_visible()
    page.fill("[name=story]", STORY)
    go_on(page)
    assert page.locator("[name=wish]").is_visible()
    context.close()


def test_without_scripts_nothing_is_offered(browser: Browser, live_server: LiveServer) -> None:
    summon()
    context = browser.new_context(locale="ja", base_url=live_server.url, java_script_enabled=False)
    page = opened(context)
    assert not page.locator("#keeps").is_visible()
    context.close()
