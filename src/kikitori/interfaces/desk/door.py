"""The desk's door: every page of the desk is opened through `desk_page`, and through nothing else.

Not signed in: to the sign-in page. Signed in without the permission: 403 with the reason, inside the desk, so
that one can still turn back or sign out. A complaint the actor does not see: 404, exactly as for one that
does not exist.
"""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import get_resolver
from django.utils import timezone

from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.refusals import note_caught
from kikitori.casework.sealed_readings import note_asked_in_vain
from kikitori.interfaces.desk.frame import Frame
from kikitori.records.access.labels import REASON
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Reason, may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for, the_organisation

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]
_READING = ("GET", "HEAD")


def desk_page(needs: Permission = Permission.READ) -> Callable[[Page[P]], View]:
    """A view of the desk: `page(request, actor, …)` for staff who hold `needs`.

    Inside, times are those of the organisation's zone, and `frame_of(request)` is there. Refusals of the
    verbs become 404 (Unseen) and 403 (Refused, which is noted), and whatever the page had written before is taken
    back; what a form can mend is the page's business. The permission it needs is kept on the view for the permission
    matrix (`view.needs`).
    """

    def decorate(page: Page[P]) -> View:
        @wraps(page)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = request.user
            if not (isinstance(user, Staff) and user.is_active):
                return _to_sign_in(request)
            actor = actor_for(user)
            organisation = the_organisation()
            with timezone.override(ZoneInfo(organisation.time_zone)):
                request.desk_frame = Frame(actor, timezone.now(), organisation, request.path)  # type: ignore[attr-defined]
                decision = may(actor, needs)
                if not decision.allowed:
                    return _refused(request, decision.reason)
                try:
                    # What only reads needs no savepoint: nothing of it has to outlast a refusal.
                    with nullcontext() if request.method in _READING else transaction.atomic():
                        return page(request, actor, *args, **kwargs)
                except (Unseen, Http404) as unseen:
                    return _not_there(request, actor, kwargs.get("reference"), unseen)
                except Refused as refused:
                    if request.method not in _READING:
                        note_caught(actor, refused, now=timezone.now())
                    answer = _refused(request, refused.reason)
                    if request.method in _READING and transaction.get_connection().in_atomic_block:
                        transaction.set_rollback(True)
                    return answer

        view.needs = needs  # type: ignore[attr-defined]
        return view

    return decorate


def open_page(page: Callable[..., HttpResponse]) -> View:
    """Mark the few pages before the door (signing in and out) for the permission matrix: `view.needs` is None."""
    page.needs = None  # type: ignore[attr-defined]
    return page


def complaint_or_404(actor: Actor, reference: str) -> Complaint:
    """The complaint of this number if the actor sees it. One query, with assignee and team."""
    found = visible_to(actor).select_related("assignee", "team").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _not_there(request: HttpRequest, actor: Actor, reference: Any, unseen: Exception) -> HttpResponseBase:
    """404; of a complaint that is sealed and not theirs, it stays on record that they asked, by one statement.

    Answered from within, for an exception would take that line back; by the same statement for every number, so that
    no difference tells which are sealed. What a form had written before is taken back by its savepoint.
    """
    if reference is None:
        raise Http404 from unseen
    page = request.resolver_match.view_name if request.resolver_match else ""
    note_asked_in_vain(actor, str(reference), page, now=timezone.now())
    draw: Callable[..., HttpResponseBase] = get_resolver().resolve_error_handler(404)
    return draw(request, exception=unseen)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; htmx is told to go there as a whole, for a form inside a list helps nobody."""
    answer = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": answer.url})
    return answer


def _refused(request: HttpRequest, reason: Reason) -> HttpResponse:
    """403 with the reason."""
    return render(request, "desk/refused.html", {"reason": REASON[reason]}, status=403)
