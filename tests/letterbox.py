"""Where the letters of a test go: a folder of its own, or a real SMTP server that does as the test tells it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import MISSING, SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from kikitori.config.environment import load


def into_folder(settings: Settings, folder: Path) -> None:
    """Let letters become files of `folder`."""
    settings.ENVIRONMENT = load(mail=f"folder:{folder}", mail_from="みほん堂 <desk@example.jp>")


def to_server(settings: Settings, port: int, *, scheme: str = "smtp", user: str = "") -> None:
    """Let letters go to an SMTP server of this machine."""
    address = f"{scheme}://{user}127.0.0.1:{port}"
    settings.ENVIRONMENT = load(mail=address, mail_from="みほん堂 <desk@example.jp>")


def read(raw: bytes) -> EmailMessage:
    """A mail as a mail program reads it."""
    return message_from_bytes(raw, policy=default)


def text_of(mail: EmailMessage) -> str:
    """The text of a mail; on the way its lines end as RFC 5322 wants it."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class PostOffice:
    """What the server answers to each word of SMTP, and what has come in. An empty answer is the usual one.

    `drops`: hangs up where the answer to the letter should come. `stalls`: never answers the letter at all.
    """

    mail_from: str = ""
    rcpt_to: str = ""
    data: str = ""
    goodbye: str = ""
    drops: bool = False
    stalls: bool = False
    taken: list[Envelope] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    #: The argument of each RCPT as it came over the wire.
    wire: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd finds its hooks by these names
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """MAIL FROM."""
        self.said.append("MAIL")
        if self.mail_from:
            return self.mail_from
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """RCPT TO."""
        self.said.append("RCPT")
        if self.rcpt_to:
            return self.rcpt_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """The letter itself, after its last line."""
        self.said.append("DATA")
        if self.stalls:
            await asyncio.Event().wait()
        if self.data:
            return self.data
        self.taken.append(envelope)
        if self.drops:
            cast("asyncio.Transport", server.transport).abort()
        return "250 taken"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> Any:  # noqa: N802
        """QUIT."""
        return self.goodbye or MISSING

    @property
    def letters(self) -> list[EmailMessage]:
        """The letters taken, as read by a mail program."""
        return [read(cast("bytes", envelope.content)) for envelope in self.taken]


class Counter(SMTP):
    """The clerk who writes down what exactly was said."""

    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802
        """RCPT, before it is read."""
        cast("PostOffice", self.event_handler).wire.append(arg)
        await super().smtp_RCPT(arg)


@contextmanager
def open_office(**answers: Any) -> Iterator[PostOffice]:
    """A running server on a port of its own, closed at the end."""
    office = PostOffice(**answers)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: Counter(office, hostname="post.example", loop=loop), "127.0.0.1", 0)
    )
    office.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield office
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
