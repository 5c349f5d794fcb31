"""A real IMAP server for all tests of fetching."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest

from kikitori.casework.mailboxes import MailboxGiven, add_mailbox
from kikitori.interfaces.mail.imap import World
from kikitori.records.letters.mails import Mailbox
from tests.cast import Cast, summon
from tests.certificates import trusting
from tests.mails import POST
from tests.mailservers import PASSWORD, Dovecot, dovecot, require_mail_servers
from tests.makers import FRIDAY

_numbers = count(1)


@pytest.fixture
def cast(db: None) -> Cast:
    """The organisation and its staff."""
    return summon()


@pytest.fixture(scope="session")
def imap() -> Iterator[Dovecot]:
    """One Dovecot for the whole run."""
    require_mail_servers()
    with dovecot() as running:
        yield running


@pytest.fixture
def user() -> str:
    """Somebody who has no mails yet."""
    return f"user{next(_numbers)}"


@pytest.fixture
def world(imap: Dovecot) -> World:
    """A world in which the server's certificate is known."""
    return World(trust=partial(trusting, imap.certificate))


def box(server: Dovecot, owner: str, **more: object) -> Mailbox:
    """A mailbox on the server, over TLS."""
    given = {
        "name": owner, "address": f"{owner}@example.jp", "host": "localhost", "port": server.tls_port,
        "user": owner, **more,
    }  # fmt: skip
    return add_mailbox(POST, MailboxGiven(**given), {"password": PASSWORD}, now=FRIDAY)
