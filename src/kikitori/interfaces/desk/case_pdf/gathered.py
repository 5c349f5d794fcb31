"""A case file as it would be made of one complaint for one reader: its items, and the document they become."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.badges import state_words
from kikitori.interfaces.desk.case_pdf.blacked import TakenOut, taken_out
from kikitori.interfaces.desk.case_pdf.course import MOST_EVENTS, MOST_LETTERS, Course
from kikitori.interfaces.desk.case_pdf.drawn import Easel
from kikitori.interfaces.desk.case_pdf.enclosed import MOST_FILES, files_of
from kikitori.interfaces.desk.case_pdf.items import Item
from kikitori.interfaces.desk.case_pdf.matter import at, matter_of
from kikitori.interfaces.desk.case_pdf.reader_words import FOR_WHOM, SECTION
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.case_file import FileFor, Section
from kikitori.records.complaints.labels import CHANNEL, PARTY_ROLE
from kikitori.records.complaints.terms import Channel, PartyRole
from kikitori.records.letters.record_blocks import Block, Facts, Note, Record
from kikitori.records.letters.record_blocks import Section as Part


@dataclass(frozen=True)
class Gathered:
    """What is on record for this reader, in the language that is active while it is read."""

    standing: Standing
    reader: FileFor

    @property
    def is_ours(self) -> bool:
        """Is it for our own use?"""
        return self.reader is FileFor.HOUSE

    @cached_property
    def course(self) -> Course:
        """Timeline and letters."""
        return Course(self.standing, self.is_ours)

    @cached_property
    def items(self) -> list[Item]:
        """Everything that may be in it, section by section."""
        found = [
            *matter_of(self.standing, house=self.is_ours),
            *self.course.items(),
            *files_of(self.standing),
        ]
        return [item for item in found if item.is_offered(self.reader)]

    def of(self, section: Section) -> list[Item]:
        """The items of one section."""
        return [item for item in self.items if item.section is section]

    @cached_property
    def out(self) -> TakenOut:
        """Names and addresses that are taken out by themselves."""
        return taken_out(self.course, self.reader)

    def record(self, chosen: Collection[str], easel: Easel) -> Record:
        """The document of these items; files are drawn on `easel`."""
        taken = [item for item in self.items if item.key in chosen]
        sections: list[Part] = []
        for section in Section:
            blocks = [block for item in taken if item.section is section for block in easel.shown(item)]
            if blocks:
                sections.append(Part(f"{len(sections) + 1}. {SECTION[section]}", blocks))
        complaint, organisation = self.standing.complaint, self._organisation
        title = _("Case file %(reference)s") % {"reference": complaint.reference}
        return Record(
            language="ja" if (get_language() or "ja").startswith("ja") else "en",
            title=title,
            author=organisation,
            foot=f"{organisation} · {complaint.reference} · {FOR_WHOM[self.reader]}",
            cover=[Facts(self._facts()), *self._remarks(len(self.items) - len(taken))],
            sections=sections,
            index=pgettext("case file", "Contents"),
        )

    @property
    def _organisation(self) -> str:
        return self.standing.organisation.name_in(get_language() or "ja")

    def _facts(self) -> list[tuple[str, str]]:
        complaint, standing = self.standing.complaint, self.standing
        rows = [
            (pgettext("case file", "Made for"), str(FOR_WHOM[self.reader])),
            (pgettext("case file", "Made on"), at(standing, standing.now)),
            (_("Reference"), complaint.reference),
            (_("Title"), complaint.title if self.is_ours else ""),
            (pgettext("case file", "Received"), at(standing, complaint.received_at)),
            (_("By what road"), str(CHANNEL[Channel(complaint.channel)])),
            (_("How it stands"), str(state_words(complaint))),
            *self._people(),
        ]
        return [row for row in rows if row[1]]

    def _people(self) -> list[tuple[str, str]]:
        """Who takes part, by role; whoever is not to be known is blacked out on the way to the paper."""
        found: dict[int, tuple[str, str]] = {}
        for row in self.standing.file.roads:
            anonymous = self.standing.complaint.anonymous and row.role == PartyRole.COMPLAINANT.value
            name = _("Anonymous") if anonymous else row.person.name or _("(no name)")
            found[row.pk] = (str(PARTY_ROLE[PartyRole(row.role)]), name)
        return list(found.values())

    def _remarks(self, left_out: int) -> list[Block]:
        said = []
        if self.is_ours:
            said.append(_("For our own use. It holds what is written among ourselves; do not pass it on."))
        elif self.out.names or self.out.words:
            said.append(
                _(
                    "Where ■■■ stands, names and addresses of other people were taken out. They are not in this file."
                )
            )
        if left_out:
            said.append(
                ngettext(
                    "%(n)s item on record was left out of this file.",
                    "%(n)s items on record were left out of this file.",
                    left_out,
                )
                % {"n": left_out}
            )
        if self._is_cut:
            said.append(_("There is more on record than one document can hold. The newest is in this file."))
        return [Note(each) for each in said]

    @property
    def _is_cut(self) -> bool:
        many = ((Section.TIMELINE, MOST_EVENTS), (Section.LETTERS, MOST_LETTERS), (Section.FILES, MOST_FILES))
        return any(len(self.of(section)) >= most for section, most in many)
