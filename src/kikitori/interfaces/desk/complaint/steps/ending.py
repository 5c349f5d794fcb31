"""The ways a complaint ends, and begins again; and somebody above who must look meanwhile."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint, may_acknowledge
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.second_contact import came_back
from kikitori.casework.withdraw import letter_values, withdraw_complaint
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.agreement import agreement_of
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.why_escalated import why_escalated
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Ending
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.models import Escalation
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.voices.terms import FALLING


class CloseAgreed(StepForm):
    """They said it is solved: as agreed. Or nobody could reach them: as not confirmed."""

    step = Step.CLOSE_ACCEPTED
    verb = _("Close the complaint")
    done = _("The complaint is closed. It can be reopened at any time.")
    about = _(
        "As agreed, where they said that it is solved; as not confirmed, where nobody could reach them. "
        "The complainant is told which, and how to have it reopened."
    )
    calls = staticmethod(close_as_agreed)
    needs = (needs.NOTHING_OWED, needs.AN_AGREEMENT)

    note = fields.text(_("Remark for colleagues"), required=False, rows=3)


class CloseExhausted(StepForm):
    """Every reasonable way has been tried."""

    step = Step.CLOSE_EXHAUSTED
    verb = _("Close and send the reasons")
    done = _("The complaint is closed. The letter names where else they can turn.")
    about = _("The complainant reads the reasons, and where else they can turn.")
    side = Side.PUBLIC
    danger = True
    calls = staticmethod(close_as_exhausted)
    sends = LetterKind.CLOSED
    says = ("reason",)
    needs = (needs.NOTHING_OWED,)

    reason = fields.text(_("Reasons, for the complainant"))
    unhappy = forms.BooleanField(
        label=_("They are still unhappy, though everything possible was done"),
        help_text=_("Then the reasons say what was done. It is kept and counted as a result of its own."),
        required=False,
    )

    def first_values(self) -> dict[str, Any]:
        """Where they have said that they leave it at that, so it is."""
        return {"unhappy": agreement_of(self.standing).left_it}

    def letter_values(self) -> dict[str, Any] | None:
        """The reasons, and that it was without agreement."""
        said = super().letter_values()
        unhappy = said is not None and (self.cleaned_data["unhappy"] or agreement_of(self.standing).left_it)
        return said and {"agreed": False, "unhappy": unhappy, **said}


class Reopen(StepForm):
    """Closed was not the end."""

    step = Step.REOPEN
    verb = _("Reopen the complaint")
    done = _("The complaint is open again, with new dates.")
    about = _("The complainant is told, and gets new dates. The reason can be read by them too.")
    side = Side.PUBLIC
    calls = staticmethod(reopen_complaint)
    sends = LetterKind.REOPENED

    reason = fields.text(_("Why it is taken up again"), rows=4)

    def set_up(self) -> None:
        """Where it ended by agreement, it may be their answer whether it holds."""
        if self.standing.complaint.ending == Ending.AGREED.value:
            label = _("They told us so when asked whether it holds: it has come back")
            self.fields["came_back"] = forms.BooleanField(label=label, required=False)

    def take(self, seen_version: int | None) -> None:
        """As their answer, or of our own accord."""
        at = self.standing
        if self.cleaned_data.get("came_back"):
            came_back(at.actor, at.complaint, comment=self.said("reason"), how=gettext("told us"), now=at.now)
        else:
            super().take(seen_version)

    def values(self) -> dict[str, Any]:
        """The reason alone."""
        return {"reason": self.cleaned_data["reason"]}


class Withdraw(StepForm):
    """They take it back, of their own free will."""

    step = Step.WITHDRAW
    title = _("The complainant withdraws")
    verb = _("Write down the withdrawal")
    done = _("Written down: withdrawn. They may change their mind at any time.")
    about = _("Only at the complainant's own wish. A reason is welcome, never demanded; nothing is deleted.")
    side = Side.SPOKEN
    danger = True
    calls = staticmethod(withdraw_complaint)
    sends = LetterKind.WITHDRAWN

    how = fields.how_we_heard()
    reason = fields.text(_("In their words"), required=False, rows=4)

    def letter_values(self) -> dict[str, Any] | None:
        """What stays owed to them: no help, for that falls with it."""
        file = self.standing.file
        falling = {row.promise_id for row in file.petitions if row.kind in FALLING}
        answers = [row for row in file.promises if row.kind == PromiseKind.PETITION.value]
        owed = [row for row in answers if row.is_unkept and not row.lapsed and row.pk not in falling]
        return letter_values(owed, self.standing.now)


class Escalate(StepForm):
    """Somebody above must look; the complaint goes on meanwhile."""

    step = Step.ESCALATE
    verb = _("Bring it before a lead")
    done = _("It has been brought up.")
    about = _(
        "It comes before the first level, and before the next one up where the first has it already. "
        "The complainant does not see this."
    )
    calls = staticmethod(escalate_complaint)

    reason = fields.text(_("What should the lead look at?"), rows=4)


class AcknowledgeEscalation(StepForm):
    """„I have seen it, and look into it.“"""

    step = Step.ACKNOWLEDGE_ESCALATION
    verb = _("Acknowledge the escalation")
    done = _("The escalation is acknowledged. Your name stands on the timeline.")
    about = _("Colleagues see that you have it before you. The complainant does not see this.")
    calls = staticmethod(acknowledge_escalation)
    needs = (needs.AN_ESCALATION_BEFORE_YOU,)
    from_address = frozenset({"escalation"})

    def set_up(self) -> None:
        """One choice for each that this reader may answer."""
        at = self.standing
        mine = [one for one in at.file.escalations if may_acknowledge(at.actor, one).allowed]
        self.fields["escalation"] = fields.one_of(_("Which escalation"), mine, _in_a_line)
        self.fields["note"] = fields.text(_("What you will do, for colleagues"), required=False, rows=3)

    def first_values(self) -> dict[str, Any]:
        """The highest one."""
        mine = self.standing.file.escalations
        return {
            "escalation": next(
                (one.pk for one in mine if may_acknowledge(self.standing.actor, one).allowed), ""
            )
        }


def _in_a_line(escalation: Escalation) -> str:
    return gettext("Level %(level)s, %(why)s") % {
        "level": escalation.level,
        "why": why_escalated(escalation.cause, escalation.detail),
    }
