"""What a rule says, in words a lead can read: „5 business days after receipt“, who is owed it, what meets it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext, ngettext

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.labels import CHANNEL, KIND, SEVERITY, STEP, SUBJECT
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.labels import AUDIENCE, CERTAINTY, CERTAINTY_MEANING, COUNTRY, TRIGGER
from kikitori.records.deadlines.rule_parts import BY_HAND, Condition, Direction
from kikitori.records.deadlines.rules import HOUSE, Certainty, OutsideHours, Pack, Roll, Rule, Unit
from kikitori.records.triage.labels import SAFETY_QUESTION

Words = str | LazyText
#: Certainty is told by icon and word, never by colour alone.
CERTAINTY_ICON = {
    Certainty.VERIFIED: "kept",
    Certainty.FROM_MEMORY: "help",
    Certainty.UNVERIFIED: "warning",
    Certainty.PROPOSAL: "edit",
}
_ASKED: dict[str, Mapping[Any, Any]] = {
    "kind": KIND,
    "channel": CHANNEL,
    "subject": SUBJECT,
    "severity": SEVERITY,
    "safety": SAFETY_QUESTION,
    "language": dict(settings.LANGUAGES),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a number can be trusted: icon, word, meaning."""

    icon: str
    word: Words
    meaning: Words
    certainty: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as a line of the table."""

    rule: Rule
    name: str
    when: str
    details: list[str]
    audience: Words
    met_by: list[Words]
    extension: str
    mark: Mark


def row_of(rule: Rule) -> RuleRow:
    """Everything the table says of a rule."""
    return RuleRow(
        rule=rule,
        name=name_of(rule),
        when=when_in_words(rule),
        details=[each for each in (*conditions(rule.applies_if), *_counting(rule), _warned(rule)) if each],
        audience=AUDIENCE[rule.audience],
        met_by=[
            gettext("somebody writes down that it was done") if step == BY_HAND else STEP[Step(step)]
            for step in rule.met_by
        ],
        extension=_extension(rule),
        mark=mark_of(rule.certainty),
    )


def mark_of(certainty: Certainty) -> Mark:
    """Icon, word and meaning of a certainty."""
    return Mark(
        CERTAINTY_ICON[certainty], CERTAINTY[certainty], CERTAINTY_MEANING[certainty], certainty.value
    )


def marks_of(pack: Pack) -> list[tuple[Mark, int]]:
    """Each certainty found among the rules of a pack, with how many have it."""
    found = [rule.certainty for rule in pack.rules]
    return [(mark_of(each), found.count(each)) for each in Certainty if each in found]


def name_of(rule: Rule) -> str:
    """Its name for this reader; its id where it has none."""
    return in_words(rule.name) or rule.id


def title_of(pack: Pack) -> str:
    """Its title for this reader; its id where it has none."""
    return in_words(pack.title) or pack.id


def in_words(text: Bilingual | None) -> str:
    """The reader's wording of a text in two languages; empty for none."""
    return text.in_(get_language() or "") if text else ""


def when_in_words(rule: Rule) -> str:
    """The count and its beginning: 5 business days after receipt."""
    values = {"time": time_in_words(rule.quantity, rule.unit), "moment": TRIGGER[rule.trigger]}
    if rule.direction is Direction.BEFORE:
        return gettext("%(time)s before %(moment)s") % values
    return gettext("%(time)s after %(moment)s") % values


def time_in_words(quantity: int, unit: Unit) -> str:
    """So many days, hours or months."""
    said = {
        Unit.BUSINESS_DAY: ngettext("%(n)s business day", "%(n)s business days", quantity),
        Unit.CALENDAR_DAY: ngettext("%(n)s day", "%(n)s days", quantity),
        Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", quantity),
        Unit.WEEK: ngettext("%(n)s week", "%(n)s weeks", quantity),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", quantity),
        Unit.YEAR: ngettext("%(n)s year", "%(n)s years", quantity),
    }
    return said[unit] % {"n": quantity}


def listed(words: Iterable[str]) -> str:
    """Several words in a row, as the language separates them; nothing for none."""
    said = ""
    for word in words:
        said = gettext("%(one)s, %(more)s") % {"one": said, "more": word} if said else word
    return said


def conditions(condition: Condition) -> list[str]:
    """When it applies: one sentence for each thing that is asked."""
    return [
        gettext("Only for: %(words)s") % {"words": _listed(asked, words)} for asked, words in condition.wanted
    ]


def _listed(asked: str, words: frozenset[str]) -> str:
    labels = {str(getattr(code, "value", code)): label for code, label in _ASKED[asked].items()}
    return listed(str(labels.get(word, word)) for word in sorted(words))


def _counting(rule: Rule) -> list[str]:
    """What is unusual about the count."""
    said = []
    if rule.first_day_counts:
        said.append(gettext("The first day counts as day 1."))
    if rule.unit is Unit.BUSINESS_DAY and rule.outside_hours is OutsideHours.SAME_DAY:
        said.append(gettext("What comes after hours counts from the same day."))
    if rule.roll is Roll.NEXT:
        said.append(gettext("If the last day is closed, the next business day."))
    if rule.roll is Roll.PREVIOUS:
        said.append(gettext("If the last day is closed, the business day before."))
    if rule.calendar != HOUSE:
        said.append(gettext("Business days of: %(country)s") % {"country": COUNTRY[rule.calendar]})
    if rule.pausable:
        said.append(gettext("Stands still while the complainant's answer is waited for."))
    if not rule.has_clock:
        said.append(gettext("Gives the date of a promise; no clock runs."))
    return said


def _warned(rule: Rule) -> str:
    shares = listed(f"{share} %" for share in rule.warn_at)
    return gettext("Warned at %(shares)s of the time.") % {"shares": shares} if shares else ""


def _extension(rule: Rule) -> str:
    if rule.extension is None:
        return ""
    most = time_in_words(rule.extension.quantity, rule.unit)
    said = [
        ngettext("once, by %(most)s at most", "%(times)s times, by %(most)s at most", rule.extension.times)
        % {"times": rule.extension.times, "most": most}
    ]
    if rule.extension.notice_before_expiry:
        said.append(gettext("told before the time is over"))
    if rule.extension.reason_required:
        said.append(gettext("with the reason"))
    return listed(said)
