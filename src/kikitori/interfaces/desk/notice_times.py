"""Several times of day in one line, as people write them."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.names import fold_width

_BETWEEN = re.compile(r"[,;、，・\s]+")


class TimesField(forms.CharField):
    """Times of day in one line: 8:30, 16:00. Typed in any width, with any sign between them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "w-m", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        """The line → times. Raises ValidationError."""
        if not isinstance(value, str):
            return ()
        words = [word for word in _BETWEEN.split(fold_width(value)) if word]
        try:
            return tuple(_time(word) for word in words)
        except ValueError as wrong:
            raise forms.ValidationError(_("Please write times like 8:30, 16:00.")) from wrong


def _time(word: str) -> time:
    hour, _colon, minute = word.partition(":")
    return time(int(hour), int(minute or 0))
