"""Rows of remedies in a form: up to five, the empty ones left out; used by proposals and decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.approval import ask_approval
from kikitori.casework.errors import Problem
from kikitori.casework.granting import RemedyGiven, RemedyRead
from kikitori.casework.outgoing import RemedyLine, remedy_lines
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.fields import Words
from kikitori.interfaces.desk.complaint.form import StepForm, rows_used
from kikitori.interfaces.desk.complaint.sentences import problem_in
from kikitori.records.remedies.labels import REMEDY_KIND
from kikitori.records.remedies.limits import Limits, total_of
from kikitori.records.remedies.terms import MONEY, RemedyKind

MOST = 5
_ASKED = _("Asked. Somebody with the authority looks at it; until then nothing is sent.")
_PARTS = ("kind", "text", "due_on", "amount")


class RemedyFacts(Protocol):
    """What a row begins with."""

    kind: str
    text: str
    due_on: date
    amount: int | None
    currency: str


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
            self.fields[f"remedy_{n}_amount"] = fields.MoneyField(
                self.limits.currency,
                label=_("Remedy %(number)s: amount (%(currency)s)")
                % {**number, "currency": self.limits.currency},
                required=False,
            )
        self.fields["ask_reason"] = fields.text(
            _("Why it should be so much, for whoever approves it"),
            help_text=_("For colleagues only. The complainant reads nothing of it."),
            required=False,
            rows=3,
        )

    def row_values(self, remedies: Sequence[RemedyFacts]) -> dict[str, Any]:
        """What the rows begin with."""
        values = {
            f"remedy_{n}_{part}": getattr(remedy, part)
            for n, remedy in enumerate(remedies[:MOST])
            for part in _PARTS
        }
        # An amount of another currency would be read as one of ours.
        strange = [n for n, one in enumerate(remedies[:MOST]) if one.currency != self.limits.currency]
        return values | {f"remedy_{n}_amount": None for n in strange}

    @property
    def limits(self) -> Limits:
        """The organisation's limits."""
        return self.standing.house.limits

    @property
    def limit(self) -> int:
        """What this actor may grant alone."""
        return self.limits.alone(self.standing.actor.role)

    @property
    def is_over_limit(self) -> bool:
        """Does what was typed need somebody else's approval?"""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return False
        amounts = [self.cleaned_data.get(f"remedy_{n}_amount") for n in self.used]
        kinds = [self.cleaned_data.get(f"remedy_{n}_kind") for n in self.used]
        total = total_of(amount for amount, kind in zip(amounts, kinds, strict=True) if kind in MONEY)
        return not self.limits.may_grant_alone(self.standing.actor.role, total)

    @property
    def asks(self) -> bool:
        """Was it sent to be approved, and not to go out?"""
        return "ask" in self.data

    @property
    def afterwards(self) -> Words:
        """Nothing has been sent yet where somebody has to approve it."""
        return _ASKED if self.asks else super().afterwards

    def take(self, seen_version: int | None) -> None:
        """Send it, or keep it for whoever may approve it."""
        if not self.asks:
            super().take(seen_version)
            return
        at = self.standing
        ask_approval(
            at.actor,
            at.complaint,
            step=type(self).step,
            given=self.values(),
            reason=self.said("ask_reason"),
            now=at.now,
            seen_version=seen_version,
        )

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
        if self.asks and not self.said("ask_reason").strip():
            self.add_error("ask_reason", problem_in(Problem.MISSING, self.fields["ask_reason"].label or ""))
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
                currency=self.limits.currency,
            )
            for remedy in self.given()
            if remedy.kind and remedy.due_on
        ]
        return remedy_lines(whole, language)

    def holder(self, place: str) -> str:
        """`remedies.1.text` is the second row in use."""
        if place == "reason":
            return "ask_reason"
        if place.startswith("remedies."):
            _group, row, part = place.split(".")
            return f"remedy_{self.used[int(row)]}_{part}"
        return place
