"""Whether somebody can be reached who does not answer, and whether what was solved holds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.other_road import try_other_road
from kikitori.casework.second_contact import ask_again, confirm_holds, stop_asking
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm, WrittenDown
from kikitori.interfaces.desk.complaint.steps.verdict import HANDLING, OUTCOME, stars
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.voices.labels import ROAD
from kikitori.records.voices.terms import Road


class TryOtherRoad(StepForm):
    """They were asked and do not answer: by which other road they were tried, and what came of it."""

    step = Step.TRY_OTHER_ROAD
    title = _("Another way of reaching them")
    verb = _("Write down what was tried")
    done = _("It is written down.")
    about = _(
        "The complainant reads that you tried, in which way and when. If they said whether it is solved, "
        "write that down as well, under “solved” or “not solved”."
    )
    calls = staticmethod(try_other_road)
    needs = (needs.SOMEBODY_SILENT,)
    from_address = frozenset({"road"})

    road = fields.choice(
        _("In which way?"), [(each.value, ROAD[each]) for each in Road if each is not Road.NONE]
    )
    on = fields.DayField(label=_("On which day?"))
    reached = fields.choice(
        _("Were they reached?"),
        [("yes", _("Reached")), ("no", _("Not reached"))],
        in_a_row=True,
        coerce=lambda word: word == "yes",
    )
    words = fields.text(_("What they said, or what happened"), required=False, rows=4)

    def first_values(self) -> dict[str, Any]:
        """Today, as far as nothing else is said."""
        return {"on": self.standing.today}


class AskAgain(StepForm):
    """„Does it still hold?“ On the day that was told, or before."""

    step = Step.ASK_AGAIN
    verb = _("Send the question whether it holds")
    done = _("The complainant has been asked whether it still holds.")
    side = Side.PUBLIC
    calls = staticmethod(ask_again)
    sends = LetterKind.STILL_SOLVED
    needs = (needs.A_SECOND_QUESTION,)


class Holds(WrittenDown):
    """„Yes, it has not come back.“"""

    step = Step.CONFIRM_HOLDS
    title = _("The complainant says: it still holds")
    verb = _("Write down “it holds”")
    done = _("Written down: it holds. The complaint stays closed.")
    calls = staticmethod(confirm_holds)

    rating = stars(HANDLING)
    outcome = stars(OUTCOME)
    comment = fields.text(_("In their words"), required=False, rows=4)


class StopAsking(WrittenDown):
    """„Please do not ask me again.“"""

    step = Step.STOP_ASKING
    title = _("The complainant does not want to be asked again")
    verb = _("Write it down and ask no more")
    done = _("Written down. They will not be asked again.")
    calls = staticmethod(stop_asking)
    needs = (needs.A_SECOND_QUESTION,)
