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
from kikitori.records.complaints.terms import AuthorityProof
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
#: For whom it is written. The first is the usual one.
MYSELF, ANOTHER = "me", "another"
FOR_WHOM = (
    (MYSELF, _("For myself")),
    (ANOTHER, _("For somebody else, such as my father")),
)
PROOFS = (
    (AuthorityProof.LATER.value, _("I bring or send it later")),
    (AuthorityProof.NONE.value, _("There is no such document")),
)
SAFETY = (
    (Answer.YES.value, pgettext_lazy("safety", "Yes")),
    (Answer.NO.value, pgettext_lazy("safety", "No")),
    (Answer.UNKNOWN.value, pgettext_lazy("safety", "I do not know")),
)
_ROW = {"class": "choices--row"}
_MIDDLE = {"class": "w-m"}
_TOO_LONG = {"max_length": TOO_LONG}


def _text(label: Any, *, longest: int, rows: int, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """Free text over several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": rows, **attrs}),
    )


def _line(label: Any, *, longest: int, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """One line; `attrs` as on the input."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs=attrs),
    )


def offered() -> list[tuple[str, str]]:
    """The languages in which we write."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def _choice(
    label: Any, choices: Any, widget: forms.Widget, *, field: type[forms.ChoiceField] = forms.ChoiceField
) -> forms.ChoiceField:
    """One of the answers shown, or several, or none."""
    return field(
        label=label,
        choices=choices,
        required=False,
        widget=widget,
        error_messages={"invalid_choice": _("Please choose one of the answers shown.")},
    )


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
    injury = _choice(_("Was anybody hurt or taken ill?"), SAFETY, Choices(attrs=_ROW))
    fire = _choice(_("Was there any fire, smoke or explosion?"), SAFETY, Choices(attrs=_ROW))


class WishForm(_Form):
    """What the person would like."""

    wish = _text(
        _("What would you like to happen?"),
        longest=LONGEST_TEXT,
        rows=6,
        help_text=_("You may leave this empty if you do not know yet."),
        **{"data-guard": True},
    )


class ReachForm(_Form):
    """How to reach the person, or not at all."""

    reach = _choice(_("Your name and how to reach you"), REACH, Choices(help_texts=_REACH_HELP))
    name = _line(_("Your name"), longest=300, autocomplete="name", **_MIDDLE)
    kana = _line(_("How your name is read (kana)"), longest=300, autocomplete="off", **_MIDDLE)
    for_whom = _choice(_("For whom do you write?"), FOR_WHOM, Choices(attrs=_ROW))
    their_name = _line(_("Name of the person you write for"), longest=300, autocomplete="off", **_MIDDLE)
    their_kana = _line(_("How their name reads (kana)"), longest=300, autocomplete="off", **_MIDDLE)
    entitled = _line(
        _("Why you write for them"),
        longest=1000,
        help_text=_("For example: I am his daughter, and he asked me to."),
        autocomplete="off",
    )
    entitled_proof = _choice(_("A document that says so (power of attorney)"), PROOFS, Choices(attrs=_ROW))
    email = _line(
        _("E-mail address"), longest=500, autocomplete="email", inputmode="email", spellcheck="false"
    )
    phone = _line(_("Phone number"), longest=200, autocomplete="tel", inputmode="tel", **_MIDDLE)
    contact_note = _line(
        _("What we should know before we contact you"),
        longest=200,
        help_text=_(
            "For example: evenings only; no messages on the answering machine; use a plain envelope."
        ),
        autocomplete="off",
    )
    postal_code = _line(
        _("Postal code"),
        longest=20,
        autocomplete="postal-code",
        inputmode="numeric",
        **{"class": "w-s"},
    )
    address = _text(_("Postal address"), longest=400, rows=2, autocomplete="street-address")
    needs = _choice(
        _("What would make it easier for you?"), NEEDS, ManyChoices(), field=forms.MultipleChoiceField
    )
    needs_note = _line(_("Anything else that would help"), longest=1000, autocomplete="off")
    language = _choice(_("In which language shall we write to you?"), offered, Choices(attrs=_ROW))

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
    usual = {"reach": OPEN, "for_whom": MYSELF, "entitled_proof": AuthorityProof.LATER.value}
    return usual | {"language": language} | values
