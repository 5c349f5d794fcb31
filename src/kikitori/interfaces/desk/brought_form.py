"""The form for what somebody brings: beside everything else, how it came, what stood on it, and its scans.

Which of its parts are asked depends on the road; whoever has no scripts and an old browser sees them all, and may leave
all of them empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Problem
from kikitori.casework.intake import Intake
from kikitori.casework.way_in import WayGiven
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.desk.register_form import CHANNELS, RegisterForm
from kikitori.interfaces.look.forms import Choices
from kikitori.records.complaints.labels import AUTHORITY_PROOF, CHANNEL
from kikitori.records.complaints.terms import AuthorityProof, Channel
from kikitori.records.letters.post_terms import ScanPart

#: All roads on which somebody else than the person's own machine brings it.
ROADS = (*CHANNELS, Channel.COMMITTEE, Channel.SNS)
#: The fields for files, and what they show.
SCANS: dict[str, ScanPart] = {
    "scans": ScanPart.PAGE,
    "authority_scans": ScanPart.AUTHORITY,
    "screens": ScanPart.SCREEN,
}
_PUBLIC = {"": None, "yes": True, "no": False}
_WORDS: dict[tuple[str, Problem], Any] = {
    ("post_url", Problem.NOT_AN_ADDRESS): _(
        "Please give the address of the page, with https:// at its beginning."
    ),
    ("postmarked_on", Problem.IN_THE_FUTURE): _(
        "The postmark is later than the day it came. Please check both."
    ),
}


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "w-m"})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


class BroughtForm(RegisterForm):
    """One complaint as it was brought. Files are read beside it (`scans_given`): a form cannot show them again."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[(each.value, CHANNEL[each]) for each in ROADS],
        widget=Choices(attrs={"class": "choices--row"}),
    )
    postmarked_on = DayField(
        label=_("Day on the postmark"),
        help_text=_("Dates count from the day it reached us, not from this one."),
        required=False,
        error_messages={"invalid": _("Please give a day.")},
    )
    fax_number = _line(_("Number of the sender's fax"), _("As it stands on the first line."))
    passed_on_by = _line(_("Who passed it on"), _("The committee, branch or office, and its meeting."))
    post_url = _line(_("Address of the post"))
    post_handle = _line(_("Name it was written under"))
    post_is_public = forms.ChoiceField(
        label=_("Can everybody read it?"),
        choices=[
            ("", pgettext_lazy("public post", "Not known")),
            ("yes", pgettext_lazy("public post", "Yes, it is public")),
            ("no", pgettext_lazy("public post", "No, a direct message")),
        ],
        required=False,
        widget=Choices(attrs={"class": "choices--row"}),
    )
    interpreter = _line(
        _("Who helped to understand"), _("Interpreter, sign language, in writing: who, in which language.")
    )
    rep_proof = forms.ChoiceField(
        label=_("Authority in writing"),
        choices=[("", "—"), *((each.value, AUTHORITY_PROOF[each]) for each in AuthorityProof)],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )

    def intake(self, now: datetime) -> Intake:
        """What was typed, with what is known of the representative's authority."""
        given = super().intake(now)
        proof = self.cleaned_data.get("rep_proof", "")
        if given.representative is None:
            return given
        return replace(given, representative=replace(given.representative, authority_proof=proof))

    def way(self, scans: Sequence[tuple[ScanPart, FileGiven]]) -> WayGiven:
        """What was typed about its way here. Fields of other roads than the chosen one are left out."""
        typed = self.cleaned_data
        road = typed.get("channel", "")
        on_paper, on_screen = road in (Channel.POST, Channel.FAX), road == Channel.SNS
        return WayGiven(
            postmarked_on=typed.get("postmarked_on") if road == Channel.POST else None,
            fax_number=typed.get("fax_number", "") if on_paper else "",
            passed_on_by=typed.get("passed_on_by", "") if road == Channel.COMMITTEE else "",
            post_url=typed.get("post_url", "") if on_screen else "",
            post_handle=typed.get("post_handle", "") if on_screen else "",
            post_is_public=_PUBLIC[typed.get("post_is_public", "")] if on_screen else None,
            interpreter=typed.get("interpreter", "") if road == Channel.IN_PERSON else "",
            scans=scans,
        )

    def has_representative(self) -> bool:
        """Stands the fold open?"""
        return super().has_representative() or bool(self["rep_proof"].value())

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """The way's own problems in words of their own."""
        own = {name: problem for name, problem in problems.items() if name in BroughtForm.base_fields}
        for name, problem in own.items():
            if (name, problem) in _WORDS and name not in self.errors:
                self.add_error(name, _WORDS[name, problem])
        super().blame(problems)


def scans_given(sent: MultiValueDict[str, Any]) -> list[tuple[ScanPart, FileGiven]]:
    """The files that came with the form, each with what it shows; nothing is read yet."""
    return [
        (part, FileGiven(each.name or "", each.size or 0, each.read))
        for name, part in SCANS.items()
        for each in sent.getlist(name)
    ]
