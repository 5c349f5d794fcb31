"""Showing a complainant to another door takes two: one asks, another confirms."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework.redirect import (
    ask_redirect,
    confirm_redirect,
    letter_values,
    refuse_redirect,
    undo_redirect,
)
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.labels import REDIRECT_REASON
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.triage.redirections import Redirection


class AskRedirect(StepForm):
    """Both texts are written for the complainant, though nothing goes out before somebody else has confirmed."""

    step = Step.ASK_REDIRECT
    verb = _("Ask a colleague to confirm it")
    done = _("Asked. A colleague or a lead confirms it; until then the complaint stays as it is.")
    about = _(
        "Nobody redirects a complaint alone: a colleague or a lead confirms it. Then the complainant is told where to "
        "go and why, in your words. The complaint stays on record and is counted."
    )
    side = Side.PUBLIC
    calls = staticmethod(ask_redirect)
    sends = LetterKind.REDIRECTED
    says = ("reason", "where", "why")
    needs = (needs.NOBODY_IN_DANGER, needs.NO_REDIRECT_ASKED_FOR, needs.NOTHING_OWED)

    reason = fields.choice(_("Why it is not handled here"), REDIRECT_REASON.items())
    where = fields.text(
        _("Where they can turn"),
        rows=3,
        help_text=_("Name, phone number, hours; of a desk of ours also by when they hear from it."),
    )
    why = fields.text(_("Why, as the complainant will read it"), rows=4)

    def letter_values(self) -> dict[str, Any] | None:
        """As it will go out once it is confirmed."""
        said = super().letter_values()
        return said and letter_values(**said)


class ConfirmRedirect(StepForm):
    """What was asked for, as it goes out."""

    step = Step.REDIRECT
    verb = _("Confirm, and tell the complainant")
    done = _("Redirected. The complainant is told where to go. It can be taken up again at any time.")
    about = _(
        "The complainant gets the letter. Dates that were promised end; what is owed to an authority stays."
    )
    side = Side.PUBLIC
    danger = True
    sends = LetterKind.REDIRECTED
    needs = (
        needs.A_REDIRECT_ASKED_FOR,
        needs.ASKED_BY_ANOTHER,
        needs.NOBODY_IN_DANGER,
        needs.NOTHING_OWED,
    )
    from_address = frozenset({"asked"})

    @staticmethod
    def calls(actor: Actor, complaint: Complaint, *, asked: Redirection, now: datetime) -> None:
        """The verb."""
        confirm_redirect(actor, complaint, asked=asked, now=now)

    def set_up(self) -> None:
        """The one that waits, with who asked and why."""
        _add_asked(self)

    def first_values(self) -> dict[str, Any]:
        """The one that waits."""
        return _first(self)

    def letter_values(self) -> dict[str, Any] | None:
        """The texts of whoever asked."""
        row = self.standing.file.redirect_asked
        return letter_values(row.reason, row.where, row.why) if row else None


class RefuseRedirect(StepForm):
    """A colleague says that it stays, or whoever asked thinks better of it."""

    step = Step.REFUSE_REDIRECT
    verb = _("Keep it here")
    done = _("It stays here. The complainant was told nothing.")
    about = _("The complaint goes on as it was. The complainant does not see this.")
    calls = staticmethod(refuse_redirect)
    needs = (needs.A_REDIRECT_ASKED_FOR,)
    from_address = frozenset({"asked"})

    def set_up(self) -> None:
        """The one that waits, and why it is not confirmed."""
        _add_asked(self)
        self.fields["words"] = fields.text(_("Why it stays here, for colleagues"), required=False, rows=3)

    def first_values(self) -> dict[str, Any]:
        """The one that waits."""
        return _first(self)


class UndoRedirect(StepForm):
    """It was ours after all."""

    step = Step.UNDO_REDIRECT
    verb = _("Take it up again")
    done = _("It is assessed again, with new dates. The complainant is told.")
    about = _("The complainant is told, and gets new dates. The reason can be read by them too.")
    side = Side.PUBLIC
    calls = staticmethod(undo_redirect)
    sends = LetterKind.REOPENED

    reason = fields.text(_("Why it is taken up again"), rows=3)


def _add_asked(form: StepForm) -> None:
    row = form.standing.file.redirect_asked
    form.fields["asked"] = fields.one_of(
        _("What was asked for"), [row] if row else [], lambda one: REDIRECT_REASON[one.why_moved]
    )


def _first(form: StepForm) -> dict[str, Any]:
    row = form.standing.file.redirect_asked
    return {"asked": row.pk} if row else {}
