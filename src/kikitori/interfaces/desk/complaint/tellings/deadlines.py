"""What happened to a deadline: begun, met, prolonged, stopped, counted anew, near or past."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.casework.clock import rule_named
from kikitori.interfaces.desk.complaint.clock_words import name_of_kind, name_of_rule
from kikitori.interfaces.desk.complaint.known import Known
from kikitori.interfaces.desk.complaint.tellings.told import Told
from kikitori.interfaces.look import words
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE


def begun(event: Event, known: Known) -> Told:
    """Which, and when it is due."""
    due_at = _first(event, "started").get("due_at")
    sentence = _("Deadline begun: %(what)s, due %(when)s") % {
        "what": _what(event, known),
        "when": _moment(due_at),
    }
    return Told(sentence, "promise", event.data.get("note", ""), "", "internal")


def met(event: Event, known: Known) -> Told:
    """What was done, as whoever did it put it."""
    sentence = _("Deadline met: %(what)s") % {"what": _what(event, known)}
    return Told(sentence, "kept", event.data.get("how", ""), "", "internal")


def prolonged(event: Event, known: Known) -> Told:
    """Both dates, and the reason the complainant was given."""
    sentence = _("Deadline prolonged: %(what)s, %(after)s instead of %(before)s") % {
        "what": _what(event, known),
        "before": _moment(event.data.get("before")),
        "after": _moment(event.data.get("due_at")),
    }
    band = "public" if event.visibility == "public" else "internal"
    return Told(sentence, "promise", event.data.get("reason", ""), known.language, band)


def stopped(event: Event, known: Known) -> Told:
    """Why it does not apply."""
    sentence = _("Deadline stopped: %(what)s") % {"what": _what(event, known)}
    return Told(sentence, "flag", event.data.get("reason", ""), "", "internal")


def recounted(event: Event, known: Known) -> Told:
    """How many have another date now; and who had it done, where it was done to the whole house."""
    number = len(event.data.get("clocks", {}).get("recounted", ()))
    sentence = ngettext(
        "%(n)s deadline has another date, counted anew",
        "%(n)s deadlines have other dates, counted anew",
        number,
    ) % {"n": number}
    if asked_by := known.name(event, "asked_by"):
        sentence = _("%(sentence)s (whole organisation, asked for by %(who)s)") % {
            "sentence": sentence,
            "who": asked_by,
        }
    return Told(sentence, "promise", event.data.get("reason", ""), "", "internal")


def turned(event: Event, known: Known) -> Told:
    """Near, or past."""
    state = ClockState(_first(event, "turned").get("to", ClockState.WARNED))
    sentence = _("Deadline “%(what)s”: %(state)s, due %(when)s") % {
        "what": _what(event, known),
        "state": CLOCK_STATE[state],
        "when": _moment(event.data.get("due_at")),
    }
    return Told(sentence, "warning" if state is ClockState.BREACHED else "promise")


def _first(event: Event, what: str) -> dict[str, Any]:
    """What the event says of the clock it speaks of."""
    return next(iter(event.data.get("clocks", {}).get(what, ())), {})


def _what(event: Event, known: Known) -> str:
    """What the rule is called."""
    rule = rule_named(event.data.get("rule", ""), known.standing.house)
    tongue = known.language if known.public else words.language(get_language())
    return name_of_rule(rule, tongue) if rule else name_of_kind(event.data.get("kind", ""))


def _moment(value: str | None) -> str:
    if not value:
        return ""
    return words.moment(
        datetime.fromisoformat(value), words.language(get_language()), timezone.get_current_timezone()
    )
