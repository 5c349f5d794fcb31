"""A small daemon that speaks ClamAV's INSTREAM, as far as its manual says; it knows one virus."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: The harmless file every scanner takes for a virus, in two halves so that no scanner objects to this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def daemon(place: Path | None = None, *, answer: bytes | None = None, most: int = 1 << 30) -> Iterator[str]:
    """Listens at a path, or at a port of its own; its address. `answer`: what it always says. `most`: its limit."""
    ear = socket.socket(socket.AF_UNIX) if place else socket.socket()
    ear.bind(str(place) if place else ("127.0.0.1", 0))
    ear.listen()
    address = str(place) if place else f"127.0.0.1:{ear.getsockname()[1]}"
    worker = threading.Thread(target=_serve, args=(ear, answer, most), daemon=True)
    worker.start()
    try:
        yield address
    finally:
        with suppress(OSError):
            ear.shutdown(socket.SHUT_RDWR)
        ear.close()
        worker.join(5)


def _serve(ear: socket.socket, answer: bytes | None, most: int) -> None:
    while True:
        try:
            line, _ = ear.accept()
        except OSError:
            return
        with line, suppress(OSError):
            line.sendall(_say(line, most) if answer is None else (_say(line, most) and answer))


def _say(line: socket.socket, most: int) -> bytes:
    if _read(line, 10) != b"zINSTREAM\0":
        return b"UNKNOWN COMMAND\0"
    held = b""
    while size := struct.unpack("!I", _read(line, 4))[0]:
        held += _read(line, size)
        if len(held) > most:
            return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in held else b"stream: OK\0"


def _read(line: socket.socket, size: int) -> bytes:
    held = b""
    while len(held) < size:
        more = line.recv(size - len(held))
        if not more:
            raise ConnectionError
        held += more
    return held
