"""A new slip for a lost one. The secret lives in the answer to this one request; it is nowhere to be read again."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import NotNow
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

_OWN = "own"
_CHOOSE = _("Please choose whose slip it is.")


class ReissueForm(forms.Form):
    """Whoever holds the slip reads the whole story: somebody has to have made sure."""

    default_renderer = LookRenderer

    token = forms.CharField(widget=forms.HiddenInput, max_length=100)
    whose = forms.ChoiceField(
        label=_("Whose slip?"),
        required=False,
        widget=Choices(attrs={"class": "choices--row"}),
        error_messages={"invalid_choice": _CHOOSE},
    )
    sure = forms.BooleanField(
        label=_("I have made sure that it is the complainant who asks"),
        help_text=_("For example by calling back the number we know, or by questions only they can answer."),
        error_messages={"required": _("Please make sure first: the slip opens the whole story.")},
    )

    def of_whom(self, speaks: Party | None, spoke: Iterable[Party]) -> None:
        """Where somebody speaks for the complainant, there are two slips to choose from.

        `spoke`: whoever has spoken for them. A page may have been opened before that ended: their number is
        understood, and is offered to nobody.
        """
        field = cast("forms.ChoiceField", self.fields["whose"])
        own = (_OWN, _("The complainant's slip"))
        self._parties = {str(party.pk): party for party in (*spoke, *([speaks] if speaks else ()))}
        field.choices = [own, *((number, number) for number in self._parties)]
        shown = [own]
        if speaks is not None:
            shown.append(
                (str(speaks.pk), format_lazy(_("The representative's slip: {name}"), name=speaks.person.name))
            )
            self.fields["sure"].label = _("I have made sure that it is this person who asks")
            self.fields["sure"].help_text = _(
                "For example by calling back the number we know, or by looking at a document at the counter."
            )
        field.widget.choices = shown

    @property
    def asks_whose(self) -> bool:
        """Is there something to choose, or was something chosen that is there no more?"""
        return len(self.fields["whose"].widget.choices) > 1 or "whose" in self.errors

    @property
    def chosen(self) -> str:
        """The number of a part, or the word for the complainant's own."""
        return self.cleaned_data.get("whose") or _OWN

    @property
    def holder(self) -> Party | None:
        """Of whom the slip is that was chosen, where it is not the complainant's."""
        return self._parties.get(self.chosen)

    def say_that_it_ended(self) -> None:
        """Nothing is issued in its place: only who is chosen gets a slip."""
        self.add_error(
            "whose",
            str(
                _(
                    "This person does not speak for the complainant any more. No slip was issued: choose again."
                )
            ),
        )


@desk_page(NEEDED[Step.ISSUE_RECEIPT])
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """GET: what it means. POST: the new slip, shown once; the old secret opens nothing any more."""
    standing = stand(request, actor, reference)
    rows = standing.file.appointments
    form = ReissueForm(
        request.POST if request.method == "POST" else None,
        initial={"token": sent_once.fresh_token(), "whose": request.GET.get("whose", _OWN)},
        label_suffix="",
    )
    form.of_whom(
        next((row.party for row in rows if row.is_confirmed), None),
        [row.party for row in rows if row.party and not row.is_confirmed],
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            received = reissue_slip(
                actor,
                standing.complaint,
                token=f"slip:{form.chosen}:{form.cleaned_data['token']}",
                now=standing.now,
                party=form.holder,
            )
        except NotNow:
            form.say_that_it_ended()
            status = HTTPStatus.CONFLICT
        else:
            slip = slip_of(received, standing.organisation, holder=form.holder)
            return render(request, "desk/slip.html", {"slip": slip})
    context = {"complaint": standing.complaint, "form": form}
    return render(request, "desk/complaint/reissue.html", context, status=status)
