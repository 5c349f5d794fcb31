"""Names behind an @, in a real browser: by keyboard alone, never while kana are being converted."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.records.together.models import Notice
from tests.cast import Cast
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at
from tests.interfaces.windows import Windows, another_page, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = """([text, composing]) => {
  const field = document.getElementById('note-text');
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: composing }));
}"""


def test_names_are_offered_behind_an_at(browser: Browser, live_server: LiveServer, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    client = Client()
    client.force_login(cast.handler)
    with Windows(browser, live_server.url) as windows:
        page = windows.open(at(complaint), cookies=client.cookies)
        page.keyboard.press("n")
        names = page.locator("#mention-names")
        page.evaluate(TYPED, ["@せめ", True])
        expect(names).to_be_hidden()  # a conversion is under way: Enter belongs to it
        page.evaluate(TYPED, ["", False])
        expect(names.locator("li")).to_have_text(["責田 みさき"])
        assert faults(page) == []
        page.keyboard.press("Enter")
        assert page.input_value("#note-text") == "@責田 みさき "
        expect(names).to_be_hidden()
        page.keyboard.type("と @")
        expect(names.locator("li")).to_have_count(3)  # who sees it, and not the administrator
        page.keyboard.press("ArrowDown")
        chosen = names.locator('[aria-selected="true"]')
        name = chosen.inner_text()
        assert page.get_attribute("#note-text", "aria-activedescendant") == chosen.get_attribute("id")
        page.keyboard.press("Tab")
        assert page.input_value("#note-text") == f"@責田 みさき と @{name} "
        page.keyboard.type("@")
        page.keyboard.press("Escape")
        expect(names).to_be_hidden()
        with another_page(page):
            page.click(".composer__panel--internal .composer__foot > button")
        told = Notice.objects.filter(kind="mention").values_list("recipient__name", flat=True)
        assert sorted(told) == sorted({"責田 みさき", name})
