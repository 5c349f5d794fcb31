"""A complaint taken down over the telephone with both hands on the keyboard, in a real browser; and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.conversations import Conversation
from tests.cast import Cast, summon
from tests.interfaces.windows import WIDTHS, Windows, faults, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def open_page(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[Open]:
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, **how: Any) -> Page:
            client = Client()
            client.force_login(cast.handler)
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


def on(page: Page, question: str) -> None:
    """Wait for the page of this question, and for the scripts that hear its single keys."""
    expect(page.locator('input[name="question"]')).to_have_value(question)
    page.wait_for_load_state("load")


def write(page: Page, text: str, key: str = "Control+Enter") -> None:
    page.locator("#answer").fill(text)
    page.locator("#answer").press(key)


def test_telephone_complaint_is_taken_down_by_the_keyboard_alone(open_page: Open) -> None:
    page = open_page("/desk/")
    page.keyboard.press("c")
    expect(page.locator("#id_story")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#id_story").blur()
    page.keyboard.press("g")
    expect(page.locator('button[name="questions"]').first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("1")
    on(page, "happened")
    expect(page.locator("#answer")).to_be_focused()
    assert faults(page) == []
    page.keyboard.type("3 plates 1 bowl")  # digits in a field choose nothing
    expect(page.locator("#kept")).not_to_be_empty()
    write(page, "皿が三枚割れて届きました。")
    on(page, "danger")
    assert faults(page) == []
    page.keyboard.press("1")
    on(page, "about")
    page.keyboard.press("b")
    on(page, "danger")
    page.keyboard.press("1")
    on(page, "about")
    page.keyboard.press("2")
    on(page, "point")
    write(page, "三枚が割れていた")
    on(page, "expected")
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    on(page, "thing")
    write(page, "A-1207", "Enter")
    on(page, "leaked")
    page.keyboard.press("e")
    expect(page.locator(".aloud")).to_contain_text("皿が三枚割れて届きました。")
    assert faults(page) == []
    page.locator("main form button[type=submit]").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".slip-codes")).to_be_visible()
    complaint = Complaint.objects.get()
    assert (complaint.subject, complaint.channel) == ("delivery", "phone")
    assert (
        complaint.story
        == "皿が三枚割れて届きました。\n\n〔申出の要点〕 三枚が割れていた\n〔商品・番号〕 A-1207"
    )


def test_conversation_goes_on_where_the_browser_was_lost_and_needs_no_scripts(open_page: Open) -> None:
    page = open_page("/desk/conversations/")
    page.keyboard.press("1")
    on(page, "happened")
    page.locator("#answer").fill("途中まで話した。")
    expect(page.locator("#kept")).not_to_be_empty()
    page.close()
    plain = open_page("/desk/conversations/", java_script_enabled=False)
    plain.locator("main li a").first.click()
    plain.locator(".talk__said a").first.click()
    expect(plain.locator("#answer")).to_have_value("途中まで話した。")
    plain.locator(".talk__buttons button").first.click()
    plain.locator('button[value="no"]').click()
    assert Conversation.objects.get().answers == {"happened": "途中まで話した。", "danger": "no"}
    for width in WIDTHS:
        assert not too_wide_at(plain, width)


def test_what_is_typed_before_the_scripts_are_there_is_kept_too(open_page: Open) -> None:
    page = open_page("/desk/conversations/")
    page.keyboard.press("1")
    on(page, "happened")
    held: list[Route] = []
    page.route("**/look/desk*.js", lambda route: held.append(route))  # noqa: PLW0108 - playwright marks it
    page.reload(wait_until="commit")
    page.locator("#answer").fill("まだ何も動かないうちに話し始めた。")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#kept")).not_to_be_empty()
    assert Conversation.objects.get().answers == {"happened": "まだ何も動かないうちに話し始めた。"}
