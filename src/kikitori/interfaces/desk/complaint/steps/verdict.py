"""Is it solved? The question, the complainant's answer written down for them, and how they rate us."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, leave_it, rate
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, WrittenDown
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind

#: Two questions: somebody who was refused something may have been treated well.
HANDLING = _("Their rating of how we dealt with it, if they gave one")
OUTCOME = _("Their rating of what came of it, if they gave one")
_STARS = [("1", _("1 badly")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("5 well"))]


def stars(label: Any) -> Any:
    """1 to 5, or nothing; never chosen beforehand."""
    return fields.choice(label, _STARS, required=False, in_a_row=True, coerce=int)


class AskSolved(StepForm):
    """„Is it solved?“ While something is owed the answer could only be no."""

    step = Step.ASK_SOLVED
    verb = _("Send the question whether it is solved")
    done = _("The complainant has been asked whether it is solved.")
    side = Side.PUBLIC
    calls = staticmethod(ask_if_solved)
    sends = LetterKind.IS_IT_SOLVED
    needs = (needs.NOTHING_OWED,)


class Solved(WrittenDown):
    """„Yes.“ The complaint closes as agreed."""

    step = Step.CONFIRM_SOLVED
    title = _("The complainant says: solved")
    verb = _("Write down “solved” and close")
    done = _("Written down: solved. The complaint is closed as agreed.")
    calls = staticmethod(confirm_solved)
    needs = (needs.NOTHING_OWED,)

    rating = stars(HANDLING)
    outcome = stars(OUTCOME)
    comment = fields.text(_("In their words"), required=False, rows=4)
    no_more = forms.BooleanField(label=_("They do not want to be asked again later"), required=False)

    def values(self) -> dict[str, Any]:
        """Asked again days later, unless they do not want that."""
        typed = super().values()
        wants_no_more = typed.pop("no_more")
        return {**typed, "ask_again": not wants_no_more}


class Unsolved(WrittenDown):
    """„No.“ The investigation goes on."""

    step = Step.CONFIRM_UNSOLVED
    title = _("The complainant says: not solved")
    verb = _("Write down “not solved” and go on")
    done = _("Written down: not solved. The complaint goes on, with new dates.")
    calls = staticmethod(confirm_unsolved)

    comment = fields.text(_("What is still open, in their words"), required=False, rows=4)


class LeftAtThat(WrittenDown):
    """„Not solved, but I leave it at that.“"""

    step = Step.LEAVE_IT
    title = _("The complainant says: not solved, but I leave it at that")
    verb = _("Write it down and ask a lead to close it")
    done = _("Written down. A lead looks at it and closes it, with reasons and where else to turn.")
    calls = staticmethod(leave_it)
    needs = (needs.NOTHING_OWED,)

    rating = stars(HANDLING)
    outcome = stars(OUTCOME)
    comment = fields.text(_("In their words"), required=False, rows=4)


class Rate(StepForm):
    """How we dealt with it and what came of it, each 1 to 5."""

    step = Step.RATE
    title = _("The complainant rates how it was handled")
    verb = _("Write down the rating")
    done = _("The rating has been written down.")
    about = WrittenDown.about
    side = Side.SPOKEN
    calls = staticmethod(rate)

    rating = stars(HANDLING)
    outcome = stars(OUTCOME)
    comment = fields.text(_("In their words"), required=False, rows=4)
