"""Follow: the page behind a slip, and the sign-in and leaving that go with it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kikitori.foundation import crypto
from kikitori.interfaces.portal import holder, slip_codes, story_page
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.door import let_in, open_page
from kikitori.interfaces.portal.holder import Kept
from kikitori.interfaces.portal.pace_store import Attempts, network_of
from kikitori.interfaces.portal.queries import receipt_of, speaker_of
from kikitori.interfaces.portal.sign_in_form import SignInForm, ask
from kikitori.interfaces.portal.visit import Visit


@open_page
def follow(visit: Visit) -> HttpResponse:
    """`/follow/`: how it stands, for whoever has shown the slip; else the form that asks for it."""
    if visit.posted:
        return _open_slip(visit)
    inside = let_in(visit)
    return story_page.show(inside) if inside else ask(visit)


@open_page
def leave(visit: Visit) -> HttpResponse:
    """`/leave/`: a POST ends the sign-in; a GET changes nothing."""
    if not visit.posted:
        return HttpResponseRedirect(reverse("portal:follow"), status=303)
    holder.leave(visit.request)
    return HttpResponseRedirect(reverse("portal:left"), status=303)


@open_page
def left(visit: Visit) -> HttpResponse:
    """The page after leaving: what is safe now, and how to come back."""
    return visit.show("left")


def _open_slip(visit: Visit) -> HttpResponse:
    """Check locator and secret. Unknown locator and wrong secret: the same work, the same answer."""
    posted = visit.request.POST
    kept = Kept(posted.get("page", ""), posted.get("words", ""))
    form = SignInForm(posted)
    if visit.shows_again:
        again = {name: posted.get(name, "") for name in form.fields}
        return ask(visit, form=SignInForm(initial=again), kept=kept, ticket=posted.get("ticket", ""))
    if not form.is_valid():
        return ask(visit, form=form, kept=kept, status=422)
    locator = slip_codes.read_locator(form.cleaned_data["locator"])
    secret = slip_codes.read_secret(form.cleaned_data["secret"])
    attempts = Attempts(locator, network_of(visit.request), visit.now)
    wait = attempts.seconds_left(posted.get("ticket", ""))
    if wait:
        return _wait(visit, form, kept, wait, attempts)
    receipt = receipt_of(locator)
    if not crypto.matches(secret, receipt.secret_hash if receipt else None) or receipt is None:
        wait = attempts.missed()
        form.add_error(
            None, _("These two codes do not open a complaint. Please compare them with your slip.")
        )
        return ask(visit, form=form, kept=kept, wait=wait, ticket=attempts.ticket(wait), status=422)
    attempts.succeeded()
    holder.enter(visit.request, receipt, speaker_of(receipt), visit.now)
    holder.keep(visit.request.session, kept)
    page = kept.page if kept.words and kept.page in ANSWERS else "follow"
    return HttpResponseRedirect(reverse(f"portal:{page}"), status=303)


def _wait(visit: Visit, form: SignInForm, kept: Kept, wait: int, attempts: Attempts) -> HttpResponse:
    response = ask(visit, form=form, kept=kept, wait=wait, ticket=attempts.ticket(wait), status=429)
    response.headers["Retry-After"] = str(wait)
    return response
