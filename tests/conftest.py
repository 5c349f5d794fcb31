"""Fixtures for everyone: database tests run as the web role; browser tests say what they lack."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from django.db import connection
from django.template import Template
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer  # type: ignore[import-untyped]

from kikitori.foundation import crypto
from kikitori.foundation.postgres.roles import WEB
from tests.databases import have_own_database
from tests.leftovers import empty_tables
from tests.pages import draw
from tests.workers import ByFileOrRoom, tell_what_matters

CHEAP, COSTLY = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), crypto.SLOW
# How fast a busy machine makes up examples, or goes through one, is no property of what is tested.
examples.register_profile("any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
examples.load_profile("any machine")
NO_BROWSER = "no Chromium on this machine"
#: The first is Chromium without a window, menus and tabs: the same pages for two thirds of the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """In place of pytest-django's, which migrates for each worker; see tests/databases.py."""
    with django_db_blocker.unblock():
        have_own_database()


@pytest.fixture
def _django_db_helper(_django_db_helper: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Between pytest-django's set-up and tear-down (done as owner) the test itself is `kikitori_web`.

    So the grants are really exercised. Mark a test `as_owner` to stay the owner of the tables.
    """
    if request.node.get_closest_marker("as_owner"):
        yield
        return
    options = connection.settings_dict["OPTIONS"]
    options["assume_role"] = WEB  # for connections opened in other threads
    with connection.cursor() as cursor:
        cursor.execute(f"set role {WEB}")
    yield
    options.pop("assume_role", None)
    # Inside a test transaction the coming rollback undoes SET ROLE; there it must not be touched, it may be broken.
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("reset role")


@pytest.fixture(scope="session", autouse=True)
def _cheaper_django(django_test_environment: None) -> Iterator[None]:
    """Two things that Django does for tests cost more than the tests: see tests/leftovers.py and tests/pages.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        patch.setattr(Template, "_render", draw)
        yield


def pytest_sessionstart(session: pytest.Session) -> None:
    """A worker tells no more than is shown."""
    tell_what_matters(session.config)


#: What starts sites and browsers takes longest. Begun first, so that no worker is left alone with it at the end.
LONGEST_FIRST = ("stories", "faults", "test_browser", "config", "postgres", "house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; within that, and after it, in the order of the tree."""

    def place(item: pytest.Item) -> int:
        words = {*item.path.parts, item.path.stem}
        return next((n for n, name in enumerate(LONGEST_FIRST) if name in words), len(LONGEST_FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What has been loaded stays until the end: nobody need look through it for garbage, again and again."""
    gc.collect()
    gc.freeze()
    # What a page or a verb made is mostly gone by itself; looking after each 700 new things finds as good as nothing.
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFileOrRoom | None:
    """For `--dist loadfile`; whoever chooses another way gets that."""
    return ByFileOrRoom(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A slip's secret is hashed at a thousandth of its cost, but for the tests that mark themselves `costly_hashes`."""
    crypto.SLOW = COSTLY if item.get_closest_marker("costly_hashes") else CHEAP


def pytest_runtest_teardown() -> None:
    """No test reads in the language of the page that the one before it opened."""
    translation.deactivate()


@pytest.fixture(scope="session")
def _nothing() -> None:
    """Done once; see below."""


#: What pytest-django does around each test for such as we do not have: classes of unittest, sites, a mailbox of Django's,
#: apps that come and go, templates that may be wrong. It is little, and as much again as most tests take themselves.
_django_setup_unittest = _dj_autoclear_mailbox = _django_isolate_apps = _nothing
_template_string_if_invalid_marker = _django_clear_site_cache = _nothing


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser. Without one the test is skipped, or fails where KIKITORI_REQUIRE_BROWSER says so."""
    named = os.environ.get("KIKITORI_CHROMIUM")
    path = next(filter(None, map(shutil.which, (named,) if named else BROWSERS)), None)
    if path is None:
        if os.environ.get("KIKITORI_REQUIRE_BROWSER"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that need a browser and did not get one."""
    lacking = [
        report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)
    ]
    if not lacking:
        return
    terminalreporter.section("ブラウザーがないため省いたテスト / tests skipped for lack of a browser")
    for report in lacking:
        terminalreporter.line(report.nodeid)
    terminalreporter.line(
        "apt install chromium-headless-shell fonts-noto-cjk   (KIKITORI_CHROMIUM=/path/to/chromium)"
    )
