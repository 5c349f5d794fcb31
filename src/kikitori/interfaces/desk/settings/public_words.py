"""What the record of changes holds of branches and of published improvements, in lines for a reader."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kikitori.interfaces.look import words

#: Older lines of the record know no easy Japanese.
_TEXTS = ("title_ja", "words_ja", "title_en", "words_en", "title_easy", "words_easy")


def branch_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield from (kept[name] for name in ("name_ja", "name_en") if kept[name])
    yield _("Code: %(code)s") % {"code": kept["code"]}
    if not kept["active"]:
        yield _("(out of use: complaints by its poster name no branch)")


def branch_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to a branch."""
    if not before:
        return _("Branch “%(name)s” added")
    if before["active"] and not after["active"]:
        return _("Branch “%(name)s” taken out of use")
    if after["active"] and not before["active"]:
        return _("Branch “%(name)s” taken into use again")
    return _("Branch “%(name)s” changed")


def improvement_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What it said; none where there was nothing."""
    if not kept:
        return
    yield from (kept[name] for name in _TEXTS if kept.get(name))
    yield month_in_words(date.fromisoformat(kept["month"]))
    yield _("Complaints that led to it: %(number)s") % {"number": kept["complaints"]}
    yield _("Everybody can read it") if kept["public"] else _("Nobody outside can read it")


def improvement_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to an improvement."""
    if not before:
        return _("Improvement “%(name)s” written")
    if after["public"] and not before["public"]:
        return _("Improvement “%(name)s” published")
    if before["public"] and not after["public"]:
        return _("Improvement “%(name)s” taken back")
    return _("Improvement “%(name)s” written anew")


def month_in_words(month: date) -> str:
    """November 2026, 2026年11月."""
    return words.month(month, words.language(get_language()))
