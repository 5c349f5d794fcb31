"""The form for days of closure. It reads what was typed; whether it can be taken is the verb's to say."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.calendar import ClosureGiven
from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.calendar_forms import typed_line
from kikitori.records.people.models import Team

_WORDS: dict[tuple[str, Problem], Any] = {
    ("last", Problem.IN_THE_PAST): _("The last day has passed, or lies before the first. Please check both."),
    ("last", Problem.OUT_OF_RANGE): _("That is more than a year. Please check the last day."),
    ("first", Problem.OUT_OF_RANGE): _("With this closure there would be no business day within a year."),
}


class ClosureForm(forms.Form):
    """Days of closure, once or every year, of everybody or of one team."""

    name_ja = typed_line(_("Name in Japanese"), css="w-m")
    name_en = typed_line(_("Name in English"), css="w-m")
    first = DayField(
        label=_("First day"), required=False, error_messages={"invalid": _("Please give a day.")}
    )
    last = DayField(
        label=_("Last day"),
        required=False,
        error_messages={"invalid": _("Please give a day.")},
    )
    yearly = forms.BooleanField(label=_("Every year"), required=False)
    team = forms.ModelChoiceField(
        label=pgettext_lazy("closure", "Who is closed"),
        queryset=Team.objects.order_by("name"),
        empty_label=_("Everybody"),
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )

    @property
    def given(self) -> ClosureGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return ClosureGiven(
            name_ja=typed.get("name_ja", ""),
            name_en=typed.get("name_en", ""),
            first=typed.get("first"),
            last=typed.get("last"),
            yearly=bool(typed.get("yearly")),
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, in words that say what to do."""
        for field, problem in problems.items():
            if field not in self.errors:
                self.add_error(field, _WORDS.get((field, problem), PROBLEM[problem]))
