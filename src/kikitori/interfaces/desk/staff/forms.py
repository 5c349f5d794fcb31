"""Forms of an account: who somebody is here, where mails go, which password they choose.

The forms read what was typed; whether it can be taken is the verbs' to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.members import MemberGiven
from kikitori.interfaces.desk.complaint.fields import choice, drop_down, line
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.people.labels import ROLE
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.terms import Role

_SAID = {
    ("login", Problem.OUT_OF_RANGE): _(
        "This sign-in name is taken, or holds a blank. Please choose another one."
    ),
    ("role", Problem.OUT_OF_RANGE): _(
        "Nobody changes their own role, and the last administrator stays one. Another administrator can change yours."
    ),
    ("role", Problem.MISSING): _(
        "They hold complaints, tasks or escalation levels that people of this role cannot hold. Please hand these on"
        " first, under “Leaving and changing posts”."
    ),
    ("staff", Problem.OUT_OF_RANGE): _("This account is closed."),
}
_ROLE_MEANS = {
    Role.HANDLER: _("Takes complaints in and carries them."),
    Role.LEAD: _("The same, and sorts, decides what is grave, sees what is restricted."),
    Role.AUDITOR: _("Reads everything, writes nothing."),
    Role.ADMINISTRATOR: _("Looks after accounts and settings, and sees no complaint."),
}


class _Blaming(forms.Form):
    default_renderer = LookRenderer

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field."""
        for name, problem in problems.items():
            said = _SAID.get((name, problem), PROBLEM[problem])
            self.add_error(name if name in self.fields else None, said)


class MemberForm(_Blaming):
    """Who somebody is here. Of a new one also the sign-in name and the address."""

    def __init__(self, data: QueryDict | None = None, *, member: Staff | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s", initial=_as_it_stands(member))
        if member is None:
            self.fields["login"] = line(_("Sign-in name"), help_text=_("Stays as it is for good."), css="w-m")
        self.fields["name"] = line(_("Name"), css="w-m")
        self.fields["name_kana"] = line(_("Name in kana"), required=False, css="w-m")
        self.fields["role"] = choice(
            _("Role"),
            [(role.value, ROLE[role]) for role in Role],
            helps={role.value: _ROLE_MEANS[role] for role in Role},
        )
        teams = [
            ("", _("No team")),
            *((str(team.pk), team.name) for team in Team.objects.order_by("name", "pk")),
        ]
        self.fields["team"] = drop_down(_("Team"), teams, required=False)
        self.fields["language"] = choice(_("Language"), list(settings.STAFF_LANGUAGES), in_a_row=True)
        if member is None:
            self.fields["email"] = _address_field(_("Notices and the link for the password go there."))
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]

    def given(self) -> MemberGiven:
        """What was typed, for the verb."""
        typed: dict[str, Any] = dict(self.cleaned_data)
        return MemberGiven(**{**typed, "team": int(typed["team"]) if typed["team"] else None})


class AddressForm(_Blaming):
    """Where mails go."""

    def __init__(self, data: QueryDict | None = None, *, now: str = "") -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s", initial={"email": now})
        self.fields["email"] = _address_field(_("Empty: notices come in the desk alone."))


class PasswordForm(_Blaming):
    """A password of one's own, twice."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s")
        self.fields["password"] = _secret(
            _("New password"), _("Twelve characters or more. A sentence that only you know is easy to keep.")
        )
        self.fields["again"] = _secret(_("Once more"), "")

    def clean(self) -> dict[str, Any]:
        """Both entries are the same."""
        typed: dict[str, Any] = dict(self.cleaned_data)
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two entries differ. Please type the password twice."))
        return typed


def _address_field(help_text: Any) -> forms.CharField:
    """Not `type=email`: browsers refuse addresses that Japanese carriers have given out."""
    field = line(_("E-mail address"), help_text=help_text, required=False)
    field.widget.attrs.update({"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"})
    return field


def _secret(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=4096,
        error_messages={"required": PROBLEM[Problem.MISSING], "max_length": PROBLEM[Problem.TOO_LONG]},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "w-l"}),
    )


def _as_it_stands(member: Staff | None) -> dict[str, Any]:
    if member is None:
        return {"role": Role.HANDLER.value, "language": "ja"}
    return {
        "name": member.name,
        "name_kana": member.name_kana,
        "role": member.role,
        "team": member.team_id or "",
        "language": member.language,
    }
