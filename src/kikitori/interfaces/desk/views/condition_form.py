"""One condition as a form: which controls it has follows from the field it speaks of and how that is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.foundation.language.names import fold_width
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.views.condition_words import Names
from kikitori.interfaces.look.forms import LookRenderer, ManyChoices
from kikitori.records.selection.conditions import Condition, Flaw, flaw_of, knows
from kikitori.records.selection.day_words import Away, Day
from kikitori.records.selection.labels import FIELD, FLAW, OPERATOR, values_of
from kikitori.records.selection.terms import COMPARES_DAYS, COMPARES_WORDS, Field, Operator, operators_of

TODAY, ON_THE_DAY = "today", "date"
#: How a day can be said: which way it lies, and whether working days are counted.
_AWAY = {
    "days_ago": (-1, False),
    "days_ahead": (1, False),
    "working_ago": (-1, True),
    "working_ahead": (1, True),
}
WHEN = {
    TODAY: pgettext_lazy("day", "today"),
    "days_ago": _("days ago"),
    "working_ago": _("working days ago"),
    "days_ahead": _("days from today"),
    "working_ahead": _("working days from today"),
    ON_THE_DAY: _("on a certain day"),
}
_FIELDS = [(field.value, FIELD[field]) for field in Field]


class Whole(forms.IntegerField):
    """A whole number; digits may be full-width."""

    def to_python(self, value: Any) -> int | None:
        """Read a number. Raises ValidationError."""
        return super().to_python(fold_width(value).strip() if isinstance(value, str) else value)


class ConditionForm(forms.Form):
    """One condition. Which controls it has follows from the field and the operator that are chosen."""

    default_renderer = LookRenderer

    def __init__(self, prefix: str, typed: Mapping[str, Any], names: Names, *, judged: bool = True) -> None:
        """`typed`: what was sent or is kept, by the names of the parts; what does not fit the field is left out.

        Not `judged`: drawn as it was typed, without a word about what is still missing.
        """
        self.as_typed = partial(ConditionForm, prefix, typed, names, judged=False)
        self.field = _word(Field, typed.get("field"), Field.STATE)
        fitting = operators_of(self.field)
        self.operator = _word(Operator, typed.get("operator"), fitting[0])
        if self.operator not in fitting:
            self.operator = fitting[0]
        data = {
            "field": self.field.value,
            "operator": self.operator.value,
            "values": [value for value in typed.get("values", ()) if knows(self.field, value)]
            if self.operator in COMPARES_WORDS
            else [],
            **{part: typed.get(part, "") for part in ("count", "day")},
            "when": typed.get("when") if typed.get("when") in WHEN else TODAY,
        }
        self.when = data["when"]
        sent = {f"{prefix}-{name}": value for name, value in data.items()}
        super().__init__(sent if judged else None, prefix=prefix, initial=data)
        self.label_suffix = ""
        self._add_fields(names)

    def _add_fields(self, names: Names) -> None:
        self.fields["field"] = _select(_("What"), _FIELDS)
        self.fields["operator"] = _select(
            pgettext_lazy("condition", "How"),
            [(each.value, OPERATOR[each]) for each in operators_of(self.field)],
        )
        if self.operator in COMPARES_WORDS:
            options = [*values_of(self.field).items(), *_people(self.field, names)]
            self.fields["values"] = forms.MultipleChoiceField(
                label=pgettext_lazy("condition", "Which"),
                choices=options,
                required=False,
                widget=ManyChoices(attrs={"class": "choices--row choices--close"}),
            )
        if self.operator in COMPARES_DAYS:
            self.fields["when"] = _select(pgettext_lazy("condition", "When"), WHEN.items())
            if self.when in _AWAY:
                self.fields["count"] = Whole(
                    label=_("How many"),
                    required=False,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
                    error_messages={"invalid": PROBLEM[Problem.NOT_A_NUMBER]},
                )
            if self.when == ON_THE_DAY:
                self.fields["day"] = DayField(
                    label=_("Day"), required=False, error_messages={"invalid": FLAW[Flaw.NO_DAY]}
                )

    def clean(self) -> dict[str, Any]:
        """Say what is missing beside the control that lacks it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            found = flaw_of(self.condition)
            if found:
                self.add_error(self._place_of(found.flaw), FLAW[found.flaw])
        return cleaned

    def _place_of(self, flaw: Flaw) -> str | None:
        wanted = {Flaw.NO_VALUE: "values", Flaw.UNKNOWN_VALUE: "values"}.get(flaw)
        if wanted is None:
            wanted = next((part for part in ("count", "day") if part in self.fields), None)
        return wanted if wanted in self.fields else None

    @property
    def field_label(self) -> Any:
        """What it speaks of, in words."""
        return FIELD[self.field]

    @property
    def condition(self) -> Condition:
        """What was typed, once it is clean."""
        return Condition(self.field, self.operator, tuple(self.cleaned_data.get("values") or ()), self._day())

    def _day(self) -> Day | None:
        if self.operator not in COMPARES_DAYS:
            return None
        if self.when == TODAY:
            return Away(0)
        if self.when == ON_THE_DAY:
            return self.cleaned_data.get("day")
        way, working = _AWAY[self.when]
        count = self.cleaned_data.get("count")
        return None if count is None else Away(way * abs(count), working)


def kept_row(condition: Condition) -> dict[str, Any]:
    """A condition as its form would be sent, by the names of the parts."""
    row: dict[str, Any] = {
        "field": condition.field.value,
        "operator": condition.operator.value,
        "values": list(condition.values),
    }
    day = condition.day
    if isinstance(day, Away):
        sign = (day.days > 0) - (day.days < 0)
        whens = {way: when for when, way in _AWAY.items()}
        row |= {"when": whens[sign, day.working] if sign else TODAY, "count": str(abs(day.days))}
    elif day is not None:
        row |= {"when": ON_THE_DAY, "day": day.isoformat()}
    return row


def _people(field: Field, names: Names) -> Iterable[tuple[str, str]]:
    return names.named(field).items()


def _select(label: Any, options: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "w-m"})
    return forms.ChoiceField(label=label, choices=list(options), required=False, widget=widget)


def _word(words: Any, value: object, default: Any) -> Any:
    return words(value) if value in {word.value for word in words} else default
