"""Bytes kept under the name of their content: written once, whole or not at all, never changed.

A folder by default (`FolderStore`). What is put is on the disk, its place in the folder included, before `put` returns;
a crash before that leaves at most a draft that nobody refers to. The same bytes twice are one file.
"""

import hashlib
import mmap
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kikitori.foundation.mail.transfer import Bytes

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What was put: SHA-256 of the content in hex, and its length in bytes."""

    digest: str
    size: int


class NotStored(Exception):
    """Nothing is kept under this name."""


class FolderStore:
    """Files below one folder, in subfolders by the first signs of their names; readable by us alone."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, pieces: Iterable[bytes]) -> Stored:
        """Keep these bytes. Never more of them in memory than a piece. Raises OSError (no room, no right)."""
        drafts = self.root / "drafts"
        drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=drafts)
        try:
            with os.fdopen(descriptor, "wb") as draft:
                for piece in pieces:
                    draft.write(piece)
                    digest.update(piece)
                    size += len(piece)
                draft.flush()
                os.fsync(draft.fileno())
            target = self._place(digest.hexdigest())
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            Path(name).replace(target)
            _sync(target.parent)
            _sync(target.parent.parent)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise
        return Stored(digest.hexdigest(), size)

    @contextmanager
    def opened(self, digest: str) -> Iterator[Bytes]:
        """The bytes as a map of the file, not read into memory. Raises NotStored."""
        try:
            with self._place(digest).open("rb") as file:
                if os.fstat(file.fileno()).st_size == 0:
                    yield b""
                    return
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
                    yield mapped
        except FileNotFoundError as gone:
            raise NotStored(digest) from gone

    def remove(self, digest: str) -> None:
        """Forget them. What is not there is no error."""
        self._place(digest).unlink(missing_ok=True)

    def forget_drafts(self, *, older_than: float) -> int:
        """Remove what a crash left half written and nobody has added to for so many seconds; how many they were."""
        done = 0
        for draft in (self.root / "drafts").glob("*"):
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < time.time() - older_than:
                    draft.unlink()
                    done += 1
        return done

    def kept(self, *, older_than: float) -> Iterator[str]:
        """The names of all files that were put, the last time, at least so many seconds ago."""
        for file in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):
                if _NAME.fullmatch(file.name) and file.stat().st_mtime < time.time() - older_than:
                    yield file.name

    def _place(self, digest: str) -> Path:
        if not _NAME.fullmatch(digest):
            raise NotStored(digest)
        return self.root / digest[:2] / digest[2:4] / digest


def _sync(folder: Path) -> None:
    """Make the entry of a new file last: without this a power cut can lose a file that was itself written out."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
