"""Putting it right: one thing owed after the other is done, then all of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Obstacle
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.remedy import carry_out_remedy, finish_remedies
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble, nothing_owed, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.tellings.told import remedy_line
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyState


def owed(standing: Standing) -> QuerySet[Remedy]:
    """What is still to be done, soonest first."""
    return standing.complaint.remedies.filter(state=RemedyState.DUE.value).order_by("due_on", "pk")


class CarryOut(StepForm):
    """One thing is done. After the last one the complainant is told, and asked days later."""

    step = Step.REMEDY
    verb = _("Mark it as done")
    done = _("Marked as done.")
    about = _("After the last one the complainant is told, and days later asked whether it is solved.")
    from_address = frozenset({"remedy"})

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs something that is owed."""
        return None if owed(standing).exists() else nothing_owed()

    def set_up(self) -> None:
        """One choice per thing owed."""
        self.owed = {str(row.pk): row for row in owed(self.standing)}
        self.fields["remedy"] = fields.choice(
            _("What was done"), [(key, remedy_line(row)) for key, row in self.owed.items()]
        )
        self.fields["note"] = fields.text(
            _("How it was done"),
            help_text=_("For colleagues: parcel number, day of transfer, who handed it over."),
            required=False,
            rows=3,
        )

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"remedy": next(iter(self.owed), "")}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Mark it as done."""
        at = self.standing
        remedy = self.owed[self.cleaned_data["remedy"]]
        carry_out_remedy(at.actor, at.complaint, remedy=remedy, now=at.now, note=self.said("note"))


class Finish(StepForm):
    """Everything owed is done."""

    step = Step.FINISH_REMEDIES
    title = _("Tell them that everything is done")
    verb = _("Tell them that everything is done")
    done = _("The complainant has been told that everything is done.")
    about = _("Days later the complainant is asked whether it is solved.")
    side = Side.PUBLIC

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Nothing may be owed any more."""
        if owed(standing).exists():
            return of_obstacle(Obstacle.REMEDY_OPEN, "", standing.actor.role)
        return None

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Finish."""
        finish_remedies(self.standing.actor, self.standing.complaint, now=self.standing.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The notice that everything is done."""
        complaint = self.standing.complaint
        done = list(complaint.remedies.filter(state=RemedyState.DONE.value))
        return LetterKind.REMEDIES_DONE, {"remedies": remedy_lines(done, complaint.language)}
