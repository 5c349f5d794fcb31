"""What is wrong with a pack, in the reader's language: line, rule, field, and the problem.

The reader of packs (pack_reader.py) speaks to programs and terminals, in English. Here its sentences are recognised
and said again for people; one that is not known is shown as it is, rather than not at all.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.deadlines.pack_table import PackError

_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake as it is shown. `excerpt`: the line it stands on, for there are no numbers beside a text field."""

    place: str
    problem: str
    excerpt: str = ""


_SAID: tuple[tuple[str, LazyText | str], ...] = (
    (r"is missing", _("is missing")),
    (r"is not known", _("is not known; perhaps it is misspelt")),
    (r"is there twice", _("is there twice")),
    (r"must say something", _("must say something in both languages")),
    (
        r"is the id of a pack that is there already",
        _("is the id of a pack that is there already; please choose another, or write a new version of that pack"),
    ),
    (r"must be another word than (?P<said>.+)", _("must be another word than %(said)s")),
    (r"is nested too deeply", _("is nested too deeply")),
    (r"is not YAML: .*", _("cannot be read as YAML; look at indentation, colons and brackets around this line")),
    (r"is too long: (?P<most>\d+) characters at most", _("is too long: %(most)s characters at most")),
    (r"must be one of (?P<words>.+), not (?P<said>.+)", _("must be one of %(words)s, not %(said)s")),
    (r"must be text, not (?P<said>.+)", _("must be text, not %(said)s")),
    (r"must be a whole number, not (?P<said>.+)", _("must be a whole number, not %(said)s")),
    (r"must be true or false, not (?P<said>.+)", _("must be true or false, not %(said)s")),
    (r"must be a date, not (?P<said>.+)", _("must be a date like 2026-04-01, not %(said)s")),
    (r"must be a list of words.*", _("must be a list of words")),
    (r"must be a list of percentages.*|must be a list of whole numbers.*", _("must be a list of percentages")),
    (r"must be a list of rules", _("must be a list of rules")),
    (r"must be a table of fields and values", _("must be a table of fields and values")),
    (
        r"must be small letters, digits, - and _, not (?P<said>.+)",
        _("must be small letters, digits, - and _, not %(said)s"),
    ),
    (r"must be 1 to (?P<most>\d+) for the unit \w+, not (?P<said>.+)", _("must be 1 to %(most)s, not %(said)s")),
    (r"times must be 1 to (?P<most>\d+), not (?P<said>.+)", _("times must be 1 to %(most)s, not %(said)s")),
    (r"(?:quantity |level )?must be 1 or more, not (?P<said>.+)", _("must be 1 or more, not %(said)s")),
    (
        r"must be at most two rising percentages, not (?P<said>.+)",
        _("must be at most two rising percentages, not %(said)s"),
    ),
    (r"must be house or one of (?P<words>.+), not (?P<said>.+)", _("must be house or one of %(words)s, not %(said)s")),
    (r"must be by_hand where somebody names the moment", _("must be by_hand where somebody names the moment")),
    (r"must be written as a number of its own, without & or \*", _("must be written as a plain number")),
    (r"must stay (?P<said>\S+), as in the versions before", _("must stay %(said)s, as in the versions before")),
    (r"hours run from the moment itself, not from a day", _("hours run from the moment itself, not from a day")),
    (r"has no meaning for the unit (?P<said>\w+)", _("has no meaning for the unit %(said)s")),
    (
        r"what lies before its moment can be neither paused nor extended",
        _("what lies before its moment can be neither paused nor extended"),
    ),
    (
        r"waiting for the complainant never stops what is owed to the (?P<said>\w+)",
        _("waiting for the complainant never stops what is owed to others (%(said)s)"),
    ),
    (r"a pack needs at least one rule", _("needs at least one rule")),
    (r"two rules have the id (?P<said>.+)", _("two rules have the id %(said)s")),
    (
        r"a standard of service needs the rules (?P<words>.+), too",
        _("our own standard needs these rules, too: %(words)s"),
    ),
    (r"(?P<last>\S+) is before valid_from (?P<first>\S+)", _("%(last)s is before valid_from %(first)s")),
    (r"(?P<said>.+) is no step", _("%(said)s is no step")),
    (r"can ask for (?P<words>.+), not for (?P<said>.+)", _("can ask for %(words)s, not for %(said)s")),
    (r"names no word for (?P<said>.+)", _("names no word for %(said)s")),
    (r"(?P<asked>.+) is never (?P<said>.+)", _("%(asked)s is never %(said)s")),
)  # fmt: skip


def told(errors: Iterable[PackError], text: str) -> list[Mistake]:
    """Each mistake in `text` with its place and its problem, in the reader's language."""
    lines = text.splitlines()
    return [
        Mistake(
            _place(error),
            problem_in_words(error.problem),
            lines[error.line - 1].strip()[:_EXCERPT] if error.line and error.line <= len(lines) else "",
        )
        for error in errors
    ]


def problem_in_words(problem: str) -> str:
    """What is wrong, in the reader's language where it is a sentence that we know."""
    for pattern, said in _SAID:
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return str(said) % found.groupdict() if found.groupdict() else str(said)
    return problem


def is_known(problem: str) -> bool:
    """Is there a sentence for it?"""
    return any(re.fullmatch(pattern, problem, re.DOTALL) for pattern, _said in _SAID)


def _place(error: PackError) -> str:
    parts = []
    if error.line:
        parts.append(gettext("Line %(line)s") % {"line": error.line})
    if error.rule:
        parts.append(gettext("rule “%(rule)s”") % {"rule": error.rule})
    if error.field:
        parts.append(gettext("field “%(field)s”") % {"field": error.field})
    return listed(parts)
