"""The forms for templates and signatures. They read what was typed; whether it can be taken is the verb's to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.templates import KEYS, TemplateGiven
from kikitori.interfaces.desk.complaint.choosing import words_of_key
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.calendar_forms import typed_line
from kikitori.records.complaints.labels import SUBJECT
from kikitori.records.letters.templates_kept import ReplyTemplate

_WORDS: dict[tuple[str, Problem], Any] = {
    ("name", Problem.UNKNOWN_WORD): _("Another template has this name. Please give this one another."),
    (KEYS[0], Problem.MISSING): _("Please write at least one of the texts."),
}


def typed_text(label: Any, rows: int, **more: Any) -> forms.CharField:
    """A text, exactly as it is typed."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, strip=False, widget=widget, **more)


class TemplateForm(forms.Form):
    """One template with all its texts, and the version it was built on."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    name = typed_line(
        pgettext_lazy("template", "Name"), css="w-m", help_text=_("By which colleagues look for it.")
    )
    subject = forms.ChoiceField(
        label=_("For complaints about"),
        required=False,
        choices=lambda: [("", _("Everything")), *((each.value, words) for each, words in SUBJECT.items())],
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    is_active = forms.BooleanField(label=_("It can be chosen while writing"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in KEYS:
            self.fields[_name_of(key)] = typed_text(words_of_key(key), rows=7)

    @classmethod
    def of(cls, template: ReplyTemplate | None) -> TemplateForm:
        """As it stands; empty for a new one."""
        if template is None:
            return cls(initial={"seen": 0, "is_active": True})
        texts = {_name_of(key): template.texts.get(key, "") for key in KEYS}
        own = {"name": template.name, "subject": template.subject, "is_active": template.is_active}
        return cls(initial={"seen": template.version, **own, **texts})

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields of the texts, in order."""
        return [self[_name_of(key)] for key in KEYS]

    @property
    def given(self) -> TemplateGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return TemplateGiven(
            name=typed.get("name", ""),
            subject=typed.get("subject", ""),
            texts={key: typed.get(_name_of(key), "") for key in KEYS},
            is_active=bool(typed.get("is_active")),
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for place, problem in problems.items():
            field = _name_of(place) if place in KEYS else place
            self.add_error(field, _WORDS.get((place, problem), PROBLEM[problem]))


class SignatureForm(forms.Form):
    """What stands below replies, in both languages."""

    text_ja = typed_text(_("In Japanese"), rows=4)
    text_en = typed_text(_("In English"), rows=4)

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for field, problem in problems.items():
            self.add_error(field, PROBLEM[problem])


def _name_of(key: str) -> str:
    return f"text_{key.replace('/', '_')}"
