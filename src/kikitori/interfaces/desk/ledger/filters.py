"""What can be asked of the ledger; all of it stands in the address, and the file that is saved follows it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.foundation.language.money import EXPONENT
from kikitori.interfaces.desk.complaint.fields import DayField
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.people.models import Staff, Team
from kikitori.records.remedies.labels import REMEDY_KIND, REMEDY_STATE
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyKind, RemedyState

#: Beside the states: what is owed and whose day has passed.
OVERDUE = "overdue"
FILTERS = ("state", "kind", "currency", "since", "until", "team", "handler", "proof")
_ALL = pgettext_lazy("filter", "All")
_NOBODY = "nobody"


def is_overdue(today: date) -> Q:
    """Owed, and its day has passed."""
    return Q(state=RemedyState.DUE.value, due_on__lt=today)


class LedgerForm(forms.Form):
    """Filters that join; what cannot be read is named at its field. Two queries, for teams and handlers."""

    default_renderer = LookRenderer

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, label_suffix="", auto_id="ledger_%s")
        states = [(each.value, REMEDY_STATE[each]) for each in RemedyState]
        self._choose("state", _("State"), [(OVERDUE, _("Owed and overdue")), *states])
        self._choose("kind", _("Kind of remedy"), [(each.value, REMEDY_KIND[each]) for each in RemedyKind])
        self._choose("currency", _("Currency"), [(code, code) for code in sorted(EXPONENT)])
        self.fields["since"] = DayField(label=_("Written from"), required=False)
        self.fields["until"] = DayField(label=_("Written until"), required=False)
        teams = Team.objects.order_by("name").values_list("pk", "name")
        self._choose("team", _("Team"), [(str(pk), name) for pk, name in teams])
        handlers = Staff.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
        named = [(str(pk), name) for pk, name in handlers]
        self._choose("handler", _("Handler"), [(_NOBODY, _("Nobody")), *named])
        self._choose("proof", _("Proof"), [("yes", _("With proof")), ("no", _("Without proof"))])

    def _choose(self, name: str, label: Any, choices: Any) -> None:
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", _ALL), *choices])

    @property
    def shown(self) -> list[forms.BoundField]:
        """The filters as fields, in their order."""
        return [self[name] for name in FILTERS]

    @property
    def narrows(self) -> bool:
        """Has a filter been set, whether or not it can be read?"""
        return any(self.data.get(name) for name in FILTERS)

    def narrowed(self, rows: QuerySet[Remedy], today: date, zone: tzinfo) -> QuerySet[Remedy]:
        """Those of `rows` that fit all filters of a valid form; days are those of `zone`, the last one included."""
        given = self.cleaned_data
        asked = Q()
        if given["state"] == OVERDUE:
            asked &= is_overdue(today)
        elif given["state"]:
            asked &= Q(state=given["state"])
        for name, field in (("kind", "kind"), ("currency", "currency"), ("team", "complaint__team")):
            if given[name]:
                asked &= Q(**{field: given[name]})
        if given["handler"] == _NOBODY:
            asked &= Q(complaint__assignee=None)
        elif given["handler"]:
            asked &= Q(complaint__assignee=given["handler"])
        if given["since"]:
            asked &= Q(written_at__gte=_begins(given["since"], zone))
        if given["until"]:
            asked &= Q(written_at__lt=_begins(given["until"] + timedelta(days=1), zone))
        proven = ~Q(proof="") | Q(proof_file__isnull=False)
        if given["proof"]:
            asked &= proven if given["proof"] == "yes" else ~proven
        return rows.filter(asked)


def _begins(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
