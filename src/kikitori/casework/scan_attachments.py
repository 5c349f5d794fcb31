"""Scan 検査: what a virus scanner says of attachments. Optional; nothing is ever deleted for it.

What has been found keeps a file from being opened by accident, and so does not being sure.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from kikitori.casework.errors import Refused
from kikitori.foundation.clamav import NotScanned, find_virus
from kikitori.foundation.mail.reading import read_mail
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

#: Older ones are looked at no more by themselves.
_SINCE = timedelta(days=2)
_AT_MOST = 200
#: So many in a row that cannot be scanned: the scanner is away, and there is no use in asking it again now.
_PATIENCE = 3
logger = logging.getLogger(__name__)


def scan_attachments(actor: Actor, scanner: str, *, now: datetime, again: bool = False) -> int:
    """Have those looked at that nobody has looked at yet; `again`: those that could not be. Returns how many were.

    `scanner`: where ClamAV's daemon listens. Each is written down by itself; no transaction waits for the scanner.
    Raises Refused.
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    wanted = Scan.FAILED.value if again else ""
    done = failed = 0
    for mail, numbers in _unscanned(wanted, now):
        for number, scan in _scanned(mail, numbers, scanner):
            Attachment.objects.filter(mail=mail, number=number).update(scan=scan.value)
            failed = failed + 1 if scan is Scan.FAILED else 0
            done += scan is not Scan.FAILED
            if failed >= _PATIENCE:
                return done
    return done


def _unscanned(wanted: str, now: datetime) -> Iterator[tuple[Mail, list[int]]]:
    """Mails with the numbers of attachments in this state, the newest first."""
    found = Attachment.objects.filter(scan=wanted, mail__arrived_at__gt=now - _SINCE)
    rows = found.order_by("-mail__arrived_at", "-mail_id", "number").values_list("mail_id", "number")
    by_mail: dict[int, list[int]] = {}
    for mail, number in islice(rows, _AT_MOST):
        by_mail.setdefault(mail, []).append(number)
    for mail, numbers in by_mail.items():
        yield Mail.objects.get(pk=mail), numbers


def _scanned(mail: Mail, numbers: list[int], scanner: str) -> Iterator[tuple[int, Scan]]:
    with raw_of(mail) as raw:
        enclosed = read_mail(raw, charset=mail.read_as).attachments
        for number in numbers:
            if number >= len(enclosed):
                continue
            try:
                verdict = find_virus(scanner, enclosed[number].content())
            except NotScanned as why:
                logger.warning("attachment not scanned", extra={"why": str(why)})
                yield number, Scan.FAILED
                continue
            yield number, Scan.CLEAN if verdict.is_clean else Scan.INFECTED
