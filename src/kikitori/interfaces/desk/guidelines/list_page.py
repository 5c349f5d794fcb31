"""The library of guidelines: by where they stand, by subject, by words, and those I have not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.casework.guideline_reading import unread_guidelines
from kikitori.foundation.language.text import fold
from kikitori.interfaces.desk.asked import address_with, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.guidelines.shown import GuidelineShown
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.complaints.labels import SUBJECT
from kikitori.records.complaints.terms import Subject
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guideline_queries import examples
from kikitori.records.prevention.guidelines import Guideline, GuidelineVersion
from kikitori.records.prevention.text import GuidelineText


class Stands(StrEnum):
    """Where a guideline stands."""

    IN_FORCE = "in_force"
    COMING = "coming"
    DRAFT = "draft"
    ENDED = "ended"


STANDS = {
    Stands.IN_FORCE: _("In force"),
    Stands.COMING: _("In force from a day to come"),
    Stands.DRAFT: _("Draft"),
    Stands.ENDED: _("Out of use"),
}
_ALL, _UNREAD = "all", "unread"
SHOW = {_ALL: _("All"), _UNREAD: _("To be read by me"), **{each.value: STANDS[each] for each in Stands}}


@dataclass(frozen=True, slots=True)
class Line:
    """One guideline in the list."""

    row: Guideline
    stands: Stands
    shown: GuidelineShown
    #: The version it is listed by; None for one that never was in force.
    version: GuidelineVersion | None
    is_unread: bool
    #: The draft says something else than the newest version.
    is_rewritten: bool

    @property
    def label(self) -> Any:
        """Where it stands, in words."""
        return STANDS[self.stands]


@desk_page(Permission.USE_DESK)
@require_safe
def guidelines_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them. `?show=`: by where they stand; `?subject=`, `?words=`: those for a subject, with these words."""
    show = word_from(request, "show", SHOW, _ALL)
    subject = word_from(request, "subject", ["", *(each.value for each in Subject)], "")
    words = request.GET.get("words", "")[:200].strip()
    lines = lines_for(actor, frame_of(request).today)
    found = [line for line in lines if _is_asked(line, show, subject, words)]
    context = {
        "lines": found,
        "any": bool(lines),
        "tabs": [
            {
                "url": address_with(request, show=each if each != _ALL else None),
                "label": label,
                "current": each == show,
                "count": sum(_is_asked(line, each, subject, words) for line in lines),
            }
            for each, label in SHOW.items()
        ],
        "show": show,
        "subject": subject,
        "words": words,
        "subjects": [(each.value, SUBJECT[each]) for each in Subject],
        "may_write": frame_of(request).may(Permission.MANAGE_GUIDELINES),
        "may_oversee": frame_of(request).may(Permission.OVERSEE_GUIDELINES),
        "examples": [(key, GuidelineShown(text).title) for key, text in examples().items()],
    }
    return render(request, "desk/guidelines/list.html", context)


def lines_for(actor: Actor, today: date) -> list[Line]:
    """Every guideline as this person sees it today; mere drafts for those alone who write them. Three queries."""
    versions: dict[int, list[GuidelineVersion]] = {}
    for version in GuidelineVersion.objects.order_by("guideline_id", "number"):
        versions.setdefault(version.guideline_id, []).append(version)
    unread = set(unread_guidelines(actor).values_list("guideline_id", flat=True))
    rows = Guideline.objects.order_by(F("ended_at").asc(nulls_first=True), "id")
    found = [_line(row, versions.get(row.pk, []), today, unread) for row in rows]
    writes = Permission.MANAGE_GUIDELINES in permissions_of(actor)
    return [line for line in found if writes or line.version is not None]


def _line(row: Guideline, versions: list[GuidelineVersion], today: date, unread: set[int]) -> Line:
    newest = versions[-1] if versions else None
    listed = next((each for each in reversed(versions) if each.in_force_from <= today), newest)
    stands = (
        Stands.DRAFT if listed is None
        else Stands.ENDED if row.ended_at
        else Stands.COMING if listed.in_force_from > today
        else Stands.IN_FORCE
    )  # fmt: skip
    text = listed.text if listed else row.text
    rewritten = newest is not None and newest.words != row.draft
    return Line(row, stands, GuidelineShown(text), listed, row.pk in unread, rewritten)


def _is_asked(line: Line, show: str, subject: str, words: str) -> bool:
    if show == _UNREAD and not line.is_unread:
        return False
    if show not in (_ALL, _UNREAD) and line.stands.value != show:
        return False
    if subject and line.shown.text.subjects and subject not in line.shown.text.subjects:
        return False
    told = fold(" ".join(_all_words(line.shown.text)))
    return all(fold(word) in told for word in words.split())


def _all_words(text: GuidelineText) -> list[str]:
    two = (
        text.title, text.do, text.never, text.escalation,
        *(row.name for row in text.contacts), *(row.text for row in text.items),
    )  # fmt: skip
    return [words for each in two for words in (each.ja, each.en)]
