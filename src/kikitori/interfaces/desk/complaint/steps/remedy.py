"""Putting it right: one thing owed after the other is done, then all of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.remedy import carry_out_remedy, finish_remedies
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.tellings.told import remedy_line
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.remedies.terms import RemedyState


class CarryOut(StepForm):
    """One thing is done. After the last one the complainant is told, and asked days later."""

    step = Step.REMEDY
    verb = _("Mark it as done")
    done = _("Marked as done.")
    about = _("After the last one the complainant is told, and days later asked whether it is solved.")
    calls = staticmethod(carry_out_remedy)
    needs = (needs.SOMETHING_OWED,)
    from_address = frozenset({"remedy"})

    def set_up(self) -> None:
        """One choice per thing owed."""
        self.fields["remedy"] = fields.one_of(
            _("What was done"), self.standing.file.remedies_owed, remedy_line
        )
        self.fields["note"] = fields.text(
            _("How it was done"),
            help_text=_("For colleagues: parcel number, day of transfer, who handed it over."),
            required=False,
            rows=3,
        )

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"remedy": next((row.pk for row in self.standing.file.remedies_owed), "")}


class Finish(StepForm):
    """Everything owed is done."""

    step = Step.FINISH_REMEDIES
    title = _("Tell them that everything is done")
    verb = _("Tell them that everything is done")
    done = _("The complainant has been told that everything is done.")
    about = _("Days later the complainant is asked whether it is solved.")
    side = Side.PUBLIC
    calls = staticmethod(finish_remedies)
    sends = LetterKind.REMEDIES_DONE
    needs = (needs.NOTHING_OWED,)

    def letter_values(self) -> dict[str, Any]:
        """What has been done."""
        done = [row for row in self.standing.file.remedies if row.state == RemedyState.DONE.value]
        return {"remedies": remedy_lines(done, self.standing.complaint.language)}
