"""Related complaints beside each point of a decision, and what its maker says of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.corroborate import (
    COUNTED,
    LikePoint,
    RelatedBy,
    RelatedGroup,
    RelatedOne,
    is_asked_for,
)
from kikitori.casework.decide import RelatedGiven
from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.investigation import Ground
from kikitori.interfaces.desk.complaint.sentences import problem_in
from kikitori.records.complaints.models import Allegation
from kikitori.records.complaints.terms import Severity
from kikitori.records.inquiry.plan import InquiryLine

_NAMES: dict[RelatedBy, Lazy | str] = {
    RelatedBy.LINK: _("Linked with this one"),
    RelatedBy.MASS: _("In the same mass complaint"),
    RelatedBy.PERSON: _("Earlier ones of the same person"),
    RelatedBy.CAUSE: _("With the same cause"),
    RelatedBy.SUBJECT: _("About the same, in the last 12 months"),
}
_GRAVE = (Severity.S1.value, Severity.S2.value)
Shown = tuple[Lazy | str, str, list[tuple[RelatedOne, LikePoint | None]]]


class GroundedForm(StepForm):
    """A form that decides on points: beside each what there is on it, here and in related complaints."""

    def set_up(self) -> None:
        """Where there are any, and more than something slight is at stake: were they looked at?"""
        if is_asked_for(self.standing.complaint.severity) and self.standing.related:
            self.fields["related_seen"] = forms.BooleanField(
                label=_("I have looked at what related complaints say, and at what was found there."),
                required=False,
            )
            self.fields["related_why_not"] = fields.text(_("If not: why"), required=False, rows=2)
        super().set_up()

    @property
    def number_related(self) -> int:
        """How many they are, whatever the number of reasons for which one stands there."""
        return len(frozenset().union(*(group.keys for group in self.standing.related)))

    @property
    def grounds(self) -> list[tuple[int, Ground, list[Shown]]]:
        """By number of the point: evidence and facts, and the related complaints with their like point."""
        look = self.standing.file.investigation
        return [
            (
                point.number,
                look.ground_of(point),
                [self._shown(group, point) for group in self.standing.related],
            )
            for point in self.standing.file.allegations
        ]

    @staticmethod
    def _shown(group: RelatedGroup, point: Allegation) -> Shown:
        count = f"{COUNTED}+" if group.is_more else str(group.number)
        return _NAMES[group.by], count, [(row, row.like.get(point.number)) for row in group.rows]

    @property
    def needs_plan(self) -> bool:
        """Is it grave, and nobody has planned anything?"""
        at = self.standing
        return at.complaint.severity in _GRAVE and not at.file.investigation.lines

    @property
    def open_lines(self) -> tuple[InquiryLine, ...]:
        """Lines of inquiry that nobody has followed to their end."""
        return self.standing.file.investigation.open_lines

    def related_given(self) -> RelatedGiven | None:
        """What they say of them; None where they were not asked."""
        if "related_seen" not in self.fields:
            return None
        return RelatedGiven(
            shown=self.number_related,
            looked_at=bool(self.cleaned_data.get("related_seen")),
            why_not=self.said("related_why_not"),
        )

    def clean(self) -> dict[str, Any]:
        """One of the two is said."""
        found = super().clean()
        asked = "related_seen" in self.fields
        if asked and not found.get("related_seen") and not self.said("related_why_not").strip():
            self.add_error("related_seen", problem_in(Problem.MISSING, _("Related complaints")))
        return found

    def holder(self, place: str) -> str:
        """`related.why_not` is the field below the tick."""
        return "related_why_not" if place == "related.why_not" else super().holder(place)
