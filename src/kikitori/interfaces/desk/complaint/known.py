"""What a stretch of the timeline speaks of, fetched when it is told: messages, questions, offers, letters, names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import get_language

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.models import Automation
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Staff, Team
from kikitori.records.referral.models import Referral
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.models import Verdict
from kikitori.records.voices.petitions import Petition

Row = TypeVar("Row", bound=Model)
#: Entries that are somebody's words, and those that speak of another complaint.
_WORDS = (EventKind.HEARD.value, EventKind.NOTED.value, EventKind.MESSAGE_MOVED.value)
_LINKS = (EventKind.LINKED.value, EventKind.UNLINKED.value)
_OTHERS = (
    *(EventKind.MESSAGE_MOVED.value, EventKind.MERGED.value, EventKind.SEPARATED.value),
    *(EventKind.SPLIT_OFF.value, EventKind.REGROUPED.value, *_LINKS),
)
#: A number as people write it into a note.
_REFERENCE = re.compile(r"(?<![\w/-])K-[0-9]{4}-[0-9]{6,9}(?![0-9])")
#: Values of an entry that name a colleague.
_COLLEAGUES = ("to", "before", "assignee", "asked_by", "mentioned", "barred", "staff", "approved_by")
_TEAMS = ("team", "team_before")


def _automation_of(event: Event) -> str:
    """The number of the automation that took this step, as text."""
    word, _colon, rest = event.actor_reason.partition(":")
    return rest.partition(":")[0] if word == "automation" else ""


@dataclass(frozen=True)
class Known:
    """Rows by number. `public`: for the complainant's eyes, so without names of staff and internal remarks."""

    standing: Standing
    events: Sequence[Event]
    public: bool = False

    @property
    def language(self) -> str:
        """In which the complainant's own words are."""
        return self.standing.complaint.language

    @cached_property
    def organisation_name(self) -> str:
        """Ours, in the reader's language."""
        reader = self.language if self.public else (get_language() or "ja")
        return self.standing.organisation.name_in(reader)

    @cached_property
    def _messages(self) -> dict[int, Message]:
        return self.standing.complaint.messages.in_bulk(list(self._numbers("message")))

    @cached_property
    def _staff(self) -> dict[int, str]:
        """Names of colleagues; most are known from the steps they took."""
        named = {event.actor_staff.pk: event.actor_staff.name for event in self.events if event.actor_staff}
        missing = self._numbers(*_COLLEAGUES, unless=_OTHERS) - named.keys()
        if missing:
            named |= dict(Staff.objects.filter(pk__in=missing).values_list("pk", "name"))
        return named

    @cached_property
    def _teams(self) -> dict[int, str]:
        """Names of teams it was moved to or from."""
        return dict(Team.objects.filter(pk__in=self._numbers(*_TEAMS)).values_list("pk", "name"))

    @cached_property
    def _automations(self) -> dict[str, str]:
        """Names of the automations that took one of these steps, by number as text. One query where there is one."""
        numbers = {number for event in self.events if (number := _automation_of(event))}
        rows = Automation.objects.filter(pk__in=numbers) if numbers else ()
        return {str(row.pk): row.name for row in rows}

    def automation(self, event: Event) -> str:
        """The name of the automation that took this step; empty where none did."""
        return self._automations.get(_automation_of(event), "")

    @cached_property
    def _letters(self) -> dict[int, list[Letter]]:
        """By the entry whose step wrote them, oldest first: a letter's key begins with its number."""
        found: defaultdict[int, list[Letter]] = defaultdict(list)
        for letter in reversed(self.standing.file.letters):
            event, _, _ = letter.key.partition(":")
            if event.isdigit():
                found[int(event)].append(letter)
        return found

    def name(self, event: Event, value: str) -> str:
        """A colleague's name; empty where the event names nobody."""
        return self._staff.get(event.data.get(value, 0), "")

    def names(self, event: Event, value: str) -> list[str]:
        """The names of several colleagues, in the order in which the event names them."""
        return [self._staff[number] for number in event.data.get(value, ()) if number in self._staff]

    def team(self, event: Event, value: str) -> str:
        """A team's name; empty where the event names none."""
        return self._teams.get(event.data.get(value) or 0, "")

    def message(self, event: Event) -> Message | None:
        """The reply, note or word the event speaks of."""
        return self._messages.get(event.data.get("message", 0))

    def files(self, event: Event) -> tuple[Enclosure, ...]:
        """Files that lie with what was said; with the receipt, those that came with it, and scans of what did."""
        if event.kind == EventKind.RECEIVED.value:
            scans = not self.public
            rows = self.standing.file.files
            return tuple(
                row for row in rows if row.parcel_id is not None or (scans and row.way_in_id is not None)
            )
        if event.kind == EventKind.REPRESENTATIVE_NAMED.value:
            named = event.data.get("appointment")
            return tuple(row for row in self.standing.file.files if row.appointment_id == named)
        message = self.message(event)
        if message is None or (self.public and message.visibility != Visibility.PUBLIC.value):
            return ()
        return tuple(row for row in self.standing.file.files if row.message_id == message.pk)

    def inquiry(self, event: Event) -> Inquiry | None:
        """The question."""
        return _of(self.standing.file.inquiries, event, "inquiry")

    def proposal(self, event: Event) -> Proposal | None:
        """The offer."""
        return _of(self.standing.file.proposals, event, "proposal")

    def remedies_of(self, proposal: Proposal) -> list[Remedy]:
        """What was offered in it."""
        return [row for row in self.standing.file.remedies if row.proposal_id == proposal.pk]

    def remedy(self, event: Event) -> Remedy | None:
        """The remedy."""
        return _of(self.standing.file.remedies, event, "remedy")

    def verdict(self, event: Event) -> Verdict | None:
        """The verdict."""
        return _of(self.standing.file.verdicts, event, "verdict")

    def petition(self, event: Event) -> Petition | None:
        """What was asked for."""
        return _of(self.standing.file.petitions, event, "petition")

    def appointment(self, event: Event) -> Appointment | None:
        """Who was named."""
        return _of(self.standing.file.appointments, event, "appointment")

    def referral(self, event: Event) -> Referral | None:
        """To whom it went."""
        return _of(self.standing.file.referrals, event, "referral")

    def promise(self, event: Event) -> Promise | None:
        """The promise."""
        return _of(self.standing.file.promises, event, "promise")

    def point(self, number: int) -> Allegation | None:
        """The point raised under this number."""
        return next((row for row in self.standing.file.allegations if row.number == number), None)

    def mail(self, event: Event) -> Mail | None:
        """The mail this entry is: the complaint itself, or a word that lies here now. Not for the complainant."""
        if self.public:
            return None
        if event.kind == EventKind.RECEIVED.value:
            return self.standing.file.beginning
        word = event.data.get("message", 0) if event.kind in _WORDS else 0
        return self.standing.file.mail_of(word) if word else None

    @cached_property
    def _others(self) -> dict[int, Complaint]:
        """Other complaints that entries speak of, as far as this reader sees them."""
        wanted = self._numbers("to", "came_from") if any(e.kind in _OTHERS for e in self.events) else set()
        seen = visible_to(self.standing.actor).only("reference")
        return seen.in_bulk(list(wanted)) if wanted else {}

    def other(self, event: Event) -> Complaint | None:
        """The complaint to or from which something was moved; None where this reader must not know of it."""
        if self.public or event.kind not in _OTHERS:
            return None
        return self._others.get(event.data.get("to") or event.data.get("came_from") or 0)

    def is_kept_back(self, event: Event) -> bool:
        """Must this reader not know that it happened? A link to what they do not see."""
        return event.kind in _LINKS and self.other(event) is None

    @cached_property
    def _masses(self) -> dict[int, str]:
        wanted = self._numbers("mass")
        rows = MassComplaint.objects.filter(pk__in=wanted)
        return dict(rows.values_list("pk", "title")) if wanted else {}

    def mass_title(self, event: Event) -> str:
        """What the mass complaint is called; nothing for the complainant's eyes."""
        return "" if self.public else self._masses.get(event.data.get("mass", 0), "")

    @cached_property
    def numbers_seen(self) -> frozenset[str]:
        """Numbers of complaints that stand in notes here and that this reader sees. One query, none for none."""
        notes = [event for event in self.events if event.kind == EventKind.NOTED.value]
        found = (self.message(event) for event in notes)
        written = {number for note in found if note for number in _REFERENCE.findall(note.body)}
        if self.public or not written:
            return frozenset()
        seen = visible_to(self.standing.actor).filter(reference__in=written)
        return frozenset(seen.values_list("reference", flat=True))

    @cached_property
    def _hand_overs(self) -> dict[int, HandOver]:
        wanted = self._numbers("hand_over")
        return HandOver.objects.in_bulk(list(wanted)) if wanted and not self.public else {}

    def hand_over(self, event: Event) -> HandOver | None:
        """What went along with an assignment; nothing for the complainant's eyes."""
        return self._hand_overs.get(event.data.get("hand_over", 0))

    def letters(self, event: Event) -> list[Letter]:
        """What the step sent."""
        return self._letters.get(event.pk, [])

    def _numbers(self, *names: str, unless: tuple[str, ...] = ()) -> set[int]:
        events = (event for event in self.events if event.kind not in unless)
        found = (event.data.get(name) for event in events for name in names)
        flat = (each for value in found for each in (value if isinstance(value, list) else [value]))
        return {number for number in flat if isinstance(number, int)}


def _of(rows: Iterable[Row], event: Event, value: str) -> Row | None:
    """The row an event speaks of."""
    number = event.data.get(value)
    return next((row for row in rows if row.pk == number), None)
