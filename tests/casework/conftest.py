"""Every test of a verb has the cast at hand, on a real database."""

import pytest

from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()
