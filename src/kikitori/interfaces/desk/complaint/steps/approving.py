"""An offer that waits: approved as it stands, or sent back with a reason; taken back by whoever asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.approval import approve_offer, return_offer
from kikitori.interfaces.desk.approvals import offer_line, what_would_go
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.fields import Words
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.remedies.authority import Approval
from kikitori.records.remedies.labels import WHY_FALLEN
from kikitori.records.remedies.terms import WhyFallen

_APPROVE, _BACK = "approve", "back"
_SENT = _("Approved, and sent.")


def fallen_in_words(approval: Approval) -> Words:
    """Why it could not go out after all; empty where it has."""
    return WHY_FALLEN[WhyFallen(approval.why)] if approval.why else ""


class AnswerApproval(StepForm):
    """What is written stays as it is: somebody who wants it otherwise says so and sends it back."""

    step = Step.ANSWER_APPROVAL
    verb = _("Answer the request")
    done = _("Sent back. Whoever asked has been told.")
    about = _(
        "Approved, it goes out at once, in the name of whoever wrote it; the record names both of you. "
        "Nobody approves what they have asked for: whoever asked can only take it back."
    )
    needs = (needs.AN_OPEN_APPROVAL,)
    from_address = frozenset({"approval"})
    part = "desk/complaint/_fields_approval.html"

    def set_up(self) -> None:
        """The one that waits."""
        waiting = self.standing.file.open_approvals
        self.fields["approval"] = fields.one_of(_("What waits for approval"), waiting, offer_line)
        own = [row for row in waiting if row.asked_by_id == self.standing.actor.staff_id]
        answers = [(_BACK, _("Take it back") if own else _("Send it back"))]
        if not own:
            answers.insert(0, (_APPROVE, _("Approve and send it")))
        self.fields["answer"] = fields.choice(_("Your answer"), answers, in_a_row=True)
        self.fields["reason"] = fields.text(
            _("Why it is sent back, for whoever asked"), required=False, rows=3
        )

    def first_values(self) -> dict[str, Any]:
        """The only one there can be."""
        return {"approval": next((row.pk for row in self.standing.file.open_approvals), "")}

    @property
    def shown(self) -> Approval | None:
        """What waits, to be read before it is answered."""
        return next(iter(self.standing.file.open_approvals), None)

    @property
    def what_would_go(self) -> list[str]:
        """What the complainant would read of it."""
        return what_would_go(self.shown) if self.shown else []

    @property
    def afterwards(self) -> Words:
        """Whether it is out."""
        return self._said

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002 - an offer cannot change while it waits
        """Approve it, or give it back."""
        at, typed = self.standing, self.cleaned_data
        number = typed["approval"].pk
        if typed["answer"] == _BACK:
            return_offer(at.actor, at.complaint, approval=number, reason=typed["reason"], now=at.now)
            self._said = type(self).done
        else:
            answered = approve_offer(at.actor, at.complaint, approval=number, now=at.now)
            self._said = fallen_in_words(answered) or _SENT
