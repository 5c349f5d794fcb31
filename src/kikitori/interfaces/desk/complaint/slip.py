"""A new slip for a lost one. The secret lives in the answer to this one request; it is nowhere to be read again."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.reissue import reissue_slip
from kikitori.interfaces.desk.complaint import sent_once
from kikitori.interfaces.desk.complaint.standing import stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.slip import slip_of
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.access.permissions import NEEDED
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor


class ReissueForm(forms.Form):
    """Whoever holds the slip reads the whole story: somebody has to have made sure."""

    default_renderer = LookRenderer

    token = forms.CharField(widget=forms.HiddenInput, max_length=100)
    sure = forms.BooleanField(
        label=_("I have made sure that it is the complainant who asks"),
        help_text=_("For example by calling back the number we know, or by questions only they can answer."),
        error_messages={"required": _("Please make sure first: the slip opens the whole story.")},
    )


@desk_page(NEEDED[Step.ISSUE_RECEIPT])
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """GET: what it means. POST: the new slip, shown once; the old secret opens nothing any more."""
    standing = stand(request, actor, reference)
    form = ReissueForm(
        request.POST if request.method == "POST" else None,
        initial={"token": sent_once.fresh_token()},
        label_suffix="",
    )
    if form.is_bound and form.is_valid():
        received = reissue_slip(
            actor, standing.complaint, token=f"slip:{form.cleaned_data['token']}", now=standing.now
        )
        return render(request, "desk/slip.html", {"slip": slip_of(received, standing.organisation)})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"complaint": standing.complaint, "form": form}
    return render(request, "desk/complaint/reissue.html", context, status=status)
