"""What a complaint is bound to: links, complaints joined here, the mass complaint it belongs to.

What the reader does not see at the other end is not there for them: no line, no number of lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import LINK, LINK_BACK
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import LinkKind
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.terms import AppointmentState

if TYPE_CHECKING:
    from kikitori.interfaces.desk.complaint.standing import Standing


@dataclass(frozen=True, slots=True)
class Tie:
    """One line: how the other complaint stands to this one. `link`: the row that can be taken away, or 0."""

    label: str | Lazy
    other: Complaint
    reason: str = ""
    link: int = 0


@dataclass(frozen=True)
class Bound:
    """All of it. At most two queries beside the case file's own."""

    standing: Standing

    @cached_property
    def ties(self) -> list[Tie]:
        """What was joined here first, then links, oldest first."""
        here, rows = self.standing.complaint, self.standing.file.links
        ends = {row.pk: row.other_id if row.one_id == here.pk else row.one_id for row in rows}
        joined = self.standing.file.joined_here
        onward = [here.merged_into_id] if here.merged_into_id else []
        wanted = [*ends.values(), *joined, *onward]
        if not wanted:
            return []
        seen = visible_to(self.standing.actor).only("reference", "title", "language", "state", "ending")
        found = seen.in_bulk(wanted)
        return [
            *(Tie(_("Goes on in"), found[number]) for number in onward if number in found),
            *(Tie(_("Joined with this one"), found[number]) for number in joined if number in found),
            *(
                Tie(label_of(row.kind, back=row.other_id == here.pk), found[ends[row.pk]], row.reason, row.pk)
                for row in rows
                if ends[row.pk] in found
            ),
        ]

    @cached_property
    def spoken_for(self) -> list[Appointment]:
        """Who speaks for the complainant in what was joined here: they get no letters of this one. One query."""
        seen = [tie.other.pk for tie in self.ties if tie.other.pk in self.standing.file.joined_here]
        if not seen:
            return []
        rows = Appointment.objects.filter(complaint__in=seen, state=AppointmentState.CONFIRMED.value)
        return list(rows.select_related("complaint").order_by("pk"))

    @property
    def links(self) -> list[Tie]:
        """Those that can be taken away."""
        return [tie for tie in self.ties if tie.link]

    @property
    def belonging(self) -> tuple[int, str] | None:
        """Number and title of the mass complaint it belongs to. Whoever sees a child sees that."""
        return self.standing.file.belonging


def label_of(kind: str, *, back: bool) -> str | Lazy:
    """How the other one stands to this one; `back`: the link was made from there."""
    word = LinkKind(kind)
    return LINK_BACK[word] if back else LINK[word]
