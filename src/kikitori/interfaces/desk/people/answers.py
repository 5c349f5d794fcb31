"""How the buttons of a person's pages answer: back where one was, with what was done; or with what is in the way."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


def back_to(page: str, person: int) -> HttpResponse:
    """See the page of this person (303)."""
    return HttpResponseRedirect(reverse(f"desk:{page}", args=[person]), status=HTTPStatus.SEE_OTHER)


def gone_meanwhile(request: HttpRequest) -> None:
    """Say that somebody else was quicker."""
    messages.info(
        request, _("Somebody has changed this in the meantime. Nothing was changed; this is how it stands.")
    )
