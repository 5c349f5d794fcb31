"""A small client of ClamAV's daemon: is there a virus in these bytes? (clamd(8), INSTREAM)

    find_virus("/run/clamav/clamd.ctl", pieces)        # or "host:3310"

Bytes are sent piece by piece and kept nowhere. Each wait has a limit, and so has the whole.
"""

import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass

#: Seconds to reach it, and for the whole of one file.
_REACH, _WHOLE = 5.0, 60.0
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096
_FOUND, _CLEAN = " FOUND", ": OK"


class NotScanned(Exception):
    """It cannot be reached, has taken too long, refuses the file, or answers what nobody understands."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`virus`: what it is called; empty where nothing was found."""

    virus: str = ""

    @property
    def is_clean(self) -> bool:
        """Was nothing found?"""
        return not self.virus


def address_of(place: str) -> str | tuple[str, int]:
    """The path of a socket, or host and port. Raises ValueError for neither."""
    if place.startswith("/"):
        return place
    host, colon, port = place.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise ValueError("neither the path of a socket nor host:port")
    return host.strip("[]"), int(port)


def find_virus(place: str, pieces: Iterable[bytes]) -> Verdict:
    """Ask the daemon at `place`. Raises NotScanned; ValueError for a place that is none."""
    address = address_of(place)
    until = time.monotonic() + _WHOLE
    try:
        with _reached(address) as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for piece in pieces:
                for at in range(0, len(piece), _PIECE):
                    part = piece[at : at + _PIECE]
                    daemon.settimeout(_left(until))
                    daemon.sendall(struct.pack("!I", len(part)) + part)
            daemon.sendall(struct.pack("!I", 0))
            return _verdict(_answer(daemon, until))
    except (BrokenPipeError, ConnectionResetError) as cut:
        raise NotScanned("it ended the conversation: the file may be too large for it") from cut
    except OSError as trouble:
        raise NotScanned(type(trouble).__name__) from trouble


def _reached(address: str | tuple[str, int]) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=_REACH)
    daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        daemon.settimeout(_REACH)
        daemon.connect(address)
    except OSError:
        daemon.close()
        raise
    return daemon


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotScanned("it has taken too long")
    return left


def _answer(daemon: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        daemon.settimeout(_left(until))
        more = daemon.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    """`stream: OK`, `stream: Eicar-Test-Signature FOUND`; everything else is no verdict."""
    if answer.endswith(_FOUND):
        return Verdict(answer.removesuffix(_FOUND).partition(": ")[2] or "?")
    if answer.endswith(_CLEAN):
        return Verdict()
    raise NotScanned(answer[:80] or "it said nothing")
