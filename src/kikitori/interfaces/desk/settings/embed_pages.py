"""The form on other sites: which may show its beginning in a frame, and the lines they put into their page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.embedding import set_embedding
from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.complaint.fields import text
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.branches import Branch
from kikitori.records.people.terms import Setting

_WRONG = {
    Problem.NOT_AN_ADDRESS: gettext_lazy(
        "One of these names no site. Please write one a line, such as https://www.example.jp."
    ),
    Problem.TOO_LONG: gettext_lazy("These are too many. Twenty sites can be kept."),
}


class EmbedForm(CardForm):
    """The sites, one a line."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    origins = text(
        gettext_lazy("Sites that may show the form, one a line"),
        required=False,
        rows=5,
        help_text=gettext_lazy("Such as https://www.example.jp. Empty: none."),
    )

    def blame(self, problems: Any) -> None:
        """In words of this page."""
        for problem in problems.values():
            self.add_error("origins", _WRONG[problem])


@desk_page(Permission.MANAGE_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def embedding_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The sites and the lines for their pages. 422 for what names no site, 409 where somebody was faster."""
    if request.method != "POST":
        return _page(request, None)
    form = EmbedForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    lines, seen = form.cleaned_data["origins"].splitlines(), form.cleaned_data["seen"] or 0
    try:
        changed = set_embedding(actor, lines, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, _("These sites may show the form from now on, and no others."))
    else:
        messages.info(request, _("It is so already. Nothing was changed."))
    answer = redirect("desk:embedding")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(request: HttpRequest, form: EmbedForm | None, status: int = HTTPStatus.OK) -> HttpResponse:
    origins = frame_of(request).organisation.embed_origins
    address = settings.ENVIRONMENT.address + reverse("portal:embed")
    branch = Branch.objects.filter(is_active=True).order_by("code").first()
    context = {
        "form": form or EmbedForm(None, seen=newest_change(Setting.EMBEDDING), origins="\n".join(origins)),
        "address": address,
        "branch": branch,
        "open": bool(origins),
        "overtaken": status == HTTPStatus.CONFLICT,
        "stands_now": origins or [_("No other site may show the form.")],
    }
    return render(request, "desk/settings/embedding.html", context, status=status)
