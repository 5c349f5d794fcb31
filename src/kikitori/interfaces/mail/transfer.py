"""LMTP (RFC 2033) and SMTP (RFC 5321) as we speak them: a mail goes to the disk as it comes, never into memory whole.

A line ends in CR LF and nothing else. A bare LF in a mail is refused: to a server before us it may have been an end of
mail, and to us the beginning of another one (SMTP smuggling, CVE-2023-51764).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Protocol

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

#: Bytes. Larger ones are refused while they come; smaller ones may still be held as too large to open at once.
LARGEST = 150_000_000
#: Lines of a mail are at most this long to be read in one piece; longer ones are taken in several.
_LINE = 65_536
_IN_MEMORY = 256 * 1024
_PIECE = 1024 * 1024
MOST_LINES = 100
"""Connections at a time."""

UNKNOWN = "550 5.1.1 No such mailbox here"
TOO_LARGE = "552 5.3.4 Larger than we take"
BARE_LF = "550 5.5.2 A line ends in a bare LF"
LATER = "451 4.3.0 Not just now, please try again"
NO_ROOM = "452 4.3.1 No room just now, please try again"
KEPT = "250 2.0.0 Kept"
_BUSY = b"421 4.3.2 Too many connections\r\n"


class Door(Protocol):
    """What the two ask of whoever keeps the mails."""

    async def is_known(self, address: str) -> str:
        """The answer to RCPT: `250 …` for a mailbox of ours."""

    async def keep(self, pieces: IO[bytes], sender: str, recipients: Sequence[str]) -> list[str]:
        """Keep it for each, and answer for each, in their order: `250 …` only after commit."""


@dataclass(slots=True)
class _Incoming:
    """One mail on its way. `refused`: the answer it will get, read to its end all the same."""

    spool: IO[bytes]
    size: int = 0
    refused: str = ""
    at_start: bool = True

    def take(self, piece: bytes, *, ends: bool) -> bool:
        """Take a line, or a part of a long one; False at the end of the mail (RFC 5321 §4.5.2)."""
        if self.at_start and ends and piece == b".\r\n":
            return False
        if b"\n" in (piece[:-2] if ends else piece):
            self.refused = BARE_LF
        if self.at_start and piece.startswith(b"."):
            piece = piece[1:]
        self.at_start = ends
        self.size += len(piece)
        if self.size > LARGEST:
            self.refused = self.refused or TOO_LARGE
        if not self.refused:
            try:
                self.spool.write(piece)
            except OSError:
                self.refused = NO_ROOM
        return True


class _Spooling(SMTP):
    """What both have in common. `per_recipient`: one answer for each, as LMTP wants it."""

    line_length_limit = _LINE
    per_recipient = False

    def __init__(self, door: Door, drafts: Path, crowd: set[object], **more: Any) -> None:
        super().__init__(
            _Handler(door), data_size_limit=LARGEST, enable_SMTPUTF8=True, ident="Kikitori", **more
        )
        self._door = door
        self._drafts = drafts
        self._crowd = crowd

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """One more, unless there are enough."""
        if len(self._crowd) >= MOST_LINES and isinstance(transport, asyncio.WriteTransport):
            transport.write(_BUSY)
        super().connection_made(transport)
        if len(self._crowd) >= MOST_LINES:
            transport.close()
        else:
            self._crowd.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        """One less."""
        self._crowd.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library finds commands by name
        """Take a mail in, keep it, answer."""
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        recipients, sender = list(self.envelope.rcpt_tos), self.envelope.mail_from or ""
        # In the folder of the site: there is room for mails where mails are kept.
        with SpooledTemporaryFile(_IN_MEMORY, dir=str(self._drafts)) as spool:
            incoming = _Incoming(spool)
            await self._receive(incoming)
            if incoming.refused:
                answers = [incoming.refused] * len(recipients)
            else:
                answers = await self._door.keep(spool, sender, recipients)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push("\r\n".join(answers) if self.per_recipient else _one_of(answers))

    async def _receive(self, incoming: _Incoming) -> None:
        """Read to the end of the mail. When the other side goes away, the library cancels us."""
        since = 0
        while True:
            try:
                piece, ends = await self._reader.readuntil(b"\r\n"), True
            except asyncio.LimitOverrunError as long:
                piece, ends = await self._reader.read(long.consumed), False
            if not incoming.take(piece, ends=ends):
                return
            since += len(piece)
            if since > _PIECE:
                since = 0
                self._reset_timeout()


class Lmtp(_Spooling, LMTP):
    """For a mail server of ours."""

    per_recipient = True


class Smtp(_Spooling):
    """For whoever speaks nothing else."""


class _Handler:
    """The library asks this for each recipient."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def handle_RCPT(  # noqa: N802 - the library's name and shape
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Is it one of ours?"""
        if len(envelope.rcpt_tos) >= MOST_LINES:
            return "452 4.5.3 Too many recipients"
        answer = await self._door.is_known(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_exception(self, error: Exception) -> str:  # noqa: ARG002
        """Whatever went wrong, the sender tries again; what it was is not theirs to read."""
        return LATER


def pieces_of(file: IO[bytes], head: bytes) -> Iterator[bytes]:
    """`head`, then the file, a piece at a time."""
    yield head
    while piece := file.read(_PIECE):
        yield piece


def _one_of(answers: Sequence[str]) -> str:
    """SMTP has one answer for all: if one of them is to be tried again, all are; what is kept is kept once."""
    for beginning in ("4", "5"):
        for answer in answers:
            if answer.startswith(beginning):
                return answer
    return answers[0]
