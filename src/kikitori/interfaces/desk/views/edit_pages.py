"""Making, changing, removing views, and putting them into one's strip. The number a view would find is shown at once.

Without scripts a button draws the form again; with them it happens by itself. Neither keeps anything.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.errors import CaseworkError, Invalid, NotNow
from kikitori.casework.saved_views import (
    ViewGiven,
    change_view,
    make_view,
    may_change,
    pin_view,
    remove_view,
    require_change,
)
from kikitori.foundation.postgres.counted import counts_up_to
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.views.builder import Builder, kept, sent
from kikitori.interfaces.desk.views.condition_rows import everybody
from kikitori.interfaces.desk.views.condition_words import flaws_told, read
from kikitori.interfaces.desk.views.found import Number, meant_for
from kikitori.interfaces.desk.views.view_page import columns_of, sort_of, view_or_404
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.selection.conditions import Condition, Conditions, UnreadableConditions
from kikitori.records.selection.models import SavedView
from kikitori.records.selection.terms import STILL_OPEN, USUAL_COLUMNS, Field, Operator, Sharing

SAVE = "save"
_NEW = Conditions((Condition(Field.STATE, Operator.IS, (STILL_OPEN,)),))


@desk_page(Permission.KEEP_VIEWS)
@require_http_methods(["GET", "HEAD", "POST"])
def view_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A view begins. POST keeps it, or draws the form again."""
    if request.method != "POST":
        sharing = _sharing_for(request, actor)
        given = ViewGiven(
            name="",
            conditions=_NEW,
            sharing=sharing[0].value,
            columns=[column.value for column in USUAL_COLUMNS],
        )
        return _draw(request, actor, kept(given, 0, sharing, everybody()))
    builder = _sent(request, actor)
    if request.POST.get("do") != SAVE:
        return _draw(request, actor, builder)
    given_now = builder.given()
    if given_now is None:
        return _draw(request, actor, builder, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        view = make_view(actor, given_now, now=frame_of(request).now)
    except Invalid as invalid:
        builder.blame(invalid.problems)
        return _draw(request, actor, builder, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return _to(request, view)


@desk_page(Permission.KEEP_VIEWS)
@require_http_methods(["GET", "HEAD", "POST"])
def view_change(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """A view is changed. 409 where somebody has changed it meanwhile; what was typed stays."""
    view = view_or_404(actor, number)
    require_change(actor, view)
    if request.method != "POST":
        found = read(view.conditions)
        given = ViewGiven(
            name=view.name,
            conditions=found.conditions or Conditions(),
            sharing=view.sharing.value,
            sort=sort_of(view).value,
            columns=[column.value for column in columns_of(view)],
            position=view.position,
        )
        builder = kept(given, view.version, _sharing_for(request, actor, view), everybody())
        return _draw(request, actor, builder, view, flaws=found.flaws)
    builder = _sent(request, actor, view)
    if request.POST.get("do") != SAVE:
        return _draw(request, actor, builder, view)
    given_now = builder.given()
    if given_now is None:
        return _draw(request, actor, builder, view, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        change_view(actor, view, given_now, seen=builder.seen, now=frame_of(request).now)
    except Invalid as invalid:
        builder.blame(invalid.problems)
        return _draw(request, actor, builder, view, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _draw(request, actor, builder, view, status=HTTPStatus.CONFLICT)
    messages.success(request, _("The view “%(name)s” has been changed.") % {"name": given_now.name})
    return _to(request, view)


@desk_page(Permission.KEEP_VIEWS)
@require_POST
def view_draft(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The conditions as they were sent, drawn again, with the number they would find. Keeps nothing."""
    builder = _sent(request, actor)
    return render(request, "desk/views/_draft.html", _draft(request, actor, builder))


@desk_page(Permission.KEEP_VIEWS)
@require_POST
def view_remove(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """The view is taken away, for everybody who had it."""
    view = view_or_404(actor, number)
    remove_view(actor, view, now=frame_of(request).now)
    messages.success(request, _("The view “%(name)s” is there no more.") % {"name": view.name})
    return _see_other(_home(request))


@desk_page()
@require_POST
def view_pin(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Into one's strip (`pinned=1`), or out of it."""
    view = view_or_404(actor, number)
    try:
        pin_view(actor, view, pinned=request.POST.get("pinned") == "1")
    except CaseworkError:
        messages.error(request, _("Twenty views can be in the strip. Take one out first."))
    back = "desk:views" if request.POST.get("back") == "views" else "desk:view"
    return _see_other(reverse(back) if back == "desk:views" else reverse(back, args=[view.pk]))


def _draw(
    request: HttpRequest,
    actor: Actor,
    builder: Builder,
    view: SavedView | None = None,
    *,
    status: int = HTTPStatus.OK,
    flaws: tuple[str, ...] = (),
) -> HttpResponse:
    context = {
        **_draft(request, actor, builder, judged=status != HTTPStatus.OK),
        "view": view,
        "flaws": flaws,
        "conflict": status == HTTPStatus.CONFLICT,
        "told": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "may_change": view is None or may_change(actor, view),
        "home": _home(request),
    }
    return render(request, "desk/views/edit.html", context, status=status)


def _draft(request: HttpRequest, actor: Actor, builder: Builder, *, judged: bool = False) -> dict[str, Any]:
    """The conditions and the number they find; None while they are not complete, or where no complaint is seen."""
    number: Number | None = None
    flaws: tuple[str, ...] = ()
    sees = frame_of(request).may(Permission.READ)
    conditions = builder.conditions()
    if conditions is not None and sees:
        try:
            meant = meant_for(actor, conditions, frame_of(request).reader)
            number = Number.of(counts_up_to([meant])[0])
        except UnreadableConditions as unreadable:
            flaws = flaws_told(unreadable)
    drawn = builder if judged else builder.as_typed()
    return {
        "builder": drawn,
        "form": drawn.form,
        "number": number,
        "draft_flaws": flaws,
        "counts": sees,
    }


def _sent(request: HttpRequest, actor: Actor, view: SavedView | None = None) -> Builder:
    sharing = _sharing_for(request, actor, view)
    return sent(request.POST, sharing, everybody(), do=request.POST.get("do", ""))


def _sharing_for(request: HttpRequest, actor: Actor, view: SavedView | None = None) -> list[Sharing]:
    """With whom this person can share a view."""
    frame = frame_of(request)
    has_team = view is not None and view.team_id is not None
    if not has_team:
        has_team = Staff.objects.filter(pk=actor.own_staff_id, team__isnull=False).exists()
    found: list[Sharing] = []
    if frame.may(Permission.READ):
        found = [Sharing.OWN, Sharing.TEAM] if has_team else [Sharing.OWN]
    return [*found, Sharing.EVERYBODY] if frame.may(Permission.SHARE_VIEWS) else found


def _home(request: HttpRequest) -> str:
    """Where views are listed for this person."""
    return reverse("desk:views" if frame_of(request).may(Permission.READ) else "desk:shared_views")


def _to(request: HttpRequest, view: SavedView) -> HttpResponse:
    reads = frame_of(request).may(Permission.READ)
    return _see_other(reverse("desk:view", args=[view.pk]) if reads else _home(request))


def _see_other(address: str) -> HttpResponse:
    answer = redirect(address)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
