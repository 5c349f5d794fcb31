"""The archive is asked through its own tables, as the web role: the cast is at hand wherever rows are needed."""

import pytest

from tests.cast import Cast, summon


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()
