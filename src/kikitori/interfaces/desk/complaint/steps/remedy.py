"""Putting it right: one thing owed after the other is done, then all of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid
from kikitori.casework.filed_with_note import FileNotKept
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.remedy import carry_out_remedy, finish_remedies
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.tellings.told import remedy_line
from kikitori.interfaces.desk.complaint.uploads import files_given, refused_in_words
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RECEIVED, RemedyState


class CarryOut(StepForm):
    """One thing is done. After the last one the complainant is told, and asked days later."""

    step = Step.REMEDY
    verb = _("Mark it as done")
    done = _("Marked as done.")
    about = _(
        "After the last one the complainant is told, and days later asked whether it is solved. "
        "Money is paid by somebody else than whoever granted it."
    )
    part = "desk/complaint/_fields_carry_out.html"
    has_files = True
    calls = staticmethod(carry_out_remedy)
    needs = (needs.SOMETHING_OWED,)
    from_address = frozenset({"remedy"})
    sent: FileGiven | None = None

    def set_up(self) -> None:
        """One choice per thing owed."""
        self.fields["remedy"] = fields.one_of(
            _("What was done"), self.standing.file.remedies_owed, remedy_line
        )
        self.fields["note"] = fields.text(
            _("How it was done"),
            help_text=_("For colleagues: parcel number, day of transfer, who handed it over."),
            required=False,
            rows=3,
        )
        self.fields["proof"] = fields.line(
            _("Proof"),
            help_text=_(
                "The number of the transfer or parcel. Money is not paid without it, or without a file."
            ),
            required=False,
        )
        self.fields["file_shown"] = forms.BooleanField(
            label=_("The complainant sees the file, too, on their page"), required=False
        )

    def take_in(self, sent: MultiValueDict[str, Any]) -> None:
        """One file for one thing that is done."""
        self.sent = next(iter(files_given(sent)), None)

    def values(self) -> dict[str, Any]:
        """What was typed, and the file."""
        return {**super().values(), "file": self.sent}

    def take(self, seen_version: int | None) -> None:
        """A file that cannot be kept is named, with its reason."""
        try:
            super().take(seen_version)
        except FileNotKept as refused:
            for words in refused_in_words([(refused.name, refused.flaw)]):
                self.add_error(None, words)
            raise Invalid({}) from refused

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"remedy": next((row.pk for row in self.standing.file.remedies_owed), "")}


class Verify(StepForm):
    """What was done has arrived: the complainant says so, or a colleague has looked."""

    step = Step.VERIFY_REMEDY
    verb = _("Confirm that it has arrived")
    done = _("Written down: it has arrived.")
    about = _(
        "Who carried it out does not confirm it themselves, unless the complainant has said that it is there."
    )
    needs = (needs.SOMETHING_DONE,)
    from_address = frozenset({"remedy"})

    def set_up(self) -> None:
        """One choice per thing done."""
        self.fields["remedy"] = fields.one_of(_("What has arrived"), self._done, remedy_line)
        self.fields["how"] = fields.line(
            _("How the complainant told us, if they did"),
            help_text=_("For example: by phone on 24 November. Empty: you have looked yourself."),
            required=False,
        )

    @property
    def _done(self) -> list[Remedy]:
        return [row for row in self.standing.file.remedies if row.state == RemedyState.DONE.value]

    def first_values(self) -> dict[str, Any]:
        """The one done first."""
        return {"remedy": next((row.pk for row in self._done), "")}

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002 - nothing here is overwritten
        """By its number."""
        at, typed = self.standing, self.cleaned_data
        verify_remedy(at.actor, at.complaint, remedy=typed["remedy"].pk, how=typed["how"], now=at.now)


class Finish(StepForm):
    """Everything owed is done."""

    step = Step.FINISH_REMEDIES
    title = _("Tell them that everything is done")
    verb = _("Tell them that everything is done")
    done = _("The complainant has been told that everything is done.")
    about = _("Days later the complainant is asked whether it is solved.")
    side = Side.PUBLIC
    calls = staticmethod(finish_remedies)
    sends = LetterKind.REMEDIES_DONE
    needs = (needs.NOTHING_OWED,)

    def letter_values(self) -> dict[str, Any]:
        """What has been done."""
        done = [row for row in self.standing.file.remedies if row.state in RECEIVED]
        return {"remedies": remedy_lines(done, self.standing.complaint.language)}
