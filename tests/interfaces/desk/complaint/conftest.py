"""A signed-in handler, the cast around them, and complaints brought to a state by the real verbs."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    """The staff of one organisation."""
    return summon()


@pytest.fixture
def client(cast: Cast) -> Client:
    """The handler's browser; Japanese, as the house is."""
    browser = Client(headers={"accept-language": "ja"})
    browser.force_login(cast.handler)
    return browser
