"""The makers of this room bring complaints where they say."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.interfaces.desk.complaint.bench import IN_STATE


@pytest.mark.parametrize("state", IN_STATE)
def test_maker_reaches_its_state(cast: Cast, state: str) -> None:
    assert IN_STATE[state](cast).state == state
