"""Criteria of WCAG that only a browser can show: the keyboard alone, the focus, spacing, size, and the public pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.branches import Branch
from kikitori.records.prevention.models import Improvement
from tests import makers
from tests.cast import Cast, summon
from tests.chromium import COLOURS, barriers
from tests.interfaces.portal.visitor import Visitor
from tests.interfaces.windows import Windows, another_page, too_wide_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PUBLIC = ("/", "/improvements/", "/accessibility/", "/accessibility/self-test/")
LINKS = ("/follow/link/", "/follow/link/asked/", "/follow/link/1-0/")
PAGES = (*PUBLIC, *LINKS, "/promises/", "/complain/", "/follow/", "/complain/erased/", "/left/")
#: The further pages of a complaint that is being written, and those behind the slip of another.
WALKED = (
    *("/complain/files/", "/complain/wish/", "/complain/reach/", "/follow/", "/follow/write/"),
    *("/follow/accept/", "/follow/decline/", "/follow/withdraw/"),
    *("/follow/representative/", "/complain/check/"),
)
#: Behind the slips of a complaint whose result is asked about, and of one that is closed.
OF_THE_RESULT = ("/follow/", "/follow/solved/", "/follow/unsolved/", "/follow/rate/")
OF_THE_END = ("/follow/", "/follow/reopen/")
STORY = "Three plates arrived broken."
#: Longer than the way through any page of the portal.
MANY = 400
Open = Callable[..., Page]
EveryPage = Callable[..., Iterator[tuple[str, Page]]]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return summon()


@pytest.fixture
def told(cast: Cast) -> None:
    """Improvements of every kind: short, long, in one language only."""
    written = datetime(2026, 11, 20, tzinfo=UTC)
    for number in range(23):
        Improvement.objects.create(
            title_ja="長い題名" * (25 if number == 1 else 1),
            words_ja="二重の箱に替えました。" * 40,
            title_en="" if number == 2 else "Thicker boxes",
            words_en="" if number == 2 else "W" * 400,
            month=date(2026, 1 + number % 11, 1), complaints=number + 1, is_public=True, written_at=written,
        )  # fmt: skip


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, told: None) -> Iterator[Open]:
    """Opens pages; afterwards nothing may have gone wrong in any of them."""
    with Windows(browser, live_server.url) as windows:
        yield windows.open


@pytest.fixture
def every_page(open_page: Open, cast: Cast, live_server: LiveServer) -> EveryPage:
    """Opens one page of the portal after the other: in public, while writing, the slip, and what lies behind slips."""

    def walked(page: Page, paths: tuple[str, ...]) -> Iterator[tuple[str, Page]]:
        size = page.viewport_size
        assert size is not None
        for path in paths:
            page.set_viewport_size(size)
            page.goto(live_server.url + path, wait_until="load")
            assert page.url == live_server.url + path
            yield path, page

    def opened(**how: Any) -> Iterator[tuple[str, Page]]:
        somebody = Visitor("en")
        Branch.objects.create(name_ja="銀座店", name_en="Ginza", code="ginza")
        somebody.go("/at/ginza/")
        for typed in ({"story": STORY}, {"wish": ""}, {}):
            somebody.fill(**typed)
        somebody.enters(makers.proposed(cast))
        yield from walked(open_page("/", **how), PAGES)
        page = open_page("/", cookies=somebody.client.cookies, **how)
        yield from walked(page, WALKED)
        assert page.locator("#part-branch").is_visible()
        with another_page(page):
            page.click("form#complaint .buttons button.button >> nth=0")
        assert page.locator("#slip-secret").is_visible()
        yield "the slip", page
        for made, paths in ((makers.confirming(cast), OF_THE_RESULT), (makers.closed(cast), OF_THE_END)):
            somebody.enters(made)
            yield from walked(open_page("/", cookies=somebody.client.cookies, **how), paths)

    return opened


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_public_page_is_sound(open_page: Open, language: str) -> None:
    page = open_page("/", lang=language)
    for path in PUBLIC:
        page.goto(page.url.partition("/")[0] + "//" + page.url.split("/")[2] + path, wait_until="load")
        assert too_wide_at(page, 320, 390, 1280) == [], path
        assert barriers(page) == [], path
        page.emulate_media(color_scheme="dark")
        assert barriers(page, **COLOURS) == [], path
        page.emulate_media(color_scheme="light")


def test_public_page_works_without_scripts(open_page: Open) -> None:
    page = open_page("/improvements/", lang="en", java_script_enabled=False)
    page.click("text=Older")
    assert "/improvements/?after=" in page.url
    page.click("text=To the newest")
    page.click("footer >> text=Accessibility")
    page.click("text=Every criterion, and how it was tested")
    assert page.locator("h1").inner_text() == "Self-test of accessibility"


def test_complaint_is_made_with_the_keyboard_alone(open_page: Open) -> None:
    """From the first page to the slip, and with its codes to the page behind it; no pointer is ever used."""
    page = open_page("/", lang="en")
    _tab_to(page, "a[href='/complain/']")
    _enter(page)
    _tab_to(page, "textarea[name=story]")
    page.keyboard.type(STORY)
    _tab_to(page, "form#complaint .buttons button")
    _enter(page)
    _tab_to(page, "textarea[name=wish]")
    page.keyboard.type("Whole plates.")
    _tab_to(page, "form#complaint .buttons button")
    _enter(page)
    _tab_to(page, "input[name=reach]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "form#complaint .buttons button")
    _enter(page)
    _tab_to(page, "form#complaint .buttons button")
    _enter(page)
    assert Complaint.objects.get().anonymous
    assert page.locator("#slip-secret").is_visible()
    _tab_to(page, "form[action='/follow/'] button")
    _enter(page)
    assert STORY in page.locator("main").inner_text()


def test_tab_goes_through_every_page_and_leaves_it(every_page: EveryPage) -> None:
    """Each control is reached once, in the order of the page, and the last one lets go."""
    for path, page in every_page(lang="en"):
        places: list[int] = []
        for _ in range(MANY):
            page.keyboard.press("Tab")
            place = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  if (!at || at === document.body) return -1;
                  return [...document.querySelectorAll("*")].indexOf(at);
                }"""
            )
            if place < 0 or (places and place == places[0]):
                break
            places.append(place)
        else:
            pytest.fail(f"{path} does not let go of the keyboard")
        assert places == sorted(places), path
        assert len(places) >= _stops_of(page), path


@pytest.mark.parametrize("width", [320, 1280])
def test_focus_is_seen_and_never_covered(every_page: EveryPage, width: int) -> None:
    unseen = []
    for path, page in every_page(lang="en", width=width):
        walked = 0
        for _ in range(MANY):
            page.keyboard.press("Tab")
            found = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  if (!at || at === document.body) return null;
                  const marked = at.matches("input[type=radio], input[type=checkbox]") && at.closest("label") || at;
                  const outlined = [at, marked].some(each => {
                    const style = getComputedStyle(each);
                    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                  });
                  const box = at.getBoundingClientRect();
                  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
                  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
                  const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
                  const top = document.elementFromPoint(x, y);
                  const covered = !(top && (at.contains(top) || top.contains(at) || marked.contains(top)));
                  const key = at.outerHTML.slice(0, 120);
                  const first = at.hasAttribute("data-walked");
                  at.setAttribute("data-walked", "");
                  return {key, first, wrong: !outlined || !inside || covered};
                }"""
            )
            if found is None or found["first"]:
                break
            walked += 1
            if found["wrong"]:
                unseen.append((path, found["key"]))
        assert walked >= _stops_of(page), path
    assert unseen == []


def test_wider_spacing_cuts_off_nothing(every_page: EveryPage) -> None:
    """The spacing that 1.4.12 names: lines 1.5, paragraphs 2, letters 0.12 and words 0.16 of the size of letters."""
    for path, page in every_page(lang="en", width=320):
        page.evaluate(
            """() => document.querySelectorAll("body *").forEach(each => {
              each.style.lineHeight = "1.5";
              each.style.letterSpacing = "0.12em";
              each.style.wordSpacing = "0.16em";
              if (each.tagName === "P") each.style.marginBottom = "2em";
            })"""
        )
        assert _cut_off(page) == [], path
        assert too_wide_at(page, 320) == [], path


def test_text_twice_as_large_cuts_off_nothing(every_page: EveryPage) -> None:
    """200 %: of the letters alone, and of the whole page, which is the same as half the window."""
    for path, page in every_page(lang="en"):
        assert too_wide_at(page, 640) == [], path
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert _cut_off(page) == [], path
        assert too_wide_at(page, 1280, 640) == [], path


def test_targets_are_large_enough(every_page: EveryPage) -> None:
    """24 by 24 at least, but for links within a line of text, and for what has so much room around it (2.5.8)."""
    small = []
    for path, page in every_page(lang="en", width=390):
        found = page.evaluate(
            """() => {
              const inText = each => {
                if (each.tagName !== "A" || getComputedStyle(each).display !== "inline") return false;
                let block = each.parentElement;
                while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
                return block.textContent.trim() !== each.textContent.trim();
              };
              const boxOf = each => {
                const own = each.getBoundingClientRect(), label = each.closest("label")?.getBoundingClientRect();
                return label && label.width * label.height > own.width * own.height ? label : own;
              };
              const isSmall = ({box}) => box.width < 24 || box.height < 24;
              const middle = box => [box.left + box.width / 2, box.top + box.height / 2];
              const near = (one, other) => {
                const [x, y] = middle(one.box);
                if (isSmall(other)) {
                  const [a, b] = middle(other.box);
                  return Math.hypot(x - a, y - b) < 24;
                }
                const a = Math.min(Math.max(x, other.box.left), other.box.right);
                const b = Math.min(Math.max(y, other.box.top), other.box.bottom);
                return Math.hypot(x - a, y - b) < 12;
              };
              const targets = [...document.querySelectorAll(
                "a[href], button, input:not([type=hidden]), select, textarea, summary")]
                .filter(each => each.checkVisibility() && each.tabIndex >= 0 && !each.classList.contains("skip"))
                .filter(each => !each.closest("[aria-hidden=true]"))
                .map(each => ({each, box: boxOf(each)}));
              return targets.filter(one => isSmall(one) && !inText(one.each)
                  && targets.some(other => other !== one && near(one, other)))
                .map(({each}) => each.outerHTML.slice(0, 120));
            }"""
        )
        small += [(path, each) for each in found]
    assert small == []


def _stops_of(page: Page) -> int:
    """How many controls of the page the keyboard has to reach; of a group of radio buttons, one."""
    found: int = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll(
            "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
            .filter(each => each.checkVisibility({visibilityProperty: true}) && each.tabIndex >= 0 && !each.disabled);
          return new Set(all.map(each => each.type === "radio" ? each.name : each)).size;
        }"""
    )
    assert found > 5
    return found


def _cut_off(page: Page) -> list[str]:
    """Elements whose text is larger than they are and hidden beyond their edge."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
          .filter(each => each.checkVisibility() && !each.closest(".hidden-words, .skip, svg"))
          .filter(each => ["hidden", "clip"].includes(getComputedStyle(each).overflowX)
                       || ["hidden", "clip"].includes(getComputedStyle(each).overflowY))
          .filter(each => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
          .map(each => each.outerHTML.slice(0, 120))"""
    )
    return found


def _tab_to(page: Page, selector: str) -> None:
    """Press the tabulator until this is where one is."""
    for _ in range(MANY):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


def _enter(page: Page) -> None:
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
