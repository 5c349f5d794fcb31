"""Who opens the settings."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.interfaces.desk.conftest import BrowserOf


@pytest.fixture
def lead(browser_of: BrowserOf) -> Client:
    """The lead's browser, in Japanese."""
    return browser_of("lead")


@pytest.fixture
def administrator(browser_of: BrowserOf) -> Client:
    """The administrator's browser, in Japanese."""
    return browser_of("administrator")
