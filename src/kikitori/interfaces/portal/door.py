"""The portal's door: every page is opened through `open_page` or `holder_page`, and through nothing else.

`open_page`: anybody. `holder_page`: whoever has shown a slip; everybody else meets the sign-in form, with a kind
sentence and with the words they had just written. What does not exist for the actor is 404. On each view stand
`audience`, `needs` and `methods`, for the permission matrix.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Refused, Unseen
from kikitori.casework.refusals import note_refusal
from kikitori.foundation.crypto import new_token
from kikitori.foundation.postgres.session import sign_transaction
from kikitori.interfaces.portal import holder, sign_in_form
from kikitori.interfaces.portal.answer_forms import WriteForm
from kikitori.interfaces.portal.holder import Holder, Kept
from kikitori.interfaces.portal.visit import HolderVisit, Visit
from kikitori.records.access.labels import REASON
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Reason, may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation

P = ParamSpec("P")
View = Callable[..., HttpResponse]
Page = Callable[Concatenate[Visit, P], HttpResponse]
HolderPage = Callable[Concatenate[HolderVisit, P], HttpResponse]
METHODS = ("GET", "HEAD", "POST")
#: The name of the buttons that show a page in another language without losing what was typed on it.
SHOW_IN = "show_in"


class Audience(StrEnum):
    """Who may open a page of the portal."""

    EVERYBODY = "everybody"
    HOLDER = "holder"


def open_page(page: Page[P]) -> View:
    """A page for everybody: `page(visit, …)`."""

    @require_http_methods(METHODS)
    @wraps(page)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with _visiting(request) as visit:
            return _closing(visit, _guarded(page, visit, *args, **kwargs))

    return _marked(view, Audience.EVERYBODY, Permission.RECEIVE)


def holder_page(needs: Permission) -> Callable[[HolderPage[P]], View]:
    """A page for the holder of a slip: `page(visit, …)` with `visit.complaint`."""

    def decorate(page: HolderPage[P]) -> View:
        @require_http_methods(METHODS)
        @wraps(page)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with _visiting(request) as visit:
                inside = let_in(visit)
                if inside is None:
                    return _closing(visit, _ask_for_slip(visit))
                return _closing(visit, _guarded(_allowed(page, needs), inside, *args, **kwargs))

        return _marked(view, Audience.HOLDER, needs)

    return decorate


def let_in(visit: Visit) -> HolderVisit | None:
    """The visit as its holder's, if somebody is signed in, in time, with a slip that has not been replaced.

    Counts as a sign of life for the half hour, and signs the transaction. Two queries; three for whoever was appointed.
    """
    found = holder.holder_in(visit.request.session)
    if found is None or not found.is_fresh(visit.now):
        return None
    complaint = visible_to(found.actor).select_related("receipt").first()
    if complaint is None or _slip_of(found, complaint) != found.slip:
        return None
    holder.touch(visit.request.session, found, visit.now)
    sign_transaction(found.actor.signature, getattr(visit.request, "request_id", ""))
    return HolderVisit(
        request=visit.request,
        now=visit.now,
        organisation=visit.organisation,
        actor=found.actor,
        shows_again=visit.shows_again,
        complaint=complaint,
    )


def _slip_of(found: Holder, complaint: Complaint) -> str:
    """The mark of the slip as it is now, of whoever has shown one; empty where there is none any more."""
    if found.party_id is None:
        return complaint.receipt.issued_at.isoformat()
    own = Receipt.objects.filter(party=found.party_id, party__complaint=complaint).first()
    return own.issued_at.isoformat() if own else ""


def _ask_for_slip(visit: Visit) -> HttpResponse:
    """To the sign-in form. Words that were on their way stand hidden in it and find their way back."""
    if not visit.posted:
        return HttpResponseRedirect(reverse("portal:follow"), status=303)
    match = visit.request.resolver_match
    words = visit.request.POST.get("words", "")
    return sign_in_form.ask(visit, kept=Kept(match.url_name or "" if match else "", words), status=403)


@contextmanager
def _visiting(request: HttpRequest) -> Iterator[Visit]:
    """The visit, in the organisation's time zone and, when asked for, in another language."""
    organisation = the_organisation()
    wanted = request.POST.get(SHOW_IN, "") if request.method == "POST" else ""
    again = wanted in dict(settings.LANGUAGES)
    if again:
        translation.activate(wanted)
        request.LANGUAGE_CODE = wanted
    with timezone.override(ZoneInfo(organisation.time_zone)):
        yield Visit(request, timezone.now(), organisation, Actor.newcomer(), again)


def _guarded(page: Callable[..., HttpResponse], visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
    try:
        return page(visit, *args, **kwargs)
    except Unseen as unseen:
        raise Http404 from unseen
    except Refused as refused:
        if isinstance(visit, HolderVisit) and refused.reason is Reason.MANDATE:
            return _kept_back(visit, str(REASON[refused.reason]))
        raise PermissionDenied(str(REASON[refused.reason])) from refused


def _kept_back(visit: HolderVisit, reason: str) -> HttpResponse:
    """For the complainant alone: said to whoever they have appointed, whose words are not lost by it."""
    words = visit.request.POST.get("words", "")
    context = {
        "reasons": [reason],
        "complaint": visit.complaint,
        "form": WriteForm(initial={"words": words}) if words else None,
        "token": new_token(),
    }
    return visit.show("not_possible", context, status=403)


def _closing(visit: Visit, response: HttpResponse) -> HttpResponse:
    """Remember a language chosen on a form page, as Django's own switch does."""
    return remember_language(visit, response) if visit.shows_again else response


def remember_language(visit: Visit, response: HttpResponse) -> HttpResponse:
    """This answer, with the cookie that keeps the reader's language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        visit.language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response


def _allowed(page: Callable[..., HttpResponse], needs: Permission) -> Callable[..., HttpResponse]:
    """The page for whoever may use it: whom the complainant has appointed may not do everything. Raises Refused."""

    def opened(visit: HolderVisit, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = may(visit.actor, needs, visit.complaint)
        if not decision.allowed:
            if visit.posted:
                note_refusal(visit.actor, visit.complaint, needs, decision.reason.value, now=visit.now)
            raise Refused(decision)
        return page(visit, *args, **kwargs)

    return opened


def _marked(view: View, audience: Audience, needs: Permission) -> View:
    view.audience = audience  # type: ignore[attr-defined]
    view.needs = needs  # type: ignore[attr-defined]
    view.methods = METHODS  # type: ignore[attr-defined]
    return view
