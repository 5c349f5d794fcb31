"""Who may see what is asked of real rows."""

import pytest

from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()
