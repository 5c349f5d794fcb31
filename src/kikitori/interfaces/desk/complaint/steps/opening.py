"""At the beginning: confirm receipt, and begin to look into it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.errors import Obstacle
from kikitori.casework.inquire import begin_investigation
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
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

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Confirm receipt."""
        at = self.standing
        acknowledge_complaint(
            at.actor, at.complaint, now=at.now, echo=self.said("echo"), how=self.said("how")
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The confirmation, with its dates."""
        echo = self.said("echo").strip() if self.is_bound else ""
        return LetterKind.ACKNOWLEDGEMENT, {"echo": echo}


class Begin(StepForm):
    """Somebody begins to look into it."""

    step = Step.INVESTIGATE
    verb = _("Begin looking into it")
    done = _("You have begun to look into it. The complainant has been told.")
    about = _(
        "The complainant is told that somebody is looking into it. In nobody's hands yet, it becomes yours."
    )
    side = Side.PUBLIC

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Needs an assessment."""
        if standing.complaint.assessed_at is not None:
            return None
        return of_obstacle(Obstacle.NOT_ASSESSED, "", standing.actor.role)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Begin."""
        begin_investigation(self.standing.actor, self.standing.complaint, now=self.standing.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The notice that it is in hand."""
        return LetterKind.IN_HAND, {}
