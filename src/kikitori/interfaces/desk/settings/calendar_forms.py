"""Forms for hours, zone and holidays. They read what was typed; whether it can be taken is the verb's to say."""

from abc import ABCMeta, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kikitori.casework.calendar import (
    CalendarGiven,
    TeamCalendarGiven,
    planned_calendar,
    planned_team_calendar,
    set_calendar,
    set_team_calendar,
)
from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import Choices
from kikitori.records.deadlines.calendar import BusinessCalendar, Week
from kikitori.records.deadlines.labels import COUNTRY
from kikitori.records.deadlines.weeks import day_in_text, hours_of, week_from_json
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Team

HOUSE, OWN = "house", "own"
_USUAL_ZONES = ("Asia/Tokyo", "Europe/London", "UTC")
_NOT_HOURS = _("Please write hours like 9:00-12:00, 13:00-17:00, or leave it empty for a day off.")
_OF_A_DAY = _("%(day)s: %(how)s")
_CLASH = _("Each stretch must end after it begins, and none may run into the next.")
_OF_THE_WEEK = {
    Problem.MISSING: _("Please write the hours of at least one day."),
    Problem.OUT_OF_RANGE: _(
        "With these hours and the closures there would be no business day within a year."
    ),
}


@cache
def _zones() -> tuple[str, ...]:
    """Zones named after places, and UTC."""
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    )


def _zone_choices(present: str) -> list[Any]:
    usual = list(dict.fromkeys(zone for zone in (present, *_USUAL_ZONES) if zone))
    others = [(zone, zone) for zone in _zones() if zone not in usual]
    return [(_("Often chosen"), [(zone, zone) for zone in usual]), (_("All others"), others)]


def _zone_field(choices: list[Any]) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "w-m"})
    return forms.ChoiceField(label=_("Time zone"), choices=choices, required=False, widget=widget)


def typed_line(label: Any, css: str = "w-l", **more: Any) -> forms.CharField:
    """A line of text, exactly as it is typed."""
    widget = forms.TextInput(attrs={"autocomplete": "off", "class": css})
    return forms.CharField(label=label, required=False, strip=False, widget=widget, **more)


class _FormOfKinds(DeclarativeFieldsMetaclass, ABCMeta):
    """Makes a form of which only the complete kinds can be used."""


class HoursForm(forms.Form, metaclass=_FormOfKinds):
    """The seven days of a week, and the number of the change the form was built on."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in WEEKDAYS.items():
            self.fields[f"day_{number}"] = typed_line(name)

    def days(self) -> list[forms.BoundField]:
        """Monday to Sunday, for the template."""
        return [self[f"day_{number}"] for number in WEEKDAYS]

    @property
    def week_typed(self) -> tuple[str, ...]:
        """The seven texts. The form must have been cleaned."""
        return tuple(self.cleaned_data.get(f"day_{number}", "") for number in WEEKDAYS)

    def meant(self, name: str) -> Any:
        """What was typed into a field, hours as they are always written. The form's calendar must be a workable one."""
        typed = self.cleaned_data.get(name, "")
        return day_in_text(hours_of(typed)) if name.startswith("day_") else typed

    @property
    def seen_change(self) -> int:
        """The change that was seen; nobody's where the field was lost, so that the save is not refused by accident."""
        seen = self.cleaned_data.get("seen")
        return -1 if seen is None else int(seen)

    @abstractmethod
    def planned(self, now: datetime) -> BusinessCalendar:
        """The calendar as it would be, nothing written. Raises Invalid."""

    @abstractmethod
    def put(self, actor: Actor, now: datetime) -> None:
        """Set it. Raises Invalid, NotNow."""

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field, in words that say how to write it."""
        for place, problem in problems.items():
            kind, _dot, number = place.partition(".")
            if kind == "week" and number:
                how = _CLASH if problem is Problem.OUT_OF_RANGE else _NOT_HOURS
                self.add_error(f"day_{number}", _OF_A_DAY % {"day": WEEKDAYS[int(number)], "how": how})
            elif kind == "week":
                self.add_error("day_0", _OF_THE_WEEK[problem])
            else:
                self.add_error(kind if kind in self.fields else None, PROBLEM[problem])


class CalendarForm(HoursForm):
    """Everybody's hours, zone and holidays."""

    holiday_country = forms.ChoiceField(
        label=_("Public holidays"),
        choices=[*COUNTRY.items(), ("", _("None: we work on public holidays"))],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    year_end = forms.BooleanField(
        label=_("Closed at year-end and New Year (29 December to 3 January)"), required=False
    )

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = _zone_field(_zone_choices(zone))

    def planned(self, now: datetime) -> BusinessCalendar:
        """Everybody's calendar as it would be. Raises Invalid."""
        return planned_calendar(self.given, now)

    def put(self, actor: Actor, now: datetime) -> None:
        """Set it. Raises Invalid, NotNow."""
        set_calendar(actor, self.given, seen=self.seen_change, now=now)

    @property
    def given(self) -> CalendarGiven:
        """What was typed, for the verb."""
        return CalendarGiven(
            time_zone=self.cleaned_data.get("time_zone", ""),
            week=self.week_typed,
            holiday_country=self.cleaned_data.get("holiday_country", ""),
            closed_at_year_end=bool(self.cleaned_data.get("year_end")),
        )


class TeamCalendarForm(HoursForm):
    """What a team has of its own, or that it works as everybody does."""

    whose_hours = forms.ChoiceField(
        label=_("Hours of this team"),
        choices=[(HOUSE, _("As the organisation")), (OWN, _("Its own, as written below"))],
        widget=Choices(),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        choices = [("", _("As the organisation")), *_zone_choices(team.time_zone)]
        self.fields["time_zone"] = _zone_field(choices)

    def planned(self, now: datetime) -> BusinessCalendar:
        """The team's calendar as it would be. Raises Invalid."""
        return planned_team_calendar(self.team, self.given, now)

    def put(self, actor: Actor, now: datetime) -> None:
        """Set it. Raises Invalid, NotNow."""
        set_team_calendar(actor, self.team, self.given, seen=self.seen_change, now=now)

    @property
    def given(self) -> TeamCalendarGiven:
        """What was typed, for the verb."""
        own = self.cleaned_data.get("whose_hours") == OWN
        return TeamCalendarGiven(
            time_zone=self.cleaned_data.get("time_zone", ""), week=self.week_typed if own else ()
        )


def initial_of(organisation: Organisation, seen: int) -> dict[str, Any]:
    """What stands in everybody's form before anything is typed."""
    return {
        "seen": seen,
        "time_zone": organisation.time_zone,
        "holiday_country": organisation.holiday_country,
        "year_end": organisation.closed_at_year_end,
        **_days(week_from_json(organisation.week)),
    }


def initial_of_team(team: Team, organisation: Organisation, seen: int) -> dict[str, Any]:
    """What stands in a team's form; hours it does not have of its own are the organisation's, to begin from."""
    return {
        "seen": seen,
        "whose_hours": OWN if team.week else HOUSE,
        "time_zone": team.time_zone,
        **_days(week_from_json(team.week or organisation.week)),
    }


def _days(week: Week) -> dict[str, str]:
    return {f"day_{number}": day_in_text(day) for number, day in enumerate(week)}
