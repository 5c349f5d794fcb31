"""What can go wrong on the way to a mailbox, as one of a few classes. What a server said stays out of it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, EIO, ENOSPC, EROFS

from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError

from kikitori.records.letters.mail_terms import MailTrouble

_OUR_DISK = frozenset({ENOSPC, EDQUOT, EROFS, EIO})


class Troubled(Exception):
    """This mailbox cannot be worked on just now; `kind` says why."""

    def __init__(self, kind: MailTrouble) -> None:
        super().__init__(kind.value)
        self.kind = kind


class OwnDisk(Exception):
    """Our own store could not take a mail in."""


@contextmanager
def told_apart(usual: MailTrouble = MailTrouble.PROTOCOL) -> Iterator[None]:
    """Turn whatever a server, the network or a library throws into Troubled. `usual`: what a plain „no“ means here."""
    try:
        yield
    except Troubled:
        raise
    except ssl.SSLCertVerificationError as wrong:
        raise Troubled(MailTrouble.CERTIFICATE) from wrong
    except LoginError as refused:
        raise Troubled(MailTrouble.SIGN_IN) from refused
    except CapabilityError as lacking:
        raise Troubled(usual) from lacking
    except (IMAPClientAbortError, OSError) as cut:
        raise Troubled(MailTrouble.UNREACHABLE) from cut
    except (IMAPClientError, ValueError, KeyError, IndexError, AssertionError, TypeError) as strange:
        # A server may answer anything; the libraries that read it throw accordingly.
        raise Troubled(usual) from strange


def is_our_disk(error: OSError) -> bool:
    """No room, or no way to write, on our side."""
    return error.errno in _OUR_DISK
