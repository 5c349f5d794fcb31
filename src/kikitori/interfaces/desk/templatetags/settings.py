"""What the pages of settings are drawn with: days, months and reasons in the reader's words."""

from datetime import date

from django import template
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kikitori.interfaces.desk.settings.days_ahead import Run
from kikitori.interfaces.desk.settings.rule_words import Mark, mark_of
from kikitori.interfaces.look import words
from kikitori.interfaces.look.tags.reader import reader_language
from kikitori.interfaces.look.tags.signs import icon
from kikitori.records.deadlines.calendar import ClosedCode, Reason
from kikitori.records.deadlines.labels import JURISDICTION
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.rules import Certainty, Source

register = template.Library()

_KIND = {
    ClosedCode.WEEKEND: ("circle", gettext_lazy("Weekend")),
    ClosedCode.DAY_OFF: ("circle", gettext_lazy("Weekly day off")),
    ClosedCode.HOLIDAY: ("flag", gettext_lazy("Public holiday")),
    ClosedCode.CLOSURE: ("lock", gettext_lazy("Closure")),
}


@register.filter
def month_name(first: date) -> str:
    """2026年11月, November 2026."""
    return words.month(first, reader_language())


@register.filter
def weekday_name(number: int) -> str:
    """Monday is 0."""
    return str(WEEKDAYS[number])


@register.simple_tag
def weekday_heads() -> SafeString:
    """The heads of seven columns, short to see and long to hear."""
    return format_html_join(
        "",
        '<th scope="col"><abbr title="{}">{}</abbr></th>',
        ((WEEKDAYS[number], WEEKDAYS_ABBR[number]) for number in WEEKDAYS),
    )


@register.filter
def reason_name(reason: Reason) -> str:
    """The name of the holiday, the closure or the weekday."""
    return reason.ja if reader_language() == words.JA else reason.en


@register.filter
def closed_word(reason: Reason | None) -> str:
    """Open, or closed and why."""
    return _("closed (%(why)s)") % {"why": reason_name(reason)} if reason else pgettext("a day", "open")


@register.filter
def hours_word(hours: str) -> str:
    """The hours of a day as they are written, or that there are none."""
    return hours or _("day off")


@register.simple_tag
def closed_badge(reason: Reason) -> SafeString:
    """Kind and name of a closed day, with its icon."""
    name, kind = _KIND[reason.code]
    return format_html('<span class="badge">{}{}</span> {}', icon(name), kind, reason_name(reason))


@register.simple_tag
def run_days(run: Run) -> str:
    """The first day, or the first and the last."""
    return _days(run.first, run.last)


@register.simple_tag
def closure_days(row: Closure) -> str:
    """The days of a closure; without the year where it comes back every year."""
    if not row.yearly:
        return _days(row.first, row.last)
    spoken = [words.month_and_day(day, reader_language()) for day in (row.first, row.last)]
    return spoken[0] if row.first == row.last else _join(*spoken)


@register.filter
def closure_name(row: Closure) -> str:
    """Its name in the reader's language."""
    return row.name_ja if reader_language() == words.JA else row.name_en


def _days(first: date, last: date) -> str:
    spoken = [words.day(day, reader_language()) for day in (first, last)]
    return spoken[0] if first == last else _join(*spoken)


def _join(first: str, last: str) -> str:
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


@register.simple_tag
def jurisdiction(code: str) -> str:
    """The country whose rules they are, in words where it is one of which we know the name."""
    return str(JURISDICTION.get(code, code))


@register.simple_tag
def all_certainties() -> list[Mark]:
    """Every mark of certainty, for the key to a table."""
    return [mark_of(each) for each in Certainty]


@register.simple_tag
def source_link(source: Source) -> SafeString:
    """The address of a source; a link only where it leads to a web page, and then without telling it who asks."""
    seen = (
        format_html(" ({} {})", _("read on"), words.day(source.seen_on, reader_language()))
        if source.seen_on
        else ""
    )
    if not source.url.startswith(("https://", "http://")):
        return format_html('<span class="small">{}{}</span>', source.url, seen)
    return format_html(
        '<a class="small" href="{}" rel="noreferrer noopener external">{}{}</a><span class="small quiet">{}</span>',
        source.url,
        icon("external"),
        _("To the source"),
        seen,
    )
