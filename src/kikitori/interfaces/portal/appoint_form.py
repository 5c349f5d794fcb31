"""The form in which the holder of a slip names somebody to speak for them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.appoint import AppointmentGiven, as_kept
from kikitori.casework.errors import Invalid
from kikitori.casework.intake import ContactGiven
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.interfaces.look.forms import Choices
from kikitori.interfaces.portal.answer_forms import AnswerForm, free_words
from kikitori.interfaces.portal.complain_forms import PROOFS
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.sentences import MAIL_FAULT, TOO_LONG
from kikitori.records.complaints.terms import AuthorityProof
from kikitori.records.people.terms import ContactKind, Mandate
from kikitori.records.voices.appointments import Appointment

#: What they may do, as the person themselves is asked and told.
MANDATE = (
    (Mandate.SPEAK.value, _("Speak with you for me. I decide myself")),
    (
        Mandate.ACT.value,
        _(
            "Speak with you, and also decide for me: accept or decline a proposal, say whether it is solved, ask for a "
            "review, withdraw, have it taken up again"
        ),
    ),
)
ROADS = (
    (ContactKind.EMAIL.value, pgettext_lazy("road", "E-mail")),
    (ContactKind.POST.value, pgettext_lazy("road", "Post")),
    (ContactKind.PHONE.value, pgettext_lazy("road", "Phone")),
)
#: What of an appointment is what the complainant has told us.
_TOLD = ("name", "kana", "relation", "mandate", "reach_kind", "reach", "language", "words", "proof")
_ROW = {"class": "choices--row"}
_CHOOSE = _("Please choose one of the answers shown.")
_CHOICE = {"required": _CHOOSE, "invalid_choice": _CHOOSE}


def _line(
    label: Any, *, longest: int, help_text: Any = "", needed: Any = "", **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(needed),
        max_length=longest,
        error_messages={"required": needed, "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def _choice(
    label: Any, choices: Any, *, required: bool = False, help_text: Any = "", row: bool = True
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=Choices(attrs=_ROW if row else None),
        error_messages=_CHOICE,
    )


class AppointForm(AnswerForm):
    """Who it is, what they may do, how they are reached, and what entitles them."""

    name = _line(
        _("Their name"),
        longest=300,
        needed=_("Please write the name of whoever is to speak for you."),
        **{"class": "w-m"},
    )
    kana = _line(_("How their name is read (kana)"), longest=300, **{"class": "w-m"})
    relation = _line(
        _("Who are they to you?"),
        longest=200,
        help_text=_("For example: my daughter, my lawyer, a colleague, a counsellor of the consumer centre."),
    )
    mandate = _choice(_("What may they do for you?"), MANDATE, required=True, row=False)
    reach_kind = _choice(
        _("How do we reach them?"),
        ROADS,
        help_text=_(
            "With an e-mail or postal address, our letters go to them instead of you; you read every letter here. "
            "Without one, letters go on coming to you."
        ),
    )
    reach = _line(_("Their address or number"), longest=500)
    language_wanted = forms.ChoiceField(
        label=_("In which language shall we write to them?"),
        choices=lambda: settings.LANGUAGES,
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
        error_messages=_CHOICE,
    )
    words = free_words(_("Anything we should know"), rows=3)
    proof = _choice(
        _("A document that says so (power of attorney)"),
        PROOFS,
        help_text=_(
            "A sheet with both names and your signature is enough. You can photograph it and add it below; "
            "then nothing has to be chosen here."
        ),
    )

    def offer(self, file: File) -> None:
        """What most people choose."""
        self.initial.setdefault("language_wanted", file.complaint.language)
        self.initial.setdefault("mandate", Mandate.SPEAK.value)
        self.initial.setdefault("reach_kind", ContactKind.EMAIL.value)
        self.initial.setdefault("proof", AuthorityProof.LATER.value)

    def clean(self) -> dict[str, Any]:
        """A mail address must be one; by which road it is, must be said."""
        cleaned = self.cleaned_data
        reach, kind = cleaned.get("reach", "").strip(), cleaned.get("reach_kind")
        if reach and not kind and "reach_kind" not in self.errors:
            self.add_error("reach_kind", str(_CHOOSE))
        if reach and kind == ContactKind.EMAIL.value:
            try:
                mail_address(reach)
            except BadMailAddress as bad:
                self.add_error("reach", str(MAIL_FAULT[bad.fault]))
        return cleaned

    @property
    def given(self) -> AppointmentGiven:
        """What the verb takes."""
        typed = self.cleaned_data
        reach = typed["reach"].strip()
        return AppointmentGiven(
            name=typed["name"],
            kana=typed["kana"],
            relation=typed["relation"],
            mandate=typed["mandate"],
            reach=ContactGiven(kind=typed["reach_kind"], value=reach) if reach else None,
            language=typed["language_wanted"],
            words=self.said,
            proof=typed["proof"],
        )

    def says_the_same(self, row: Appointment, files: int) -> bool:
        """Is this what they have told us already, word for word? `files`: how many lie with it.

        What is said of a document counts no more once one has come with it.
        """
        try:
            typed = as_kept(self.given)
        except Invalid:
            return False
        typed.language = typed.language or row.language
        if files:
            typed.proof = row.proof
        return all(getattr(row, name) == getattr(typed, name) for name in _TOLD)


class EndForm(AnswerForm):
    """Taking it back: one button, no reason."""
