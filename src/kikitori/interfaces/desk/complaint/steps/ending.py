"""Is it solved? And the ways a complaint ends, and begins again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, rate
from kikitori.casework.errors import Obstacle
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.agreement import agreement_of
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import Trouble, of_obstacle
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.complaint.steps.remedy import owed
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind

_STARS = [("1", _("1 badly")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("5 well"))]
_FOR_THEM = _("You write this down for the complainant, who can read it.")


class AskSolved(StepForm):
    """„Is it solved?“"""

    step = Step.ASK_SOLVED
    verb = _("Send the question whether it is solved")
    done = _("The complainant has been asked whether it is solved.")
    side = Side.PUBLIC

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """While something is owed the answer could only be no."""
        if owed(standing).exists():
            return of_obstacle(Obstacle.REMEDY_OPEN, "", standing.actor.role)
        return None

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Ask."""
        ask_if_solved(self.standing.actor, self.standing.complaint, now=self.standing.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The question."""
        return LetterKind.IS_IT_SOLVED, {}


class Solved(StepForm):
    """„Yes.“ The complaint closes as agreed."""

    step = Step.CONFIRM_SOLVED
    title = _("The complainant says: solved")
    verb = _("Write down “solved” and close")
    done = _("Written down: solved. The complaint is closed as agreed.")
    about = _FOR_THEM
    side = Side.SPOKEN

    how = fields.how_we_heard()
    rating = fields.choice(
        _("Their rating of how we dealt with it, if they gave one"), _STARS, required=False, in_a_row=True
    )
    comment = fields.text(_("In their words"), required=False, rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Solved."""
        at = self.standing
        confirm_solved(
            at.actor,
            at.complaint,
            now=at.now,
            rating=int(self.said("rating")) if self.said("rating") else None,
            comment=self.said("comment"),
            how=self.said("how"),
        )


class Unsolved(StepForm):
    """„No.“ The investigation goes on."""

    step = Step.CONFIRM_UNSOLVED
    title = _("The complainant says: not solved")
    verb = _("Write down “not solved” and go on")
    done = _("Written down: not solved. The complaint goes on, with new dates.")
    about = _FOR_THEM
    side = Side.SPOKEN

    how = fields.how_we_heard()
    comment = fields.text(_("What is still open, in their words"), required=False, rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Not solved."""
        at = self.standing
        confirm_unsolved(
            at.actor, at.complaint, now=at.now, comment=self.said("comment"), how=self.said("how")
        )


class Rate(StepForm):
    """How we dealt with it, 1 to 5."""

    step = Step.RATE
    title = _("The complainant rates how it was handled")
    verb = _("Write down the rating")
    done = _("The rating has been written down.")
    about = _FOR_THEM
    side = Side.SPOKEN

    rating = fields.choice(_("Their rating of how we dealt with it"), _STARS, in_a_row=True)
    comment = fields.text(_("In their words"), required=False, rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Rate."""
        at = self.standing
        rate(
            at.actor, at.complaint, rating=int(self.said("rating")), now=at.now, comment=self.said("comment")
        )


class CloseAgreed(StepForm):
    """They said it is solved, or were silent for as long as the question said."""

    step = Step.CLOSE_ACCEPTED
    verb = _("Close as agreed")
    done = _("The complaint is closed as agreed. It can be reopened at any time.")
    about = _("The complainant is told, and told how to have it reopened.")

    note = fields.text(_("Remark for colleagues"), required=False, rows=3)

    @classmethod
    def obstacle(cls, standing: Standing) -> Trouble | None:
        """Nothing may be owed, and they must have agreed, by word or by silence."""
        if owed(standing).exists():
            return of_obstacle(Obstacle.REMEDY_OPEN, "", standing.actor.role)
        if not agreement_of(standing).is_reached(standing.now):
            return of_obstacle(Obstacle.NOT_ASKED_LONG_ENOUGH, "", standing.actor.role)
        return None

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Close."""
        at = self.standing
        close_as_agreed(at.actor, at.complaint, now=at.now, note=self.said("note"))


class CloseExhausted(StepForm):
    """Every reasonable way has been tried."""

    step = Step.CLOSE_EXHAUSTED
    verb = _("Close and send the reasons")
    done = _("The complaint is closed. The letter names where else they can turn.")
    about = _("The complainant reads the reasons, and where else they can turn.")
    side = Side.PUBLIC
    danger = True

    reason = fields.text(_("Reasons, for the complainant"))

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Close."""
        at = self.standing
        close_as_exhausted(at.actor, at.complaint, reason=self.said("reason"), now=at.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]] | None:
        """The letter with the reasons."""
        return (
            (LetterKind.CLOSED, {"agreed": False, "reason": self.said("reason")}) if self.is_bound else None
        )


class Reopen(StepForm):
    """Closed was not the end."""

    step = Step.REOPEN
    verb = _("Reopen the complaint")
    done = _("The complaint is open again, with new dates.")
    about = _("The complainant is told, and gets new dates. The reason can be read by them too.")
    side = Side.PUBLIC

    reason = fields.text(_("Why it is taken up again"), rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Reopen."""
        at = self.standing
        reopen_complaint(at.actor, at.complaint, reason=self.said("reason"), now=at.now)

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The letter with the new dates."""
        return LetterKind.REOPENED, {}


class Withdraw(StepForm):
    """They take it back, of their own free will."""

    step = Step.WITHDRAW
    title = _("The complainant withdraws")
    verb = _("Write down the withdrawal")
    done = _("Written down: withdrawn. They may change their mind at any time.")
    about = _("Only at the complainant's own wish. A reason is welcome, never demanded; nothing is deleted.")
    side = Side.SPOKEN
    danger = True

    how = fields.how_we_heard()
    reason = fields.text(_("In their words"), required=False, rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Withdraw for them."""
        at = self.standing
        withdraw_complaint(
            at.actor, at.complaint, now=at.now, reason=self.said("reason"), how=self.said("how")
        )

    def letter(self) -> tuple[LetterKind, dict[str, Any]]:
        """The confirmation."""
        return LetterKind.WITHDRAWN, {}


class Escalate(StepForm):
    """Somebody above must look; the complaint goes on meanwhile."""

    step = Step.ESCALATE
    verb = _("Bring it before a lead")
    done = _("A lead has been told.")
    about = _("A lead of your team gets it before them today. The complainant does not see this.")

    reason = fields.text(_("What should the lead look at?"), rows=4)

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002
        """Escalate."""
        at = self.standing
        escalate_complaint(at.actor, at.complaint, reason=self.said("reason"), now=at.now)
