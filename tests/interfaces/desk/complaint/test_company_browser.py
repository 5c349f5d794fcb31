"""Two handlers at once, in two real browsers: each sees the other, the second is warned, no text is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.cast import Cast
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.windows import Windows, another_page, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEND = ".composer__panel--public .composer__foot > button"


def test_two_handlers_at_once(browser: Browser, live_server: LiveServer, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    with Windows(browser, live_server.url) as windows:

        def opened(role: str) -> Page:
            client = Client()
            client.force_login(getattr(cast, role))
            return windows.open(at(complaint), cookies=client.cookies)

        first, second = opened("colleague"), opened("handler")
        expect(second.locator("#company")).to_contain_text("いま開いている人: 隣野 まこと")
        with first.expect_response("**/draft/reply/"):
            first.fill("#reply-text", "隣野の返信です。お待ちください。")
        # The first one's line of what was saved brings along who else writes: nobody yet.
        expect(first.locator("#writers")).to_be_hidden()
        with second.expect_response("**/draft/reply/"):
            second.locator("#reply-text").press_sequentially("受田の返信です。")
        warning = second.locator("#writers")
        expect(warning).to_contain_text("隣野 まことさんが返信を書いています")
        assert second.input_value("#reply-text") == "受田の返信です。"
        assert faults(second) == []

        with another_page(first):
            first.click(SEND)
        with another_page(second):
            second.click(SEND)
        both = second.inner_text("main")
        assert "隣野の返信です。お待ちください。" in both
        assert second.input_value("textarea[name=body]") == "受田の返信です。"
        with another_page(second):
            second.click("form.card .buttons button >> nth=0")
        assert [row.body for row in complaint.pending_replies.order_by("pk")] == [
            "隣野の返信です。お待ちください。",
            "受田の返信です。",
        ]
        assert second.input_value("#reply-text") == ""
