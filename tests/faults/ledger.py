"""The tests' own book of what was sent and what was answered, kept apart from everything the product keeps.

What is compared in the end is the text itself, by its SHA-256, and never a counter of the product's.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Sent:
    """A complaint that was sent. Without an answer its reference is empty, and it may or may not exist."""

    token: str
    sha256: str
    reference: str = ""
    locator: str = ""


@dataclass(frozen=True)
class Taken:
    """A step that was answered with success: it must have happened exactly once. `sha256` of its words, if any."""

    reference: str
    step: str
    sha256: str = ""


class Ledger:
    """Written from many threads; every line is on disk before the next request goes out."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._file = path.open("a", encoding="utf-8")
        self.sent: dict[str, Sent] = {}
        self.taken: list[Taken] = []
        self.broken = 0
        #: Answers nobody should ever get here, with what was asked.
        self.refused: list[str] = []
        self.statuses: Counter[int] = Counter()

    def note_sent(self, sent: Sent) -> None:
        """A complaint is about to be sent (no reference), or has been answered."""
        with self._lock:
            self.sent[sent.token] = sent
            self._write("complaint", asdict(sent))

    def note_taken(self, taken: Taken) -> None:
        """A step was answered with success."""
        with self._lock:
            self.taken.append(taken)
            self._write("step", asdict(taken))

    def note_answer(self, status: int) -> None:
        """Some answer came."""
        with self._lock:
            self.statuses[status] += 1

    def note_broken(self) -> None:
        """A connection broke."""
        with self._lock:
            self.broken += 1

    def note_refused(self, what: str) -> None:
        """An answer that should not have come."""
        with self._lock:
            self.refused.append(what)
            self._write("refused", {"what": what})

    @property
    def answered(self) -> list[Sent]:
        """Complaints whose number reached their sender."""
        return [sent for sent in self.sent.values() if sent.reference]

    def close(self) -> None:
        """Close the book."""
        self._file.close()

    def _write(self, kind: str, values: dict[str, str]) -> None:
        self._file.write(json.dumps({"kind": kind, **values}, ensure_ascii=False) + "\n")
        self._file.flush()
