"""Chromium as the tests start it, without what only a person at its window would need; and axe on its pages.

A window of its own costs the browser far more than a page in it. Most of that went into two lists below the address bar
that nobody here opens: each is a page with a process of its own, started anew for every window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, sync_playwright

#: Features to do without. Chromium heeds the last such list only, so what Playwright turns off stands here again.
WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxFullPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    f"--disable-features={','.join(WITHOUT)}",
]
#: The one rule of axe that another theme can break.
COLOURS = {"runOnly": ["color-contrast"]}


@contextmanager
def started(chromium: str) -> Iterator[Browser]:
    """The browser at this path. Its loop runs in this thread: it must end before others start theirs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def barriers(page: Page, **options: Any) -> list[str]:
    """What axe objects to on the page as it stands, each with its place; `options` are axe's own."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("how => axe.run(document, how)", {"resultTypes": ["violations"], **options})
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]
