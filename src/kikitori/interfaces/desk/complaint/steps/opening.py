"""At the beginning: confirm receipt, and begin to look into it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.inquire import begin_investigation
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind


class Acknowledge(StepForm):
    """„We have it“: what we understood, what happens next, by which dates."""

    step = Step.ACKNOWLEDGE
    title = _("Confirm receipt to the complainant")
    verb = _("Send the confirmation")
    done = _("Receipt has been confirmed.")
    about = _("Say back in one or two sentences what you were told. The dates are added by themselves.")
    side = Side.PUBLIC
    calls = staticmethod(acknowledge_complaint)
    sends = LetterKind.ACKNOWLEDGEMENT

    echo = fields.text(
        _("What we understood"),
        help_text=_(
            "In your own words, only what the person told you. Left empty, the letter quotes their first words."
        ),
        required=False,
        rows=4,
    )
    how = fields.line(
        _("Told by other means"),
        help_text=_("Only if you have told them otherwise, for example: by phone at 16:50."),
        required=False,
        css="w-m",
    )

    def letter_values(self) -> dict[str, Any]:
        """The letter quotes them while nothing has been typed."""
        return {"echo": self.said("echo").strip() if self.is_bound else ""}


class Begin(StepForm):
    """Somebody begins to look into it."""

    step = Step.INVESTIGATE
    verb = _("Begin looking into it")
    done = _("You have begun to look into it. The complainant has been told.")
    about = _(
        "The complainant is told that somebody is looking into it. In nobody's hands yet, it becomes yours."
    )
    side = Side.PUBLIC
    calls = staticmethod(begin_investigation)
    sends = LetterKind.IN_HAND
    needs = (needs.AN_ASSESSMENT,)
