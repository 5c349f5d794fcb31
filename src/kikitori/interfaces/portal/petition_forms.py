"""What the holder of a slip asks for beside the matter itself, as forms."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.text import one_line
from kikitori.interfaces.look.forms import Choices, ManyChoices
from kikitori.interfaces.portal.answer_forms import AnswerForm, free_words
from kikitori.interfaces.portal.complain_forms import NEEDS
from kikitori.interfaces.portal.queries import File
from kikitori.records.voices.terms import Ease

#: Those asked for when complaining, and what is of use once letters are sent.
EASES = (
    *NEEDS,
    (Ease.PAPER.value, _("Please send me letters on paper")),
    (Ease.ALOUD.value, _("Please read your letters to me on the phone")),
)
HOLDER = _("The person who deals with my complaint now")
_OTHER = "other"
_SHOWN = 300


class CorrectForm(AnswerForm):
    """A point as we understood it, and what is not right about it."""

    from_address = ("point_chosen",)

    point_chosen = forms.ChoiceField(
        label=_("What is not right?"),
        required=False,
        widget=Choices(),
        error_messages={"invalid_choice": _("Please choose one of the answers shown.")},
    )
    words = free_words(
        _("How is it right?"),
        needed=_("Please tell us what is not right."),
        help_text=_("As you remember it."),
    )

    def offer(self, file: File) -> None:
        """Every point as it reads now, and what is none of them."""
        points = [(str(row.number), one_line(row.text, _SHOWN)) for row in file.understood]
        choices = [*points, (_OTHER, _("Something else, or something is missing"))]
        field = self.fields["point_chosen"]
        field.choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("point_chosen", _OTHER)

    @property
    def point(self) -> int | None:
        """The number of the point; None: another."""
        chosen = str(self.cleaned_data.get("point_chosen", ""))
        return int(chosen) if chosen.isdecimal() else None

    def chose(self, chosen: dict[str, Any]) -> bool:
        """Is this what was chosen then?"""
        return chosen.get("point", chosen.get("point_there")) == self.point


class HelpForm(AnswerForm):
    """What would make it easier."""

    needs = forms.MultipleChoiceField(
        label=_("What would make it easier?"),
        choices=EASES,
        required=False,
        widget=ManyChoices(),
        error_messages={"invalid_choice": _("Please choose one of the answers shown.")},
    )
    language_wanted = forms.ChoiceField(
        label=_("Language of our letters"),
        choices=lambda: settings.LANGUAGES,
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
        error_messages={"invalid_choice": _("Please choose one of the answers shown.")},
    )
    words = free_words(_("Anything else that would help"), rows=4)

    def offer(self, file: File) -> None:
        """The language of now is chosen first."""
        self.before = file.complaint.language
        self.initial.setdefault("language_wanted", self.before)

    def clean(self) -> dict[str, Any]:
        """Something must be asked for."""
        cleaned = self.cleaned_data
        asked = cleaned.get("needs") or cleaned.get("words", "").strip() or self.language
        if not asked and not self.errors:
            self.add_error("words", _("Please choose something, or write what would help."))
        return cleaned

    @property
    def eases(self) -> list[str]:
        """The words of what was chosen."""
        return list(self.cleaned_data.get("needs") or [])

    @property
    def language(self) -> str:
        """Another language than before; empty where it stays."""
        wanted = str(self.cleaned_data.get("language_wanted") or "")
        return "" if wanted == self.before else wanted

    def chose(self, chosen: dict[str, Any]) -> bool:
        """Is this what was chosen then? A language that was set then is the one of now."""
        return chosen.get("eases") == self.eases and not self.language


class UnwantedForm(AnswerForm):
    """Somebody who should not handle it: by name, in words, or whoever does now."""

    holder = forms.BooleanField(label=HOLDER, required=False, widget=forms.CheckboxInput())
    words = free_words(
        _("Who should not handle it, and why?"),
        help_text=_("A name, or what the person does. You need not say why."),
    )

    def clean(self) -> dict[str, Any]:
        """Somebody must be named."""
        named = self.cleaned_data.get("holder") or self.cleaned_data.get("words", "").strip()
        if not named and not self.errors:
            self.add_error("words", _("Please tell us whom you mean."))
        return self.cleaned_data

    @property
    def handler(self) -> bool:
        """Whoever deals with it now?"""
        return bool(self.cleaned_data.get("holder"))

    def chose(self, chosen: dict[str, Any]) -> bool:
        """Is this what was chosen then?"""
        return bool(chosen.get("handler")) is self.handler
