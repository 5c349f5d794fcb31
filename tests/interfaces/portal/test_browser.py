"""The portal in a real browser: without scripts, in every language, light and dark, narrow and wide, and on paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from kikitori.casework.bar import name_unwanted
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.openings import note_opening
from kikitori.casework.petition import PetitionGiven, petition
from kikitori.casework.second_contact import ask_again
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from tests import makers
from tests.cast import Cast, summon
from tests.chromium import COLOURS, barriers
from tests.interfaces.portal.visitor import STORY, Visitor
from tests.interfaces.windows import another_page
from tests.makers import FRIDAY
from tests.represented import MAIL, confirms, names

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ENGLISH = "Three of six plates arrived broken, and I had to explain it three times."
#: A small phone, a phone, a desk.
WIDTHS = (320, 390, 1280)


@dataclass
class Guest:
    """A browser window at the portal that writes down what it hears."""

    page: Page
    server: str
    width: int
    #: Colours know no language: the dark theme is looked at in one of them.
    sees_dark: bool
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
        self.press(f"form#{form} .buttons button.button >> nth=0")

    def press(self, selector: str) -> None:
        """Press what leads to another page, and wait until that is there."""
        with another_page(self.page):
            self.page.click(selector)

    def becomes(self, visitor: Visitor) -> None:
        """Go on where this visitor stands: with their draft, or with their slip shown."""
        self.page.context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": self.server}
                for name, morsel in visitor.client.cookies.items()
            ]
        )

    def assert_sound(self, name: str) -> None:
        """The page in front of us is sound in every width, and in the dark where that is looked at."""
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            assert self.page.evaluate(wider) <= 0, (name, width)
        self.page.set_viewport_size({"width": self.width, "height": 844})
        assert barriers(self.page) == [], name
        if not self.sees_dark:
            return
        self.page.emulate_media(color_scheme="dark")
        assert barriers(self.page, **COLOURS) == [], name
        self.page.emulate_media(color_scheme="light")

    def assert_undisturbed(self) -> None:
        """Nothing was said against a page, and nothing left the site."""
        assert [said for said in self.heard if "status of 4" not in said] == []
        assert [url for url in self.asked if not url.startswith((self.server, "data:"))] == []


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Callable[..., Guest]]:
    """Opens windows, each with a memory of its own: `window("ja", width=390)`."""
    contexts: list[BrowserContext] = []

    def opened(language: str = "ja", width: int = 1280, **options: Any) -> Guest:
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            locale=language,
            extra_http_headers={"Accept-Language": language},
            **options,
        )
        contexts.append(context)
        guest = Guest(context.new_page(), live_server.url, width, sees_dark=language == "ja")
        guest.listen()
        guests.append(guest)
        return guest

    guests: list[Guest] = []
    yield opened
    for guest in guests:
        guest.assert_undisturbed()
    for context in contexts:
        context.close()


def slip_on(page: Page) -> tuple[str, str]:
    """Locator and secret as they stand on the slip."""
    secret = "".join(page.inner_text("#slip-secret").split())
    return page.inner_text("#slip-locator").strip(), secret


def test_everything_works_without_scripts(window: Callable[..., Guest], cast: Cast) -> None:
    """From the first word to the accepted proposal, on a phone that runs no scripts at all."""
    guest = window("ja", width=390, java_script_enabled=False)
    guest.open("/")
    guest.press("a.door--main")
    guest.press("button[name=opening][value='1']")
    assert guest.page.input_value("#id_story").startswith("届いた品が")
    guest.page.fill("#id_story", STORY)
    guest.page.check("#id_injury_1")
    guest.press("button[name=show_in][value=en]")
    assert guest.page.input_value("#id_story") == STORY
    guest.press("button[name=show_in][value=ja]")
    guest.go_on()
    guest.page.fill("#id_wish", "交換してほしい")
    guest.press("button[name=back]")
    assert guest.page.is_checked("#id_injury_1")
    guest.go_on()
    guest.go_on()
    guest.page.click("details.folded summary >> nth=2")
    guest.page.check("#id_needs_0")
    guest.page.fill("#id_email", "hana@example.jp")
    guest.go_on()
    assert "交換してほしい" in guest.page.inner_text("main")
    guest.go_on()
    locator, secret = slip_on(guest.page)
    assert re.fullmatch(r"\d{16}", secret)
    kept = Complaint.objects.get(reference=guest.page.inner_text("#slip-reference"))
    assert (kept.story, kept.desired_outcome) == (STORY, "交換してほしい")
    assert kept.accommodation == "電話は使えません"

    guest.open("/follow/")
    guest.page.fill("#id_locator", locator)
    guest.page.fill("#id_secret", secret)
    guest.go_on("sign-in")
    guest.press("a[href='/follow/write/'] >> nth=0")
    guest.page.fill("#id_words", "写真もあります。")
    guest.go_on("answer")
    assert "写真もあります。" in guest.page.inner_text("main")
    guest.press("form[action='/leave/'] button")

    offered = Visitor("ja")
    offered.enters(makers.proposed(cast))
    guest.becomes(offered)
    guest.open("/follow/")
    guest.press("a[href='/follow/accept/'] >> nth=0")
    guest.go_on("answer")
    assert "案をお受けになったことを承りました" in guest.page.inner_text("main")


def with_everything_asked_for(cast: Cast) -> Complaint:
    """Corrected, helped, somebody named, and read by two roles."""
    complaint = makers.investigated(cast)
    speaker = makers.complainant_of(complaint)
    for given in (
        PetitionGiven(kind="summary", words="四枚です。", point=1),
        PetitionGiven(kind="help", eases=["large_print", "paper"], accommodation="大きな文字で"),
    ):
        petition(speaker, complaint, given, now=FRIDAY)
    confirms(cast, names(complaint, reach=MAIL, words="平日は娘へ。", proof="later"))
    name_unwanted(speaker, complaint, words="前にもめた人", handler=True, now=FRIDAY)
    for role in ("handler", "lead"):
        note_opening(cast.actor(role), complaint, on=FRIDAY.date())
    return complaint


def asked_once_more(cast: Cast) -> Complaint:
    """Ended by agreement; days later we ask whether it holds."""
    complaint = makers.closed(cast)
    ask_again(Actor.system("second_contact"), complaint, now=FRIDAY + timedelta(days=14))
    return complaint


def still_unhappy(cast: Cast) -> Complaint:
    """Ended after everything possible was done, and they are not content."""
    complaint = makers.confirming(cast)
    close_as_exhausted(
        cast.actor("lead"),
        complaint,
        reason="書面でもお詫びしました。",
        unhappy=True,
        now=FRIDAY + timedelta(days=2),
    )
    return complaint


@pytest.mark.parametrize(("language", "width"), [("ja", 390), ("en", 1280), ("ja-easy", 320)])
def test_every_page_is_sound(window: Callable[..., Guest], cast: Cast, language: str, width: int) -> None:
    """axe-core finds nothing, nothing is wider than the window, nothing inline is blocked, nothing leaves the site."""
    guest = window(language, width)
    Branch.objects.create(name_ja="銀座店", name_en="Ginza", code="ginza")
    for path in ("/", "/complain/erased/", "/left/", "/at/ginza/"):
        guest.open(path)
        guest.assert_sound(path)
    guest.go_on()
    guest.assert_sound("a page with a mistake")
    guest.page.fill("#id_story", STORY if language == "ja" else ENGLISH)
    guest.go_on()
    guest.assert_sound("wish")
    guest.go_on()
    for folded in range(3):
        guest.page.click(f"details.folded summary >> nth={folded}")
    guest.page.fill("#id_email", "hana@@example.jp")
    guest.go_on()
    guest.assert_sound("reach with a mistake")
    guest.page.fill("#id_email", "hana@example.jp")
    guest.go_on()
    assert guest.page.locator("#part-branch").is_visible()
    guest.assert_sound("check")
    guest.go_on()
    guest.assert_sound("slip")
    guest.press("button[value=large]")
    guest.assert_sound("slip in large letters")
    guest.open("/follow/")
    guest.page.fill("#id_locator", "K7FM-3QTA")
    guest.go_on("sign-in")
    guest.assert_sound("sign-in with a mistake")
    for make, pages in (
        (makers.proposed, ("", "accept/", "decline/", "write/", "withdraw/", "reopen/")),
        (makers.confirming, ("", "solved/", "unsolved/", "enough/", "rate/", "review/")),
        (asked_once_more, ("", "holds/", "came-back/", "no-more/")),
        (still_unhappy, ("", "review/")),
        (makers.closed, ("", "rate/", "reopen/", "review/")),
        (with_everything_asked_for, ("", "correct/", "help/", "unwanted/")),
        (with_everything_asked_for, ("", "correct/", "help/", "unwanted/", "end-representative/")),
        (makers.investigated, ("representative/",)),
    ):
        holder = Visitor(language)
        holder.enters(make(cast))
        guest.becomes(holder)
        for page in pages:
            guest.open(f"/follow/{page}")
            guest.assert_sound(f"{make.__name__} {page}")


def test_scripts_only_save_a_round_trip(window: Callable[..., Guest]) -> None:
    guest = window("en", permissions=["clipboard-read", "clipboard-write"])
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


def test_going_back_in_the_browser_shows_what_was_typed(window: Callable[..., Guest]) -> None:
    guest = window("ja", 390)
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


def sheets(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_slip_fits_on_one_sheet_small_and_large(window: Callable[..., Guest], language: str) -> None:
    """A6 to carry along, A4 at home, A4 in large letters: one sheet each, codes in black on white, no buttons."""
    writer = Visitor(language)
    writer.writes(STORY if language == "ja" else ENGLISH)
    guest = window(language)
    guest.becomes(writer)
    guest.open("/complain/check/")
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
    usual, usual_qr = page.evaluate(size, "slip-locator"), width_of_qr(page)
    page.emulate_media(media="null")
    guest.press("button[value=large]")
    assert sheets(page.pdf(format="A4", prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    assert page.evaluate(size, "slip-locator") > usual * 1.2
    assert width_of_qr(page) > usual_qr * 1.4


def width_of_qr(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.slip-codes__qr').getBoundingClientRect().width"))


@pytest.mark.parametrize("size", ["usual", "large"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_groups_of_the_secret_stand_in_even_rows(window: Callable[..., Guest], width: int, size: str) -> None:
    """Four beside each other, or two and two; each as wide as the next, and none over the edge."""
    guest = window(width=width)
    guest.open("/complain/")
    guest.page.fill("[name=story]", STORY)
    for _ in range(4):
        guest.go_on()
    if size == "large":
        guest.press("button[value=large]")
    boxes = guest.page.evaluate(
        "[...document.querySelectorAll('.secret .code')].map((each) => each.getBoundingClientRect().toJSON())"
    )
    rows = Counter(round(box["y"]) for box in boxes)
    assert list(rows.values()) == ([2, 2] if width < 640 else [4])
    assert len({round(box["width"], 1) for box in boxes}) == 1
    assert max(box["right"] for box in boxes) <= width


@pytest.mark.parametrize("words", ["ja", "easy", "en"])
def test_page_of_promises_is_for_everybody(window: Callable[..., Guest], words: str) -> None:
    """Narrow and wide, without scripts, and on paper without what one can only press."""
    for width in (320, 1280):
        guest = window(width=width)
        guest.open(f"/promises/?words={words}")
        guest.assert_sound(f"promises {words}")
        guest.assert_undisturbed()
    still = window(java_script_enabled=False)
    still.open("/promises/")
    still.press(f'.languages a[href="?words={words}"]')
    expect(still.page.locator("html")).to_have_attribute("lang", "en" if words == "en" else "ja")
    assert still.page.locator("[data-print]").is_hidden()
    still.page.emulate_media(media="print")
    for only_pressed in (".languages", ".buttons", ".portal__foot"):
        assert still.page.locator(f"{only_pressed} >> nth=0").is_hidden()
