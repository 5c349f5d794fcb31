"""The cast, and their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, summon

BrowserOf = Callable[..., Client]


@pytest.fixture
def cast(db: None) -> Cast:
    """The staff of one organisation."""
    return summon()


@pytest.fixture
def browser_of(cast: Cast) -> BrowserOf:
    """`browser_of("lead", "en")`: the browser of a member of the cast, signed in."""

    def browser(role: str, language: str = "ja") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(getattr(cast, role))
        return client

    return browser


@pytest.fixture
def client(browser_of: BrowserOf) -> Client:
    """The handler's browser, in Japanese."""
    return browser_of("handler")
