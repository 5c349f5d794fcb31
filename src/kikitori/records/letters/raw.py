"""The bytes of a mail, and of a file of ours, wherever they lie: small ones in their row, large ones in the store."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings

from kikitori.foundation.mail.transfer import Bytes
from kikitori.foundation.storage import FolderStore
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mails import Mail

#: What a row takes well; a mail of text and a photograph or two is smaller than this.
LARGEST_IN_ROW = 256 * 1024


def mail_store() -> FolderStore:
    """Where large mails are kept."""
    return FolderStore(settings.ENVIRONMENT.data / "mails")


@contextmanager
def raw_of(mail: Mail) -> Iterator[Bytes]:
    """The bytes as they came. A large one is mapped, not read. Raises NotStored where its file is gone."""
    if mail.raw is not None:
        yield bytes(mail.raw)
        return
    with mail_store().opened(mail.digest) as mapped:
        yield mapped


def in_pieces(raw: bytes) -> Iterable[bytes]:
    """Bytes that are at hand, for who takes pieces."""
    return (raw,)


def enclosure_store() -> FolderStore:
    """Where large files of ours are kept."""
    return FolderStore(settings.ENVIRONMENT.data / "enclosures")


def content_of(row: Enclosure) -> bytes:
    """All of one file; it is no longer than LARGEST_FILE. Raises NotStored where it is gone."""
    if row.raw is not None:
        return bytes(row.raw)
    with enclosure_store().opened(row.digest) as mapped:
        return mapped[:]
