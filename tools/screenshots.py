"""Pictures of the main pages for the docs, from the running demonstration: `screenshots.py ADDRESS [FOLDER]`.

Start `./run demo` first. Japanese and English, light and dark, 1280 and 390 px wide. The pages are found by
walking the desk as its staff do, so that the script needs no number of a complaint.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

#: What `./run demo` prints for everybody of the staff.
PASSWORD = "kikitori-demo"  # noqa: S105 - the same for every demonstration
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
]
#: (language, colour scheme, width): what the docs show.
VIEWS = (("ja", "light", 1280), ("ja", "light", 390), ("en", "dark", 1280), ("en", "light", 1280))
HEIGHT = {1280: 900, 390: 844}
#: For whom, and of what: name of the picture, address, and what is clicked there first. None: whoever passes by.
WALKS: tuple[tuple[str | None, tuple[tuple[str, str, str], ...]], ...] = (
    (None, (("portal", "/", ""), ("complain", "/complain/", ""))),
    (
        "handler",
        (
            ("today", "/desk/", ""),
            ("urgent", "/desk/queue/urgent/", ""),
            ("complaint", "/desk/queue/urgent/", "main a[href*='/desk/complaints/']"),
            ("register", "/desk/register/", ""),
            ("mails", "/desk/mails/", ""),
            ("mail", "/desk/mails/", "main a[href^='/desk/mails/']:not(.tabs a)"),
        ),
    ),
    (
        "lead",
        (
            ("recount", "/desk/calendar/recount/", ""),
            ("rules-new", "/desk/rules/new/", ""),
            ("changes", "/desk/settings/changes/", ""),
        ),
    ),
    ("admin", (("mailboxes", "/desk/settings/mailboxes/", ""),)),
)


def main(address: str, folder: Path) -> None:
    """Take every picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium: apt install chromium fonts-noto-cjk")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for view in VIEWS:
            _round(browser, address, folder, view)
        browser.close()


def _round(browser: Browser, address: str, folder: Path, view: tuple[str, str, int]) -> None:
    language, scheme, width = view
    for who, pictures in WALKS:
        context = browser.new_context(
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": HEIGHT[width]},
        )
        page = context.new_page()
        page.goto(address)
        if who is not None:
            _sign_in(page, address, who)
        _choose_language(page, address, language)
        for name, path, first in pictures:
            page.goto(address + path)
            if first:
                page.locator(first).first.click()
            page.screenshot(path=folder / f"{name}-{language}-{scheme}-{width}.png")
        context.close()


def _sign_in(page: Page, address: str, who: str) -> None:
    page.goto(f"{address}/desk/sign-in/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    _leave_the_tour(page)


def _leave_the_tour(page: Page) -> None:
    """As whoever is new here would before they work; it is over for the views that follow."""
    leave = page.locator(".tour button[value=leave]")
    if leave.count():
        leave.click()
        page.wait_for_load_state()


def _choose_language(page: Page, address: str, language: str) -> None:
    """By the switch a person would use: the cookie it sets."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


if __name__ == "__main__":
    words = sys.argv[1:]
    main(
        words[0] if words else "http://localhost:8000",
        Path(words[1] if len(words) > 1 else "docs/screenshots"),
    )
