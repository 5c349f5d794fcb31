"""The page of the promises in force (R-02): `/promises/`, in Japanese, やさしい日本語 and English, for everybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import translation

from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.promises_told import told
from kikitori.interfaces.portal.promises_voice import Reading, Voice
from kikitori.interfaces.portal.visit import Visit
from kikitori.records.deadlines.packs import Packs
from kikitori.records.deadlines.queries import calendar_of

_TITLES = ("title", "stages.title", "days.title", "days.hours", "days.closed", "prolong.title", "law.title")
_MORE = ("lead", "lead.span", "law.lead", "law.none", "waiting.title", "waiting.dates", "waiting.late")
_LAST = ("elsewhere.title", "elsewhere.lead", "elsewhere.none", "readings", "print", "complain")


@open_page
def promises(visit: Visit) -> HttpResponse:
    """What we promise, by the rules of today. `?words=easy`: in that reading; else in the reader's language."""
    wanted = visit.request.GET.get("words", "")
    reading = Reading(wanted) if wanted in set(Reading) else Reading.of(visit.language)
    with translation.override(reading.code if wanted else visit.language):
        return visit.show("promises", _context(visit, reading))


def _context(visit: Visit, reading: Reading) -> dict[str, object]:
    """Two queries: the packs written here, and the closures."""
    packs, calendar = Packs(lambda: visit.organisation), calendar_of(visit.organisation)
    today = visit.now.astimezone(calendar.zone).date()
    voice = Voice(reading, today)
    in_force = packs.in_force(today)
    return {
        "told": told(voice, in_force, packs.service(in_force), calendar, visit.now),
        "say": {key.replace(".", "_"): voice.say(key) for key in (*_TITLES, *_MORE, *_LAST)},
        "page_title": voice.plain("title"),
        "print_label": voice.plain("print"),
        "readings_label": voice.plain("readings"),
        "readings": [
            {"word": each.value, "name": each.own_name, "lang": each.language, "here": each is reading}
            for each in Reading
        ],
        "route": visit.organisation.external_route_in(reading.code),
        "is_easy": voice.is_easy,
    }
