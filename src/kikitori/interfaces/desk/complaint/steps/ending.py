"""The ways a complaint ends, and begins again; and somebody above who must look meanwhile."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint, may_acknowledge
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import letter_values, withdraw_complaint
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.why_escalated import why_escalated
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.escalation.models import Escalation
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.voices.terms import FALLING


class CloseAgreed(StepForm):
    """They said it is solved, or were silent for as long as the question said."""

    step = Step.CLOSE_ACCEPTED
    verb = _("Close as agreed")
    done = _("The complaint is closed as agreed. It can be reopened at any time.")
    about = _("The complainant is told, and told how to have it reopened.")
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

    def letter_values(self) -> dict[str, Any] | None:
        """The reasons, and that it was without agreement."""
        said = super().letter_values()
        return said and {"agreed": False, **said}


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
