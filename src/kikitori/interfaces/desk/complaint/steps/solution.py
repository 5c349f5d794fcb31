"""A solution: offered, accepted or declined, or decided by us with reasons on every point."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Obstacle
from kikitori.casework.propose import propose_solution
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.remedy_rows import RemedyRows
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.remedies.models import Proposal
from kikitori.records.remedies.terms import ProposalState

_TWO_WEEKS = timedelta(days=14)


def open_proposal(standing: Standing) -> Proposal | None:
    """The offer that waits for an answer."""
    return standing.complaint.proposals.filter(state=ProposalState.OFFERED.value).last()


class Propose(RemedyRows):
    """What we offer, by when, and until when the offer stands."""

    step = Step.PROPOSE
    verb = _("Send the proposal")
    done = _("The proposal has been sent.")
    about = _("Accepting it takes no right away from the complainant, and the letter says so.")
    side = Side.PUBLIC
    part = "desk/complaint/_fields_propose.html"
    overwrites = True

    text = fields.text(_("What we propose, in words"))
    answer_by = fields.DayField(label=_("We hold the offer open until"))

    def first_values(self) -> dict[str, Any]:
        """The offer that stands, to be improved upon; else two weeks to think it over."""
        offer = open_proposal(self.standing)
        if offer is None:
            return {"answer_by": self.standing.today + _TWO_WEEKS}
        return {
            "text": offer.text,
            "answer_by": max(offer.answer_by, self.standing.today),
            **self.row_values(list(offer.remedies.all())),
        }

    def take(self, seen_version: int | None) -> None:
        """Propose."""
        at = self.standing
        propose_solution(
            at.actor,
            at.complaint,
            text=self.said("text"),
            remedies=self.given(),
            answer_by=self.cleaned_data["answer_by"],
            now=at.now,
            seen_version=seen_version,
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The letter with the offer."""
        if not self.is_bound:
            return None
        return LetterKind.PROPOSAL, {
            "text": self.said("text").strip(),
            "remedies": self.lines(),
            "answer_by": self.cleaned_data["answer_by"],
        }


class _Answer(StepForm):
    """The complainant's answer to the offer, written down by us."""

    about = _("You write this down for the complainant, who can read it.")
    side = Side.SPOKEN

    how = fields.how_we_heard()
    words = fields.text(_("In their words"), required=False, rows=4)

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs an open offer."""
        if open_proposal(standing) is not None:
            return None
        return of_obstacle(Obstacle.NO_OPEN_PROPOSAL, "", standing.actor.role)


class Accept(_Answer):
    """They agree; what was offered is now owed."""

    step = Step.ACCEPT
    title = _("The complainant accepts")
    verb = _("Write down that they accept")
    done = _("Written down: they accept. What was offered is owed now.")

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Accept for them."""
        at = self.standing
        accept_proposal(at.actor, at.complaint, now=at.now, words=self.said("words"), how=self.said("how"))


class Decline(_Answer):
    """They say no; the complaint goes on."""

    step = Step.DECLINE
    title = _("The complainant declines")
    verb = _("Write down that they decline")
    done = _("Written down: they decline. The complaint goes on.")

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Decline for them."""
        at = self.standing
        decline_proposal(at.actor, at.complaint, now=at.now, words=self.said("words"), how=self.said("how"))


class Decide(RemedyRows):
    """A finding with reasons on every point, and what follows from it."""

    step = Step.DECIDE
    verb = _("Send the decision")
    done = _("The decision has been sent.")
    about = _(
        "Every point gets a finding and its reasons. The letter names what is to be done and where else to turn."
    )
    side = Side.PUBLIC
    part = "desk/complaint/_fields_decide.html"
    overwrites = True

    words = fields.text(_("Words before the findings"), required=False, rows=4)

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs at least one point."""
        if standing.complaint.allegations.exists():
            return None
        return of_obstacle(Obstacle.NO_ALLEGATION, "", standing.actor.role)

    def set_up(self) -> None:
        """Finding and reasons per point, then the remedies."""
        self.allegations: list[Allegation] = list(
            self.standing.complaint.allegations.prefetch_related("findings")
        )
        outcomes = [(o.value, OUTCOME[o]) for o in Outcome]
        for point in self.allegations:
            number = {"number": point.number}
            self.fields[f"outcome_{point.number}"] = fields.choice(
                _("Point %(number)s: finding") % number, outcomes, in_a_row=True
            )
            self.fields[f"reasons_{point.number}"] = fields.text(
                _("Point %(number)s: reasons") % number, rows=4
            )
        super().set_up()

    def first_values(self) -> dict[str, Any]:
        """What was found before, where the complaint has come back."""
        values: dict[str, Any] = {}
        for point in self.allegations:
            for finding in point.findings.all():
                values[f"outcome_{point.number}"] = finding.outcome
                values[f"reasons_{point.number}"] = finding.reasons
        return values

    @property
    def points(self) -> list[tuple[Allegation, list[forms.BoundField]]]:
        """Each point with its two fields."""
        return [
            (point, [self[f"outcome_{point.number}"], self[f"reasons_{point.number}"]])
            for point in self.allegations
        ]

    def take(self, seen_version: int | None) -> None:
        """Decide."""
        at = self.standing
        decide_complaint(
            at.actor,
            at.complaint,
            findings={
                point.number: FindingGiven(
                    outcome=self.cleaned_data[f"outcome_{point.number}"],
                    reasons=self.said(f"reasons_{point.number}"),
                )
                for point in self.allegations
            },
            remedies=self.given(),
            words=self.said("words"),
            now=at.now,
            seen_version=seen_version,
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The decision letter."""
        if not self.is_bound:
            return None
        found = [
            Finding(
                allegation=point,
                outcome=self.cleaned_data[f"outcome_{point.number}"],
                reasons=self.said(f"reasons_{point.number}").strip(),
            )
            for point in self.allegations
        ]
        return LetterKind.DECISION, {
            "words_given": self.said("words").strip(),
            "findings": found,
            "remedies": self.lines(),
        }

    def holder(self, place: str) -> str:
        """`findings.2.reasons` is the field reasons_2."""
        if place.startswith("findings."):
            _group, number, part = place.split(".")
            return f"{part}_{number}"
        return super().holder(place)
