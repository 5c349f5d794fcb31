"""Who deals with reports of wrongdoing: named by whoever looks after accounts, who reads none of them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.grants import sealed_without_reader
from kikitori.casework.receivers import able_to_receive, name_receivers, receivers_named
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role, Setting


class DesignatedForm(CardForm):
    """Everybody who could be; those who are, ticked."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        self.fields["staff"] = forms.MultipleChoiceField(
            label=gettext_lazy("Designated receivers"),
            required=False,
            choices=[(str(one.pk), f"{one.name} ({ROLE[Role(one.role)]})") for one in able_to_receive()],
            widget=ManyChoices(),
        )


@desk_page(Permission.NAME_RECEIVERS)
@require_http_methods(["GET", "HEAD", "POST"])
def receivers_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is designated, and the form that sets it. 409 where somebody has set it meanwhile."""
    if request.method != "POST":
        return _page(request, _as_it_is())
    form = DesignatedForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = [int(number) for number in form.cleaned_data["staff"]]
    try:
        let_in = name_receivers(actor, chosen, seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Kept. They get what is sealed from now on."))
    if let_in:
        told = ngettext(
            "%(n)s sealed complaint that nobody could read is with them now.",
            "%(n)s sealed complaints that nobody could read are with them now.",
            let_in,
        )
        messages.success(request, told % {"n": let_in})
    answer = redirect("desk:receivers")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _as_it_is() -> DesignatedForm:
    named = [str(number) for number in receivers_named()]
    return DesignatedForm(None, seen=newest_change(Setting.RECEIVERS), staff=named)


def _page(request: HttpRequest, form: DesignatedForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": form,
        "overtaken": status == HTTPStatus.CONFLICT,
        "stands_now": _names() if status == HTTPStatus.CONFLICT else [],
        "nobody_named": not receivers_named(),
        "without_reader": sealed_without_reader().count(),
    }
    return render(request, "desk/settings/receivers.html", context, status=status)


def _names() -> list[str]:
    named = set(receivers_named())
    return [one.name for one in able_to_receive() if one.pk in named]
