"""Macros 定型操作 in the settings: the list of them with what each does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kikitori.casework.macro_ahead import Named
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.macros.part_words import Names, parts_told
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.together.macros import Macro


@desk_page(Permission.MANAGE_WRITING)
@require_safe
def macros_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """All macros with what each does; those that are not offered any more come last. Four queries."""
    rows = list(Macro.objects.order_by("-is_active", "name_ja", "name_en", "pk"))
    names = Names.of(Named.of(part for row in rows for part in row.steps))
    reads = get_language() or "ja"
    listed = [(row, row.name_in(reads), parts_told(row.steps, names)) for row in rows]
    return render(request, "desk/macros/list.html", {"listed": listed})
