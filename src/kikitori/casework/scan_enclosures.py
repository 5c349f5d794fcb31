"""Have files of ours scanned 検査 before they leave the house, and forget the bytes of those that nobody refers to."""

import logging
from collections.abc import Iterator
from datetime import datetime

from kikitori.casework.errors import Refused
from kikitori.casework.schedule_reply import JOB
from kikitori.foundation import jobs
from kikitori.foundation.clamav import NotScanned, find_virus
from kikitori.foundation.storage import NotStored
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import PendingState
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.raw import content_of, enclosure_store, in_pieces
from kikitori.records.people.actor import Actor
from kikitori.records.referral.leaflets import Leaflet

_AT_MOST = 200
#: So many in a row that cannot be scanned: the scanner is away, and there is no use in asking it again now.
_PATIENCE = 3
logger = logging.getLogger(__name__)


def scan_enclosures(actor: Actor, scanner: str, *, now: datetime, again: bool = False) -> int:
    """Have those looked at that nobody has looked at yet; `again`: those that could not be. Returns how many were.

    Each is written down by itself; no transaction waits for the scanner. Replies that waited for it go on at once.
    Raises Refused.
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    wanted = Scan.FAILED.value if again else ""
    done = failed = 0
    for row in _unseen(wanted):
        found = _scanned(row, scanner)
        row.scan = found.value
        row.save(update_fields=["scan"])
        failed = failed + 1 if found is Scan.FAILED else 0
        done += found is not Scan.FAILED
        if failed >= _PATIENCE:
            break
    if done:
        _let_go(now)
    return done


def _unseen(wanted: str) -> Iterator[Enclosure | Leaflet]:
    """What we send, and what we hand out of bodies outside: leaflets are few, and first."""
    yield from Leaflet.objects.filter(scan=wanted).order_by("-id")[:_AT_MOST].iterator(chunk_size=1)
    yield from Enclosure.objects.filter(scan=wanted).order_by("-id")[:_AT_MOST].iterator(chunk_size=1)


def _scanned(row: Enclosure | Leaflet, scanner: str) -> Scan:
    try:
        content = bytes(row.raw) if isinstance(row, Leaflet) else content_of(row)
        verdict = find_virus(scanner, in_pieces(content))
    except (NotScanned, NotStored) as why:
        logger.warning("file not scanned", extra={"why": str(why)})
        return Scan.FAILED
    return Scan.CLEAN if verdict.is_clean else Scan.INFECTED


def _let_go(now: datetime) -> None:
    """Replies with files whose moment has come: each looks by itself whether it may go now."""
    late = PendingReply.objects.filter(
        state=PendingState.WAITING.value, goes_at__lte=now, enclosures__isnull=False
    )
    for pending in late.distinct().values_list("pk", flat=True):
        jobs.defer(JOB, queueing_lock=f"reply:{pending}", pending_id=pending)


def forget_unused_files(*, older_than: float) -> int:
    """Remove large files from the store that no row has referred to for so many seconds. Returns how many.

    What is put again gets a new age, so that a file whose row is just being written is never among them.
    """
    store, done = enclosure_store(), 0
    for digest in store.kept(older_than=older_than):
        if not Enclosure.objects.filter(digest=digest).exists():
            store.remove(digest)
            done += 1
    return done
