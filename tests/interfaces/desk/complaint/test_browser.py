"""The complaint page in a real browser, under the product's policy: heard, made narrow, typed into, and sent once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.windows import Windows, another_page, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Open]:
    """Open an address as a signed-in member of the cast."""
    with Windows(browser, live_server.url) as windows:

        def opened(address: str, *, role: str = "handler", **how: Any) -> Page:
            client = Client()
            client.force_login(getattr(cast, role))
            return windows.open(address, cookies=client.cookies, **how)

        yield opened


@pytest.mark.parametrize(("width", "language", "theme"), [(1280, "ja", "light"), (390, "en", "dark")])
def test_pages_of_a_complaint_can_be_heard_and_made_narrow(
    open_page: Open, cast: Cast, width: int, language: str, theme: str
) -> None:
    complaint = bench.third_party_asked(cast, accommodation="筆談を希望")
    page = open_page(at(complaint), width=width, lang=language, color_scheme=theme)
    for fold in page.locator("details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    assert faults(page) == []
    for word in ("as-seen", "assess", "answer", "reply", "new-date", "withdraw", "assign", "slip", "decide"):
        page.goto(page.url.partition("/desk/")[0] + at(complaint, word))
        assert faults(page) == [], word


def test_conflict_and_errors_can_be_heard(open_page: Open, cast: Cast) -> None:
    complaint = bench.assessed(cast)
    first, second = open_page(at(complaint, "assess"), role="colleague"), open_page(at(complaint, "assess"))
    for page in (first, second):
        page.check("#id_rest_no")
        with another_page(page):
            page.click("form.card .buttons button >> nth=0")
    assert "自分の入力で続ける" in second.inner_text("main")
    assert faults(second) == []
    second.goto(second.url)
    second.fill("#id_allegation_0_text", "")
    second.fill("#id_allegation_0_expected", "期待だけ")
    with another_page(second):
        second.click("form.card .buttons button >> nth=0")
    assert second.locator("[data-error-summary]").evaluate("each => each === document.activeElement")
    assert faults(second) == []


def test_reply_and_note_are_told_apart_without_scripts(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint), java_script_enabled=False)
    assert page.is_visible("#reply-text")
    assert not page.is_visible("#note-text")
    page.fill("#reply-text", "申出者への返信")
    page.click("label[for=write-internal]")
    assert page.is_visible("#note-text")
    assert not page.is_visible("#reply-text")
    page.fill("#note-text", "内部のメモ")
    page.click("label[for=write-public]")
    assert page.input_value("#reply-text") == "申出者への返信"
    page.click("label[for=write-internal]")
    page.click(".composer__panel--internal .composer__foot > button")
    page.wait_for_url("**#entry-*")
    assert [message.visibility for message in complaint.messages.all()] == ["internal"]


def test_text_left_behind_is_there_again(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.fill("#reply-text", "書きかけの返信")
    page.goto(page.url)
    assert page.input_value("#reply-text") == "書きかけの返信"
    page.click(".composer__panel--public .composer__foot > button")
    page.wait_for_url("**#entry-*")
    assert page.input_value("#reply-text") == ""
    assert "書きかけの返信" in page.inner_text("#waiting")


def test_keys_lead_to_reply_note_and_next_step(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note-text"
    page.keyboard.type("s")
    assert page.input_value("#note-text") == "s"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    page.wait_for_url(f"**{at(complaint, 'propose')}")


def test_why_panel_opens_without_scripts(open_page: Open, cast: Cast) -> None:
    page = open_page(at(bench.investigated(cast)), java_script_enabled=False)
    assert not page.is_visible(".promise table")
    page.click(".promise summary")
    assert page.is_visible(".promise table")


def test_two_quick_clicks_send_one_reply(open_page: Open, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.fill("#reply-text", "一度だけ届く返信")
    page.dblclick(".composer__panel--public .composer__foot > button")
    page.wait_for_url("**#entry-*")
    assert complaint.pending_replies.count() == 1


def test_draft_survives_a_closed_window_and_a_sent_reply_can_be_taken_back(
    open_page: Open, cast: Cast
) -> None:
    complaint = bench.investigated(cast)
    page = open_page(at(complaint))
    page.fill("#reply-text", "お待たせしております。")
    page.wait_for_selector("#draft-reply >> text=下書きを保存しました")
    page.close()
    page = open_page(at(complaint))
    assert page.input_value("#reply-text") == "お待たせしております。"
    with another_page(page):
        page.click(".composer__panel--public .composer__foot > button")
    assert "申出者にはまだ見えていません。" in page.inner_text("#waiting")
    assert page.input_value("#reply-text") == ""
    assert faults(page) == []
    with another_page(page):
        page.click("#waiting >> text=取り消して書き直す")
    assert page.input_value("#reply-text") == "お待たせしております。"
    assert not complaint.messages.exists()
