"""Windows of a browser at one site, and what is asked of every page: nothing for axe to find, nothing too wide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from django.http.cookie import SimpleCookie
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import barriers

#: Widths at which the layout changes, and a little to either side: 200 % zoom, phones, tablets, wide screens.
WIDTHS = (320, 640, 768, 992, 1024, 1204, 1408)


class Windows:
    """Opens pages, each in a profile of its own. On leaving, nothing may have gone wrong in any of them.

    Wrong is: an error or a warning on the console (a refusal, 409 or 422, is none), a script that failed, anything
    fetched from another host.
    """

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.said: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        address: str,
        *,
        lang: str = "ja",
        width: int = 1280,
        cookies: SimpleCookie | None = None,
        **how: Any,
    ) -> Page:
        """Open an address of the site. `how` goes to the profile: `color_scheme`, `java_script_enabled`, …"""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800},
            locale=lang,
            extra_http_headers={"Accept-Language": lang},
            **how,
        )
        self._contexts.append(context)
        for name, morsel in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": morsel.value, "url": self.site}])
        page = context.new_page()
        page.on("console", lambda note: self._note(note.text, matters=note.type in ("error", "warning")))
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("request", lambda asked: self._note(asked.url, matters=not asked.url.startswith(self.site)))
        page.goto(self.site + address, wait_until="load")
        return page

    def _note(self, text: str, *, matters: bool = True) -> None:
        if matters and not any(f"status of {refusal}" in text for refusal in (409, 422)):
            self.said.append(text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for context in self._contexts:
            context.close()
        assert error is not None or self.said == [], self.said


@contextmanager
def another_page(page: Page) -> Iterator[None]:
    """What is done within leads to another page (or to the same one anew); afterwards that page is there, whole."""
    with page.expect_navigation(wait_until="load"):
        yield


def too_wide(page: Page) -> list[str]:
    """By how much the page is wider than its window; empty if it is not."""
    over = int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
    return [f"{over} px too wide at {page.viewport_size}"] if over > 0 else []


def too_wide_at(page: Page, *widths: int) -> list[str]:
    """The same for a window made as wide as each of `widths`, one after another."""
    found: list[str] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found += too_wide(page)
    return found


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, and whether it is wider than its window."""
    return barriers(page) + too_wide(page)
