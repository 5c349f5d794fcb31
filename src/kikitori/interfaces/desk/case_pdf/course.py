"""What happened and what was written: the timeline and the letters, as items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kikitori.interfaces.desk.case_pdf.items import Item
from kikitori.interfaces.desk.case_pdf.matter import at, short
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.timeline import Entry as Told
from kikitori.interfaces.desk.complaint.timeline import as_entries
from kikitori.records.access.case_file import Meant, Section
from kikitori.records.access.visibility import events_seen_by
from kikitori.records.complaints.terms import Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.labels import LETTER_KIND, LETTER_STATE, MEDIUM
from kikitori.records.letters.models import Letter
from kikitori.records.letters.record_blocks import Entry, Facts, Heading, Said

#: More of each than these are no paper anybody reads; the newest are in it, and it says so.
MOST_EVENTS, MOST_LETTERS = 1000, 300
#: From here every day is told in full: „today“ means nothing to whoever reads it in a year.
_FAR = datetime(1900, 1, 1, tzinfo=UTC)
_MEANT = {
    Visibility.PUBLIC.value: Meant.EVERYBODY,
    Visibility.INTERNAL.value: Meant.HOUSE,
    Visibility.CONFIDED.value: Meant.CONFIDED,
}


@dataclass(frozen=True)
class Course:
    """The course of one complaint as its reader may know it; `house`: in our own words, with what is ours alone."""

    standing: Standing
    house: bool

    @cached_property
    def events(self) -> list[Event]:
        """Oldest first; of more than MOST_EVENTS the newest. One query."""
        seen = events_seen_by(self.standing.actor, self.standing.complaint)
        if not self.house:
            seen = seen.filter(visibility=Visibility.PUBLIC.value)
        return list(seen.select_related("actor_staff").order_by("-pk")[:MOST_EVENTS])[::-1]

    @cached_property
    def letters(self) -> list[tuple[Letter, Meant]]:
        """With their texts, oldest first, each meant as the step was that wrote it. Two queries.

        One of a step that this reader must not know of is not there.
        """
        complaint = self.standing.complaint
        rows = list(complaint.letters.select_related("posting").order_by("-pk")[:MOST_LETTERS])[::-1]
        confided = complaint.events.filter(visibility=Visibility.CONFIDED.value)
        hidden = set(confided.values_list("pk", flat=True))
        seen = {event.pk for event in self.events if event.visibility == Visibility.CONFIDED.value}
        found = []
        for row in rows:
            step = _step_of(row)
            if step not in hidden:
                found.append((row, Meant.EVERYBODY))
            elif step in seen:
                found.append((row, Meant.CONFIDED))
        return found

    def items(self) -> Iterator[Item]:
        """Entries, then letters."""
        yield from self._entries()
        for letter, meant in self.letters:
            yield self._letter(letter, meant)

    def _entries(self) -> Iterable[Item]:
        far = replace(self.standing, now=_FAR)
        meant = {event.pk: _MEANT[event.visibility] for event in self.events}
        for told in as_entries(far, self.events, public=not self.house):
            yield self._entry(told, meant[told.pk])

    def _entry(self, told: Told, meant: Meant) -> Item:
        when, ours = at(self.standing, told.at), meant is not Meant.EVERYBODY
        entry = Entry(
            when=when,
            who=told.who,
            sentence=told.told.sentence,
            text=f"{told.text.beginning}{told.text.rest}",
            lines=(*told.told.lines, *(_("Enclosed: %(name)s") % {"name": each.name} for each in told.files)),
            word=_("Internal") if ours else "",
            tone="internal" if ours else "",
        )
        label = f"{when} · {short(told.told.sentence)}"
        return Item(f"event-{told.pk}", Section.TIMELINE, meant, label, (entry,))

    def _letter(self, row: Letter, meant: Meant) -> Item:
        written = at(self.standing, row.written_at)
        kind, posting = LETTER_KIND[LetterKind(row.kind)], getattr(row, "posting", None)
        rows = [
            (pgettext("letter", "Kind"), str(kind)),
            (pgettext("letter", "Number"), posting.number if posting else ""),
            (pgettext("letter", "Written"), written),
            (pgettext("letter", "To"), "\n".join(each for each in (row.to_name, row.to_address) if each)),
            (
                pgettext("letter", "By"),
                f"{MEDIUM[Medium(row.medium)]} – {LETTER_STATE[LetterState(row.state)]}",
            ),
        ]
        heading = Heading(f"{written} – {short(row.subject)}")
        blocks = (heading, Facts([each for each in rows if each[1]]), Said(row.body))
        return Item(f"letter-{row.pk}", Section.LETTERS, meant, f"{written} · {short(row.subject)}", blocks)


def _step_of(letter: Letter) -> int:
    """The entry whose step wrote it: its key begins with that number."""
    number, _colon, _rest = letter.key.partition(":")
    return int(number) if number.isdigit() else 0
