"""The forms of a mass complaint: its cause, a common reply, the words for one child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.mass import MassGiven
from kikitori.casework.mass_reply import CommonGiven
from kikitori.casework.templates import KEYS
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.choosing import words_of_key
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.mass import CommonReply, MassComplaint
from kikitori.records.letters.labels import POLITENESS
from kikitori.records.letters.placeholders import Politeness

_NOTHING_WRITTEN = _("Please write at least one of the texts.")


class _Form(forms.Form):
    default_renderer = LookRenderer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field; what has none goes to the top."""
        for place, problem in problems.items():
            name = field_of(place)
            missing = problem is Problem.MISSING and place in KEYS
            self.add_error(
                name if name in self.fields else None, _NOTHING_WRITTEN if missing else PROBLEM[problem]
            )


class MassForm(_Form):
    """What is true of all, and the version it was built on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = fields.line(_("What it is called, for colleagues"))
    story = fields.text(_("What happened"), required=False, rows=5)
    theme = fields.line(
        _("Theme"),
        required=False,
        help_text=_("What it is an instance of, for example: parcels crushed in the depot."),
    )
    inquiry = fields.text(_("What is being looked into for all of them"), required=False, rows=4)
    found = fields.text(
        _("What was found"),
        required=False,
        rows=5,
        help_text=_("Whoever decides one of the complaints has it at hand there."),
    )
    tells_number = forms.BooleanField(
        label=_("Each complainant may learn how many they are (never who)."), required=False
    )

    @classmethod
    def of(cls, mass: MassComplaint) -> MassForm:
        """As it stands."""
        names = ("title", "story", "theme", "inquiry", "found", "tells_number")
        return cls(initial={"seen": mass.version, **{name: getattr(mass, name) for name in names}})

    @property
    def given(self) -> MassGiven:
        """What was typed, for the verb."""
        return MassGiven(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class CommonForm(_Form):
    """The words for all: a text in each language and tone that is needed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in KEYS:
            self.fields[field_of(key)] = fields.text(words_of_key(key), required=False, rows=7)
        tones = [(each.value, POLITENESS[each]) for each in Politeness]
        self.fields["politeness"] = fields.choice(_("Tone"), tones, in_a_row=True)

    @classmethod
    def of(cls, texts: Mapping[str, str], politeness: str, version: int) -> CommonForm:
        """With these texts."""
        written = {field_of(key): texts.get(key, "") for key in KEYS}
        return cls(initial={"seen": version, "politeness": politeness, **written})

    @classmethod
    def of_reply(cls, written: CommonReply) -> CommonForm:
        """As it stands."""
        return cls.of(written.texts, written.politeness, written.version)

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields of the texts, in order."""
        return [self[field_of(key)] for key in KEYS]

    @property
    def given(self) -> CommonGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        texts = {key: typed.get(field_of(key), "") for key in KEYS}
        return CommonGiven(texts=texts, politeness=typed.get("politeness", ""))


class OneForm(_Form):
    """The words for one child."""

    text = fields.text(_("Text for this one"), required=False, rows=10)


def field_of(key: str) -> str:
    """The name of the field of one text; other names as they are."""
    return f"text_{key.replace('/', '_')}" if key in KEYS else key
