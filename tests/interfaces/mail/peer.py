"""An IMAP server that does wrong on purpose, one thing at a time; it writes down what it was told."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

DATE = '"20-Nov-2026 01:02:03 +0000"'


@dataclass
class Peer:
    """Holds `mails` by number. `faults`: what it does wrong; see the methods."""

    mails: dict[int, bytes]
    faults: frozenset[str] = frozenset()
    capabilities: str = "IMAP4rev1"
    validity: int = 7
    told: list[str] = field(default_factory=list)
    port: int = 0
    _mailed: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def listening(self) -> Iterator[Peer]:
        """At work on a port of loopback."""
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
            door.settimeout(0.2)
            stop = threading.Event()
            thread = threading.Thread(target=self._serve, args=(door, stop), daemon=True)
            thread.start()
            try:
                yield self
            finally:
                stop.set()
                thread.join(10)

    def _serve(self, door: socket.socket, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                line, _from = door.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(20)
        with line, line.makefile("rwb") as stream:
            stream.write(f"* OK [CAPABILITY {self.capabilities}] ready\r\n".encode())
            stream.flush()
            try:
                while (said := stream.readline().decode("latin-1").rstrip("\r\n")) and self._answer(
                    stream, said
                ):
                    stream.flush()
            except OSError:
                return

    def _answer(self, stream, said: str) -> bool:
        self.told.append(said)
        tag, _, rest = said.partition(" ")
        words = rest.upper()
        if words.startswith("CAPABILITY"):
            stream.write(f"* CAPABILITY {self.capabilities}\r\n".encode())
        elif words.startswith("AUTHENTICATE"):
            stream.write(b"+ \r\n")
            stream.flush()
            self.told.append(stream.readline().decode("latin-1").strip())
        elif words.startswith("LOGIN") and "login" in self.faults:
            stream.write(f"{tag} NO I will tell everybody: {rest}\r\n".encode())
            return True
        elif words.startswith(("SELECT", "EXAMINE")):
            stream.write(
                f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] valid\r\n".encode()
            )
        elif words.startswith("UID SEARCH"):
            stream.write(f"* SEARCH {' '.join(map(str, self.mails))}\r\n".encode())
        elif words.startswith("UID FETCH"):
            return self._fetch(stream, tag, rest)
        stream.write(f"{tag} OK done\r\n".encode())
        return True

    def _fetch(self, stream, tag: str, rest: str) -> bool:
        numbers = _set(rest.split()[2])
        part = re.search(r"BODY\.PEEK\[\]<(\d+)\.(\d+)>", rest)
        for place, (number, content) in enumerate(self.mails.items(), 1):
            if number not in numbers:
                continue
            if part is None:
                if f"speechless {number}" in self.faults:
                    stream.write(f"{tag} NO that one is broken\r\n".encode())
                    return True
                size = {"small": 1, "large": len(content) + 999}.get(self._lie(), len(content))
                date = '"99-Foo-2026"' if f"date {number}" in self.faults else DATE
                row = f"* {place} FETCH (UID {number} INTERNALDATE {date} RFC822.SIZE {size})\r\n"
                stream.write((row * (2 if "twice" in self.faults else 1)).encode())
                continue
            if f"broken {number}" in self.faults:
                stream.write(f"{tag} NO that one is broken\r\n".encode())
                return True
            at, length = int(part[1]), int(part[2])
            piece = content[at : at + length]
            head = f"* {place} FETCH (UID {number} BODY[]<{at}> {{{len(piece)}}}\r\n".encode()
            if f"cut {number}" in self.faults:
                stream.write(head + piece[: len(piece) // 2])
                stream.flush()
                return False
            stream.write((head + piece + b")\r\n") * (2 if "twice" in self.faults else 1))
        stream.write(f"{tag} OK done\r\n".encode())
        return True

    def _lie(self) -> str:
        return next((fault for fault in self.faults if fault in ("small", "large")), "")


def _set(text: str) -> set[int]:
    found: set[int] = set()
    for each in text.split(","):
        first, _, last = each.partition(":")
        found |= set(range(int(first), int(last or first) + 1))
    return found
