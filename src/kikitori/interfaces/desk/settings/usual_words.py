"""Usual lines of inquiry and heads of the fishbone in lines for a reader, as the record of changes holds them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.labels import SUBJECT
from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.usual_lines import ANY

#: For subjects that have no lines of their own.
ANY_SUBJECT = gettext_lazy("Every subject without lines of its own")


def subject_name(subject: str) -> str | Promise:
    """A subject, or all that have no lines of their own."""
    return ANY_SUBJECT if subject == ANY else SUBJECT[Subject(subject)]


def in_both(words: Bilingual) -> tuple[str, str]:
    """In the reader's language, and in the other one where that says something else."""
    own = words.in_(get_language() or "")
    other = words.en if own == words.ja else words.ja
    return own, "" if other == own else other


def place_field() -> forms.IntegerField:
    """Where in the order."""
    return forms.IntegerField(
        label=gettext_lazy("Place in the order"),
        help_text=gettext_lazy("1 is the first. Empty: a new one comes last."),
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric", "min": 1, "max": 99}),
    )


def usual_line_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield str(subject_name(kept["subject"]))
    yield from dict.fromkeys((kept["what_ja"], kept["what_en"]))
    if sources := [each for each in dict.fromkeys((kept["source_ja"], kept["source_en"])) if each]:
        yield _("From whom, or where: %(source)s") % {"source": " / ".join(sources)}
    yield from _rest(kept)


def head_lines(kept: Mapping[str, Any]) -> Iterator[str]:
    """What was set; none where there was nothing."""
    if not kept:
        return
    yield from dict.fromkeys((kept["name_ja"], kept["name_en"]))
    yield from _rest(kept)


def usual_line_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to a line."""
    if not before:
        return _("Usual line of inquiry “%(name)s” added")
    if before["offered"] and not after["offered"]:
        return _("Usual line of inquiry “%(name)s” taken out of use")
    if after["offered"] and not before["offered"]:
        return _("Usual line of inquiry “%(name)s” taken into use again")
    return _("Usual line of inquiry “%(name)s” changed")


def head_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What was done to a head."""
    if not before:
        return _("Head “%(name)s” of the fishbone added")
    if before["offered"] and not after["offered"]:
        return _("Head “%(name)s” of the fishbone taken out of use")
    if after["offered"] and not before["offered"]:
        return _("Head “%(name)s” of the fishbone taken into use again")
    return _("Head “%(name)s” of the fishbone changed")


def _rest(kept: Mapping[str, Any]) -> Iterator[str]:
    yield _("Place in the order: %(place)s") % {"place": kept["place"]}
    if not kept["offered"]:
        yield _("(out of use: not offered any more)")
