"""Levels and absences as the record of changes holds them, in lines for a reader."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kikitori.interfaces.look import words


def ladder_lines(levels: Any, names: Mapping[int, str]) -> Iterator[str]:
    """One line for each level. `names`: of the staff, by number."""
    ja_first = words.language(get_language()) == "ja"
    for level in levels:
        first, second = ("name_ja", "name_en") if ja_first else ("name_en", "name_ja")
        values = {
            "number": level["number"],
            "name": level[first] or level[second],
            "holder": names.get(level["holder"], ""),
            "deputy": names.get(level["deputy"], ""),
            "minutes": level["answer_within_minutes"],
            "severity": level["from_severity"],
        }
        line = _("%(number)s %(name)s: %(holder)s, %(minutes)s working minutes") % values
        if values["deputy"]:
            line = _("%(line)s, deputy %(deputy)s") % {"line": line, **values}
        if values["severity"]:
            line = _("%(line)s, from %(severity)s") % {"line": line, **values}
        yield line


def absence_lines(absence: Any, names: Mapping[int, str]) -> Iterator[str]:
    """One line, or none."""
    if absence:
        tongue = words.language(get_language())
        line = _("%(who)s: %(first)s to %(last)s") % {
            "who": names.get(absence["staff"], ""),
            "first": words.day(date.fromisoformat(absence["first"]), tongue),
            "last": words.day(date.fromisoformat(absence["last"]), tongue),
        }
        deputy = names.get(absence.get("deputy"), "")
        told = pgettext("absence", "%(line)s, deputy %(deputy)s") % {"line": line, "deputy": deputy}
        yield told if deputy else line
