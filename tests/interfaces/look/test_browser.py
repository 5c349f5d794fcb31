"""The look in a real browser, under the product's policy: read, heard, made narrow, printed, and typed into safely."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.interfaces.windows import Windows, faults, too_wide_at

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
PORTAL = ["home", "complain", "errors", "follow"]
PAGES = ["sink", "today", "case", "list", "sign-in", *PORTAL, "slip"]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The kitchen sink, served by its own throw-away process."""
    command = [sys.executable, str(ROOT / "tools/kitchen_sink.py"), "serve", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        found = re.match(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert found
        yield found.group()
        process.terminate()


@pytest.fixture
def open_page(site: str, browser: Browser) -> Iterator[Open]:
    """Open a page of the sink in a fresh profile."""
    with Windows(browser, site) as windows:
        yield lambda name, width=1280, **how: windows.open(f"/{name}/", width=width, **how)


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.className"))


def press_while_composing(page: Page, key: str) -> None:
    page.evaluate(
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, isComposing: true}))",
        key,
    )


@pytest.mark.parametrize(
    ("width", "scheme", "lang", "narrow"), [(1280, "light", "ja", 320), (390, "dark", "en", 640)]
)
def test_no_page_has_a_barrier_or_is_wider_than_its_window(open_page, site, width, scheme, lang, narrow):
    found: dict[str, list[str]] = {}
    page = open_page("sink", width, color_scheme=scheme, lang=lang)
    for name in PAGES:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}/{name}/", wait_until="load")
        found[name] = faults(page) + too_wide_at(page, narrow)
    assert {name: what for name, what in found.items() if what} == {}


def test_portal_targets_are_large_enough(open_page, site):
    script = """() => [...document.querySelectorAll('main :is(a, button, select, input), header button')]
        .filter(one => one.type !== 'hidden' && one.offsetParent && !one.closest('.error-summary'))
        .map(one => [one.outerHTML.slice(0, 80), (one.closest('.choice, .tick') ?? one).getBoundingClientRect().height])"""
    page = open_page("home", 390)
    for name in PORTAL:
        page.goto(f"{site}/{name}/", wait_until="load")
        targets = page.evaluate(script)
        assert targets
        assert [target for target in targets if target[1] < 44] == [], name


def test_page_is_drawn_with_its_icons_and_its_colours(open_page):
    page = open_page("today")
    box = page.locator(".brand__mark use").bounding_box()
    assert box
    assert box["width"] > 10
    ground = "getComputedStyle(document.querySelector('.brand__mark')).backgroundColor"
    assert page.evaluate(ground) == "rgb(0, 66, 140)"


def test_htmx_runs_and_its_requests_carry_the_token(open_page, site):
    page = open_page("case")
    assert page.evaluate("htmx.version").startswith("4.")
    token = page.locator("#composer input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    page.evaluate(
        """() => {
            const button = '<button id="try" hx-post="/case/" hx-target="#try-out">x</button><p id="try-out"></p>';
            document.querySelector('main').insertAdjacentHTML('beforeend', button);
            htmx.process(document.getElementById('try'));
        }"""
    )
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click("#try")
    headers = sent.value.all_headers()
    assert headers["hx-request"] == "true"
    assert len(headers["x-csrftoken"]) == len(str(token))
    page.locator("#try-out h1").wait_for()


def test_composer_changes_sides_without_scripts(open_page):
    page = open_page("case", java_script_enabled=False)
    assert page.locator("#reply-text").is_visible()
    assert not page.locator("#note-text").is_visible()
    page.click("label[for=write-internal]")
    assert page.locator("#note-text").is_visible()
    assert not page.locator("#reply-text").is_visible()
    assert not page.get_by_role("button", name="返信を送る").is_visible()


def test_composer_keys_put_the_cursor_where_the_words_go(open_page):
    page = open_page("case")
    page.keyboard.press("n")
    assert focused(page) == "note-text"
    page.keyboard.type("nr?j/")
    assert page.input_value("#note-text") == "nr?j/"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("r")
    assert focused(page) == "reply-text"
    assert page.input_value("#reply-text") == ""


def test_composer_can_be_worked_by_arrow_keys(open_page):
    page = open_page("case")
    page.focus("#write-public")
    page.keyboard.press("ArrowRight")
    assert page.locator("#note-text").is_visible()
    assert focused(page) == "write-internal"


def test_keys_do_nothing_while_kana_are_converted(open_page):
    page = open_page("case")
    before = focused(page)
    for key in ("n", "r", "?", "/", "j"):
        press_while_composing(page, key)
        assert focused(page) == before, key
        assert page.locator("dialog[open]").count() == 0, key
    page.keyboard.press("n")
    assert focused(page) != before


def test_keys_walk_the_rows_and_open_one(open_page, site):
    page = open_page("today")
    for key, ref in (
        ("j", "K-2026-000118"),
        ("j", "K-2026-000127"),
        ("k", "K-2026-000118"),
        ("k", "K-2026-000118"),
    ):
        page.keyboard.press(key)
        assert ref in page.locator("[data-here]").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/case/")


def test_keys_go_to_the_search(open_page):
    page = open_page("today")
    for key in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(key)
        assert focused(page) == "search", key
        assert page.input_value("#search") == "", key
        page.evaluate("document.activeElement.blur()")
        assert focused(page) != "search"


def test_keys_can_be_turned_off_and_on_again(open_page):
    page = open_page("today")
    page.keyboard.press("?")
    page.locator("dialog[open] [data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("[data-here]").count() == 0
    page.reload()
    page.keyboard.press("j")
    assert page.locator("[data-here]").count() == 0
    page.click("summary.button")
    page.click("[data-open=shortcuts]")
    page.locator("dialog[open] [data-keys-switch]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("[data-here]").count() == 1


def test_text_that_was_not_sent_is_still_there(open_page):
    page = open_page("case")
    page.fill("#reply-text", "まだ送っていない返信")
    page.reload()
    assert page.input_value("#reply-text") == "まだ送っていない返信"
    assert page.input_value("#note-text") == ""


def test_text_that_was_sent_but_is_not_on_the_page_comes_back(open_page):
    page = open_page("case")
    page.fill("#reply-text", "届かなかったかもしれない返信")
    page.get_by_role("button", name="返信を送る").click()
    page.wait_for_load_state("load")
    assert page.input_value("#reply-text") == "届かなかったかもしれない返信"


def test_text_that_was_sent_and_is_on_the_page_is_forgotten(open_page):
    page = open_page("case")
    shown = page.locator(".band--public p").last.inner_text()
    page.fill("#reply-text", shown)
    page.get_by_role("button", name="返信を送る").click()
    page.wait_for_load_state("load")
    assert page.input_value("#reply-text") == ""
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kikitori:'))") == []


def test_text_is_forgotten_when_somebody_signs_out(open_page):
    page = open_page("case")
    page.fill("#reply-text", "まだ出さない話")
    page.click("summary.button:has(.avatar)")
    page.get_by_role("button", name="サインアウトする").click()
    page.wait_for_load_state("load")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('kikitori:'))") == []


def test_text_on_the_portal_is_guarded_but_never_stored(open_page):
    page = open_page("complain")
    page.fill("#id_happened", "書きかけ")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with page.expect_event("dialog"):
        page.click(".brand")
    assert page.input_value("#id_happened") == "書きかけ"
    assert asked == ["beforeunload"]
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_dialog_opens_over_the_page_and_closes_three_ways(open_page):
    page = open_page("sink")
    for close in ("Escape", "[data-close].button--quiet", "[data-close].button--icon"):
        page.click("[data-open=ask]")
        assert page.locator("dialog#ask").is_visible()
        page.keyboard.press("Escape") if close == "Escape" else page.click(f"dialog#ask {close}")
        assert not page.locator("dialog#ask").is_visible()


def test_menu_closes_on_escape_and_on_a_click_elsewhere(open_page):
    page = open_page("today")
    page.click("summary.button:has(.avatar)")
    assert page.locator(".menu__list").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".menu__list").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.click("summary.button:has(.avatar)")
    assert page.locator(".menu__list").is_visible()
    page.click("h1")
    assert not page.locator(".menu__list").is_visible()


def test_theme_the_browser_was_told_is_drawn_by_the_server(open_page, site):
    page = open_page("today", color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for theme in ("dark", "light"):
        page.context.add_cookies([{"name": "kk_theme", "value": theme, "url": site}])
        page.reload()
        assert page.locator("html").get_attribute("data-theme") == theme
        assert (page.evaluate(ground) == light) == (theme == "light")


def test_language_is_changed_by_post_and_stays_on_the_page(open_page, site):
    page = open_page("home")
    page.get_by_role("button", name="English").click()
    page.wait_for_url(f"{site}/home/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Tell us what went wrong"


def test_error_summary_takes_the_focus_and_leads_to_the_field(open_page):
    page = open_page("errors")
    assert "error-summary" in focused(page)
    page.click(".error-summary a >> nth=1")
    assert focused(page) == "id_way_0"


def test_copy_button_says_that_it_copied(open_page):
    page = open_page("sink", permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-copy]")
    page.get_by_text("写しました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "K-2026-000118"


def test_skip_link_is_first_and_leads_to_the_text(open_page):
    page = open_page("today")
    page.keyboard.press("Tab")
    assert focused(page) == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "main"


def test_slip_prints_on_one_sheet_and_without_buttons(open_page):
    page = open_page("slip")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert not page.get_by_role("button").first.is_visible()


def test_complaint_prints_every_fold_and_no_composer(open_page):
    page = open_page("case")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("#composer").is_visible()
    assert not page.locator(".bar").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(26, 26, 26)"
