"""A complaint in the handler's hands, and a server that takes what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kikitori.records.complaints.models import Complaint
from kikitori.records.together.models import Notice
from tests import makers
from tests.casework.webhooks.receiving import Receiver, receiver
from tests.cast import Cast


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    """What led there is told and done with."""
    made = makers.investigated(cast)
    Notice.objects.all().delete()
    return made


@pytest.fixture
def other_side(tmp_path: Path) -> Iterator[Receiver]:
    """Takes everything."""
    with receiver(tmp_path / "other-side") as running:
        yield running
