"""What goes along with a complaint that is handed over, in lines for the next person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.casework.handing_over import Facts
from kikitori.interfaces.look import words
from kikitori.records.deadlines.labels import what_was_promised


def facts_told(facts: Facts, now: datetime) -> list[str]:
    """Each fact in a line, what is owed to the complainant first. Asks the database nothing."""
    return list(_lines(facts, now)) or [_("Nothing is promised, open or unanswered.")]


def _lines(facts: Facts, now: datetime) -> Iterator[str]:
    for promise in facts.get("promises", ()):
        what = what_was_promised(promise["kind"], promise["note"])
        yield _("Promised: %(what)s, %(when)s") % {"what": what, "when": _when(promise["due_at"], now)}
    for task in facts.get("tasks", ()):
        values = {"what": task["title"], "when": _when(task["due_at"], now)}
        yield _("Still to be done: %(what)s, %(when)s") % values
    yield from _said(facts, now)
    for moment in facts.get("waiting", ()):
        yield _("A reply waits to be sent: %(when)s") % {"when": _when(moment, now)}
    for name, count in _COUNTED.items():
        number = facts.get(name, 0)
        if number:
            yield count(number) % {"n": number}


def _said(facts: Facts, now: datetime) -> Iterator[str]:
    if facts.get("told_at"):
        yield _("We last wrote to the complainant: %(when)s") % {"when": _when(facts["told_at"], now)}
    else:
        yield _("Nobody has written to the complainant in their own words yet.")
    if not facts.get("heard_at"):
        return
    when = {"when": _when(facts["heard_at"], now)}
    if facts.get("unanswered"):
        yield _("The complainant last wrote: %(when)s. That has not been answered.") % when
    else:
        yield _("The complainant last wrote: %(when)s") % when


def _when(kept: str, now: datetime) -> str:
    return moment(datetime.fromisoformat(kept), now)


def moment(at: datetime, now: datetime) -> str:
    """The day and the time, as they stand in a record that is read later."""
    tongue = words.language(get_language())
    return words.short_clock(at, now, tongue, timezone.get_current_timezone())


_COUNTED: dict[str, Callable[[int], str]] = {
    "questions": lambda n: ngettext(
        "%(n)s question waits for an answer.", "%(n)s questions wait for an answer.", n
    ),
    "drafts": lambda n: ngettext("%(n)s draft is not sent.", "%(n)s drafts are not sent.", n),
    "conversations": lambda n: ngettext(
        "%(n)s conversation is not finished.", "%(n)s conversations are not finished.", n
    ),
}
