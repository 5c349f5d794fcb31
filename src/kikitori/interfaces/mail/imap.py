"""One folder of an IMAP server (RFC 3501), over IMAPClient: what is new in it, the exact bytes, what to do afterwards.

Every method raises Troubled and nothing else of the server's, the network's or the library's.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from imapclient import IMAPClient, SocketTimeout

from kikitori.foundation.outbound import Outbound
from kikitori.interfaces.mail.oauth import token_for
from kikitori.interfaces.mail.troubles import Troubled, told_apart
from kikitori.records.letters.mail_terms import MailTrouble, Security, SignIn

#: What is asked for at a time: no more of a mail than this is in memory.
PIECE = 1024 * 1024
#: Seconds. RFC 2177: a server may end an IDLE after half an hour; nets on the way do so much earlier.
_LONGEST_IDLE = 9 * 60.0
_GLANCE = 1.0
_CONNECT, _READ = 20.0, 120.0


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside: whose certificates we trust, how tokens are asked for. Tests bring their own."""

    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    ask: Outbound = field(default_factory=Outbound)


@dataclass(frozen=True, slots=True)
class Item:
    """A mail in the folder: since when it lies there (None: the server does not say), and its size as it says."""

    arrived_at: datetime | None
    size: int


class Folder:
    """A folder that is open. `validity`: within which its numbers mean something."""

    def __init__(self, client: IMAPClient, validity: int) -> None:
        self._client = client
        self.validity = validity

    def numbers(self, *, above: int = 0, up_to: int | None = None) -> list[int]:
        """The numbers of mails that lie here, lowest first; those marked as deleted left out."""
        last = "*" if up_to is None else str(up_to)
        if up_to is not None and up_to <= above:
            return []
        with told_apart():
            found = self._client.search(["UID", f"{above + 1}:{last}", "UNDELETED"])
            # „5:*“ means the last one too where that is below 5.
            return sorted(number for number in map(int, found) if number > above)

    def items(self, numbers: Sequence[int]) -> dict[int, Item]:
        """What the server knows of them; those that are gone are missing."""
        with told_apart(MailTrouble.ITEM):
            found = self._client.fetch(numbers, ["INTERNALDATE", "RFC822.SIZE"])
            return {
                int(number): Item(facts.get(b"INTERNALDATE"), int(facts[b"RFC822.SIZE"]))
                for number, facts in found.items()
                if number in numbers and b"RFC822.SIZE" in facts
            }

    def pieces(self, number: int, size: int) -> Iterator[bytes]:
        """The exact bytes, one piece at a time, without marking it as read.

        Some servers only guess the size: what counts is that they have no more to give.
        """
        at = 0
        while True:
            with told_apart(MailTrouble.ITEM):
                found = self._client.fetch([number], [f"BODY.PEEK[]<{at}.{PIECE}>"])
                piece = found[number][f"BODY[]<{at}>".encode()] or b""
            if piece:
                yield bytes(piece)
            at += len(piece)
            if not piece or (len(piece) < PIECE and at >= size):
                break
        if at == 0:
            raise Troubled(MailTrouble.ITEM)

    def mark_read(self, numbers: Sequence[int]) -> None:
        """For whoever looks into the mailbox by other means."""
        with told_apart():
            self._client.add_flags(numbers, [b"\\Seen"], silent=True)

    def move(self, numbers: Sequence[int], to: str) -> None:
        """Into another folder of the server, which is made if there is none."""
        with told_apart(MailTrouble.FOLDER):
            if not self._client.folder_exists(to):
                self._client.create_folder(to)
            if self._client.has_capability("MOVE"):
                self._client.move(numbers, to)
                return
            self._client.copy(numbers, to)
        self.erase(numbers)

    def erase(self, numbers: Sequence[int]) -> None:
        """For good where the server can do that to single mails; else they stay marked as deleted."""
        with told_apart():
            self._client.delete_messages(numbers, silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(numbers)

    def wait(self, stop: Event, seconds: float) -> None:
        """Until something happens here, but no longer than `seconds`. Where the server cannot tell, as long as that."""
        with told_apart():
            if not self._client.has_capability("IDLE"):
                stop.wait(seconds)
                self._client.noop()
                return
            self._client.idle()
            until = time.monotonic() + min(seconds, _LONGEST_IDLE)
            while not stop.is_set() and (left := until - time.monotonic()) > 0:
                began, glance = time.monotonic(), min(_GLANCE, left)
                # A broken line wakes us, too, and says nothing: ending the IDLE will tell.
                if self._client.idle_check(glance) or time.monotonic() - began < glance / 2:
                    break
            self._client.idle_done()


@contextmanager
def opened(
    settings: Mapping[str, str],
    secret: Mapping[str, str],
    world: World,
    keep: Callable[[Mapping[str, str]], None],
) -> Iterator[Folder]:
    """Connect, sign in, open the folder; all is closed at the end. `keep` is given a secret that has changed.

    Raises Troubled.
    """
    with told_apart(MailTrouble.UNREACHABLE):
        client = _connected(settings, world)
    try:
        _sign_in(client, settings, secret, world, keep)
        with told_apart(MailTrouble.FOLDER):
            chosen = client.select_folder(settings["folder"])
            validity = int(chosen[b"UIDVALIDITY"])
        yield Folder(client, validity)
    finally:
        # Without a goodbye: after a failure nobody may be there to answer one.
        with suppress(OSError):
            client.shutdown()


def _connected(settings: Mapping[str, str], world: World) -> IMAPClient:
    """A line that is as secret as was wished for, or none at all."""
    security = Security(settings["security"])
    context = None if security is Security.PLAIN else world.trust()
    client = IMAPClient(
        settings["host"],
        port=int(settings["port"]),
        ssl=security is Security.TLS,
        ssl_context=context,
        timeout=SocketTimeout(connect=_CONNECT, read=_READ),
    )
    client.normalise_times = False
    if security is not Security.STARTTLS:
        return client
    try:
        with told_apart(MailTrouble.NOT_SECURE):
            client.starttls(context)
    except BaseException:
        client.shutdown()
        raise
    return client


def _sign_in(
    client: IMAPClient,
    settings: Mapping[str, str],
    secret: Mapping[str, str],
    world: World,
    keep: Callable[[Mapping[str, str]], None],
) -> None:
    user = settings["user"]
    if settings["sign_in"] == SignIn.PASSWORD.value:
        password = secret.get("password", "")
        with told_apart(MailTrouble.SIGN_IN):
            if (user + password).isascii():
                client.login(user, password)
            else:
                client.plain_login(user, password)  # LOGIN knows ASCII alone
        return
    token = token_for(settings, secret, world.ask)
    if token.refresh != secret.get("refresh_token", ""):
        # Before anything else: the old one may be good for nothing now.
        keep({**secret, "refresh_token": token.refresh})
    with told_apart(MailTrouble.SIGN_IN):
        if client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(user, token.access)
        else:
            client.oauth2_login(user, token.access)
