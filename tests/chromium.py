"""Chromium as the tests start it, without what only a person at its window would need; and axe on its pages.

A window of its own costs the browser far more than a page in it. Most of that went into two lists below the address bar
that nobody here opens: each is a page with a process of its own, started anew for every window.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

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
    "--site-per-process",  # as with a window, where a mail in its frame is a site of its own
    "--js-flags=--no-opt",  # no page lives long enough to win back what its scripts' second compilation costs
]
# How long a busy machine takes to draw a page is no property of what is tested.
expect.set_options(timeout=30_000)
#: The one rule of axe that another theme can break.
COLOURS = {"runOnly": ["color-contrast"]}
_ALL_BUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
#: How texts look that axe has found readable: colour, size, weight, and the colours behind. Half of its work is to find
#: out what lies behind each letter; so it looks at one text of each kind.
_READABLE: set[str] = set()
_KINDS_OF_TEXT = """known => {
  const kinds = new Map(), behind = new Map();
  const lies_on = of => {
    if (!of) return '';
    if (!behind.has(of)) {
      const is = getComputedStyle(of), over = is.backgroundImage === 'none' ? is.backgroundColor : is.backgroundImage;
      const clear = over.startsWith('rgba(') && !over.endsWith(', 1)');
      behind.set(of, (clear ? over + lies_on(of.parentElement) : over) + (is.opacity === '1' ? '' : is.opacity));
    }
    return behind.get(of);
  };
  for (const each of document.body.querySelectorAll('*')) {
    if (!/\\S/.test([...each.childNodes].map(one => one.nodeType === 3 ? one.data : '').join('') + (each.value || ''))) continue;
    const is = getComputedStyle(each);
    const kind = [is.color, is.fontSize, is.fontWeight, is.textShadow, is.position, each.disabled, lies_on(each)].join('|');
    if (!known.includes(kind) && each.checkVisibility() && each.getBoundingClientRect().width > 1) {
      if (!kinds.has(kind)) kinds.set(kind, []);
      if (kinds.get(kind).length < 3) kinds.get(kind).push(each);
    }
  }
  window.kindsOfText = [...kinds.values()].flat();
  return [...kinds.keys()];
}"""


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
    if options:
        return _objections(page, "document", options)
    return _objections(page, "document", _ALL_BUT_COLOURS) + unreadable(page)


def unreadable(page: Page) -> list[str]:
    """Texts with too little contrast, among those that look like none that was found readable before."""
    fresh = page.evaluate(_KINDS_OF_TEXT, list(_READABLE))
    if not fresh:
        return []
    found = _objections(page, "{include: window.kindsOfText}", COLOURS)
    if not found:
        _READABLE.update(fresh)
    return found


def _objections(page: Page, where: str, options: dict[str, Any]) -> list[str]:
    # Style sheets are read anew for one rule alone, and that one is not among those that run.
    how = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}, **options}
    found = page.evaluate(f"how => axe.run({where}, how)", how)
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]
