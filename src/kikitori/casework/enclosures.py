"""Enclose 添付: add files to what one writes, take them away again, hand them on from draft to reply to what was said.

Like the draft it lies with, a file changes no complaint before its text is said. It is kept in the transaction that
takes it in: no crash, no other window and no change of mind of a colleague costs one. What is refused is named, with
its reason, and the others are kept all the same.
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction

from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.foundation import jobs
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.metadata import without_metadata
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import (
    LARGEST_WHOLE,
    FileFlaw,
    file_name,
    flaw_among,
    flaw_of,
    may_tell_more,
)
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.models import Message
from kikitori.records.letters.raw import LARGEST_IN_ROW, enclosure_store, in_pieces
from kikitori.records.people.actor import Actor

#: The job that has files looked at, and its queueing lock.
SCAN_JOB = "scan_enclosures"
_HEAD = 4096
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file as it was sent to us; its bytes are read only where its size allows it."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(slots=True)
class Enclosed:
    """What has become of files. `draft`: with which they lie; None where its page has been sent already.

    `again`: those that lie there already, handed in once more at the portal.
    """

    draft: Draft | None
    added: list[Enclosure] = field(default_factory=list)
    refused: list[tuple[str, FileFlaw]] = field(default_factory=list)
    again: list[Enclosure] = field(default_factory=list)


def enclose(
    actor: Actor,
    complaint: Complaint,
    *,
    form: Step,
    text: str,
    files: Sequence[FileGiven],
    page: Page,
    now: datetime,
) -> Enclosed:
    """Keep what was typed into `page`, and these files with it. The same file twice is one.

    Pictures for the complainant are kept without place, time and device; of those of a note nothing is taken out, for
    they may prove something. Raises Unseen, Refused, Invalid (the text).
    """
    with transaction.atomic():
        draft = save_draft(actor, complaint, form=form, text=text, page=page, now=now, has_files=True).draft
        if draft is None:
            return Enclosed(None, [], [(file_name(each.name), FileFlaw.PAGE_SENT) for each in files])
        done = Enclosed(draft)
        there = list(draft.enclosures.defer("raw"))
        for each in files:
            row = judged(each, there, done, bare=form is Step.REPLY)
            if row is not None and not is_there(row, there):
                row.complaint, row.draft, row.added_by_id, row.added_at = (
                    complaint,
                    draft,
                    actor.staff_id,
                    now,
                )
                row.save()
                there.append(row)
                done.added.append(row)
        if not there and not draft.text:
            draft.delete()
            done.draft = None
        if done.added and settings.ENVIRONMENT.clamav:
            jobs.defer(SCAN_JOB, queueing_lock=SCAN_JOB)
    return done


def judged(
    given: FileGiven, there: list[Enclosure], done: Enclosed, *, bare: bool, whole: int = LARGEST_WHOLE
) -> Enclosure | None:
    """The file, not saved; None where it is refused, which `done` then says.

    `bare`: without what a picture tells of whoever took it. `whole`: bytes that lie together at most.
    """
    name = file_name(given.name)
    flaw = flaw_of(name, "", given.size) or flaw_among(given.size, [row.size for row in there], whole)
    content = b"" if flaw else given.read()
    kind = kind_of(content[:_HEAD])
    flaw = flaw or flaw_of(name, kind, len(content))
    if flaw:
        done.refused.append((name, flaw))
        return None
    tells_more = False
    if bare and may_tell_more(kind):
        stripped = without_metadata(kind, content)
        content, tells_more = (content, True) if stripped is None else (stripped, False)
    row = Enclosure(name=name, found=kind, size=len(content), tells_more=tells_more)
    try:
        _put(row, content)
    except OSError:
        logger.exception("file not kept")
        done.refused.append((name, FileFlaw.NO_ROOM))
        return None
    return row


def _put(row: Enclosure, content: bytes) -> None:
    """Its bytes, where they lie from now on. Raises OSError."""
    if row.size > LARGEST_IN_ROW:
        row.digest = enclosure_store().put(in_pieces(content)).digest
    else:
        row.digest, row.raw = hashlib.sha256(content).hexdigest(), content


def is_there(row: Enclosure, there: Sequence[Enclosure]) -> bool:
    """The same bytes under the same name."""
    return same_as(row, there) is not None


def same_as(row: Enclosure, there: Sequence[Enclosure]) -> Enclosure | None:
    """The one with the same bytes under the same name."""
    return next((each for each in there if (row.digest, row.name) == (each.digest, each.name)), None)


def take_away(actor: Actor, complaint: Complaint, *, enclosure: int) -> bool:
    """Take a file out of an own draft. Returns whether it was there; one that was sent or handed in stays."""
    own = Enclosure.objects.filter(pk=enclosure, complaint=complaint, draft__staff=actor.own_staff_id)
    deleted, _ = own.delete()
    return bool(deleted)


def files_of_draft(actor: Actor, complaint: Complaint, form: Step, numbers: Sequence[int]) -> list[Enclosure]:
    """These files of own drafts of this form, locked, for whoever sends them now.

    Raises NotNow: FILES_CHANGED where one is there no more (taken away or sent from another window), VIRUS_FOUND.
    """
    if not numbers:
        return []
    own = Enclosure.objects.filter(
        pk__in=numbers, complaint=complaint, draft__staff=actor.own_staff_id, draft__form=form.value
    )
    rows = list(own.select_for_update(of=("self",)).defer("raw").order_by("pk"))
    if len(rows) != len(set(numbers)) or _too_many(rows):
        raise NotNow(Obstacle.FILES_CHANGED)
    for row in rows:
        if row.scan == Scan.INFECTED.value:
            raise NotNow(Obstacle.VIRUS_FOUND, row.name)
    return rows


def _too_many(rows: Sequence[Enclosure]) -> bool:
    """Files of several drafts together must not be more than those of one."""
    return any(flaw_among(row.size, [each.size for each in rows[:n]]) for n, row in enumerate(rows))


def lie_with(
    rows: Sequence[Enclosure],
    *,
    draft: Draft | None = None,
    pending: PendingReply | None = None,
    message: Message | None = None,
) -> None:
    """From now on these files lie there, and nowhere else."""
    if rows:
        numbers = [row.pk for row in rows]
        Enclosure.objects.filter(pk__in=numbers).update(
            draft=draft, pending=pending, message=message, parcel=None
        )


class Scanned(Protocol):
    """A file of ours that is looked at before it leaves the house."""

    scan: str


def is_handed_out(row: Scanned) -> bool:
    """May it leave the house, and be opened in it? Where there is a scanner, only what it has found clean."""
    if settings.ENVIRONMENT.clamav:
        return row.scan == Scan.CLEAN.value
    return row.scan != Scan.INFECTED.value
