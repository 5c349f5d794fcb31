"""What is on record about one complaint: each table is read at most once, and only when somebody asks for it.

Pages, forms, the letter looked at and the rules of what comes next all read here, so that one request asks the
database once for each thing and all of its parts speak of the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.db.models import F

from kikitori.casework.close import SPOKEN
from kikitori.casework.outgoing import Addressee, addressee_among, with_roads
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.escalation.models import OPEN, Escalation
from kikitori.records.inquiry.models import Finding, Inquiry
from kikitori.records.letters.models import Letter
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState
from kikitori.records.voices.models import Verdict

#: Which entries of the timeline tell that something stands in a table; without one of them it is empty.
_TOLD_BY = {
    "allegations": {EventKind.ASSESSED},
    "escalations": {EventKind.ESCALATED},
    "findings": {EventKind.DECIDED},
    "inquiries": {EventKind.QUESTION_ASKED},
    "remedies": {EventKind.PROPOSED, EventKind.DECIDED},
    "verdicts": {EventKind.SOLVED, EventKind.NOT_SOLVED, EventKind.RATED},
}
_STILL_OWED = (PromiseState.OPEN.value, PromiseState.MISSED.value)


def is_owed(promise: Promise) -> bool:
    """Open, or missed and neither made good nor replaced: the person still waits for it."""
    return promise.state in _STILL_OWED and promise.kept_at is None and promise.replaced_by_id is None


class CaseFile:
    """The rows of one complaint, as they stood when they were first asked for. One query each."""

    def __init__(self, complaint: Complaint) -> None:
        self._complaint = complaint

    def empty_but_for(self, happened: Collection[str]) -> None:
        """Only these kinds of entries stand in the whole timeline: ask no table of which none of them tells."""
        for name, kinds in _TOLD_BY.items():
            if kinds.isdisjoint(happened):
                vars(self).setdefault(name, {} if name == "findings" else [])

    @cached_property
    def roads(self) -> list[Any]:
        """Who takes part: a row for each of their contact points (`road`, `address`, `note`), one for who has none."""
        return list(
            with_roads(self._complaint.parties.all()).annotate(note=F("person__contact_points__note"))
        )

    @cached_property
    def allegations(self) -> list[Allegation]:
        """The points raised, by number."""
        return list(self._complaint.allegations.all())

    @cached_property
    def findings(self) -> dict[int, list[Finding]]:
        """What was found on each point (by its key), oldest first; points without a finding are absent."""
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        for finding in Finding.objects.filter(allegation__complaint=self._complaint):
            found[finding.allegation_id].append(finding)
        return dict(found)

    @cached_property
    def safety(self) -> dict[str, str]:
        """Safety question → answer."""
        return dict(self._complaint.safety_answers.values_list("question", "answer"))

    @cached_property
    def inquiries(self) -> list[Inquiry]:
        """Questions asked, with who asked, oldest first."""
        return list(self._complaint.inquiries.select_related("asked_by"))

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What was offered or is owed, with its offer and who did it, oldest first."""
        return list(self._complaint.remedies.select_related("proposal", "done_by"))

    @cached_property
    def promises(self) -> list[Promise]:
        """Everything promised, soonest first."""
        return list(self._complaint.promises.order_by("due_at", "pk"))

    @cached_property
    def clocks(self) -> list[Clock]:
        """Deadlines of the rules."""
        return list(self._complaint.clocks.all())

    @cached_property
    def escalations(self) -> list[Escalation]:
        """What nobody above has acknowledged yet, the highest level first, with who has it."""
        waiting = self._complaint.escalations.filter(OPEN).select_related("holder", "deputy", "raised_by")
        return list(waiting.order_by("-level", "at", "pk"))

    @cached_property
    def letters(self) -> list[Letter]:
        """All letters without their texts, newest first."""
        return list(self._complaint.letters.defer("body").order_by("-pk"))

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What the complainant said to „is it solved?“, and how they rated us."""
        return list(self._complaint.verdicts.all())

    @cached_property
    def last_word(self) -> Event | None:
        """The newest entry in which we asked whether it is solved, or they said anything."""
        kinds = (*SPOKEN, EventKind.SOLUTION_ASKED.value)
        return self._complaint.events.filter(kind__in=kinds).order_by("pk").last()

    # ── what follows from the rows ──

    @cached_property
    def addressee(self) -> Addressee:
        """To whom and by which road a letter goes: casework's choice."""
        return addressee_among(self.roads)

    @property
    def proposals(self) -> list[Proposal]:
        """Offers, round by round; there is none without a remedy in it."""
        offers = {row.proposal.pk: row.proposal for row in self.remedies if row.proposal is not None}
        return sorted(offers.values(), key=lambda offer: offer.round)

    @property
    def open_inquiries(self) -> list[Inquiry]:
        """Questions that wait for an answer."""
        return [row for row in self.inquiries if row.answered_at is None]

    @property
    def open_proposal(self) -> Proposal | None:
        """The offer that waits for an answer."""
        return next((row for row in self.proposals if row.state == ProposalState.OFFERED.value), None)

    @property
    def remedies_owed(self) -> list[Remedy]:
        """What is still to be done, soonest first."""
        owed = [row for row in self.remedies if row.state == RemedyState.DUE.value]
        return sorted(owed, key=lambda row: row.due_on)

    @property
    def open_promises(self) -> list[Promise]:
        """Promises whose day has not been found missed, soonest first: those that letters tell."""
        return [row for row in self.promises if row.is_open]

    @property
    def owed_promises(self) -> list[Promise]:
        """Promises that somebody still waits for, soonest first."""
        return [row for row in self.promises if is_owed(row)]

    def owed_of_kind(self, kind: PromiseKind) -> Promise | None:
        """The owed promise of one kind that is due first."""
        return next((row for row in self.owed_promises if row.kind == kind), None)
