"""A real house for the stories: `kikitori up` on a folder of its own, and a real browser that goes through it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chromium import barriers, started
from tests.config.sites import copy_of, free_port, migrated_site
from tests.interfaces.windows import another_page
from tests.standing import Standing
from tests.waiting import wait_until

PASSWORD = "ein-geheimes-Wort-7"
PATIENCE = 120
_SUMMON = f"""
from kikitori.config.prepared import prepared_site
import sys
with prepared_site(sys.argv[1]):
    from tests.cast import summon
    summon({PASSWORD!r})
"""
_READ = """
from kikitori.config.prepared import prepared_site
import sys
with prepared_site(sys.argv[1], role="owner"):
    from django.db import connection
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT whole::text FROM "{table}" whole')
            for (row,) in cursor:
                print(table, row)
"""
_LOG = "said.log"


def _environment() -> dict[str, str]:
    """What a command of the house finds around it: nothing of ours but that it logs all it does."""
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KIKITORI_", "DATABASE_")) and name != "PYTEST_CURRENT_TEST"
    }
    ours = {"DJANGO_SETTINGS_MODULE": "kikitori.config.settings", "PYTHONPATH": ".", "KIKITORI_LOG": "json"}
    return others | ours


@dataclass(frozen=True)
class House:
    """A running site and its data folder."""

    address: str
    data: Path

    def letters(self) -> list[str]:
        """Every letter that has left the house so far, newest last, as raw mail."""
        return [file.read_text() for file in sorted((self.data / "mailbox").glob("*.eml"))]

    def said(self) -> str:
        """Everything its processes have logged so far, each request and each job included."""
        return (self.data / _LOG).read_text()

    def rows(self) -> str:
        """Every row of every table, as text, a line each."""
        return subprocess.run(
            [sys.executable, "-c", _READ, str(self.data)],
            env=_environment(),
            check=True,
            capture_output=True,
            timeout=PATIENCE,
            text=True,
        ).stdout


@contextmanager
def _up() -> Iterator[House]:
    """The cast lives in it; nothing has happened there yet."""
    data = Path(tempfile.mkdtemp(prefix="kk-stories-"))
    data.chmod(0o711)  # the database's account passes through
    copy_of(migrated_site(), data)
    environment = _environment()
    port = free_port()
    command = [sys.executable, "-m", "kikitori.config.cli", "up", "--data", str(data), "--port", str(port)]
    with (
        (data / _LOG).open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT) as running,
    ):
        try:
            address = f"http://localhost:{port}"
            _wait_for(f"{address}/readyz", running, data / _LOG)
            subprocess.run(
                [sys.executable, "-c", _SUMMON, str(data)],
                env=environment,
                check=True,
                capture_output=True,
                timeout=PATIENCE,
            )
            yield House(address, data)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=PATIENCE)
    assert running.returncode == 0
    shutil.rmtree(data, ignore_errors=True)


_HOUSE = Standing(_up, Path(__file__).parent)


@pytest.fixture
def house() -> House:
    """One house for all stories."""
    return _HOUSE.here()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """With the last story the house is closed."""
    _HOUSE.leave(nextitem)


def pytest_sessionfinish() -> None:
    """So it is when a run was broken off."""
    _HOUSE.leave(None)


def _wait_for(address: str, running: subprocess.Popen[bytes], log: Path) -> None:
    """Until the house is ready; a house that has ended will never be."""

    def is_ready() -> bool:
        assert running.poll() is None, log.read_text()
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
                return bool(answer.status == HTTPStatus.OK)
        except OSError:
            return False

    wait_until(is_ready)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the stories of a file. Its loop must not outlive them: Django would take it for its own."""
    with started(chromium) as browser:
        yield browser


class Visitor:
    """Somebody at a browser. Notes every request that leaves the site and every complaint of the CSP."""

    def __init__(self, context: BrowserContext, house: House, *, scripts: bool) -> None:
        self.house = house
        self.scripts = scripts
        self.page: Page = context.new_page()
        self.strayed: list[str] = []
        self.grumbles: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("console", lambda said: self._note_grumble(said.type, said.text))
        self.page.on("pageerror", lambda error: self.grumbles.append(str(error)))

    def _note_request(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.house.address, "data:", "blob:")):
            self.strayed.append(url)

    def _note_grumble(self, kind: str, text: str) -> None:
        """Errors of scripts, styles and the CSP. That a page answered 409 or 422 is the browser's way of saying so."""
        if kind == "error" and not text.startswith("Failed to load resource: the server responded with"):
            self.grumbles.append(text)

    def open(self, path: str) -> None:
        """Go to a page of the site and look at it."""
        self.page.goto(self.house.address + path)
        self.look()

    def press(self, words: str) -> None:
        """Press the button (or follow the link) of this name, and look at what comes."""
        button = self.page.get_by_role("button", name=words, exact=True)
        target = button if button.count() else self.page.get_by_role("link", name=words, exact=True)
        with another_page(self.page):
            target.first.click()
        self.look()

    def look(self) -> None:
        """The page must be accessible (WCAG 2.2 AA as far as a machine can tell).

        The checker is a script itself: where scripts are off it cannot look, and others look at the same pages.
        """
        if not self.scripts:
            return
        faults = barriers(self.page)
        assert faults == [], (self.page.url, faults)

    def reads(self, words: str) -> None:
        """These words stand on the page, visibly."""
        assert words in self.page.locator("body").inner_text(), (self.page.url, words)


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[object]:
    """`visit("ja")`: a new visitor with a browser of their own, on a phone if `phone`."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def newcomer(language: str, *, phone: bool = False, scripts: bool = True) -> Visitor:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(
            locale=language, viewport=size, java_script_enabled=scripts, bypass_csp=False
        )
        contexts.append(context)
        visitors.append(Visitor(context, house, scripts=scripts))
        return visitors[-1]

    yield newcomer
    for visitor in visitors:
        assert visitor.strayed == [], "a request left the site"
        assert visitor.grumbles == [], "the browser complained"
    for context in contexts:
        context.close()
