"""A browser works so that its owner need not wait; it sends nothing by itself."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.interfaces.portal import pace
from kikitori.interfaces.portal.pace_store import seconds_before_complaint
from kikitori.records.complaints.models import Complaint
from tests.cast import summon
from tests.chromium import barriers
from tests.interfaces.windows import another_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_device_works_and_the_complaint_goes_without_waiting(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    summon()
    monkeypatch.setattr(pace, "COMPLAINTS", pace.Bucket(size=1, refill=100_000.0))
    context = browser.new_context(locale="en", base_url=live_server.url)
    page = context.new_page()
    page.goto("/complain/", wait_until="load")
    page.fill("[name=story]", "Three plates arrived broken.")
    for _ in range(3):
        with another_page(page):
            page.click("form#complaint .buttons button >> nth=0")
    seconds_before_complaint("127.0.0.1", "somebody's", timezone.now())
    with another_page(page):
        page.click("form#complaint .buttons button >> nth=0")
    assert "Very many complaints are coming from your network" in page.locator("main").inner_text()
    expect(page.locator("[data-work] [role=status]")).to_have_text(
        "Done. You can press the button now.", timeout=60_000
    )
    assert barriers(page) == []
    assert Complaint.objects.count() == 0
    with another_page(page):
        page.click("form#complaint .buttons button >> nth=0")
    assert page.locator("#slip-secret").is_visible()
    context.close()
