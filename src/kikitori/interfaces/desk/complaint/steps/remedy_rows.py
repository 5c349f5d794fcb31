"""Rows of remedies in a form: up to five, the empty ones left out; used by proposals and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.outgoing import RemedyLine, remedy_lines
from kikitori.casework.propose import RemedyGiven, RemedyRead
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm, rows_used
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.limits import LIMIT
from kikitori.records.remedies.terms import MONEY, RemedyKind

MOST = 5
_PARTS = ("kind", "text", "due_on", "amount")


class RemedyFacts(Protocol):
    """What a row begins with."""

    kind: str
    text: str
    due_on: date
    amount: int | None


class RemedyRows(StepForm):
    """A form with rows of remedies. Row n has the fields remedy_<n>_kind, _text, _due_on and _amount."""

    def set_up(self) -> None:
        """Five rows; what is needed in one is asked only where one was begun."""
        kinds = [
            ("", pgettext_lazy("remedy", "Choose what")),
            *((k.value, REMEDY_KIND[k]) for k in RemedyKind),
        ]
        for n in range(MOST):
            number = {"number": n + 1}
            self.fields[f"remedy_{n}_kind"] = fields.drop_down(
                _("Remedy %(number)s: kind") % number, kinds, required=False
            )
            self.fields[f"remedy_{n}_text"] = fields.line(
                _("Remedy %(number)s: what exactly") % number, required=False
            )
            self.fields[f"remedy_{n}_due_on"] = fields.DayField(
                label=_("Remedy %(number)s: done by") % number, required=False
            )
            self.fields[f"remedy_{n}_amount"] = fields.YenField(
                label=_("Remedy %(number)s: yen") % number, required=False
            )

    def row_values(self, remedies: Sequence[RemedyFacts]) -> dict[str, Any]:
        """What the rows begin with."""
        return {
            f"remedy_{n}_{part}": getattr(remedy, part)
            for n, remedy in enumerate(remedies[:MOST])
            for part in _PARTS
        }

    @property
    def limit(self) -> int:
        """Yen that this actor may offer alone."""
        role = self.standing.actor.role
        return LIMIT.get(role, 0) if role else 0

    @property
    def used(self) -> list[int]:
        """Rows in which something was typed."""
        return rows_used(self, "remedy", _PARTS, MOST)

    @property
    def remedy_rows(self) -> list[tuple[int, bool, list[forms.BoundField]]]:
        """(number, is it in use, its fields) of each row; the first is always open."""
        used = {0, *self.used}
        return [(n + 1, n in used, [self[f"remedy_{n}_{part}"] for part in _PARTS]) for n in range(MOST)]

    def clean(self) -> dict[str, Any]:
        """An amount belongs to a remedy that costs money; elsewhere it would be lost."""
        super().clean()
        for n in range(MOST):
            kind, amount = (self.cleaned_data.get(f"remedy_{n}_{part}") for part in ("kind", "amount"))
            if amount is not None and kind and kind not in MONEY:
                self.add_error(
                    f"remedy_{n}_amount", _("This kind of remedy has no amount. Choose another kind.")
                )
        return self.cleaned_data

    def given(self) -> list[RemedyGiven]:
        """The rows in use, for the verb."""
        data = self.cleaned_data
        return [
            RemedyGiven(
                kind=data.get(f"remedy_{n}_kind") or "",
                text=self.said(f"remedy_{n}_text"),
                due_on=data.get(f"remedy_{n}_due_on"),
                amount=data.get(f"remedy_{n}_amount"),
            )
            for n in self.used
        ]

    def lines(self) -> list[RemedyLine]:
        """The rows that are complete, as the letter names them."""
        language = self.standing.complaint.language
        whole = [
            RemedyRead(
                kind=RemedyKind(remedy.kind),
                text=remedy.text.strip(),
                due_on=remedy.due_on,
                amount=remedy.amount if remedy.kind in MONEY else None,
            )
            for remedy in self.given()
            if remedy.kind and remedy.due_on
        ]
        return remedy_lines(whole, language)

    def holder(self, place: str) -> str:
        """`remedies.1.text` is the second row in use."""
        if place.startswith("remedies."):
            _group, row, part = place.split(".")
            return f"remedy_{self.used[int(row)]}_{part}"
        return place
