"""One mail opened: its row, if this reader sees it, and what is read of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import Http404

from kikitori.casework.mails_seen import mails_seen
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.desk.mails.mail_words import can_act, file_word
from kikitori.records.letters.labels import SCAN
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.mails import Attachment, Mail
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

#: Pictures that browsers only ever paint; an SVG is a program.
RASTER = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
HEAD = 4096


def mail_or_404(actor: Actor, number: int) -> Mail:
    """The mail of this number if the actor sees it. One query."""
    seen = mails_seen(actor).select_related("complaint", "word", "letter", "decided_by", "mailbox")
    found = seen.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Opened:
    """A mail and what is in it."""

    mail: Mail

    @cached_property
    def reading(self) -> Reading | None:
        """As it was filed, or as a person has chosen; None where its bytes are gone from the store.

        Its texts alone: what is enclosed can be read only while the bytes are open (serving.py).
        """
        return self.read_as(self.mail.read_as)

    def read_as(self, charset: str) -> Reading | None:
        """As it would be read by this charset."""
        try:
            with raw_of(self.mail) as raw:
                return read_mail(raw, charset=charset)
        except NotStored:
            return None

    @property
    def is_anonymous(self) -> bool:
        """Does it belong to a complaint whose maker must not be found out?"""
        return self.mail.complaint is not None and self.mail.complaint.anonymous

    @cached_property
    def files(self) -> list[File]:
        """What is enclosed, in its order."""
        return [File(row) for row in self.mail.attachments.all()]


@dataclass(frozen=True)
class File:
    """Something enclosed, as a list shows it."""

    row: Attachment

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return file_word(self.row.found)

    @property
    def acts(self) -> bool:
        """Can it do something when it is opened?"""
        return can_act(self.row.found)

    @property
    def is_picture(self) -> bool:
        """Can a browser show it without danger?"""
        return self.row.found in RASTER and not self.warning

    @property
    def warning(self) -> str:
        """What the scanner says, where that is not „clean“; empty where nothing is scanned here."""
        return scan_warning(self.row)


def scan_warning(row: Attachment) -> str:
    """What must be said before this file is handed out; empty where nothing must."""
    if row.scan in (Scan.INFECTED, Scan.FAILED):
        return str(SCAN[Scan(row.scan)])
    if settings.ENVIRONMENT.clamav and row.scan != Scan.CLEAN:
        return str(SCAN[Scan.FAILED])
    return ""


def found_kind(head: bytes) -> str:
    """What a file is whose first bytes these are."""
    return kind_of(head[:HEAD])
