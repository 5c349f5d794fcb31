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
from kikitori.interfaces.look.forms import Choices, LookRenderer
from kikitori.records.access.permissions import NEEDED
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Party
from kikitori.records.people.actor import Actor

_OWN, _REPRESENTATIVE = "own", "representative"
_WHOSE = (
    (_OWN, _("The complainant's")),
    (_REPRESENTATIVE, _("The representative's")),
)


class ReissueForm(forms.Form):
    """Whoever holds the slip reads the whole story: somebody has to have made sure."""

    default_renderer = LookRenderer

    token = forms.CharField(widget=forms.HiddenInput, max_length=100)
    whose = forms.ChoiceField(
        label=_("Whose slip?"),
        choices=_WHOSE,
        required=False,
        widget=Choices(attrs={"class": "choices--row"}),
    )
    sure = forms.BooleanField(
        label=_("I have made sure that it is the complainant who asks"),
        help_text=_("For example by calling back the number we know, or by questions only they can answer."),
        error_messages={"required": _("Please make sure first: the slip opens the whole story.")},
    )

    def of_whom(self, representative: Party | None) -> None:
        """Where somebody speaks for the complainant, there are two slips to choose from."""
        if representative is None:
            del self.fields["whose"]
            return
        self.fields["sure"].label = _("I have made sure that it is this person who asks")
        self.fields["sure"].help_text = _(
            "For example by calling back the number we know, or by looking at a document at the counter."
        )

    @property
    def is_of_representative(self) -> bool:
        """Whose slip was chosen?"""
        return self.cleaned_data.get("whose") == _REPRESENTATIVE


@desk_page(NEEDED[Step.ISSUE_RECEIPT])
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """GET: what it means. POST: the new slip, shown once; the old secret opens nothing any more."""
    standing = stand(request, actor, reference)
    named = standing.file.appointment
    party = named.party if named is not None and named.is_confirmed else None
    form = ReissueForm(
        request.POST if request.method == "POST" else None,
        initial={"token": sent_once.fresh_token(), "whose": request.GET.get("whose", _OWN)},
        label_suffix="",
    )
    form.of_whom(party)
    if form.is_bound and form.is_valid():
        holder = party if form.is_of_representative else None
        received = reissue_slip(
            actor,
            standing.complaint,
            token=f"slip:{form.cleaned_data.get('whose', _OWN)}:{form.cleaned_data['token']}",
            now=standing.now,
            party=holder,
        )
        slip = slip_of(received, standing.organisation, holder=holder)
        return render(request, "desk/slip.html", {"slip": slip})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"complaint": standing.complaint, "form": form}
    return render(request, "desk/complaint/reissue.html", context, status=status)
