"""Macros on a complaint: which are offered there, what each would do, sentence by sentence, and what is in the way."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.casework.macro_ahead import Ahead, Named, look_ahead, would_go
from kikitori.casework.macros import macros_in_use
from kikitori.casework.use_macro import day_of
from kikitori.interfaces.desk.away.away_words import away_line
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.macros.in_the_way import why_not
from kikitori.interfaces.desk.macros.part_words import ICON, Names, by_day, part_told
from kikitori.interfaces.look import words
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.together.parts import TOLD_OUTSIDE


@dataclass(frozen=True, slots=True)
class Line:
    """One part in words. `why`: what stands in its way; `stands`: it is so already; `outside`: they can read it."""

    icon: str
    says: str
    why: str = ""
    stands: bool = False
    outside: bool = False
    #: Whom it names is away: until when, and who takes it.
    away: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A macro on the page of a complaint. `why`: the first thing that stands in the way; empty: it can be used."""

    name: str
    address: str
    why: str = ""


def offered(standing: Standing) -> list[Offered]:
    """Every macro there is for whoever may do one of its parts here; those that cannot be used say why. Few queries."""
    if Permission.NOTE not in permissions_of(standing.actor):
        return []
    rows = macros_in_use()
    named = Named.of(part for row in rows for part in row.steps)
    reads, found = get_language() or "ja", []
    for row in rows:
        ahead = look_ahead(standing.actor, standing.complaint, row.steps, named, standing.roster)
        address = reverse("desk:use_macro", args=[standing.complaint.reference, row.pk])
        found.append(Offered(row.name_in(reads), address, _first_trouble(standing, ahead)))
    return found


def _first_trouble(standing: Standing, ahead: list[Ahead]) -> str:
    trouble = next((why_not(each, standing.actor) for each in ahead if each.refusal), "")
    if not trouble and not would_go(ahead):
        return _("All of it is so already.")
    return trouble


def lines_of(standing: Standing, ahead: list[Ahead], named: Named) -> list[Line]:
    """Every part in words, with the day it would name."""
    names = Names.of(named)
    return [
        Line(
            ICON[each.part.kind],
            part_told(each.part, names, _day(standing, each)),
            why_not(each, standing.actor),
            each.stands,
            each.part.kind in TOLD_OUTSIDE,
            _away(standing, each),
        )
        for each in ahead
    ]


def _away(standing: Standing, ahead: Ahead) -> str:
    if ahead.away is None or ahead.instead is None:
        return ""
    return away_line(ahead.away, standing.today, ahead.instead.name)


def _day(standing: Standing, ahead: Ahead) -> str:
    if not ahead.part.days:
        return ""
    day = day_of(ahead.part, standing.complaint, standing.house, standing.now)
    return by_day(words.short_day(day, standing.today, words.language(get_language())))
