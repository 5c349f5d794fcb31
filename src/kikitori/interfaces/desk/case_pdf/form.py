"""The form of a case file: for whom, in which language, what is in it, what else is blacked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.case_pdf.gathered import Gathered
from kikitori.interfaces.desk.case_pdf.items import Item
from kikitori.interfaces.desk.case_pdf.reader_words import SECTION
from kikitori.records.access.case_file import Section, chosen_among

LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code in ("ja", "en")]
_MOST_WORDS, _LONGEST = 50, 200
_TOO_MUCH = _("These are more than 50 lines, or a line is longer than 200 signs. Please shorten it.")


class CaseFileForm(forms.Form):
    """What is asked beside the items, which are ticked in a list of their own."""

    language = forms.ChoiceField(
        label=_("Language of its headings"),
        help_text=_("What people wrote stays as they wrote it."),
        choices=LANGUAGES,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    black = forms.CharField(
        label=_("Black out as well"),
        help_text=_("One name, number or word a line. Wherever it stands in the file, it is taken out."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_black(self) -> list[str]:
        """The words, each once."""
        lines = [line.strip() for line in self.cleaned_data["black"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > _MOST_WORDS or any(len(line) > _LONGEST for line in found):
            raise forms.ValidationError(str(_TOO_MUCH))
        return found


@dataclass(frozen=True, slots=True)
class Tick:
    """An item in the list, ticked or not."""

    item: Item
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one section."""

    section: Section
    name: str | Promise
    ticks: Sequence[Tick]

    @property
    def ticked(self) -> int:
        """How many of them are in."""
        return sum(tick.is_ticked for tick in self.ticks)


def groups_of(gathered: Gathered, ticked: Sequence[str] | None) -> list[Group]:
    """The sections in which there is anything; `ticked`: what was sent, else each as it is by itself."""
    found = []
    for section in Section:
        ticks = [
            Tick(item, item.is_chosen(gathered.reader) if ticked is None else item.key in ticked)
            for item in gathered.of(section)
        ]
        if ticks:
            found.append(Group(section, SECTION[section], ticks))
    return found


def chosen_of(gathered: Gathered, ticked: Sequence[str]) -> frozenset[str]:
    """What of that may be in it."""
    return chosen_among((item.key for item in gathered.items), ticked)
