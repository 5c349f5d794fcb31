"""One browser for each file of browser tests, and windows of it that note what is said and fetched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import started


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, for a whole file. Longer it must not live: its loop runs in this thread, where others start theirs.

    Django is told for that time that the test itself is not inside the loop.
    """
    with pytest.MonkeyPatch.context() as environment, started(chromium) as browser:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield browser
