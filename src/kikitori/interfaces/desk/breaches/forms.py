"""What is typed about an incident of leaked data. The forms read; whether it can be taken is the verbs' to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.breach.keep import BreachGiven
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.reports import how_sure
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.interfaces.look.words import language
from kikitori.records.complaints.breach_labels import BREACH_TRIGGER
from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.deadlines.report_forms import ReportForm
from kikitori.records.letters.breach_notice import LANGUAGES

_LANGUAGE = {
    "ja": pgettext_lazy("notice", "Text in Japanese"),
    "en": pgettext_lazy("notice", "Text in English"),
}


def moment(day: date | None, hour: time | None, now: datetime, zone: ZoneInfo) -> datetime:
    """Day and time as one moment; without a time, now where it is today, else the end of that day."""
    here = now.astimezone(zone)
    on = day or here.date()
    return datetime.combine(on, hour or (here.time() if on == here.date() else time(23, 59)), zone)


class BreachForm(CardForm):
    """A leak as somebody describes it, and the version it was built on."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = fields.line(_("Name of the incident, for colleagues"))
    known_day = fields.DayField(label=_("Day on which we knew of it"))
    known_time = fields.TimeOfDayField(label=_("Time"), required=False)
    story = fields.text(_("What happened"), required=False, rows=5)
    leaked = fields.text(
        _("Which data"),
        required=False,
        rows=3,
        help_text=_("For example: name, address, order history. No data of the persons themselves."),
    )
    persons = forms.IntegerField(
        label=_("How many persons"),
        required=False,
        min_value=0,
        help_text=_("Empty: not known yet."),
        widget=forms.TextInput(attrs={"class": "w-s", "inputmode": "numeric", "autocomplete": "off"}),
    )
    triggers = forms.MultipleChoiceField(
        label=_("What makes it reportable"),
        required=False,
        choices=[(each.value, label) for each, label in BREACH_TRIGGER.items()],
        widget=ManyChoices(),
        help_text=_("One of the first three is enough for a single person. Also where it is only feared."),
    )

    @classmethod
    def of(cls, incident: BreachIncident, zone: ZoneInfo) -> BreachForm:
        """As it stands."""
        known = incident.known_at.astimezone(zone)
        names = ("title", "story", "leaked", "persons", "triggers")
        values = {name: getattr(incident, name) for name in names}
        return cls(None, seen=incident.version, known_day=known.date(), known_time=known.time(), **values)

    def given(self, now: datetime, zone: ZoneInfo) -> BreachGiven:
        """What was typed, for the verb."""
        typed = dict(self.cleaned_data)
        typed.pop("seen", None)
        at = moment(typed.pop("known_day"), typed.pop("known_time"), now, zone)
        return BreachGiven(known_at=at, **typed)

    def blame(self, problems: Mapping[str, Any]) -> None:
        """Of the moment it is the day that is wrong."""
        super().blame({"known_day" if name == "known_at" else name: each for name, each in problems.items()})


#: Before the name of an item: one of them is called „data“.
_ITEM = "item_"


class ItemsForm(CardForm):
    """The items of one report."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        form: ReportForm,
        data: Mapping[str, Any] | None = None,
        *,
        seen: int = 0,
        first: Mapping[str, str] | None = None,
    ) -> None:
        known: dict[str, Any] = {_ITEM + name: said for name, said in (first or {}).items()}
        super().__init__(data, seen=seen, **known)
        for item in form.items:
            self.fields[_ITEM + item.id] = fields.text(
                item.name.in_(language(get_language())),
                required=False,
                rows=3,
                help_text=how_sure(item),
            )

    @property
    def items(self) -> dict[str, str]:
        """What was typed, by item."""
        typed = self.cleaned_data.items()
        return {name.removeprefix(_ITEM): value for name, value in typed if name.startswith(_ITEM)}

    def blame(self, problems: Mapping[str, Any]) -> None:
        """Where nothing was written at all, that is said beside the first item."""
        first = next(name for name in self.fields if name.startswith(_ITEM))
        super().blame({first if name == "items" else _ITEM + name: each for name, each in problems.items()})


class SentForm(CardForm):
    """To whom it was reported, and when."""

    authority = fields.line(_("To which authority, and how"))
    number = fields.line(_("Their reference number"), required=False, css="w-m")
    day = fields.DayField(label=_("Day on which it was reported"))
    time = fields.TimeOfDayField(label=_("Time"), required=False)

    def blame(self, problems: Mapping[str, Any]) -> None:
        """Of the moment it is the day that is wrong."""
        super().blame({"day" if name == "at" else name: each for name, each in problems.items()})


class ReasonForm(CardForm):
    """A reason, and nothing else."""

    reason = fields.text(_("Why it need not be reported"), rows=3)


class WordsForm(CardForm):
    """A remark of whoever decides."""

    words = fields.text(_("Remark for colleagues"), required=False, rows=2)


class ReopenForm(CardForm):
    """Why it goes on."""

    reason = fields.text(_("Why it goes on"), rows=2)


class NoticeForm(CardForm):
    """The notice in both languages."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        for each in LANGUAGES:
            self.fields[each] = fields.text(_LANGUAGE[each], required=False, rows=16)

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by language."""
        return {each: self.cleaned_data.get(each, "") for each in LANGUAGES}


class LinesForm(CardForm):
    """Persons, one a line."""

    lines = fields.text(
        _("Persons, one a line"),
        rows=5,
        help_text=_(
            "Name and contact point with a comma between: Hana Tamesino, hana@example.jp. A name alone will do."
        ),
    )
    language = fields.choice(
        _("Their language"),
        [("ja", pgettext_lazy("language", "Japanese")), ("en", pgettext_lazy("language", "English"))],
        in_a_row=True,
    )


class ByHandForm(CardForm):
    """How one person was told, or why they cannot be."""

    how = fields.line(_("How they were told, or why they cannot be reached"))
    day = fields.DayField(label=_("Day on which they were told"), required=False)

    def blame(self, problems: Mapping[str, Any]) -> None:
        """Of the moment it is the day that is wrong."""
        super().blame({"day" if name == "at" else name: each for name, each in problems.items()})


class AlternativeForm(CardForm):
    """What was done for those who cannot be told."""

    measure = fields.text(
        _("What was done instead"),
        rows=3,
        help_text=_("For example: published on our site, with a number to call."),
    )
    reason = fields.text(_("Why they could not be told"), rows=2)
    on = fields.DayField(label=_("Day on which it was done"))
