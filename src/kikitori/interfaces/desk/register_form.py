"""The form for taking down a complaint: only the story is needed, everything else may stay as it is.

The form reads what was typed; whether it can be taken is the verb's to say, and `blame` puts its codes beside
the fields they are about.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.intake import ContactGiven, Intake, PersonGiven
from kikitori.interfaces.desk.complaint.fields import MomentField
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import Choices
from kikitori.records.complaints.labels import CHANNEL, KIND, SUBJECT
from kikitori.records.complaints.terms import Channel, Kind, Subject
from kikitori.records.people.labels import CONTACT_KIND, PERSON_KIND
from kikitori.records.people.terms import ContactKind, PersonKind
from kikitori.records.triage.labels import ANSWER, SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion

#: The roads by which somebody else than the person's own machine brings it to us.
CHANNELS = (
    Channel.PHONE, Channel.IN_PERSON, Channel.POST, Channel.FAX, Channel.EMAIL, Channel.REPRESENTATIVE,
)  # fmt: skip
CONTACTS = 3
LOCAL = "%Y-%m-%dT%H:%M"
#: What crypto.new_token makes: 128 bits, URL-safe.
_STALE = _("This form was not opened here. It has been made ready now: please send it once more.")
_TOKEN = RegexValidator(r"\A[A-Za-z0-9_-]{22}\Z", message=_STALE)
_FIRST_KINDS = (ContactKind.PHONE, ContactKind.EMAIL, ContactKind.POST)
_CONTACT_KINDS = [(kind.value, CONTACT_KIND[kind]) for kind in ContactKind]


def _line(label: Any, help_text: Any = "", css: str = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": css, **attrs})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def _text(label: Any, help_text: Any = "", rows: int = 3, **attrs: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": str(rows), "data-guard": "", **attrs})
    return forms.CharField(label=label, help_text=help_text, required=False, strip=False, widget=widget)


class RegisterForm(forms.Form):
    """One complaint as somebody takes it down. Fields for safety questions and contact points are added below."""

    token = forms.CharField(
        widget=forms.HiddenInput, validators=[_TOKEN], error_messages={"required": _STALE, "invalid": _STALE}
    )
    #: Whose page the form was opened from: it shows how they are best met, and decides nothing.
    person = forms.CharField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(each.value, CHANNEL[each]) for each in CHANNELS],
        widget=Choices(attrs={"class": "choices--row"}),
    )
    received_at = MomentField(
        label=_("When it came"),
        error_messages={
            "required": _("Please write the day and time it came."),
            "invalid": _(
                "Please write the day and time it came, the year first, for example 2026-12-03 14:30."
            ),
        },
        widget=forms.DateTimeInput(format=LOCAL, attrs={"type": "datetime-local", "class": "w-m"}),
    )
    story = forms.CharField(
        label=_("What happened"),
        help_text=_("As the person tells it, in their words. This alone is needed."),
        strip=False,
        error_messages={"required": _("Please write down what happened.")},
        widget=forms.Textarea(attrs={"rows": "8", "data-guard": "", "autofocus": True}),
    )
    desired_outcome = _text(_("What the person would like"))
    anonymous = forms.BooleanField(
        label=_("Stays anonymous"),
        help_text=_("No name is kept, even if one is written here."),
        required=False,
    )
    name = _line(_("Name"), css="w-m")
    kana = _line(_("Reading (kana)"), css="w-m")
    person_kind = forms.ChoiceField(
        label=_("Person or body"),
        choices=[(each.value, PERSON_KIND[each]) for each in PersonKind],
        required=False,
        widget=Choices(attrs={"class": "choices--row"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our letters"),
        choices=[("", _("As the story is written")), *settings.LANGUAGES],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    accommodation = _text(
        _("What makes it easier for them"),
        _("Large print, no phone calls, an interpreter. Needs, not diagnoses."),
        rows=2,
    )
    rep_name = _line(_("Name of the representative"), css="w-m")
    rep_kana = _line(_("Reading (kana)"), css="w-m")
    rep_authority = _text(
        _("What entitles them to speak"),
        _("Daughter, told us by phone; power of attorney of 1 June."),
        rows=2,
    )
    rep_contact_kind = forms.ChoiceField(
        label=_("Way to reach the representative"), choices=_CONTACT_KINDS, required=False
    )
    rep_contact = _line(_("Number or address of the representative"))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[(each.value, KIND[each]) for each in Kind], required=False
    )
    subject = forms.ChoiceField(
        label=_("What it is about"),
        choices=[(Subject.OTHER.value, SUBJECT[Subject.OTHER])]
        + [(each.value, SUBJECT[each]) for each in Subject if each is not Subject.OTHER],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in SafetyQuestion:
            self.fields[f"safety_{question.value}"] = forms.ChoiceField(
                label=SAFETY_QUESTION[question],
                choices=[(each.value, ANSWER[each]) for each in Answer],
                initial=Answer.UNKNOWN.value,
                required=False,
                widget=Choices(attrs={"class": "choices--row"}),
            )
        for number, first in enumerate(_FIRST_KINDS, start=1):
            self.fields[f"contact_{number}_kind"] = forms.ChoiceField(
                label=_("Way %(number)s") % {"number": number},
                choices=_CONTACT_KINDS,
                initial=first.value,
                required=False,
            )
            self.fields[f"contact_{number}"] = _line(_("Number or address"))
            self.fields[f"contact_{number}_note"] = _line(_("Remark"), css="w-m")

    def safety(self) -> Iterator[BoundField]:
        """The safety questions, for the template."""
        return (self[f"safety_{question.value}"] for question in SafetyQuestion)

    def contacts(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        """The rows for contact points, for the template: kind, value, remark."""
        for number in range(1, CONTACTS + 1):
            yield self[f"contact_{number}_kind"], self[f"contact_{number}"], self[f"contact_{number}_note"]

    def has_representative(self) -> bool:
        """Was anything written about a representative? Then the fold stands open."""
        names = ("rep_name", "rep_kana", "rep_authority", "rep_contact")
        return any(self[name].value() for name in names)

    def intake(self, now: datetime) -> Intake:
        """What was typed, for the verb. Where a field is wrong on its face, something harmless stands in for it."""
        typed: defaultdict[str, Any] = defaultdict(str, self.cleaned_data)
        return Intake(
            channel=typed["channel"] or CHANNELS[0].value,
            story=typed["story"],
            received_at=typed["received_at"] or now,
            kind=typed["kind"],
            language=typed["language"],
            desired_outcome=typed["desired_outcome"],
            subject=typed["subject"],
            anonymous=bool(typed["anonymous"]),
            accommodation=typed["accommodation"],
            complainant=_complainant(typed),
            representative=_representative(typed),
            safety={
                question.value: typed[f"safety_{question.value}"] or Answer.UNKNOWN.value
                for question in SafetyQuestion
            },
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, as a sentence; what has no field here goes to the top."""
        for place, problem in problems.items():
            field = _FIELD_OF.get(place, place)
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, PROBLEM[problem])


def _complainant(typed: Mapping[str, Any]) -> PersonGiven:
    return PersonGiven(
        name=typed["name"],
        kana=typed["kana"],
        kind=typed["person_kind"] or PersonKind.INDIVIDUAL.value,
        contact_points=tuple(
            ContactGiven(
                kind=typed[f"contact_{number}_kind"] or first.value,
                value=typed[f"contact_{number}"],
                note=typed[f"contact_{number}_note"],
            )
            for number, first in enumerate(_FIRST_KINDS, start=1)
        ),
    )


def _representative(typed: Mapping[str, Any]) -> PersonGiven | None:
    if not any(typed[name] for name in ("rep_name", "rep_kana", "rep_authority", "rep_contact")):
        return None
    return PersonGiven(
        name=typed["rep_name"],
        kana=typed["rep_kana"],
        authority=typed["rep_authority"],
        contact_points=(
            ContactGiven(kind=typed["rep_contact_kind"] or _FIRST_KINDS[0].value, value=typed["rep_contact"]),
        ),
    )


#: Where the verb's names of fields lie in this form.
_FIELD_OF = {
    "known_at": "received_at",
    "complainant.name": "name",
    "complainant.kana": "kana",
    "complainant.kind": "person_kind",
    "representative.name": "rep_name",
    "representative.kana": "rep_kana",
    "representative.authority": "rep_authority",
    "representative.contact_points.0": "rep_contact",
    **{f"complainant.contact_points.{number}": f"contact_{number + 1}" for number in range(CONTACTS)},
}
