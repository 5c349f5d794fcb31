"""The cast, on a database of the test's own."""

import pytest

from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()
