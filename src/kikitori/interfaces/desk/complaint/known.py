"""What a stretch of the timeline speaks of, fetched in bulk: messages, questions, offers, letters, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from kikitori.interfaces.desk.complaint.letters import LetterFact, letters_of
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Promise
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.models import Message
from kikitori.records.people.models import Staff
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.voices.models import Verdict


@dataclass(frozen=True, slots=True)
class Known:
    """Rows by number. `public`: for the complainant's eyes, so without names of staff and internal remarks."""

    complaint: Complaint
    organisation_name: str
    public: bool
    messages: Mapping[int, Message]
    inquiries: Mapping[int, Inquiry]
    proposals: Mapping[int, Proposal]
    remedies: Mapping[int, Remedy]
    verdicts: Mapping[int, Verdict]
    promises: Mapping[int, Promise]
    allegations: Mapping[int, Allegation]
    today: date
    staff: Mapping[int, str]
    #: Letters by the entry whose step wrote them.
    letters_of: Mapping[int, tuple[LetterFact, ...]]

    def name_of(self, staff: object) -> str:
        """A colleague's name by number; empty where the event names nobody."""
        return self.staff.get(staff, "") if isinstance(staff, int) else ""

    def remedies_of(self, proposal: int) -> list[Remedy]:
        """What was offered in one proposal."""
        return [remedy for remedy in self.remedies.values() if remedy.proposal_id == proposal]


def known_of(standing: Standing, events: Sequence[Event], *, public: bool = False) -> Known:
    """Everything these events speak of: at most one query for each thing they may speak of, none for the others."""
    complaint = standing.complaint
    language = complaint.language if public else (get_language() or "ja")
    staff = _numbers(events, "to") | _numbers(events, "before") | _numbers(events, "assignee")
    offered = _numbers(events, "proposal")
    spoken_of = {event.kind for event in events}
    return Known(
        complaint=complaint,
        today=standing.today,
        organisation_name=standing.organisation.name_in(language),
        public=public,
        messages=complaint.messages.in_bulk(_numbers(events, "message")),
        inquiries=complaint.inquiries.in_bulk(_numbers(events, "inquiry")),
        proposals=complaint.proposals.in_bulk(offered),
        remedies={row.pk: row for row in complaint.remedies.all()}
        if offered | _numbers(events, "remedy")
        else {},
        verdicts=complaint.verdicts.in_bulk(_numbers(events, "verdict")),
        promises=complaint.promises.in_bulk(_numbers(events, "promise")),
        allegations={row.number: row for row in complaint.allegations.all()}
        if EventKind.DECIDED in spoken_of
        else {},
        staff=dict(Staff.objects.filter(pk__in=staff).values_list("pk", "name")) if staff else {},
        letters_of=_by_event(complaint),
    )


def _numbers(events: Iterable[Event], name: str) -> set[int]:
    found = (event.data.get(name) for event in events)
    return {number for number in found if isinstance(number, int)}


def _by_event(complaint: Complaint) -> dict[int, tuple[LetterFact, ...]]:
    found: defaultdict[int, list[LetterFact]] = defaultdict(list)
    for letter in letters_of(complaint):
        if letter.event is not None:
            found[letter.event].append(letter)
    return {event: tuple(letters) for event, letters in found.items()}
