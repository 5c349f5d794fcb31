"""Changes of the calendar as the record holds them, in lines for a reader: only what is not the same any more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.look import words
from kikitori.records.deadlines.labels import COUNTRY
from kikitori.records.deadlines.weeks import day_in_text, week_from_json

Lines = tuple[list[str], list[str]]


def hours_lines(before: Mapping[str, Any], after: Mapping[str, Any]) -> Lines:
    """What is different between two calendars of everybody, or of one team: before, and after."""
    was, now = _said(before), _said(after)
    different = [what for what in {**was, **now} if was.get(what) != now.get(what)]
    return [was[what] for what in different if what in was], [now[what] for what in different if what in now]


def closure_lines(kept: Mapping[str, Any], teams: Mapping[int, str]) -> list[str]:
    """The days of a closure, and whose it is; nothing where there was none. `teams`: their names, by number."""
    if not kept:
        return []
    days, tongue = kept["closure"], words.language(get_language())
    first, last = (date.fromisoformat(days[name]) for name in ("first", "last"))
    spoken = [
        words.month_and_day(day, tongue) if days["yearly"] else words.day(day, tongue)
        for day in (first, last)
    ]
    lines = [
        spoken[0] if first == last else _("%(first)s to %(last)s") % {"first": spoken[0], "last": spoken[1]}
    ]
    lines += [_("Every year")] if days["yearly"] else []
    whose = teams.get(kept["team"], "") if kept["team"] else _("Everybody")
    return [*lines, whose] if whose else lines


def closure_named(kept: Mapping[str, Any]) -> str:
    """Its name for this reader."""
    days = kept["closure"]
    return str(days["name_ja"] if words.language(get_language()) == words.JA else days["name_en"])


def _said(kept: Mapping[str, Any]) -> dict[str, str]:
    """A calendar as lines, each by what it is about; a team's own says where it does as the organisation."""
    own = _("%(what)s: as the organisation")
    said = {
        "zone": _("Time zone: %(zone)s") % {"zone": kept["time_zone"]}
        if kept["time_zone"]
        else own % {"what": _("Time zone")}
    }
    if "team" in kept and not kept["week"]:
        said["week"] = own % {"what": _("Working hours")}
    else:
        said |= {
            f"day {number}": _("%(day)s: %(how)s")
            % {"day": WEEKDAYS[number], "how": day_in_text(day) or _("day off")}
            for number, day in enumerate(week_from_json(kept["week"]))
        }
    if "holiday_country" in kept:
        country = COUNTRY.get(kept["holiday_country"], kept["holiday_country"])
        said["holidays"] = _("Public holidays: %(country)s") % {
            "country": country or _("None: we work on public holidays")
        }
        said["year end"] = (
            _("Closed at year-end and New Year (29 December to 3 January)")
            if kept["closed_at_year_end"]
            else _("Open at year-end and New Year")
        )
    return said
