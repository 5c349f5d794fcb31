"""A real IMAP server beside a real site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from tests.mailservers import Dovecot, dovecot, require_mail_servers

_numbers = count(1)


@pytest.fixture(scope="session")
def imap() -> Iterator[Dovecot]:
    """One Dovecot for the whole run."""
    require_mail_servers()
    with dovecot() as running:
        yield running


@pytest.fixture
def user() -> str:
    """Somebody who has no mails yet; also the name of a mailbox that nobody else has."""
    return f"box{next(_numbers)}"
