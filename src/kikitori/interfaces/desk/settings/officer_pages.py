"""Officers for legal duties: who is in charge of product accidents, who of leaks of data, and their deputies."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.officers import OfficersGiven, able_to_answer, officers_named, set_officers
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.complaint.fields import drop_down
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.officer_words import officer_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.deadlines.duties import Duty
from kikitori.records.deadlines.labels import DUTY
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

_OFFICER = {
    Duty.PRODUCT_ACCIDENT: gettext_lazy("In charge of serious product accidents"),
    Duty.BREACH: gettext_lazy("In charge of leaks of personal data"),
}
_DEPUTY = {
    Duty.PRODUCT_ACCIDENT: gettext_lazy("Deputy for serious product accidents"),
    Duty.BREACH: gettext_lazy("Deputy for leaks of personal data"),
}
_SENTENCES = {
    Problem.MISSING: gettext_lazy("Please choose who is in charge before you choose their deputy."),
    Problem.OUT_OF_RANGE: gettext_lazy("The deputy has to be somebody else."),
    Problem.UNKNOWN_WORD: gettext_lazy("This person is not at work here, or cannot be in charge of this."),
}


class OfficersForm(CardForm):
    """Two people for each duty; nobody is possible."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, **initial)
        options = [
            ("", gettext_lazy("nobody")),
            *((str(one.pk), one.name) for one in able_to_answer()),
        ]
        for duty in Duty:
            self.fields[f"{duty.value}_officer"] = drop_down(_OFFICER[duty], options, required=False)
            self.fields[f"{duty.value}_deputy"] = drop_down(_DEPUTY[duty], options, required=False)

    @property
    def duties(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each duty with its two fields."""
        return [(DUTY[duty], self[f"{duty.value}_officer"], self[f"{duty.value}_deputy"]) for duty in Duty]

    @property
    def given(self) -> dict[Duty, OfficersGiven]:
        """What was chosen, for the verb."""
        return {
            duty: OfficersGiven(
                officer=self._number(f"{duty.value}_officer"), deputy=self._number(f"{duty.value}_deputy")
            )
            for duty in Duty
        }

    def _number(self, name: str) -> int | None:
        chosen = self.cleaned_data.get(name)
        return int(chosen) if chosen else None

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """In words about people."""
        for name, problem in problems.items():
            self.add_error(name, _SENTENCES[problem])


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def officers_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is in charge, and the form that says so. 409 where somebody has set it meanwhile."""
    if request.method != "POST":
        return _page(request, _as_it_stands())
    form = OfficersForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        set_officers(actor, form.given, seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Kept. From now on they get a task as soon as such a deadline begins."))
    answer = redirect("desk:officers")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _as_it_stands() -> OfficersForm:
    values: dict[str, Any] = {"seen": newest_change(Setting.OFFICERS)}
    for duty, row in officers_named().items():
        values[f"{duty.value}_officer"] = str(row.officer_id)
        values[f"{duty.value}_deputy"] = str(row.deputy_id or "")
    return OfficersForm(None, **values)


def _page(request: HttpRequest, form: OfficersForm, status: int = HTTPStatus.OK) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    named = officers_named()
    kept = {duty.value: {"officer": row.officer_id, "deputy": row.deputy_id} for duty, row in named.items()}
    names = {one.pk: one.name for row in named.values() for one in (row.officer, row.deputy) if one}
    absent = [
        DUTY[duty]
        for duty, row in named.items()
        if not (row.officer.is_active or (row.deputy and row.deputy.is_active))
    ]
    context = {
        "form": form,
        "overtaken": overtaken,
        "stands_now": list(officer_lines(kept, names)) if overtaken else [],
        "unnamed": [DUTY[duty] for duty in Duty if duty not in named],
        "absent": absent,
    }
    return render(request, "desk/settings/officers.html", context, status=status)
