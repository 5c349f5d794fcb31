"""Listening for mails that a mail server brings: LMTP or SMTP on loopback or on a socket. 250 means: committed."""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import socket
import stat
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from django.db import InterfaceError, OperationalError

from kikitori.casework.keep_mail import keep_taken, take
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.foundation.postgres.session import let_go, signed_transaction
from kikitori.interfaces.mail import transfer
from kikitori.interfaces.mail.transfer import Lmtp, Smtp, pieces_of
from kikitori.records.letters.mail_terms import MailboxKind
from kikitori.records.letters.mails import Mailbox
from kikitori.records.letters.raw import mail_store
from kikitori.records.people.actor import Actor

logger = logging.getLogger(__name__)
#: Seconds that a mail in the middle of its way is given when we are told to stop.
_GRACE = 8.0
_CONTROL = re.compile(r"[\x00-\x20\x7f<>]|[\ud800-\udfff]")
_HEARD = 0.5
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Porter:
    """Keeps what comes. The database is asked in threads: one slow answer holds up no other line."""

    actor: Actor
    now: Callable[[], datetime]

    async def is_known(self, address: str) -> str:
        """`250` for an address of an active mailbox of this kind."""
        try:
            found = await asyncio.to_thread(_with_database, partial(_mailbox_at, address))
        except (OperationalError, InterfaceError):
            return transfer.LATER
        return "250 2.1.5 OK" if found else transfer.UNKNOWN

    async def keep(self, pieces: IO[bytes], sender: str, recipients: Sequence[str]) -> list[str]:
        """Keep it in each mailbox, and answer for each."""
        return await asyncio.to_thread(
            _with_database, lambda: [self._keep(pieces, sender, each) for each in recipients]
        )

    def _keep(self, spool: IO[bytes], sender: str, recipient: str) -> str:
        """RFC 5321 §4.4: whoever brings a mail to its end writes down for whom a report about it would be."""
        head = f"Return-Path: <{_CONTROL.sub('', sender)}>\r\n".encode()
        try:
            mailbox = _mailbox_at(recipient)
            if mailbox is None:  # retired since it was asked for
                return transfer.UNKNOWN
            spool.seek(0)
            taken = take(pieces_of(spool, head))
            with signed_transaction(self.actor.signature, "mails"):
                keep_taken(self.actor, taken, mailbox=mailbox, arrived_at=self.now())
        except (OperationalError, InterfaceError):
            return transfer.LATER
        except OSError:
            return transfer.NO_ROOM
        except Exception as failure:  # noqa: BLE001 - the sender must hear that it is not kept
            logger.error("mail not kept", extra={"failure": type(failure).__qualname__})  # noqa: TRY400
            return transfer.LATER
        return transfer.KEPT


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen: a socket in the file system, or an address with a port."""

    path: Path | None = None
    host: str = "127.0.0.1"
    port: int = 0


async def listen(
    place: Place, porter: Porter, stop: asyncio.Event, *, smtp: bool, ready: Callable[[], None]
) -> None:
    """Listen until `stop` is set; `ready` is called once mails can come. Raises OSError where we cannot listen."""
    drafts = mail_store().root / "drafts"
    await asyncio.to_thread(drafts.mkdir, mode=0o700, parents=True, exist_ok=True)
    crowd: set[object] = set()
    loop = asyncio.get_running_loop()

    def line() -> asyncio.Protocol:
        protocol: asyncio.Protocol = (Smtp if smtp else Lmtp)(
            porter, drafts, crowd, loop=loop, hostname="kikitori"
        )
        return protocol

    if place.path is not None:
        _make_way(place.path)
        server = await loop.create_unix_server(line, str(place.path))
        # The mail server works under an account of its own; who may come here is decided by the folder around it.
        place.path.chmod(0o666)
    else:
        server = await loop.create_server(line, place.host, place.port)
    ready()
    await stop.wait()
    server.close()
    until = loop.time() + _GRACE
    # The lines are the library's, and end when they end.
    while crowd and loop.time() < until:  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    if place.path is not None:
        place.path.unlink(missing_ok=True)


def _mailbox_at(address: str) -> Mailbox | None:
    try:
        wanted = mail_address(address).canonical
    except BadMailAddress:
        return None
    return Mailbox.objects.filter(kind=MailboxKind.LMTP.value, address=wanted, is_active=True).first()


def _with_database(work: Callable[[], Found]) -> Found:
    let_go()
    try:
        return work()
    finally:
        let_go()


def _make_way(path: Path) -> None:
    """A socket that a killed listener left behind may be replaced, as asyncio does; one at which somebody listens not.

    Raises OSError.
    """
    if not path.exists() or not stat.S_ISSOCK(path.stat().st_mode):
        return
    with socket.socket(socket.AF_UNIX) as probe, suppress(ConnectionRefusedError, FileNotFoundError):
        probe.settimeout(_HEARD)
        probe.connect(str(path))
        raise OSError(errno.EADDRINUSE, "in use: somebody listens there", str(path))
