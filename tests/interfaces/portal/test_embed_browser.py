"""The beginning of the form on a page of another origin, in a browser that gives framed pages no cookies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation
from tests.cast import summon
from tests.chromium import COLOURS, barriers
from tests.interfaces.windows import too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STORY = "Three plates arrived broken."


@contextmanager
def another_site(frame: str) -> Iterator[str]:
    """A site of somebody else: one page, with our lines in it. Its address is another origin, and another site."""
    words = f"""<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
    <iframe src="{frame}" title="Complaints" width="100%" height="520"></iframe>"""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def visited(browser: Browser, address: str, *, scripts: bool) -> Page:
    page = browser.new_context(locale="en", java_script_enabled=scripts).new_page()
    page.goto(address, wait_until="load")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_complaint_begins_in_a_frame_and_goes_on_to_its_slip(
    browser: Browser, live_server: LiveServer, scripts: bool
) -> None:
    summon()
    with another_site(f"{live_server.url}/embed/?in=en") as site:
        Organisation.objects.update(embed_origins=[site])
        page = visited(browser, site, scripts=scripts)
        frame = page.frame_locator("iframe")
        frame.locator("[name=story]").fill(STORY)
        with page.context.expect_page() as opened:
            frame.locator("button").click()
        form = opened.value
        form.wait_for_load_state()
        assert form.url == f"{live_server.url}/complain/begin/"
        assert form.locator("[name=story]").input_value() == STORY
        for _ in range(4):
            with form.expect_navigation(wait_until="load"):
                form.click("form#complaint .buttons button.button >> nth=0")
        assert form.locator("#slip-secret").is_visible()
        assert Complaint.objects.get().story == STORY
        page.context.close()


def test_site_that_is_not_allowed_shows_nothing_of_it(browser: Browser, live_server: LiveServer) -> None:
    summon()
    with another_site(f"{live_server.url}/embed/") as site:
        Organisation.objects.update(embed_origins=["https://www.example.jp"])
        page = visited(browser, site, scripts=True)
        assert page.frame_locator("iframe").locator("[name=story]").count() == 0
        page.context.close()


def test_framed_page_sets_no_cookie_and_is_sound(browser: Browser, live_server: LiveServer) -> None:
    summon()
    page = visited(browser, f"{live_server.url}/embed/", scripts=True)
    assert page.context.cookies() == []
    assert too_wide_at(page, 320, 640) == []
    assert barriers(page) == []
    page.emulate_media(color_scheme="dark")
    assert barriers(page, **COLOURS) == []
    page.context.close()
