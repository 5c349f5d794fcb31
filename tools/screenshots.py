"""Pictures of the main pages for the docs, from the running demonstration: `screenshots.py ADDRESS [FOLDER]`.

Start `./run demo` first. Japanese and English, light and dark, 1280 and 390 px wide. The pages are found by
walking the desk as its handler does, so that the script needs no number of a complaint.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

#: What `./run demo` prints for the handler.
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
    context = browser.new_context(
        locale=language,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": HEIGHT[width]},
    )
    page = context.new_page()
    page.goto(address)
    _choose_language(page, address, language)

    def picture(name: str) -> None:
        page.screenshot(path=folder / f"{name}-{language}-{scheme}-{width}.png")

    page.goto(f"{address}/")
    picture("portal")
    page.goto(f"{address}/complain/")
    picture("complain")
    page.goto(f"{address}/desk/sign-in/")
    page.fill("input[name=login]", "handler")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    _choose_language(page, address, language)
    page.goto(f"{address}/desk/")
    picture("today")
    page.goto(f"{address}/desk/queue/urgent/")
    picture("urgent")
    page.locator("main a[href*='/desk/complaints/']").first.click()
    picture("complaint")
    page.goto(f"{address}/desk/register/")
    picture("register")
    context.close()


def _choose_language(page: Page, address: str, language: str) -> None:
    """By the switch a person would use: the cookie it sets."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


if __name__ == "__main__":
    words = sys.argv[1:]
    main(
        words[0] if words else "http://localhost:8000",
        Path(words[1] if len(words) > 1 else "docs/screenshots"),
    )
