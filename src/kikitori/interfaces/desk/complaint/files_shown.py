"""A file of ours as a page shows it: what it is by its bytes, and what is to be known before it goes or is opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.casework.enclosures import is_handed_out
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.mails.mail_words import can_act, file_word
from kikitori.interfaces.look import words
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.file_rules import is_misnamed
from kikitori.records.letters.labels import SCAN, SCAN_PART
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.letters.post_terms import ScanPart


@dataclass(frozen=True)
class Enclosed:
    """One file. Its complaint is at hand."""

    row: Enclosure

    @property
    def name(self) -> str:
        """What it is called; a word for it where it has no name."""
        return self.row.name or _("(no name)")

    @property
    def kind(self) -> str:
        """What it is, in words; of a scan, what it shows as well."""
        kind = file_word(self.row.found)
        return f"{SCAN_PART[ScanPart(self.row.part)]} · {kind}" if self.row.part else kind

    @property
    def address(self) -> str:
        """Where it is handed out; empty where it is not, for it is not known to be clean."""
        if self.row.complaint is None or not is_handed_out(self.row):
            return ""
        return f"{complaint_address(self.row.complaint.reference)}files/{self.row.pk}/"

    @property
    def is_theirs(self) -> bool:
        """Did the complainant hand it in? Then it may prove something, and its custody is told."""
        return self.row.added_by_id is None

    @property
    def kept_at(self) -> str:
        """Since when it has been here, to the minute, where the organisation is."""
        zone = timezone.get_current_timezone()
        return words.moment(self.row.added_at, words.language(get_language()), zone)

    @property
    def has_virus(self) -> bool:
        """Was one found in it?"""
        return self.row.scan == Scan.INFECTED.value

    @property
    def scan_word(self) -> str:
        """What stands in the way of its being sent; empty where nothing does."""
        if is_handed_out(self.row):
            return ""
        return str(SCAN[Scan(self.row.scan)]) if self.row.scan else _("Being checked for viruses")

    @property
    def cautions(self) -> list[str]:
        """What its sender should know; nothing of it keeps the file from going."""
        found = []
        if is_misnamed(self.row.name, self.row.found):
            found.append(_("Its name says otherwise"))
        if can_act(self.row.found):
            found.append(_("Can do harm when opened"))
        if self.row.tells_more:
            found.append(_("May tell where and with what it was taken"))
        return found
