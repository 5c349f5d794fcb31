"""An absence in words, as it stands beside somebody's name: until when, and who is there for them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.look import words
from kikitori.records.people.standing_in import Away, Roster


def away_line(absence: Away, today: date, deputy: str) -> str:
    """「12月3日まで不在、代理 …」. `deputy`: who is there for them; empty where nobody is."""
    tongue = words.language(get_language())
    values = {
        "first": words.month_and_day(absence.first, tongue),
        "last": words.month_and_day(absence.last, tongue),
        "deputy": deputy,
    }
    if absence.first > today:
        if not deputy:
            return _("Away from %(first)s to %(last)s, no deputy") % values
        return _("Away from %(first)s to %(last)s, deputy: %(deputy)s") % values
    if not deputy:
        return _("Away until %(last)s, no deputy") % values
    return _("Away until %(last)s, deputy: %(deputy)s") % values


def away_told(roster: Roster, staff: int | None) -> str:
    """The absence of this person today, or the one that begins next; empty where there is none."""
    absence = roster.away_or_soon(staff)
    if absence is None:
        return ""
    deputy = roster.stand_in_name(absence.staff) if absence.is_on(roster.day) else absence.deputy_name
    return away_line(absence, roster.day, deputy)


def name_told(name: str, roster: Roster | None, staff: int) -> str:
    """A name in a list to choose from, with the absence behind it where there is one."""
    told = away_told(roster, staff) if roster is not None else ""
    return _("%(name)s (%(away)s)") % {"name": name, "away": told} if told else name
