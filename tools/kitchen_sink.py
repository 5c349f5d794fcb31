"""Draws the shared look with made-up, static content: a sampler of every part and prototypes of the main pages.

    python tools/kitchen_sink.py shots FOLDER [--only today,case]    pictures and an axe-core run of every page
    python tools/kitchen_sink.py serve [PORT]                        look at the pages in a browser

Development only: no database, none of the product's views. Pages are served under the product's content security
policy; a message on the browser's console, a page wider than its window or an axe finding makes `shots` exit with 1.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent / "kitchen_sink"))

# The tool's own modules lie in the folder just put on the path, which a type checker does not follow.
from server import PAGES, SinkServer  # type: ignore[import-not-found]

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: Window sizes; `zoomed` is what a 1280 px window leaves at 200 %.
WINDOWS = {"wide": (1280, 860), "phone": (390, 844), "narrow": (320, 640), "zoomed": (640, 430)}


def main() -> int:
    """Read the command line and do it; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    shots = commands.add_parser("shots")
    shots.add_argument("folder", type=Path)
    shots.add_argument("--only", default=",".join(PAGES))
    shots.add_argument("--languages", default="ja,en")
    shots.add_argument("--themes", default="light,dark")
    shots.add_argument("--windows", default="wide,phone")
    serve = commands.add_parser("serve")
    serve.add_argument("port", type=int, nargs="?", default=8765)
    given = parser.parse_args()
    if given.command == "shots":
        return take_shots(given)
    server = SinkServer(given.port)
    print(" ".join(f"http://127.0.0.1:{server.port}/{page}/" for page in PAGES), flush=True)
    server.run()
    return 0


def take_shots(given: argparse.Namespace) -> int:
    """Photograph and check every page in every language, theme and window; returns 1 when anything was found."""
    server = SinkServer(0)
    threading.Thread(target=server.run, daemon=True).start()
    given.folder.mkdir(parents=True, exist_ok=True)
    findings = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for language in given.languages.split(","):
            for theme in given.themes.split(","):
                for window in given.windows.split(","):
                    context = new_context(browser, language, theme, window)
                    for page in given.only.split(","):
                        target = given.folder / f"{page}-{window}-{theme}-{language}.png"
                        findings += shoot(context, f"http://127.0.0.1:{server.port}/{page}/", target)
                    context.close()
        findings += print_pages(browser, server.port, given.folder)
        browser.close()
    server.stop()
    print(f"{findings} findings")
    return 1 if findings else 0


def new_context(browser: Browser, language: str, theme: Any, window: str) -> BrowserContext:
    """A fresh browser profile for one reader."""
    width, height = WINDOWS[window]
    return browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale=language,
        extra_http_headers={"Accept-Language": language},
    )


def shoot(context: BrowserContext, address: str, target: Path) -> int:
    """Open one page, save its picture, run axe; prints each finding and returns their number."""
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address, wait_until="load")
    page.screenshot(path=str(target), full_page=True)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        said.append(f"page is {overflow} px wider than the window")
    said += [in_words(violation) for violation in Axe().run(page).response["violations"]]
    for line in said:
        print(f"{target.stem}: {line}")
    page.close()
    return len(said)


def in_words(violation: dict[str, Any]) -> str:
    """One axe finding with the first few places where it was found."""
    places = [
        f"{node['html'][:160]} → {' '.join(node['failureSummary'].split())[:260]}"
        for node in violation["nodes"][:4]
    ]
    return f"axe {violation['id']} ({violation['impact']}): {'; '.join(places)}"


def print_pages(browser: Browser, port: int, folder: Path) -> int:
    """Print the slip and the complaint page as a person would; returns 1 if the slip needs more than one sheet."""
    context = new_context(browser, "ja", "light", "wide")
    page = context.new_page()
    for name in ("slip", "case"):
        page.goto(f"http://127.0.0.1:{port}/{name}/", wait_until="load")
        page.pdf(path=str(folder / f"{name}.pdf"), prefer_css_page_size=True, print_background=False)
    context.close()
    sheets = (folder / "slip.pdf").read_bytes().count(b"/Type /Page\n")
    if sheets > 1:
        print(f"slip.pdf: {sheets} sheets")
    return int(sheets > 1)


if __name__ == "__main__":
    raise SystemExit(main())
