"""The second stage: the complainant asks for a review, and somebody without a part is named."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kikitori.casework.apart import part_takers
from kikitori.casework.review import ask_review, begin_review
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, WrittenDown
from kikitori.interfaces.desk.complaint.steps.assign import able_staff, loads
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind


class AskReview(WrittenDown):
    """They want it looked at again. Reasons are welcome, never demanded."""

    step = Step.ASK_REVIEW
    title = _("The complainant asks for a review")
    verb = _("Write down that a review is asked for")
    done = _("Written down: a review is asked for. It comes before a lead.")
    calls = staticmethod(ask_review)

    reason = fields.text(_("In their words"), required=False, rows=4)


class BeginReview(StepForm):
    """Who looks at it again; nobody who had a part in it is offered."""

    step = Step.BEGIN_REVIEW
    verb = _("Name this person and tell the complainant")
    done = _("The review has begun. The complainant is told that somebody else looks at it.")
    about = _(
        "Whoever decided, proposed or closed, and whoever had it in hand, is left out. "
        "The complainant is not told who it is."
    )
    side = Side.PUBLIC
    calls = staticmethod(begin_review)
    sends = LetterKind.REVIEW
    needs = (needs.A_REVIEW_TO_BEGIN,)

    def set_up(self) -> None:
        """Every colleague without a part, with what is in their hands."""
        busy, out = loads(self.standing), part_takers(self.standing.complaint)
        colleagues = [person for person in able_staff() if person.pk not in out]
        helps = {}
        for person in colleagues:
            number = busy.get(person.pk, 0)
            load = ngettext("%(n)s open complaint", "%(n)s open complaints", number) % {"n": number}
            helps[str(person.pk)] = f"{load}, {person.team}" if person.team else load
        self.fields["to"] = fields.one_of(_("Who looks at it again"), colleagues, lambda one: one.name, helps)
        if not colleagues:
            self.fields["to"].help_text = _(
                "Nobody is left who had no part in it. An administrator can make an account for somebody from outside."
            )

    def letter_values(self) -> dict[str, Any] | None:
        """The letter says nothing of who it is."""
        return {}
