"""What an event becomes when it is told, and the small words all tellings share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.look import words
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyKind


@dataclass(frozen=True, slots=True)
class Told:
    """One event in words: a sentence, an icon, and what was said with it, for whom."""

    sentence: str
    mark: str = "dot"
    text: str = ""
    language: str = ""
    band: str = ""
    #: Replaces the band's standard word where it needs to say more.
    word: str = ""
    lines: tuple[str, ...] = ()
    #: Another complaint it speaks of, by its number; empty where the reader must not know of it.
    other: str = ""


def label(event: Event) -> str:
    """What this kind of event is called; its bare word where it has no name yet."""
    try:
        return str(EVENT[EventKind(event.kind)])
    except ValueError:
        return event.kind


def by_road(sentence: str, how: object) -> str:
    """The sentence with the road by which it came, where staff wrote it down."""
    return _("%(what)s (%(how)s)") % {"what": sentence, "how": how} if how else sentence


def on_day(value: object, known: Known) -> str:
    """A stored day as people read it; empty where none is stored."""
    if not value:
        return ""
    return words.short_day(
        date.fromisoformat(str(value)), known.standing.today, words.language(get_language())
    )


def remedy_line(remedy: Remedy) -> str:
    """A remedy in one line: what, how much, by when."""
    parts = {
        "kind": REMEDY_KIND[RemedyKind(remedy.kind)],
        "text": remedy.text,
        "money": words.money(remedy.amount or 0, words.language(get_language()), remedy.currency),
        "day": words.day(remedy.due_on, words.language(get_language())),
    }
    if remedy.amount:
        return _("%(kind)s: %(text)s (%(money)s), by %(day)s") % parts
    return _("%(kind)s: %(text)s, by %(day)s") % parts
