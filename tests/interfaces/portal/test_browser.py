"""The portal in a real browser: without scripts, in both languages, light and dark, narrow and wide, and on paper."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.cast import summon
from tests.interfaces.portal.visitor import STORY, Hand
from tests.makers import FRIDAY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
ENGLISH = "Three of six plates arrived broken, and I had to explain it three times."


def in_the_house(work: Callable[[], Any]) -> Any:
    """Do something with the database while a browser is open: in a thread, for the browser's loop forbids it here."""
    done: list[Any] = []

    def run() -> None:
        try:
            done.append(work())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)
    assert done, "the work in the house failed"
    return done[0]


@dataclass
class Guest:
    """A browser window at the portal that writes down what it hears."""

    page: Page
    server: str
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note complaints of the browser and every address it asks for."""
        self.page.on(
            "console",
            lambda said: self.heard.append(said.text) if said.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> None:
        self.page.goto(self.server + path, wait_until="load")

    def go_on(self, form: str = "complaint") -> None:
        """Press the main button of a form."""
        self.page.locator(f"form#{form} .buttons button.button").first.click()
        self.page.wait_for_load_state("load")

    def opens(self, locator: str, secret: str) -> None:
        self.open("/follow/")
        self.page.fill("#id_locator", locator)
        self.page.fill("#id_secret", secret)
        self.go_on("sign-in")

    def look(self, name: str) -> None:
        """The page in front of us is sound: nothing for axe to find, nothing wider than the window."""
        found = [
            f"{violation['id']}: {node['html'][:120]}"
            for violation in Axe().run(self.page).response["violations"]
            for node in violation["nodes"]
        ]
        assert found == [], name
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wider) <= 0, name

    def assert_sound(self) -> None:
        """Nothing was said against a page, and nothing left the site."""
        assert [said for said in self.heard if "status of 4" not in said] == []
        assert [url for url in self.asked if not url.startswith((self.server, "data:"))] == []


@pytest.fixture
def window(chromium: str, live_server: LiveServer) -> Iterator[Callable[..., Any]]:
    """Opens windows: `with window("ja", width=390) as guest`. Whatever needs the database is done before."""

    @contextmanager
    def opened(
        language: str = "ja", width: int = 1280, theme: str = "light", **options: Any
    ) -> Iterator[Guest]:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            context = browser.new_context(
                viewport={"width": width, "height": 844},
                locale=language,
                color_scheme=theme,  # type: ignore[arg-type]
                extra_http_headers={"Accept-Language": language},
                **options,
            )
            guest = Guest(context.new_page(), live_server.url)
            guest.listen()
            try:
                yield guest
            finally:
                context.close()
                browser.close()

    return opened


def slip_on(page: Page) -> tuple[str, str]:
    """Locator and secret as they stand on the slip."""
    secret = "".join(page.inner_text("#slip-secret").split())
    return page.inner_text("#slip-locator").strip(), secret


def test_everything_works_without_scripts(window: Callable[..., Any]) -> None:
    """From the first word to the accepted proposal, on a phone that runs no scripts at all."""
    cast = summon()
    with window("ja", width=390, java_script_enabled=False) as guest:
        guest.open("/")
        guest.page.click("a.door--main")
        guest.page.click("button[name=opening][value='1']")
        assert guest.page.input_value("#id_story").startswith("届いた品が")
        guest.page.fill("#id_story", STORY)
        guest.page.check("#id_injury_1")
        guest.page.click("button[name=show_in][value=en]")
        assert guest.page.input_value("#id_story") == STORY
        guest.page.click("button[name=show_in][value=ja]")
        guest.go_on()
        guest.page.fill("#id_wish", "交換してほしい")
        guest.page.click("button[name=back]")
        assert guest.page.is_checked("#id_injury_1")
        guest.go_on()
        guest.go_on()
        guest.page.click("details.folded summary >> nth=1")
        guest.page.check("#id_needs_0")
        guest.page.fill("#id_email", "hana@example.jp")
        guest.go_on()
        assert "交換してほしい" in guest.page.inner_text("main")
        guest.go_on()
        locator, secret = slip_on(guest.page)
        assert re.fullmatch(r"\d{16}", secret)
        reference = guest.page.inner_text("#slip-reference")
        kept = in_the_house(lambda: Complaint.objects.get(reference=reference))
        assert (kept.story, kept.desired_outcome) == (STORY, "交換してほしい")
        assert kept.accommodation == "電話は使えません"
        guest.opens(locator, secret)
        guest.page.click("a[href='/follow/write/'] >> nth=0")
        guest.page.fill("#id_words", "写真もあります。")
        guest.go_on("answer")
        assert "写真もあります。" in guest.page.inner_text("main")
        guest.page.click("form[action='/leave/'] button")

        offered = in_the_house(lambda: Hand.of(cast, makers.proposed(cast), FRIDAY))
        guest.opens(offered.locator, offered.secret)
        guest.page.click("a[href='/follow/accept/'] >> nth=0")
        guest.go_on("answer")
        assert "案をお受けになったことを承りました" in guest.page.inner_text("main")
        guest.assert_sound()


@pytest.mark.parametrize(
    ("language", "width", "theme"), [("ja", 390, "light"), ("en", 1280, "dark"), ("en", 320, "light")]
)
def test_every_page_is_sound(window: Callable[..., Any], language: str, width: int, theme: str) -> None:
    """axe-core finds nothing, nothing is wider than the window, nothing inline is blocked, nothing leaves the site."""
    cast = summon()
    proposed = Hand.of(cast, makers.proposed(cast), FRIDAY)
    confirming = Hand.of(cast, makers.confirming(cast), FRIDAY)
    with window(language, width, theme) as guest:
        for path in ("/", "/complain/", "/complain/erased/", "/follow/", "/left/"):
            guest.open(path)
            guest.look(path)
        guest.open("/complain/")
        guest.go_on()
        guest.look("a page with a mistake")
        guest.page.fill("#id_story", STORY if language == "ja" else ENGLISH)
        guest.go_on()
        guest.look("wish")
        guest.go_on()
        guest.page.click("details.folded summary >> nth=0")
        guest.page.click("details.folded summary >> nth=1")
        guest.page.fill("#id_email", "hana@@example.jp")
        guest.go_on()
        guest.look("reach with a mistake")
        guest.page.fill("#id_email", "hana@example.jp")
        guest.go_on()
        guest.look("check")
        guest.go_on()
        guest.look("slip")
        guest.page.click("button[value=large]")
        guest.look("slip in large letters")
        guest.opens("K7FM-3QTA", "1")
        guest.look("sign-in with a mistake")
        for hand, pages in (
            (proposed, ["follow", "accept", "decline", "write", "withdraw", "reopen"]),
            (confirming, ["follow", "solved", "unsolved", "rate"]),
        ):
            guest.opens(hand.locator, hand.secret)
            for page in pages:
                guest.open("/follow/" if page == "follow" else f"/follow/{page}/")
                guest.look(page)
            guest.open("/follow/")
            guest.page.click("form[action='/leave/'] button")
        guest.assert_sound()


def test_scripts_only_save_a_round_trip(window: Callable[..., Any]) -> None:
    summon()
    with window("en", permissions=["clipboard-read", "clipboard-write"]) as guest:
        guest.open("/complain/")
        asked = guest.asked.count(f"{guest.server}/complain/")
        guest.page.fill("#id_story", "I have begun already.")
        guest.page.click("button[name=opening][value='2']")
        assert guest.page.input_value("#id_story") == (
            "I have begun already.\nI want to tell you how I was treated. It was "
        )
        assert guest.page.evaluate("document.activeElement.id") == "id_story"
        assert guest.asked.count(f"{guest.server}/complain/") == asked == 1
        guest.go_on()
        guest.go_on()
        guest.page.fill("#id_name", "Ann Example")
        guest.page.press("#id_name", "Enter")
        guest.page.wait_for_url("**/complain/check/")
        assert '<html lang="en"' in guest.page.content()
        guest.go_on()
        locator, secret = slip_on(guest.page)
        guest.page.click("button[data-copy]")
        expect(guest.page.locator("[data-copy-word]")).to_have_text("Copied")
        copied = guest.page.evaluate("navigator.clipboard.readText()")
        assert locator in copied
        assert secret in copied.replace(" ", "")
        guest.assert_sound()


def test_going_back_in_the_browser_shows_what_was_typed(window: Callable[..., Any]) -> None:
    summon()
    with window("ja", 390) as guest:
        guest.open("/complain/")
        guest.page.fill("#id_story", STORY)
        guest.go_on()
        guest.page.fill("#id_wish", "交換")
        guest.go_on()
        guest.page.go_back(wait_until="load")
        assert guest.page.input_value("#id_wish") == "交換"
        guest.page.go_back(wait_until="load")
        assert guest.page.input_value("#id_story") == STORY
        guest.page.go_forward(wait_until="load")
        guest.go_on()
        guest.go_on()
        guest.go_on()
        reference = guest.page.inner_text("#slip-reference")
        guest.page.go_back(wait_until="load")
        assert reference in guest.page.inner_text("main")
        assert guest.page.input_value("#id_story") == ""
        guest.assert_sound()


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_slip_fits_on_one_sheet_small_and_large(window: Callable[..., Any], language: str) -> None:
    """A6 to carry along, A4 at home, A4 in large letters: one sheet each, codes in black on white, no buttons."""
    summon()
    with window(language) as guest:
        guest.open("/complain/")
        guest.page.fill("#id_story", STORY if language == "ja" else ENGLISH)
        for _ in range(4):
            guest.go_on()
        page = guest.page
        edge = dict.fromkeys(("top", "bottom", "left", "right"), "7mm")
        assert sheets(page.pdf(width="105mm", height="148mm", margin=edge)) == 1  # type: ignore[arg-type]
        assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 1
        page.emulate_media(media="print")
        assert not page.is_visible("button[data-print]")
        assert page.is_visible("#slip-secret")
        colours = "(id) => getComputedStyle(document.getElementById(id)).color"
        assert page.evaluate(colours, "slip-secret") in ("rgb(0, 0, 0)", "rgb(26, 26, 26)")
        size = "(id) => parseFloat(getComputedStyle(document.getElementById(id)).fontSize)"
        usual = page.evaluate(size, "slip-locator")
        page.emulate_media(media="null")
        page.click("button[value=large]")
        assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 1
        page.emulate_media(media="print")
        assert page.evaluate(size, "slip-locator") > usual * 1.2
