"""Forms about letters on paper. They read what was typed; whether it can be taken is the verbs' to say."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.post_again import NewAddress
from kikitori.casework.posting import PostingGiven
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.records.letters.labels import POST_SERVICE, RETURN_REASON
from kikitori.records.letters.post_terms import DEAD_ADDRESS, PostService, ReturnReason
from kikitori.records.people.models import ContactPoint

_A_DAY = {"invalid": _("Please give a day.")}
_WORDS: dict[tuple[str, Problem], Any] = {
    ("tracking", Problem.NOT_A_NUMBER): _("This is no number of a slip. Please copy its digits and letters."),
    ("tracking", Problem.OUT_OF_RANGE): _(
        "The last digit does not fit the others. Compare it with the slip; if it stands there so, tick the box below."
    ),
    ("posted_on", Problem.IN_THE_PAST): _("The letter was written after this day. Please check the day."),
    ("returned_on", Problem.IN_THE_PAST): _("The letter was posted after this day. Please check the day."),
    ("address", Problem.MISSING): _("Please choose an address, or write a new one."),
    ("heard", Problem.MISSING): _("Please write how we know this address, for example: told us by phone."),
}


class _Blaming(forms.Form):
    """Takes the codes of a verb."""

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, in words that say what to do."""
        for field, problem in problems.items():
            if field not in self.errors:
                self.add_error(field, _WORDS.get((field, problem), PROBLEM[problem]))


class PostedForm(_Blaming):
    """How and when a letter was posted."""

    service = forms.ChoiceField(
        label=_("How it was posted"),
        choices=[(each.value, POST_SERVICE[each]) for each in PostService],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    posted_on = DayField(label=_("Day of posting"), required=False, error_messages=_A_DAY)
    tracking = forms.CharField(
        label=_("Tracking number"),
        help_text=_("As it stands on the slip, if there is one."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"}),
    )
    sure = forms.BooleanField(label=_("The number stands on the slip exactly so"), required=False)
    large = forms.BooleanField(label=_("Printed in large letters"), required=False)

    @property
    def is_doubtful(self) -> bool:
        """Was a number typed that looks wrong, or was it confirmed? Then the box to confirm it is there."""
        return bool(self.errors.get("tracking") or self["sure"].value())

    @property
    def given(self) -> PostingGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return PostingGiven(
            service=typed.get("service", ""),
            tracking=typed.get("tracking", ""),
            sure=bool(typed.get("sure")),
            posted_on=typed.get("posted_on"),
            large=bool(typed.get("large")),
        )


class ManyPostedForm(_Blaming):
    """How and when several were posted, which share a day and a way."""

    service = PostedForm.base_fields["service"]
    posted_on = PostedForm.base_fields["posted_on"]


class ReturnedForm(_Blaming):
    """Why a letter came back, and when."""

    reason = forms.ChoiceField(
        label=_("What the post office says"),
        choices=[(each.value, RETURN_REASON[each]) for each in ReturnReason],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    returned_on = DayField(label=_("Day it came back"), required=False, error_messages=_A_DAY)


def _one_of(known: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("An address we know"), choices=[("", _("None of them")), *known], required=False
    )


class AgainForm(_Blaming):
    """To which other address a letter goes. `points`: addresses we know; `why`: why it came back, if it did."""

    address = _one_of(())
    typed = forms.CharField(
        label=_("A new address"),
        help_text=_("With its postal code. It is added to the card of the person."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    heard = forms.CharField(
        label=_("How we know it"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    retire = forms.BooleanField(
        label=pgettext_lazy("address", "The old address is theirs no more"), required=False
    )

    def __init__(self, *args: Any, points: Sequence[ContactPoint] = (), why: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(point.pk), point.value) for point in points]
        self.fields["address"] = _one_of(known)
        self.fields["retire"].initial = why in DEAD_ADDRESS
        if not known:
            del self.fields["address"]

    @property
    def given(self) -> NewAddress:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        point = typed.get("address", "")
        return NewAddress(
            point=int(point) if point else None,
            typed=typed.get("typed", ""),
            heard=typed.get("heard", ""),
            retire=bool(typed.get("retire")),
        )

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """The problem with an address stands beside the new one, where there is no other."""
        here = {"address": "address" if "address" in self.fields else "typed"}
        for field, problem in problems.items():
            self.add_error(here.get(field, field), _WORDS.get((field, problem), PROBLEM[problem]))
