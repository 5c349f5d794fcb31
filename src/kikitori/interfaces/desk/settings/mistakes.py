"""What is wrong with a pack, in the reader's language: line, rule, field, and the problem."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from kikitori.interfaces.desk.settings.rule_words import in_words, listed
from kikitori.records.deadlines.pack_table import PackError

_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake as it is shown. `excerpt`: the line it stands on, for there are no numbers beside a text field."""

    place: str
    problem: str
    excerpt: str = ""


def told(errors: Iterable[PackError], text: str) -> list[Mistake]:
    """Each mistake in `text` with its place and its problem, in the reader's language."""
    lines = text.splitlines()
    return [
        Mistake(
            _place(error),
            in_words(error.problem),
            lines[error.line - 1].strip()[:_EXCERPT] if error.line and error.line <= len(lines) else "",
        )
        for error in errors
    ]


def _place(error: PackError) -> str:
    parts = []
    if error.line:
        parts.append(gettext("Line %(line)s") % {"line": error.line})
    if error.rule:
        parts.append(gettext("rule “%(rule)s”") % {"rule": error.rule})
    if error.field:
        field = f"{error.within}.{error.field}" if error.within else error.field
        parts.append(gettext("field “%(field)s”") % {"field": field})
    return listed(parts)
