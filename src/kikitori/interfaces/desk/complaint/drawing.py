"""What stands many times on a page, drawn without a template of its own: entries, folded texts, counted days.

Every value enters through format_html and is escaped there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kikitori.interfaces.desk.complaint.folding import Folded
from kikitori.interfaces.desk.complaint.timeline import Entry, PromiseNote
from kikitori.interfaces.look.tags.signs import band, icon
from kikitori.interfaces.look.tags.texts import lang_attr, plain_text
from kikitori.interfaces.look.tags.times import stamp
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.labels import LETTER_STATE
from kikitori.records.letters.models import Letter

_NOTHING: Final = format_html("{}", "")
_QUIET: Final = format_html(' class="{}"', "quiet")
_ENTRY: Final = (
    '<li class="entry{}" id="entry-{}"><span class="entry__mark">{}</span><div class="entry__head">{}'
    '<span class="entry__who">{}</span><span>{}</span>{}</div>{}{}{}</li>'
)
_LETTER: Final = '<p class="small quiet">{} <a href="{}{}/">{}</a> {} <span class="badge{}">{}</span></p>'
_COLOUR: Final = {"failed": " badge--late", "to_print": " badge--soon"}
_WORD: Final = format_html(' class="{}"', "due__word")
_DAY: Final = "<tr><td>{}</td><td>{}<span{}>{}</span></td></tr>"


def drawn_entries(context: Context, entries: Iterable[Entry]) -> SafeString:
    """Entries of the timeline, oldest first."""
    letters = reverse("desk:letters")
    rows = format_html_join("", "{}", ((_entry(context, each, letters),) for each in entries))
    return format_html('<ol class="timeline">{}</ol>', rows)


def _entry(context: Context, entry: Entry, letters: str) -> SafeString:
    """`letters`: the address below which they lie."""
    told = entry.told
    internal = _NOTHING
    if not entry.is_public and not told.text:
        internal = format_html('<span class="badge badge--internal">{}{}</span>', icon("note"), _("Internal"))
    said = format_html("{}{}", drawn_text(entry.text, told.language) if told.text else "", _lines(told.lines))
    return format_html(
        _ENTRY,
        " entry--step" if entry.is_small else "",
        entry.pk,
        icon(told.mark),
        stamp(context, entry.at),
        entry.who,
        told.sentence,
        internal,
        band(said, told.band, word=told.word) if said and told.band else said,
        format_html_join("", "{}", ((_promise(context, note),) for note in entry.promises)),
        format_html_join("", _LETTER, (_letter(row, letters) for row in entry.letters)),
    )


def _lines(lines: tuple[str, ...]) -> SafeString:
    if not lines:
        return _NOTHING
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="list small">{}</ul>', items)


def _promise(context: Context, note: PromiseNote) -> SafeString:
    """What the step did to a promise, in icon, word and date."""
    when = stamp(context, note.due_at)
    if note.fate == "made":
        said = _("Promised: %(what)s") % {"what": note.what}
        return format_html('<p class="small quiet">{} {} {}</p>', icon("promise"), said, when)
    colour, mark, word, css = {
        "kept": ("kept", "kept", _("As promised"), _WORD),
        "late": ("late", "check", _("Done late"), _NOTHING),
        "missed": ("late", "warning", _("Overdue"), _WORD),
    }[note.fate]
    sign = format_html('<span class="due due--{}">{}<span{}>{}</span></span>', colour, icon(mark), css, word)
    due = pgettext("deadline", "Due")
    return format_html('<p class="small">{} {} ({} {})</p>', sign, note.what, due, when)


def _letter(row: Letter, letters: str) -> tuple[object, ...]:
    state = LETTER_STATE[LetterState(row.state)]
    return icon("letter"), letters, row.pk, row.subject, row.to_address, _COLOUR.get(row.state, ""), state


def drawn_text(text: Folded, language: str) -> SafeString:
    """A text from a person, folded behind its beginning where it is long."""
    tongue = lang_attr(language)
    beginning = format_html('<div class="plain"{}>{}</div>', tongue, plain_text(text.beginning))
    if not text.rest:
        return beginning
    n = len(text.rest)
    more = ngettext("Read on (%(n)s more character)", "Read on (%(n)s more characters)", n) % {"n": n}
    return format_html(
        '{}<details class="fold"><summary>{}</summary><div class="plain"{}>{}</div></details>',
        beginning,
        more,
        tongue,
        plain_text(text.rest),
    )


def drawn_days(days: Iterable[tuple[str, bool, str]]) -> SafeString:
    """Rows of a table, one for each day of a count; a tick where it counted."""
    in_it, left_out = (format_html("{} ", icon("check")), _NOTHING), (_NOTHING, _QUIET)
    rows = ((day, *(in_it if counted else left_out), reason) for day, counted, reason in days)
    return format_html_join("", _DAY, rows)
