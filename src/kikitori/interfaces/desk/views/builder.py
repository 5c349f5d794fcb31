"""The builder: a view as a form, its conditions row by row. What a row asks for follows from the field it speaks of.

Nothing that was typed is lost when a field is exchanged or a row added: the form is drawn again from what was sent, and
says what is wrong only where it is asked to (when it is kept, and beside the number it would find).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.saved_views import LONGEST_NAME, ViewGiven
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.views.condition_form import Whole
from kikitori.interfaces.desk.views.condition_rows import ConditionRows, kept_rows, sent_rows
from kikitori.interfaces.desk.views.condition_words import Names
from kikitori.interfaces.look.forms import Choices, LookRenderer, ManyChoices
from kikitori.records.selection.labels import COLUMN, SHARING, SORT
from kikitori.records.selection.terms import (
    MOST_COLUMNS,
    Column,
    Sharing,
    Sort,
)


class ViewForm(forms.Form):
    """All of a view but its conditions."""

    default_renderer = LookRenderer
    name = forms.CharField(
        label=_("Name of the view"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "w-l", "autocomplete": "off"}),
        error_messages={"required": PROBLEM[Problem.MISSING], "max_length": PROBLEM[Problem.TOO_LONG]},
    )
    sharing = forms.ChoiceField(
        label=_("Who sees it"),
        widget=Choices(attrs={"class": "choices--row"}),
        error_messages={
            "invalid_choice": PROBLEM[Problem.UNKNOWN_WORD],
            "required": PROBLEM[Problem.MISSING],
        },
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[(each.value, SORT[each]) for each in Sort],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        help_text=_("Title and number are always shown. Without a choice the usual columns are."),
        choices=[(each.value, COLUMN[each]) for each in Column],
        required=False,
        widget=ManyChoices(attrs={"class": "choices--row choices--close"}),
    )
    position = Whole(
        label=_("Place in the list of views"),
        help_text=_("Smaller numbers come first."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={"invalid": PROBLEM[Problem.NOT_A_NUMBER]},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: Mapping[str, Any], sharing: Iterable[Sharing], *, judged: bool = True) -> None:
        """Not `judged`: drawn as it was typed, without a word about what is still missing."""
        super().__init__(dict(typed) if judged else None, initial=dict(typed), label_suffix="")
        self.as_typed = partial(ViewForm, typed, sharing, judged=False)
        self.fields["sharing"].choices = [(each.value, SHARING[each]) for each in sharing]  # type: ignore[attr-defined]

    def clean_columns(self) -> list[str]:
        """No more than fit beside each other. Raises ValidationError."""
        chosen: list[str] = self.cleaned_data["columns"]
        if len(chosen) > MOST_COLUMNS:
            raise forms.ValidationError(_("At most eight columns fit beside each other."))
        return chosen


@dataclass
class Builder(ConditionRows):
    """A view being built: its conditions and its form, as they were sent or as they are kept."""

    form: ViewForm

    def as_typed(self) -> Builder:
        """The same, without a word about what is still missing."""
        return Builder(self.rows_as_typed(), self.form.as_typed())

    def given(self) -> ViewGiven | None:
        """What the verbs take; None where something is not complete, which the forms say then."""
        conditions = self.conditions()
        if not self.form.is_valid() or conditions is None:
            return None
        typed = self.form.cleaned_data
        return ViewGiven(
            name=typed["name"],
            conditions=conditions,
            sharing=typed["sharing"],
            sort=typed["sort"] or Sort.NEWEST.value,
            columns=tuple(typed["columns"]),
            position=typed["position"] or 0,
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field; what has none goes to the top."""
        for name, problem in problems.items():
            self.form.add_error(name if name in self.form.fields else None, PROBLEM[problem])

    @property
    def seen(self) -> int:
        """The version this was built on."""
        return self.form.cleaned_data.get("seen") or 0


def sent(data: QueryDict, sharing: Iterable[Sharing], names: Names, *, do: str = "") -> Builder:
    """The builder as it was sent; `do` as `sent_rows` has it."""
    typed = {name: data.get(name, "") for name in ("name", "sharing", "sort", "position", "seen")}
    form = ViewForm({**typed, "columns": data.getlist("columns")}, sharing)
    return Builder(sent_rows(data, names, do), form)


def kept(given: ViewGiven, seen: int, sharing: Iterable[Sharing], names: Names) -> Builder:
    """The builder of a view as it is kept, or of one that begins."""
    typed = {
        "name": given.name,
        "sharing": given.sharing,
        "sort": given.sort,
        "columns": list(given.columns),
        "position": given.position or "",
        "seen": seen,
    }
    return Builder(kept_rows(given.conditions, names), ViewForm(typed, sharing))
