"""What stands many times on a page, drawn without a template of its own: entries, folded texts, counted days.

Every value enters through `filled` or `joined` and is escaped there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Final

from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.drawing_files import drawn_files
from kikitori.interfaces.desk.complaint.drawing_mail import drawn_mail
from kikitori.interfaces.desk.complaint.folding import Folded
from kikitori.interfaces.desk.complaint.timeline import Entry, PromiseNote
from kikitori.interfaces.desk.letter_words import stands_told
from kikitori.interfaces.look.markup import NOTHING, filled, joined
from kikitori.interfaces.look.tags.signs import band, icon
from kikitori.interfaces.look.tags.texts import lang_attr, led_text, plain_text
from kikitori.interfaces.look.tags.times import short_day, stamp
from kikitori.records.letters.models import Letter

_QUIET: Final = filled(' class="{}"', "quiet")
_ENTRY: Final = (
    '<li class="entry{}" id="entry-{}"><span class="entry__mark">{}</span><div class="entry__head">{}'
    '<span class="entry__who">{}</span><span>{}</span>{}{}</div>{}{}{}{}{}</li>'
)
_LETTER: Final = '<p class="small quiet">{} <a href="{}{}/">{}</a> {} <span class="badge{}">{}</span></p>'
_COLOUR: Final = {"failed": " badge--late", "to_print": " badge--soon"}
_WORD: Final = filled(' class="{}"', "due__word")
_DAY: Final = "<tr><td>{}</td><td>{}<span{}>{}</span></td></tr>"


def drawn_entries(context: Context, entries: Iterable[Entry]) -> SafeString:
    """Entries of the timeline, oldest first."""
    letters = reverse("desk:letters")
    rows = joined(_entry(context, each, letters) for each in entries)
    return filled('<ol class="timeline">{}</ol>', rows)


def _entry(context: Context, entry: Entry, letters: str) -> SafeString:
    """`letters`: the address below which they lie."""
    told = entry.told
    ways = {number: complaint_address(number) for number in entry.numbers}
    text = drawn_text(entry.text, told.language, ways) if told.text else NOTHING
    said = filled("{}{}", text, _lines(told.lines))
    internal = NOTHING
    # Once: where what was said stands in a band of its own, the band says it.
    if not (entry.is_public or told.text or entry.is_delivery or (said and told.band == "internal")):
        internal = filled('<span class="badge badge--internal">{}{}</span>', icon("note"), _("Internal"))
    return filled(
        _ENTRY,
        " entry--step" if entry.is_small else "",
        entry.pk,
        icon(told.mark),
        stamp(context, entry.at) if isinstance(entry.at, datetime) else short_day(context, entry.at),
        entry.who,
        told.sentence,
        _other(told.other),
        internal,
        band(said, told.band, word=told.word) if said and told.band else said,
        drawn_files(entry.files),
        drawn_mail(entry.mail) if entry.mail else NOTHING,
        joined(_promise(context, note) for note in entry.promises),
        joined(_letter(row, letters) for row in entry.letters),
    )


def _other(reference: str) -> SafeString:
    """The way to another complaint the entry speaks of."""
    if not reference:
        return NOTHING
    return filled('<a class="ref" href="{}">{}</a>', complaint_address(reference), reference)


def _lines(lines: tuple[str, ...]) -> SafeString:
    if not lines:
        return NOTHING
    items = joined(filled("<li>{}</li>", line) for line in lines)
    return filled('<ul class="list small">{}</ul>', items)


def _promise(context: Context, note: PromiseNote) -> SafeString:
    """What the step did to a promise, in icon, word and date."""
    when = stamp(context, note.due_at)
    if note.fate == "made":
        said = _("Promised: %(what)s") % {"what": note.what}
        return filled('<p class="small quiet">{} {} {}</p>', icon("promise"), said, when)
    colour, mark, word, css = {
        "kept": ("kept", "kept", _("As promised"), _WORD),
        "late": ("late", "check", _("Done late"), NOTHING),
        "missed": ("late", "warning", _("Overdue"), _WORD),
    }[note.fate]
    sign = filled('<span class="due due--{}">{}<span{}>{}</span></span>', colour, icon(mark), css, word)
    due = pgettext("deadline", "Due")
    return filled('<p class="small">{} {} ({} {})</p>', sign, note.what, due, when)


def _letter(row: Letter, letters: str) -> SafeString:
    state, colour = stands_told(row), _COLOUR.get(row.state, "")
    return filled(_LETTER, icon("letter"), letters, row.pk, row.subject, row.to_address, colour, state)


def drawn_text(text: Folded, language: str, ways: Mapping[str, str] | None = None) -> SafeString:
    """A text from a person, folded behind its beginning where it is long. `ways`: words in it that lead somewhere."""
    tongue = lang_attr(language)
    drawn = partial(led_text, ways=ways) if ways else plain_text
    beginning = filled('<div class="plain"{}>{}</div>', tongue, drawn(text.beginning))
    if not text.rest:
        return beginning
    n = len(text.rest)
    more = ngettext("Read on (%(n)s more character)", "Read on (%(n)s more characters)", n) % {"n": n}
    return filled(
        '{}<details class="fold"><summary>{}</summary><div class="plain"{}>{}</div></details>',
        beginning,
        more,
        tongue,
        drawn(text.rest),
    )


def drawn_days(days: Iterable[tuple[str, bool, str]]) -> SafeString:
    """Rows of a table, one for each day of a count; a tick where it counted."""
    return joined(_day(day, reason, counted=counted) for day, counted, reason in days)


@lru_cache(2048)
def _day(day: str, reason: str, *, counted: bool) -> SafeString:
    """Remembered: the promises of a house are counted over the same days."""
    tick, quiet = (filled("{} ", icon("check")), NOTHING) if counted else (NOTHING, _QUIET)
    return filled(_DAY, day, tick, quiet, reason)
