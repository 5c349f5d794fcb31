"""What is typed to decide about a mail: a complaint, a complaint it belongs to, nothing; or another charset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.called import complaint_called
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.labels import WRITER
from kikitori.records.letters.mail_terms import Writer
from kikitori.records.people.actor import Actor

_WHAT_IT_MEANS = {
    Writer.COMPLAINANT.value: _("Becomes a word of theirs. The complainant can read it in the portal."),
    Writer.REPRESENTATIVE.value: _(
        "Becomes a word on their behalf. The complainant can read it in the portal."
    ),
    Writer.OTHER.value: _("Becomes an internal note. The complainant never sees it."),
}


_NOT_THEIRS = _("Only an address of the complainant or of their representative can be kept.")
_NO_ADDRESS = _("The mail names no address that could be kept.")


class MailForm(forms.Form):
    """A form of this room."""

    default_renderer = LookRenderer

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, label_suffix="", auto_id=f"{type(self).__name__}_%s", initial=initial)
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put the verb's codes beside the fields they are about."""
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, PROBLEM[problem])


class FileForm(MailForm):
    """It is a complaint of its own."""

    tell = forms.BooleanField(
        label=_("Send the confirmation of receipt by e-mail"),
        required=False,
        help_text=_(
            "Not to machines, and not where somebody may have used a strange address: they would get it."
        ),
    )


class AttachForm(MailForm):
    """It belongs to a complaint that is there."""

    reference = fields.line(
        _("Number of the complaint"), help_text=_("For example K-2026-000131."), css="w-m"
    )
    writer = fields.choice(
        _("Who has written it?"), [(each.value, WRITER[each]) for each in Writer], helps=_WHAT_IT_MEANS
    )
    remember = forms.BooleanField(
        label=_("This address is theirs from now on"),
        required=False,
        help_text=_(
            "Only if you have asked them by a road that was known before: letters may go there, and mails from there "
            "count as theirs."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Only an address of somebody in the complaint can be kept."""
        if self.cleaned_data.get("remember") and self.cleaned_data.get("writer") == Writer.OTHER.value:
            self.add_error("remember", _NOT_THEIRS)
        return self.cleaned_data

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """The address is the mail's, not one that was typed."""
        for name, problem in problems.items():
            if name == "remember":
                self.add_error(name, _NO_ADDRESS)
            else:
                super().blame({name: problem})

    def complaint(self, actor: Actor) -> Complaint | None:
        """The complaint meant, if this actor sees it; else the form says that there is none."""
        found = complaint_called(actor, self.cleaned_data.get("reference", ""))
        if found is None and not self.has_error("reference"):
            self.add_error("reference", gettext("No complaint of this number is known to you."))
        return found


class DiscardForm(MailForm):
    """Nothing is to be done."""

    reason = fields.line(_("Why"), help_text=_("One line. The mail stays readable with it."))
