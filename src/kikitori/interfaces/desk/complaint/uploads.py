"""Files as a browser sends them, for the verb that keeps them; and what is said of those it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from kikitori.casework.enclosures import FileGiven
from kikitori.records.letters.file_rules import FileFlaw
from kikitori.records.letters.labels import FILE_FLAW

#: The field of the composer, and the hidden one that names what is there already.
FIELD, THERE = "files", "enclosed"
_DIGITS, _MOST = 18, 50


def files_given(sent: MultiValueDict[str, Any]) -> list[FileGiven]:
    """What was chosen, in its order; nothing is read yet."""
    return [FileGiven(each.name or "", each.size or 0, each.read) for each in sent.getlist(FIELD)]


def numbers_there(typed: Mapping[str, Any]) -> list[int]:
    """The files its sender saw on the page. What is no number is none."""
    many = getattr(typed, "getlist", None)
    raw = many(THERE) if many else typed.get(THERE, [])
    found = [raw] if isinstance(raw, str | int) else raw
    return [int(each) for each in map(str, found[:_MOST]) if _is_number(each)]


def refused_in_words(refused: Iterable[tuple[str, FileFlaw]]) -> list[str]:
    """Each refused file with its reason."""
    return [
        _("“%(name)s” was not added. %(why)s") % {"name": name or _("(no name)"), "why": FILE_FLAW[flaw]}
        for name, flaw in refused
    ]


def _is_number(raw: str) -> bool:
    return raw.isascii() and raw.isdigit() and len(raw) <= _DIGITS
