"""One view: what its conditions mean for whoever opens it, in the order and with the columns that were chosen."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.casework.saved_views import may_change, pinned_for, views_for
from kikitori.interfaces.desk.asked import address_with, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.rounds.asking import Source, round_context
from kikitori.interfaces.desk.rows import rows_of
from kikitori.interfaces.desk.views.condition_words import Names, flaws_told, lines_of, read
from kikitori.interfaces.desk.views.found import Page, meant_for, page_of
from kikitori.interfaces.desk.views.orders import Place
from kikitori.interfaces.desk.views.strip import strip_for
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import Conditions, UnreadableConditions
from kikitori.records.selection.labels import COLUMN, SORT
from kikitori.records.selection.models import SavedView
from kikitori.records.selection.terms import USUAL_COLUMNS, Column, Sort

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as the head of a table has it."""

    word: str
    label: Any


def view_or_404(actor: Actor, number: int) -> SavedView:
    """The view of this number if the actor can open it. One query."""
    found = views_for(actor).select_related("team").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@desk_page()
@require_safe
def view_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The view. 404 where it is none of the reader's; conditions that cannot be read are told and find nothing."""
    view = view_or_404(actor, number)
    found = read(view.conditions)
    flaws = found.flaws
    sort = word_from(request, "sort", [each.value for each in Sort], sort_of(view).value)
    context: dict[str, Any] = {}
    if found.conditions is not None:
        try:
            context = _found(request, actor, found.conditions, Sort(sort), columns_of(view))
        except UnreadableConditions as unreadable:
            flaws = flaws_told(unreadable)
    context |= {
        "view": view,
        "lines": list(lines_of(found.conditions, Names.of([found.conditions]))) if found.conditions else [],
        "flaws": flaws,
        "may_change": may_change(actor, view),
        "pinned": pinned_for(actor).filter(pk=view.pk).exists(),
        "sort": sort,
        "sorts": [(each.value, SORT[each]) for each in Sort],
        **strip_for(request, actor),
        **round_context(request, actor, Source(view=view.pk)),
    }
    return render(request, "desk/views/view.html", context)


def columns_of(view: SavedView) -> tuple[Column, ...]:
    """The columns that were chosen and are still known; the usual ones where none are."""
    known = {column.value: column for column in Column}
    return tuple(known[word] for word in view.columns if word in known) or USUAL_COLUMNS


def sort_of(view: SavedView) -> Sort:
    """The order that was chosen; newest first where it is known no more."""
    return Sort(view.sort) if view.sort in {sort.value for sort in Sort} else Sort.NEWEST


def heads(columns: tuple[Column, ...]) -> list[Shown]:
    """The heads of the columns."""
    return [Shown(column.value, COLUMN[column]) for column in columns]


def place_from(request: HttpRequest, name: str) -> Place | None:
    """The place given as `?name=`, if any. Raises BadRequest for a broken one."""
    given = request.GET.get(name, "")
    try:
        return Place.read(given) if given else None
    except ValueError as error:
        raise BadRequest(f"broken {name}") from error


def _found(
    request: HttpRequest, actor: Actor, conditions: Conditions, sort: Sort, columns: tuple[Column, ...]
) -> dict[str, Any]:
    frame = frame_of(request)
    meant = meant_for(actor, conditions, frame.reader)
    after, before = place_from(request, "after"), place_from(request, "before")
    try:
        page: Page = page_of(meant, sort, columns, size=PAGE, onward_from=after, back_from=before)
    except UnreadableConditions:
        raise
    except ValueError as error:
        raise BadRequest("a place of another order") from error
    stretch = page.stretch
    return {
        "rows": rows_of(stretch.rows, columns, reader=(actor, frame.now)),
        "columns": heads(columns),
        "number": page.number,
        "back_url": address_with(request, before=str(stretch.back), after=None) if stretch.back else "",
        "onward_url": address_with(request, after=str(stretch.onward), before=None) if stretch.onward else "",
    }
