"""What was offered, granted and is owed in one complaint, and what waits for approval; a part of case_file.py."""

from __future__ import annotations

from functools import cached_property

from kikitori.interfaces.desk.complaint.case_rows import CaseRows, named_row
from kikitori.records.remedies.authority import Approval
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState


class CaseOffers(CaseRows):
    """Offers round by round, remedies, and requests for approval."""

    @property
    def proposals(self) -> list[Proposal]:
        """Offers, round by round; there is none without a remedy in it."""
        offers = {row.proposal.pk: row.proposal for row in self.remedies if row.proposal is not None}
        return sorted(offers.values(), key=lambda offer: offer.round)

    @property
    def open_proposal(self) -> Proposal | None:
        """The offer that waits for an answer."""
        return next((row for row in self.proposals if row.state == ProposalState.OFFERED.value), None)

    @cached_property
    def remedies(self) -> list[Remedy]:
        """What was offered or is owed, with its offer and who did it, oldest first."""
        rows, names = self._rows(Remedy), self._names(Remedy)
        offers = {offer.pk: offer for offer in self._rows(Proposal)}
        for row in rows:
            row.proposal = offers[row.proposal_id] if row.proposal_id is not None else None
            row.done_by = named_row(row.done_by_id, names[row.pk]) if row.done_by_id is not None else None
        return rows

    @property
    def remedies_owed(self) -> list[Remedy]:
        """What is still to be done, soonest first."""
        owed = [row for row in self.remedies if row.state == RemedyState.DUE.value]
        return sorted(owed, key=lambda row: row.due_on)

    @cached_property
    def approvals(self) -> list[Approval]:
        """Offers that waited or wait for approval, with who asked, oldest first."""
        rows, names = self._rows(Approval), self._names(Approval)
        for row in rows:
            row.asked_by = named_row(row.asked_by_id, names[row.pk])
        return rows

    @property
    def open_approvals(self) -> list[Approval]:
        """The one that waits, if one does."""
        return [row for row in self.approvals if row.is_open]
