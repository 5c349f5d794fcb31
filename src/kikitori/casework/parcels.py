"""Parcels 預かりファイル: files that a complainant hands in at the portal, kept until what they belong to is sent.

Kept in the transaction that takes them in, so that no wrong field, no other language and no broken connection later on
costs one. They belong to nobody but the page they were handed in on, and change no complaint before it is sent; what is
never sent is forgotten after a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kikitori.casework import once
from kikitori.casework.enclosures import SCAN_JOB, Enclosed, FileGiven, judged, same_as
from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.foundation import jobs
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import LARGEST_PARCEL
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.models import Message
from kikitori.records.letters.parcels import Parcel
from kikitori.records.people.actor import Actor
from kikitori.records.voices.appointments import Appointment

_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose parcel it is. `token`: of a complaint not sent yet, known to its page alone; or `complaint`, one's own.

    The holder of a slip has one parcel, whatever page or device they are at; whom they have appointed (`party`) has
    another.
    """

    token: str = ""
    complaint: Complaint | None = None
    party: int | None = None

    @property
    def key(self) -> str:
        """What is stored of it."""
        if self.complaint is not None and self.party is not None:
            return once.key_of("parcel-of-party", f"{self.complaint.pk}.{self.party}")
        if self.complaint is not None:
            return once.key_of("parcel-of-complaint", str(self.complaint.pk))
        return once.key_of("parcel", self.token)


@dataclass(frozen=True, slots=True)
class Handed:
    """What is to be sent out of a parcel. `files`: those their sender saw on the page; None: all there are."""

    owner: Owner
    files: tuple[int, ...] | None = None


def in_parcel(owner: Owner) -> QuerySet[Enclosure]:
    """What lies in it and has not been sent, without the bytes, as it was handed in. One query."""
    return handed_in_by(owner).filter(complaint__isnull=True)


def handed_in_by(owner: Owner) -> QuerySet[Enclosure]:
    """The same with what was sent as part of a complaint, for whoever looks at its page once more. One query."""
    return Enclosure.objects.filter(parcel__key=owner.key).defer("raw").order_by("pk")


def hand_in(actor: Actor, owner: Owner, files: Sequence[FileGiven], *, now: datetime) -> Enclosed:
    """Keep these files; what is refused is named, and the others are kept all the same. The same file twice is one.

    Photographs are kept without place, time and device. Locks the parcel (advisory) until commit. Raises Refused.
    """
    decision = may(actor, Permission.SPEAK if owner.complaint else Permission.RECEIVE, owner.complaint)
    if not decision.allowed:
        raise Refused(decision)
    done = Enclosed(None)
    with transaction.atomic():
        once.wait_for_turn(owner.key)
        parcel, _new = Parcel.objects.update_or_create(key=owner.key, defaults={"touched_at": now})
        there = list(in_parcel(owner))
        for each in files:
            row = judged(each, there, done, bare=True, whole=LARGEST_PARCEL)
            if row is None:
                continue
            if before := same_as(row, there):
                done.again.append(before)
            else:
                row.parcel, row.added_at = parcel, now
                row.save()
                there.append(row)
                done.added.append(row)
        if done.added and settings.ENVIRONMENT.clamav:
            jobs.defer(SCAN_JOB, queueing_lock=SCAN_JOB)
    return done


def take_out(owner: Owner, number: int) -> bool:
    """Forget one of its files. Returns whether it was there; one that was sent stays, and so does everybody else's."""
    return bool(_forget(owner, pk=number))


def empty_parcel(owner: Owner) -> None:
    """Forget all that has not been sent."""
    _forget(owner)


def _forget(owner: Owner, **which: int) -> int:
    """Waits for whoever is sending it: the condition that it is not sent must be asked after them."""
    with transaction.atomic():
        once.wait_for_turn(owner.key)
        numbers = list(in_parcel(owner).filter(**which).values_list("pk", flat=True))
        deleted, _ = Enclosure.objects.filter(pk__in=numbers).delete()
    return deleted


def touch_parcel(owner: Owner, now: datetime) -> None:
    """Its owner is still writing: the day begins anew."""
    Parcel.objects.filter(key=owner.key).update(touched_at=now)


def send_along(
    handed: Handed,
    complaint: Complaint,
    *,
    message: Message | None = None,
    appointment: Appointment | None = None,
) -> list[Enclosure]:
    """They belong to the complaint from now on: to what was said with them, to whom it appoints, or to its story.

    In a step's transaction.

    Raises NotNow: FILES_CHANGED where one of them is there no more, VIRUS_FOUND; then nothing is sent.
    """
    once.wait_for_turn(handed.owner.key)
    rows = list(in_parcel(handed.owner).select_for_update(of=("self",)))
    if handed.files is not None:
        rows = [row for row in rows if row.pk in handed.files]
        if len(rows) != len(set(handed.files)):
            raise NotNow(Obstacle.FILES_CHANGED)
    for row in rows:
        if row.scan == Scan.INFECTED.value:
            raise NotNow(Obstacle.VIRUS_FOUND, row.name)
    numbers = [row.pk for row in rows]
    if appointment is not None:
        own = Enclosure.objects.filter(pk__in=numbers)
        own.update(complaint=complaint, appointment=appointment, parcel=None)
    elif message is not None:
        Enclosure.objects.filter(pk__in=numbers).update(complaint=complaint, message=message, parcel=None)
    elif numbers:
        Enclosure.objects.filter(pk__in=numbers).update(complaint=complaint)
    return rows


def forget_repeated(handed: Handed, message: Message) -> Handed:
    """The same page was sent twice: what came again with it and lies with `message` already is not handed in anew.

    Returns what is left to be sent: files that came only now.
    """
    once.wait_for_turn(handed.owner.key)
    sent = set(message.enclosures.values_list("digest", "name"))
    rows = [row for row in in_parcel(handed.owner) if handed.files is None or row.pk in handed.files]
    again = {row.pk for row in rows if (row.digest, row.name) in sent}
    Enclosure.objects.filter(pk__in=again).delete()
    return Handed(handed.owner, tuple(row.pk for row in rows if row.pk not in again))


def forget_unsent(now: datetime) -> int:
    """Drop what was handed in and not sent within a day, and parcels with nothing in them. Returns how many files.

    Waits for nobody: what somebody adds to, writes on with or sends at this very moment is left to them.
    """
    old = now - _FORGOTTEN
    with transaction.atomic():
        # A locked parcel takes nothing in. Empty ones are among them: a file that is not there has no complaint.
        idle = Parcel.objects.filter(touched_at__lt=old, enclosures__complaint__isnull=True)
        parcels = set(idle.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
        unsent = Enclosure.objects.filter(complaint__isnull=True, parcel__in=parcels)
        files = list(unsent.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
        deleted, _ = Enclosure.objects.filter(pk__in=files).delete()
        Parcel.objects.filter(pk__in=parcels, enclosures__isnull=True).delete()
    return deleted
