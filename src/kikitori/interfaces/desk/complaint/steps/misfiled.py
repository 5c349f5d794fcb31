"""What lies in the wrong complaint: a word moved, a complaint begun by mistake joined, and that undone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.move_message import move_message
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.called import complaint_called
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.case_file import Word
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint

_LINE = 60


def other_complaint() -> forms.CharField:
    """The complaint it belongs to, by its number."""
    return fields.line(
        _("Number of the other complaint"), help_text=_("For example K-2026-000131."), css="w-m"
    )


class OtherComplaintForm(StepForm):
    """A step between this complaint and another one that the reader sees."""

    def clean_to(self) -> Complaint:
        """The complaint of that number. Raises ValidationError where this reader sees none."""
        found = complaint_called(self.standing.actor, self.cleaned_data["to"])
        if found is None:
            raise forms.ValidationError(gettext("No complaint of this number is known to you."))
        return found


class MoveMessage(OtherComplaintForm):
    """A word that was filed with the wrong complaint."""

    step = Step.MOVE_MESSAGE
    verb = _("Move it there")
    done = _("The word has been moved. Moving it back undoes it.")
    about = _(
        "Both timelines say so. The complainant of the other complaint can read it there; here it can be read no more."
    )
    calls = staticmethod(move_message)
    needs = (needs.A_WORD_TO_MOVE,)
    from_address = frozenset({"message"})

    def set_up(self) -> None:
        """One choice for each word, the newest first; then the other complaint."""
        self.fields["message"] = fields.one_of(_("Which word"), self.standing.file.words, _in_a_line)
        self.fields["to"] = other_complaint()
        self.fields["reason"] = fields.text(_("Why, for colleagues"), required=False, rows=2)

    def first_values(self) -> dict[str, Any]:
        """The only one, where there is but one."""
        words = self.standing.file.words
        return {"message": words[0].pk} if len(words) == 1 else {}

    def values(self) -> dict[str, Any]:
        """The verb knows the word by its number."""
        chosen: Word = self.cleaned_data["message"]
        return {"message": chosen.pk, "to": self.cleaned_data["to"], "reason": self.said("reason")}


class Merge(OtherComplaintForm):
    """It was begun by mistake: it belongs to another one."""

    step = Step.MERGE
    verb = _("Join it with that one")
    done = _("It goes on in the other complaint. This can be undone here.")
    about = _(
        "What was told us becomes a word in the other complaint, and what was promised is owed there. "
        "The complainant reads under which number it goes on; what they write to the old one arrives there."
    )
    calls = staticmethod(merge_complaint)

    to = other_complaint()
    same_person = forms.BooleanField(
        label=_("I have looked: both are from the same person, though under different names or addresses."),
        required=False,
    )
    reason = fields.text(_("Why, for colleagues"), required=False, rows=2)


class Separate(StepForm):
    """The joining was a mistake."""

    step = Step.SEPARATE
    verb = _("Take it out again")
    done = _("It is a complaint of its own again.")
    about = _("The word leaves the other complaint; promises and deadlines come back.")
    calls = staticmethod(separate_complaint)

    reason = fields.text(_("Why, for colleagues"), required=False, rows=2)


def _in_a_line(word: Word) -> str:
    return one_line(word.beginning, _LINE) if word.beginning.strip() else "–"
