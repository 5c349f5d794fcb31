"""What stands beside the name of a colleague who is away. Nothing beside anybody else's."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from kikitori.interfaces.desk.away import away_words as told_in
from kikitori.interfaces.desk.away.away_words import away_told
from kikitori.interfaces.look.markup import filled
from kikitori.interfaces.look.tags.signs import icon
from kikitori.records.people.standing_in import Away, Roster

register = template.Library()


@register.simple_tag
def away_badge(roster: Roster, staff: int | None) -> SafeString | str:
    """`{% away_badge standing.roster complaint.assignee_id %}`: as a badge of its own."""
    told = away_told(roster, staff)
    return filled('<span class="badge badge--soon">{}{}</span>', icon("moon"), told) if told else ""


@register.filter
def away_words(absence: Away, roster: Roster) -> str:
    """`{{ absence|away_words:roster }}`: until when, and who is there."""
    deputy = roster.stand_in_name(absence.staff) if absence.is_on(roster.day) else absence.deputy_name
    return told_in.away_line(absence, roster.day, deputy)
