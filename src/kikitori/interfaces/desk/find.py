"""The find page: complaints by what was said in them and by whose they are, with the place where it was found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from kikitori.foundation.language.excerpts import Piece
from kikitori.insight.search.find import (
    MOST_COUNTED,
    NOTHING,
    After,
    Found,
    is_exact,
    known_by_number,
    search,
)
from kikitori.insight.search.places import Place
from kikitori.interfaces.desk.asked import address_with
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.find_form import FILTERS, LONGEST, FindForm
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.keyset import Mark
from kikitori.interfaces.desk.rows import Row, rows_of
from kikitori.records.people.actor import Actor

SHOWN = 25
_ALONE, _WITHIN = 1, 2
_PLACE_IN_LIST = re.compile(r"([12])-(.+)", re.ASCII)
PLACE_TITLE: dict[Place, str | LazyText] = {
    Place.NUMBER: _("Reference number"),
    Place.LOCATOR: _("Locator"),
    Place.NAME: pgettext_lazy("found in", "Name"),
    Place.READING: pgettext_lazy("found in", "Reading"),
    Place.EMAIL: _("E-mail address"),
    Place.PHONE: _("Telephone"),
    Place.POST: pgettext_lazy("found in", "Address"),
    Place.MEMBER: _("Member number"),
    Place.TITLE: pgettext_lazy("found in", "Title"),
    Place.STORY: pgettext_lazy("found in", "What happened"),
    Place.WISH: _("Desired outcome"),
    Place.WORD: _("Word from the complainant"),
    Place.REPLY: _("Reply to the complainant"),
    Place.NOTE: _("Internal note"),
    Place.FILE: pgettext_lazy("found in", "Attachment"),
}
#: Public and internal look as they do everywhere.
_COLOUR = {Place.NOTE: " badge--internal", Place.REPLY: " badge--accent"}


@dataclass(frozen=True, slots=True)
class Line:
    """One place where it was found."""

    where: str | LazyText
    colour: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A complaint of the list. `begins_within`: from here on the words stand inside longer ones."""

    row: Row
    shown: list[Line]
    begins_within: bool


@desk_page()
@require_safe
def find(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What fits `?q=` and the filters, newest first; straight to the complaint whose number or slip was asked for."""
    form = FindForm(actor, request.GET)
    words = request.GET.get("q", "").strip()
    after = _after(request)
    found = NOTHING
    if form.is_valid() and words:
        filters = form.filters(timezone.get_current_timezone())
        found = search(actor, words, filters, after=after, size=SHOWN)
    if is_exact(found) and not form.narrows:
        return redirect("desk:complaint", found.hits[0].complaint.reference)
    if not found.total and not form.narrows and (one := known_by_number(actor, words)) is not None:
        return redirect("desk:complaint", one.reference)
    context = {
        "form": form,
        "search_words": words[:LONGEST],
        "rows": _rows(found, after, (actor, frame_of(request).now)),
        "total": found.total,
        "is_capped": found.total == MOST_COUNTED,
        "most": MOST_COUNTED - 1,
        "onward_url": address_with(request, after=_told(found.onward)) if found.onward else "",
        "first_url": address_with(request, after=None) if after else "",
        "unfiltered_url": address_with(request, after=None, **dict.fromkeys(FILTERS)) if form.narrows else "",
    }
    return render(request, "desk/find.html", context)


def _rows(found: Found, after: After | None, reader: tuple[Actor, datetime]) -> list[FoundRow]:
    rows: list[FoundRow] = []
    before = after.tier if after else None
    plain: list[Row] = rows_of([hit.complaint for hit in found.hits], reader=reader)
    for hit, row in zip(found.hits, plain, strict=True):
        lines = [
            Line(PLACE_TITLE[each.place], _COLOUR.get(each.place, ""), each.pieces) for each in hit.shown
        ]
        begins = (before, hit.place.tier) == (_ALONE, _WITHIN)
        rows.append(FoundRow(row, lines, begins))
        before = hit.place.tier
    return rows


def _after(request: HttpRequest) -> After | None:
    """The place given as `?after=`. Raises BadRequest for a broken one."""
    given = request.GET.get("after", "")
    if not given:
        return None
    read = _PLACE_IN_LIST.fullmatch(given)
    try:
        mark = Mark.read(read[2] if read else "")
    except ValueError as error:
        raise BadRequest("broken after") from error
    return After(int(given[0]), mark.at, mark.pk)


def _told(place: After) -> str:
    return f"{place.tier}-{Mark(place.at, place.pk)}"
