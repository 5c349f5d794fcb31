"""What is typed to change somebody's card. The forms read; whether it can be taken is the verbs' to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.change_person import DetailsGiven, details_of
from kikitori.casework.customer_types import TypeGiven
from kikitori.casework.errors import Problem
from kikitori.casework.intake import ContactGiven
from kikitori.casework.memberships import MembershipGiven
from kikitori.interfaces.desk.complaint.fields import DayField, choice, drop_down, line, text
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.people.labels import (
    CONTACT_KIND,
    CUSTOMER_TYPE,
    HONORIFIC,
    NAME_ORDER,
    PERSON_KIND,
)
from kikitori.records.people.models import Person
from kikitori.records.people.terms import (
    ContactKind,
    CustomerType,
    Honorific,
    NameOrder,
    PersonKind,
)

_WHY = _("Everybody who works with this person can read it.")


class CardForm(forms.Form):
    """A form of this room."""

    default_renderer = LookRenderer

    def __init__(self, data: Mapping[str, Any] | None = None, *, about: int = 0, **initial: Any) -> None:
        """`about`: the row it is for, where a page has one such form for each of several."""
        auto_id = f"{type(self).__name__}_{about}_%s" if about else f"{type(self).__name__}_%s"
        super().__init__(data, label_suffix="", auto_id=auto_id, initial=initial)
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]
            field.error_messages["invalid"] = PROBLEM[Problem.MISSING]

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put the verb's codes beside the fields they are about."""
        for name, problem in problems.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, PROBLEM[problem])


class DetailsForm(CardForm):
    """What stands on a card."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = choice(
        _("Person or body"),
        [(each.value, PERSON_KIND[each]) for each in PersonKind],
        required=False,
        in_a_row=True,
    )
    name = line(_("Name"), required=False, css="w-m")
    name_kana = line(_("Reading (kana)"), required=False, css="w-m")
    name_order = choice(
        _("Order of the name"),
        [(each.value, NAME_ORDER[each]) for each in NameOrder],
        required=False,
        in_a_row=True,
        help_text=_("So that everybody calls them by the right part of it."),
    )
    honorific = drop_down(
        _("Title in Japanese letters"), [(each.value, HONORIFIC[each]) for each in Honorific], required=False
    )
    language = drop_down(pgettext_lazy("person", "Language"), settings.LANGUAGES, required=False)
    contact_wish = text(
        _("When and how they like to hear from us"),
        help_text=_("For example: after six in the evening, rather by letter than by telephone."),
        required=False,
        rows=2,
    )
    accommodation = text(
        _("What makes it easier for them"),
        help_text=_("Large print, no phone calls, an interpreter. Needs, not diagnoses."),
        required=False,
        rows=2,
    )
    do_not_contact = forms.BooleanField(
        label=_("Not to be contacted"),
        required=False,
        help_text=_(
            "They have asked us not to write or call. Letters about their complaints wait in the portal, where they "
            "can look in with their slip; nothing is sent to them."
        ),
    )
    reason = line(_("Who asked for it, or why"), required=False, help_text=_WHY)

    @classmethod
    def of(cls, person: Person, seen: int, data: Mapping[str, Any] | None = None) -> Self:
        """For this card, as it stands by the change `seen`."""
        return cls(data, seen=seen, **vars(details_of(person)))

    @property
    def given(self) -> DetailsGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return DetailsGiven(**{name: typed[name] for name in DetailsGiven.__dataclass_fields__})


class ContactForm(CardForm):
    """Another way to reach them."""

    kind = drop_down(
        pgettext_lazy("contact", "Kind"), [(each.value, CONTACT_KIND[each]) for each in ContactKind]
    )
    value = line(_("Number or address"), css="w-m")
    note = line(_("Remark"), required=False, css="w-m")
    heard = line(
        _("How did they tell us?"),
        help_text=_(
            "Letters may go there from now on: only what they told us themselves, by a road known before."
        ),
    )

    @property
    def given(self) -> ContactGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return ContactGiven(kind=typed["kind"], value=typed["value"], note=typed["note"])


class MembershipForm(CardForm):
    """Where they belong."""

    organisation = line(
        _("Organisation"),
        required=False,
        css="w-m",
        help_text=_("Its name. Empty: our own organisation, for a member number of ours."),
    )
    role = line(pgettext_lazy("membership", "As what"), required=False, css="w-m")
    number = line(_("Member or contract number"), required=False, css="w-m")
    since = DayField(label=pgettext_lazy("membership", "From"), required=False)
    until = DayField(label=pgettext_lazy("membership", "Until"), required=False)

    @property
    def given(self) -> MembershipGiven:
        """What was typed, for the verb."""
        return MembershipGiven(**self.cleaned_data)


class TypeForm(CardForm):
    """A customer type, with its evidence and the day of the next look."""

    type = choice(
        _("Customer type"),
        [(each.value, CUSTOMER_TYPE[each]) for each in CustomerType if each is not CustomerType.UNKNOWN],
        in_a_row=True,
    )
    evidence = text(
        _("What shows it"),
        help_text=_("What happened, not what somebody is. They may one day read it."),
        rows=3,
        required=False,
    )
    review_on = DayField(
        label=_("Look again on"),
        help_text=_("Within a year. After this day it fades until somebody has looked."),
    )
    suggested = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @property
    def given(self) -> TypeGiven:
        """What was typed, for the verb; `complaints` are added by the page."""
        return TypeGiven(**self.cleaned_data)


class ReasonForm(CardForm):
    """Why something is taken out."""

    reason = line(_("Why"), help_text=_WHY)


class UntilForm(CardForm):
    """On which day."""

    until = DayField(label=pgettext_lazy("membership", "Until"))


class ReviewForm(CardForm):
    """Until when it holds."""

    review_on = DayField(label=_("Look again on"))
