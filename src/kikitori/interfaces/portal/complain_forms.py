"""The three questions of the complain pages, as forms. Every answer but the first may be left out.

Limits are those of the verb; what a form lets through, the verb takes (sending.py maps what is left).
"""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.given import LONGEST_TEXT
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.interfaces.look.forms import Choices, LookRenderer, ManyChoices
from kikitori.interfaces.portal.sentences import MAIL_FAULT, TOO_LONG
from kikitori.records.triage.sorting import Answer

#: How somebody may be reached. The first is the usual one.
OPEN, NAMELESS, NOTHING = "open", "nameless", "nothing"
REACH = (
    (OPEN, _("I give my name or a way to reach me")),
    (NAMELESS, _("I give a way to reach me, but no name")),
    (NOTHING, _("I give neither")),
)
_REACH_HELP = {
    OPEN: _("Fill in only what you like."),
    NAMELESS: _("A name written below will not be sent."),
    NOTHING: _(
        "You follow everything with your slip. Nothing written below will be sent, and we cannot contact you."
    ),
}
NEEDS = (
    ("no_phone", _("I cannot use the phone")),
    ("large_print", _("Please write in large letters")),
    ("plain_words", _("Please use plain words, with readings for difficult characters")),
    ("interpreter", _("I need sign language or an interpreter")),
    ("companion", _("I want to do this together with somebody I trust")),
)
SAFETY = (
    (Answer.YES.value, pgettext_lazy("safety", "Yes")),
    (Answer.NO.value, pgettext_lazy("safety", "No")),
    (Answer.UNKNOWN.value, pgettext_lazy("safety", "I do not know")),
)
_ROW = {"class": "choices--row"}
_TOO_LONG = {"max_length": TOO_LONG}
_UNKNOWN_CHOICE = {"invalid_choice": _("Please choose one of the answers shown.")}


class _Form(forms.Form):
    """A form drawn by the shared look."""

    default_renderer = LookRenderer


class StoryForm(_Form):
    """What happened, and whether anybody is in danger."""

    story = forms.CharField(
        label=_("What happened?"),
        help_text=_(
            "When, where, what: in any order, in your own words. It may be short, and it may be long."
        ),
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("Please tell us what happened. One sentence is enough to begin with."),
            **_TOO_LONG,
        },
        widget=forms.Textarea(attrs={"data-guard": True, "rows": 9}),
    )
    injury = forms.ChoiceField(
        label=_("Was anybody hurt or taken ill?"),
        choices=SAFETY,
        required=False,
        widget=Choices(attrs=_ROW),
        error_messages=_UNKNOWN_CHOICE,
    )
    fire = forms.ChoiceField(
        label=_("Was there any fire, smoke or explosion?"),
        choices=SAFETY,
        required=False,
        widget=Choices(attrs=_ROW),
        error_messages=_UNKNOWN_CHOICE,
    )


class WishForm(_Form):
    """What the person would like."""

    wish = forms.CharField(
        label=_("What would you like to happen?"),
        help_text=_("You may leave this empty if you do not know yet."),
        required=False,
        max_length=LONGEST_TEXT,
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"data-guard": True, "rows": 6}),
    )


class ReachForm(_Form):
    """How to reach the person, or not at all."""

    reach = forms.ChoiceField(
        label=_("Your name and how to reach you"),
        choices=REACH,
        required=False,
        widget=Choices(help_texts=_REACH_HELP),
        error_messages=_UNKNOWN_CHOICE,
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=300,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "w-m"}),
    )
    kana = forms.CharField(
        label=_("How your name is read (kana)"),
        required=False,
        max_length=300,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}),
    )
    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=500,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        required=False,
        max_length=200,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "w-m"}),
    )
    contact_note = forms.CharField(
        label=_("What we should know before we contact you"),
        help_text=_(
            "For example: evenings only; no messages on the answering machine; use a plain envelope."
        ),
        required=False,
        max_length=200,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postal_code = forms.CharField(
        label=_("Postal code"),
        required=False,
        max_length=20,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "inputmode": "numeric", "class": "w-s"}),
    )
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=400,
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"autocomplete": "street-address", "rows": 2}),
    )
    needs = forms.MultipleChoiceField(
        label=_("What would make it easier for you?"),
        choices=NEEDS,
        required=False,
        widget=ManyChoices(),
        error_messages=_UNKNOWN_CHOICE,
    )
    needs_note = forms.CharField(
        label=_("Anything else that would help"),
        required=False,
        max_length=1000,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"),
        choices=settings.LANGUAGES,
        required=False,
        widget=Choices(attrs=_ROW),
        error_messages=_UNKNOWN_CHOICE,
    )

    def clean_email(self) -> str:
        """An address as lax as the mail world is, or a sentence that says what is wrong with it."""
        value = str(self.cleaned_data["email"])
        if value:
            try:
                mail_address(value)
            except BadMailAddress as bad:
                raise forms.ValidationError(str(MAIL_FAULT[bad.fault])) from bad
        return value


STEPS: dict[str, type[forms.Form]] = {"story": StoryForm, "wish": WishForm, "reach": ReachForm}


def initial_of(values: dict[str, Any], language: str) -> dict[str, Any]:
    """What a form shows before anything was answered: the usual way, and the language of the page."""
    return {"reach": OPEN, "language": language} | values
