"""A solution: offered, accepted or declined, or decided by us with reasons on every point."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.decide import FindingGiven, decide_complaint, stage_of
from kikitori.casework.propose import propose_solution
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, WrittenDown
from kikitori.interfaces.desk.complaint.related import GroundedForm
from kikitori.interfaces.desk.complaint.steps.causes import CauseRows
from kikitori.interfaces.desk.complaint.steps.hinted_rows import HintedRows
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.kinds import LetterKind

_TWO_WEEKS = timedelta(days=14)


class Propose(HintedRows):
    """What we offer, by when, and until when the offer stands."""

    step = Step.PROPOSE
    verb = _("Send the proposal")
    done = _("The proposal has been sent.")
    about = _("Accepting it takes no right away from the complainant, and the letter says so.")
    side = Side.PUBLIC
    part = "desk/complaint/_fields_propose.html"
    overwrites = True
    calls = staticmethod(propose_solution)
    sends = LetterKind.PROPOSAL
    says = ("text", "answer_by")

    text = fields.text(_("What we propose, in words"))
    answer_by = fields.DayField(label=_("We hold the offer open until"))

    def first_values(self) -> dict[str, Any]:
        """The offer that stands, to be improved upon; else two weeks to think it over."""
        file = self.standing.file
        offer = file.open_proposal
        if offer is None:
            return {"answer_by": self.standing.today + _TWO_WEEKS}
        return {
            "text": offer.text,
            "answer_by": max(offer.answer_by, self.standing.today),
            **self.row_values([row for row in file.remedies if row.proposal_id == offer.pk]),
        }

    def values(self) -> dict[str, Any]:
        """The offer."""
        return {
            "text": self.said("text"),
            "remedies": self.given(),
            "answer_by": self.cleaned_data["answer_by"],
            **self.unlike_given(),
        }

    def letter_values(self) -> dict[str, Any] | None:
        """The offer, as far as it is complete."""
        said = super().letter_values()
        return said and {**said, "remedies": self.lines()}


class _Answer(WrittenDown):
    """The complainant's answer to the offer."""

    needs = (needs.AN_OPEN_OFFER,)

    words = fields.text(_("In their words"), required=False, rows=4)


class Accept(_Answer):
    """They agree; what was offered is now owed."""

    step = Step.ACCEPT
    title = _("The complainant accepts")
    verb = _("Write down that they accept")
    done = _("Written down: they accept. What was offered is owed now.")
    calls = staticmethod(accept_proposal)


class Decline(_Answer):
    """They say no; the complaint goes on."""

    step = Step.DECLINE
    title = _("The complainant declines")
    verb = _("Write down that they decline")
    done = _("Written down: they decline. The complaint goes on.")
    calls = staticmethod(decline_proposal)


class Decide(GroundedForm, CauseRows, HintedRows):
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
    calls = staticmethod(decide_complaint)
    sends = LetterKind.DECISION
    needs = (needs.A_POINT,)

    words = fields.text(_("Words before the findings"), required=False, rows=4)
    no_remedy = fields.text(_("Why nothing is to be done, although a point is right"), required=False, rows=3)

    def set_up(self) -> None:
        """Finding and reasons per point, then the remedies."""
        self.allegations = self.standing.file.allegations
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
        values: dict[str, Any] = self.cause_values()
        for point in self.allegations:
            for finding in self.standing.file.findings.get(point.pk, []):
                values[f"outcome_{point.number}"] = finding.outcome
                values[f"reasons_{point.number}"] = finding.reasons
        return values

    @property
    def points(self) -> list[tuple[Allegation, list[forms.BoundField], list[Any]]]:
        """Each point with its two fields and its rows of causes."""
        return [
            (
                point,
                [self[f"outcome_{point.number}"], self[f"reasons_{point.number}"]],
                self.rows_of(point),
            )
            for point in self.allegations
        ]

    def values(self) -> dict[str, Any]:
        """Findings, remedies, and the words before them."""
        return {
            "findings": {
                point.number: FindingGiven(
                    outcome=finding.outcome, reasons=finding.reasons, causes=self.causes_of(point)
                )
                for point, finding in self._found()
            },
            "remedies": self.given(),
            "words": self.said("words"),
            "no_remedy": self.said("no_remedy"),
            "related": self.related_given(),
            **self.unlike_given(),
        }

    def letter_values(self) -> dict[str, Any] | None:
        """The decision, as far as it is complete."""
        if not self.is_bound:
            return None
        return {
            "words_given": self.said("words").strip(),
            "findings": [finding for _point, finding in self._found()],
            "remedies": self.lines(),
            "stage": stage_of(self.standing.state).value,
            "no_remedy": self.said("no_remedy").strip(),
        }

    def leaves_something_owed(self) -> bool:
        """What the decision orders, and what was owed before it."""
        return bool(self.given()) or super().leaves_something_owed()

    def _found(self) -> list[tuple[Allegation, Finding]]:
        """Each point with the finding typed for it, not written down."""
        data = self.cleaned_data
        return [
            (
                point,
                Finding(
                    allegation=point,
                    outcome=data[f"outcome_{point.number}"],
                    reasons=data[f"reasons_{point.number}"].strip(),
                ),
            )
            for point in self.allegations
        ]

    def holder(self, place: str) -> str:
        """`findings.2.reasons` is the field reasons_2."""
        if place.startswith("findings."):
            _group, number, part = place.split(".")
            return f"{part}_{number}"
        return super().holder(place)
