"""Fields as people fill them in: days, times and money in any width and with or without separators.

What is missing or wrong is said with the name of the field, so that a list of errors can be read on its own.
Length and plausibility are the verb's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.money import EXPONENT, figures, read_money
from kikitori.foundation.language.names import fold_width
from kikitori.interfaces.look.forms import Choices

#: A text, or one that is translated when it is read.
Words = Any
Options = Iterable[tuple[str, Words]]

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y\u5e74%m\u6708%d\u65e5")
_TIMES = ("%H:%M", "%H:%M:%S", "%H\u6642%M\u5206")
_MOMENTS = tuple(f"{day} {time}" for day in _DAYS for time in _TIMES) + _DAYS


class DayField(forms.DateField):
    """A day; typed digits may be full-width."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "w-s"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=_DAYS, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """Read a day. Raises ValidationError."""
        return super().to_python(fold_width(value) if isinstance(value, str) else value)


class MomentField(forms.DateTimeField):
    """A day with its time, the year first: 03/12/2026 is two days to two people, and is not guessed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=_MOMENTS, **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Read a moment; typed digits may be full-width. Raises ValidationError."""
        return super().to_python(fold_width(value).strip() if isinstance(value, str) else value)


class TimeOfDayField(forms.TimeField):
    """A time of day, 24 hours."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time", "class": "w-s"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=_TIMES, **kwargs)

    def to_python(self, value: Any) -> time | None:
        """Read a time. Raises ValidationError."""
        return super().to_python(fold_width(value) if isinstance(value, str) else value)


class MoneyField(forms.CharField):
    """An amount of our currency; its value is in smallest units: 30000, ３０，０００円 and ¥30,000 are the same."""

    def __init__(self, currency: str = "JPY", **kwargs: Any) -> None:
        self.currency = currency
        mode = "decimal" if EXPONENT[currency] else "numeric"
        widget = forms.TextInput(attrs={"inputmode": mode, "class": "w-s", "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)
        self.error_messages.setdefault("invalid", "")

    def clean(self, value: Any) -> int | None:
        """Read an amount. Raises ValidationError."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_money(typed, self.currency)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Smallest units as one types them; what was typed as it was typed."""
        return figures(value, self.currency) if isinstance(value, int) else value


def text(label: Words, *, help_text: Words = "", required: bool = True, rows: int = 6) -> forms.CharField:
    """A text of any length, kept as it is written."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: Words, *, help_text: Words = "", required: bool = True, css: str = "w-l") -> forms.CharField:
    """One line."""
    widget = forms.TextInput(attrs={"class": css, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=required, strip=False, widget=widget)


def choice(
    label: Words,
    options: Options,
    *,
    help_text: Words = "",
    required: bool = True,
    helps: Mapping[Any, Words] | None = None,
    in_a_row: bool = False,
    coerce: Callable[[str], Any] = str,
) -> forms.TypedChoiceField:
    """One of several, all of them in sight. `coerce` makes of the word what the verb takes."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        choices=list(options),
        coerce=coerce,
        empty_value="" if coerce is str else None,
        widget=Choices(help_texts=helps, attrs={"class": "choices--row"} if in_a_row else None),
    )


def one_of(
    label: Words, rows: Iterable[Any], words: Callable[[Any], Words], helps: Mapping[Any, Words] | None = None
) -> forms.TypedChoiceField:
    """One of these rows, each told by `words`; its value is the row itself."""
    by_key = {str(row.pk): row for row in rows}
    options = [(key, words(row)) for key, row in by_key.items()]
    return choice(label, options, helps=helps, coerce=by_key.__getitem__)


def drop_down(label: Words, options: Iterable[Any], *, required: bool = True) -> forms.ChoiceField:
    """One of many."""
    widget = forms.Select(attrs={"class": "w-m"})
    return forms.ChoiceField(label=label, required=required, choices=list(options), widget=widget)


def how_we_heard() -> forms.CharField:
    """By what road the complainant told us, where staff write it down for them."""
    return line(
        _("How did they tell us?"),
        help_text=_("For example: by phone on 24 November, at the counter, by letter."),
        css="w-m",
    )
