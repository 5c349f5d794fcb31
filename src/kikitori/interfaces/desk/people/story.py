"""What came of somebody's complaints: received, said, not arrived, promised in vain; and what was changed of them.

Each is a list of its own, as long as it may be; the page of the person shows how the first two begin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.kept_word import broken
from kikitori.interfaces.desk.people.change_words import told_all
from kikitori.interfaces.desk.people.known import Known, known_or_404
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.ties import PersonChange
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RECEIVED
from kikitori.records.voices.models import Verdict

PAGE = 30
_BEGINNING = 3
_LETTER_NEEDS = ("complaint__reference", "kind", "state", "to_address", "written_at", "last_error")


@dataclass(frozen=True, slots=True)
class Part:
    """One list: what it is called, its rows, and by which moment they are ordered, newest first."""

    title: Any
    rows: Callable[[Known], QuerySet[Any]]
    moment: str


def _received(known: Known) -> QuerySet[Remedy]:
    done = Remedy.objects.filter(
        complaint_id__among=known.complaint_numbers, state__in=[state.value for state in RECEIVED]
    )
    return done.filter(done_at__isnull=False).select_related("complaint")


def _said(known: Known) -> QuerySet[Verdict]:
    return Verdict.objects.filter(complaint_id__among=known.complaint_numbers).select_related("complaint")


def _returned(known: Known) -> QuerySet[Letter]:
    failed = (LetterState.FAILED.value, LetterState.TOLD.value)
    letters = Letter.objects.filter(complaint_id__among=known.complaint_numbers, state__in=failed)
    return letters.select_related("complaint").only(*_LETTER_NEEDS)


def _broken(known: Known) -> QuerySet[Any]:
    promises = Promise.objects.filter(complaint_id__among=known.complaint_numbers).filter(broken(known.now))
    return promises.select_related("complaint")


def _changed(known: Known) -> QuerySet[PersonChange]:
    return PersonChange.objects.filter(person__in=known.numbers).select_related("by")


PARTS = {
    "received": Part(_("Remedies received"), _received, "done_at"),
    "said": Part(_("What they said of it"), _said, "at"),
    "broken": Part(_("Promises not kept"), _broken, "due_at"),
    "returned": Part(_("Letters that did not arrive"), _returned, "written_at"),
    "changes": Part(pgettext_lazy("person", "Record of changes"), _changed, "at"),
}


def beginnings(known: Known) -> dict[str, list[Model]]:
    """How the lists of remedies and verdicts begin. Two queries."""
    return {
        name: list(PARTS[name].rows(known).order_by(f"-{PARTS[name].moment}", "-pk")[:_BEGINNING])
        for name in ("received", "said")
    }


@desk_page()
@require_safe
def person_story(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """One of the lists, `?of=`. 404 as the person's own page; 400 for an unknown list or place."""
    known = known_or_404(request, actor, person)
    of = word_from(request, "of", PARTS, "received")
    part = PARTS[of]
    page = slice_from(request, part.rows(known), part.moment, size=PAGE)
    address = reverse("desk:person_story", args=[person])
    context = {
        "person": known.person,
        "of": of,
        "title": part.title,
        "tabs": [
            {"url": f"{address}?of={name}", "label": each.title, "current": name == of}
            for name, each in PARTS.items()
        ],
        "rows": _as_told(of, known, page.rows),
        **ways_on(request, page),
    }
    return render(request, "desk/people/story.html", context)


def _as_told(of: str, known: Known, rows: list[Any]) -> list[Any]:
    """Rows as their template reads them; changes and promises are told in words."""
    if of == "changes":
        return told_all(known, rows)
    if of == "broken":
        return [(row, PROMISE_KIND[PromiseKind(row.kind)]) for row in rows]
    return rows
