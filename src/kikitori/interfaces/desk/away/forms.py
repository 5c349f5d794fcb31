"""From when to when somebody is away, and who stands in for them.

The form reads what was typed; whether it can be taken is the verb's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.absences import able_to_stand_in
from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.interfaces.desk.away.away_words import name_told
from kikitori.interfaces.desk.complaint.fields import DayField, drop_down
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look import words
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Roster


class AbsenceForm(forms.Form):
    """One absence: of whoever it belongs to, or with `people` of one of these."""

    default_renderer = LookRenderer

    def __init__(
        self,
        roster: Roster,
        data: QueryDict | None = None,
        *,
        whose: Staff | None = None,
        people: Sequence[Staff] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`initial`: the days and the deputy as they are noted."""
        super().__init__(data, label_suffix="", auto_id="id_absence_%s", initial=dict(initial or {}))
        self.whose, self.people = whose, {str(one.pk): one for one in people}
        self.deputies = {str(one.pk): one for one in able_to_stand_in(whose)}
        if people:
            choose = ("", _("Please choose"))
            self.fields["staff"] = drop_down(
                _("Who is away"), [choose, *((key, one.name) for key, one in self.people.items())]
            )
        self.fields["first"] = DayField(label=_("First day"))
        self.fields["last"] = DayField(label=_("Last day"))
        nobody = ("", pgettext_lazy("escalation", "Nobody"))
        named = ((key, name_told(one.name, roster, one.pk)) for key, one in self.deputies.items())
        self.fields["deputy"] = drop_down(
            pgettext_lazy("absence", "Deputy"), [nobody, *named], required=False
        )
        self.fields["deputy"].help_text = _(
            "Is shown what falls due in this time, and told what happens in these complaints. They stay where they are."
        )
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]
            field.error_messages["invalid"] = _("Please write a day, for example 2026-12-01.")

    def values(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        found = {
            "first": typed["first"],
            "last": typed["last"],
            "deputy": self.deputies.get(typed["deputy"]),
        }
        return {"staff": self.people[typed["staff"]], **found} if self.people else found

    def blame(self, refused: Invalid | NotNow) -> None:
        """Put what the verb said beside its field."""
        if isinstance(refused, NotNow):
            self.add_error("first", _overlap_told(refused.detail))
            return
        for name, problem in refused.problems.items():
            said = _SAID.get((name, problem), PROBLEM[problem])
            self.add_error(name if name in self.fields else None, said)


def _overlap_told(detail: str) -> str:
    tongue = words.language(get_language())
    first, last = (words.day(date.fromisoformat(each), tongue) for each in detail.split("/"))
    said = _(
        "An absence from %(first)s to %(last)s is noted already. Please change that one, or choose other days."
    )
    return said % {"first": first, "last": last}


_SAID = {
    ("last", Problem.IN_THE_PAST): _(
        "The last day cannot lie before the first, nor before today. Please check both."
    ),
    ("deputy", Problem.OUT_OF_RANGE): _("This person cannot stand in here. Please choose another."),
    ("staff", Problem.OUT_OF_RANGE): _("This account is closed."),
}
