"""One macro 定型操作 in the settings: its steps and its versions."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.macro_ahead import Named
from kikitori.casework.macros import save_macro
from kikitori.interfaces.desk.complaint.steps.assign import able_staff
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.macros.builder import SAVE, Builder, kept, sent
from kikitori.interfaces.desk.macros.part_form import Offer
from kikitori.interfaces.desk.macros.part_words import Names, parts_told
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Team
from kikitori.records.together.macros import Macro

#: So many versions are shown, the newest first.
_VERSIONS = 20


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def macro_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new macro."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def macro_page(request: HttpRequest, actor: Actor, macro: int) -> HttpResponse:
    """One macro, and how it was before. 409 where somebody has saved it meanwhile."""
    found = Macro.objects.filter(pk=macro).first()
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, macro: Macro | None) -> HttpResponse:
    offer = _offer()
    if request.method != "POST":
        return _page(request, macro, kept(macro, offer))
    builder = sent(request.POST, offer)
    if request.POST.get("do") != SAVE:
        return _page(request, macro, builder)
    given = builder.given()
    if given is None:
        return _page(request, macro, builder, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = save_macro(
            actor,
            given,
            macro=macro.pk if macro else None,
            seen=builder.seen,
            now=frame_of(request).now,
        )
    except Invalid as invalid:
        builder.blame(invalid.problems)
        return _page(request, macro, builder, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, macro, builder, HTTPStatus.CONFLICT)
    values = {"name": saved.name_in(get_language() or "ja"), "number": saved.version}
    messages.success(request, _("“%(name)s” is saved as version %(number)s.") % values)
    answer = redirect("desk:macros")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _offer() -> Offer:
    """Whom and what parts can name. Three queries."""
    teams = Team.objects.order_by("name", "pk").values_list("pk", "name")
    templates = ReplyTemplate.objects.filter(is_active=True).values_list("pk", "name")
    return Offer(
        [(str(one.pk), one.name) for one in able_staff()],
        [(str(pk), name) for pk, name in teams],
        [(str(pk), name) for pk, name in templates],
    )


def _page(
    request: HttpRequest, macro: Macro | None, builder: Builder, status: int = HTTPStatus.OK
) -> HttpResponse:
    reads = get_language() or "ja"
    rows = list(macro.versions.select_related("by")[:_VERSIONS]) if macro else []
    names = Names.of(Named.of(part for row in rows for part in row.steps))
    context = {
        "macro": macro,
        "name": macro.name_in(reads) if macro else "",
        "builder": builder,
        "form": builder.form,
        "versions": [(row, row.name_in(reads), parts_told(row.steps, names)) for row in rows],
        "conflict": status == HTTPStatus.CONFLICT,
        "told": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }
    return render(request, "desk/macros/edit.html", context, status=status)
