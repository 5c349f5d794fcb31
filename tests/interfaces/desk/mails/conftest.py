"""Mails that came a moment ago."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted
from tests.mails import filed, raw

Came = Callable[..., Mail]


@pytest.fixture
def came(cast: Cast) -> Came:
    """`came(raw(…))`: taken in and filed just now; without bytes, a newsletter."""

    def taken(content: bytes = b"", **how: object) -> Mail:
        return filed(
            content or raw("今週の特売です。", subject="特売", Precedence="bulk"), at=timezone.now(), **how
        )  # type: ignore[arg-type]

    return taken


@pytest.fixture
def complaint(came: Came) -> Complaint:
    """Begun by a mail."""
    found = came(raw()).complaint
    assert found is not None
    return found


@pytest.fixture
def hidden(cast: Cast, came: Came) -> Mail:
    """Held, and seems to belong to a complaint that only leads see."""
    letter = restricted(cast).letters.get(kind="acknowledgement")
    return came(raw("極秘の件です。", subject="極秘", sender="x@example.org", In_Reply_To=letter.message_id))
