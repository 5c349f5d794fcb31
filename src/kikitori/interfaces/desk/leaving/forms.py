"""What is typed while somebody is let go: to whom, and with which words."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.away.away_words import name_told
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.steps.assign import able_staff
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer, ManyChoices
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Roster


class ReceiversForm(forms.Form):
    """Who gets the complaints, one or several, and what they should know."""

    default_renderer = LookRenderer

    def __init__(self, leaver: Staff, data: QueryDict | None = None, roster: Roster | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s")
        self.people = {str(one.pk): one for one in able_staff() if one.pk != leaver.pk}
        self.fields["to"] = forms.MultipleChoiceField(
            label=_("To whom"),
            help_text=_("With several, the chosen complaints are shared out in turn."),
            choices=[
                (key, name_told(f"{one.name} ({one.team})" if one.team else one.name, roster, one.pk))
                for key, one in self.people.items()
            ],
            widget=ManyChoices(attrs={"class": "choices--row"}),
        )
        self.fields["reason"] = fields.text(
            _("What they should know, for each of these complaints"), required=False, rows=3
        )
        self.fields["to"].error_messages = {
            "required": _("Please choose at least one person."),
            "invalid_choice": PROBLEM[Problem.UNKNOWN_WORD],
        }

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for name, problem in problems.items():
            said = _NOTHING_CHOSEN if name == "complaints" else PROBLEM[problem]
            self.add_error(name if name in self.fields else None, said)


class TasksForm(forms.Form):
    """Who gets the tasks."""

    default_renderer = LookRenderer

    def __init__(self, leaver: Staff, data: QueryDict | None = None, roster: Roster | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_task_%s")
        self.people = {str(one.pk): one for one in able_staff() if one.pk != leaver.pk}
        people = ((key, name_told(one.name, roster, one.pk)) for key, one in self.people.items())
        options = [("", _("Please choose")), *people]
        self.fields["to"] = fields.drop_down(_("To whom"), options)
        self.fields["to"].error_messages = {
            "required": PROBLEM[Problem.MISSING],
            "invalid_choice": PROBLEM[Problem.UNKNOWN_WORD],
        }


_NOTHING_CHOSEN = _("No complaint is chosen. Please tick at least one in the list.")
