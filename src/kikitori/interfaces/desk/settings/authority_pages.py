"""Limits on money: how much each role may grant, and from where on a second person has to approve it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.authority import AuthorityGiven, set_limits
from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.settings_kept import newest_change
from kikitori.foundation.language.money import EXPONENT, figures, read_money
from kikitori.interfaces.desk.complaint.fields import drop_down, line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.authority_words import authority_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role, Setting
from kikitori.records.remedies.authority import limits_in_use
from kikitori.records.remedies.limits import Limits

_AMOUNTS = ("handler", "lead", "four_eyes")
_WRONG = gettext_lazy(
    "Please write an amount in this currency, for example 30,000; USD can have cents: 12.50."
)
_TOO_MUCH = gettext_lazy("This is outside what is possible; and nobody’s limit is lower than a handler’s.")


class AuthorityForm(CardForm):
    """The limits. Amounts are read once the currency is known."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    currency = drop_down(gettext_lazy("Currency"), [(code, code) for code in EXPONENT])
    handler = line(gettext_lazy("A handler may grant alone, in one offer, up to"), css="w-m")
    lead = line(gettext_lazy("A lead may grant or approve, in one offer, up to"), css="w-m")
    four_eyes = line(
        gettext_lazy("Two people grant what is above"),
        help_text=gettext_lazy(
            "Whoever they are: above this sum somebody else approves it. Empty: within their limit people grant alone."
        ),
        required=False,
        css="w-m",
    )

    def clean(self) -> dict[str, Any]:
        """Amounts as smallest units."""
        super().clean()
        currency = self.cleaned_data.get("currency")
        for name in _AMOUNTS if currency else ():
            written = self.cleaned_data.get(name)
            try:
                self.cleaned_data[name] = read_money(written, str(currency)) if written else None
            except ValueError:
                self.add_error(name, _WRONG)
        return self.cleaned_data

    @property
    def given(self) -> AuthorityGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        of_role = {Role.HANDLER: typed["handler"], Role.LEAD: typed["lead"]}
        return AuthorityGiven(currency=typed["currency"], of_role=of_role, four_eyes=typed["four_eyes"])

    def blame(self, problems: Any) -> None:
        """Beside the amounts in words about money."""
        for name, problem in problems.items():
            if problem is Problem.OUT_OF_RANGE:
                self.add_error(name, _TOO_MUCH)
        super().blame(problems)


@desk_page(Permission.MANAGE_AUTHORITY)
@require_http_methods(["GET", "HEAD", "POST"])
def authority_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The limits, and the form that sets them. 409 where somebody has set them meanwhile."""
    limits = limits_in_use()
    if request.method != "POST":
        return _page(request, limits, _form_of(limits))
    form = AuthorityForm(request.POST)
    if not form.is_valid():
        return _page(request, limits, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        set_limits(actor, form.given, seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, limits, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, limits, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The limits are kept. They hold from the next offer on."))
    answer = redirect("desk:authority")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(limits: Limits) -> AuthorityForm:
    return AuthorityForm(
        None,
        seen=newest_change(Setting.AUTHORITY),
        currency=limits.currency,
        handler=figures(limits.of(Role.HANDLER), limits.currency),
        lead=figures(limits.of(Role.LEAD), limits.currency),
        four_eyes="" if limits.four_eyes is None else figures(limits.four_eyes, limits.currency),
    )


def _page(
    request: HttpRequest, limits: Limits, form: AuthorityForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    kept = {
        "currency": limits.currency,
        "of_role": {role.value: most for role, most in limits.of_role.items()},
        "four_eyes": limits.four_eyes,
    }
    context = {
        "form": form,
        "overtaken": overtaken,
        "stands_now": list(authority_lines(kept)) if overtaken else [],
    }
    return render(request, "desk/settings/authority.html", context, status=status)
