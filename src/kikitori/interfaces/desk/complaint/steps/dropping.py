"""Dropping something that is owed: by the complainant's wish, or because it cannot be done any more."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.drop_remedy import DropGiven, drop_remedy
from kikitori.casework.errors import Problem
from kikitori.casework.granting import RemedyGiven, RemedyRead
from kikitori.casework.outgoing import remedy_lines
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.sentences import problem_in
from kikitori.interfaces.desk.complaint.tellings.told import remedy_line
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.remedies.labels import DROP_REASON, REMEDY_KIND
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import MONEY, THEIR_WISH, DropReason, RemedyKind

_PARTS = ("kind", "text", "due_on", "amount")


class DropRemedy(StepForm):
    """Why, in words for the complainant; how they said so; what is done instead, if something is."""

    step = Step.DROP_REMEDY
    verb = _("Drop it and tell the complainant")
    done = _(
        "Dropped. The complainant has been told why, and the promise behind it has fallen or has a new day."
    )
    about = _(
        "Money that the complainant has not waived is dropped by somebody who did not grant it. "
        "After the last thing owed, the complainant is asked days later whether it is solved."
    )
    side = Side.PUBLIC
    part = "desk/complaint/_fields_drop.html"
    sends = LetterKind.REMEDY_DROPPED
    says = ("words",)
    needs = (needs.SOMETHING_OWED,)
    from_address = frozenset({"remedy"})

    def set_up(self) -> None:
        """Which one, why, what is done instead."""
        currency = self.standing.house.limits.currency
        kinds = [
            ("", pgettext_lazy("remedy", "Choose what")),
            *((each.value, REMEDY_KIND[each]) for each in RemedyKind),
        ]
        self.fields["remedy"] = fields.one_of(
            _("What is not done any more"), self.standing.file.remedies_owed, remedy_line
        )
        self.fields["reason"] = fields.choice(
            _("Why"), [(each.value, DROP_REASON[each]) for each in DropReason]
        )
        self.fields["how"] = fields.line(
            _("How the complainant told us"),
            help_text=_("Needed where it is their wish. For example: by phone on 24 November."),
            required=False,
        )
        self.fields["words"] = fields.text(_("The reason, as the complainant reads it"), rows=4)
        self.fields["instead_kind"] = fields.drop_down(_("Instead: kind"), kinds, required=False)
        self.fields["instead_text"] = fields.line(_("Instead: what exactly"), required=False)
        self.fields["instead_due_on"] = fields.DayField(label=_("Instead: done by"), required=False)
        self.fields["instead_amount"] = fields.MoneyField(
            currency,
            label=_("Instead: amount (%(currency)s)") % {"currency": currency},
            required=False,
        )

    def first_values(self) -> dict[str, Any]:
        """The one due first."""
        return {"remedy": next((row.pk for row in self.standing.file.remedies_owed), "")}

    @property
    def first_asked(self) -> list[Any]:
        """The fields before what is done instead."""
        return [self[name] for name in ("remedy", "reason", "how", "words")]

    @property
    def instead(self) -> list[Any]:
        """The fields of what is done in its place."""
        return [self[f"instead_{part}"] for part in _PARTS]

    def clean(self) -> dict[str, Any]:
        """An amount belongs to a remedy that costs money; how they said so, to what is their wish."""
        super().clean()
        typed = self.cleaned_data
        kind, reason = typed.get("instead_kind"), typed.get("reason")
        if typed.get("instead_amount") is not None and kind and kind not in MONEY:
            self.add_error("instead_amount", _("This kind of remedy has no amount. Choose another kind."))
        if reason in THEIR_WISH and not self.said("how").strip():
            self.add_error("how", problem_in(Problem.MISSING, self.fields["how"].label or ""))
        return typed

    def take(self, seen_version: int | None) -> None:  # noqa: ARG002 - nothing here is overwritten
        """By its number."""
        at, typed = self.standing, self.cleaned_data
        given = DropGiven(
            reason=typed["reason"], words=self.said("words"), how=self.said("how"), instead=self._instead()
        )
        drop_remedy(at.actor, at.complaint, remedy=typed["remedy"].pk, given=given, now=at.now)

    def holder(self, place: str) -> str:
        """`instead.due_on` is the field of that; that there is none at all is said at its kind."""
        if place.startswith("instead"):
            return f"instead_{place.partition('.')[2] or 'kind'}"
        return place

    def leaves_something_owed(self) -> bool:
        """What is owed beside this one, or in its place."""
        return bool(self._left())

    def letter_values(self) -> dict[str, Any] | None:
        """What falls and why; what is still to be done."""
        if not self.is_bound or "remedy" not in self.cleaned_data:
            return None
        language = self.standing.complaint.language
        return {
            "text": self.said("words").strip(),
            "reason": self.cleaned_data.get("reason", ""),
            "dropped": remedy_lines([self.cleaned_data["remedy"]], language)[0],
            "remedies": remedy_lines(self._left(), language),
        }

    def _left(self) -> list[Remedy | RemedyRead]:
        chosen = self.cleaned_data.get("remedy") if self.is_bound else None
        rest = [row for row in self.standing.file.remedies_owed if row != chosen]
        new = self._instead() if self.is_bound else None
        if new is None or not new.kind or new.due_on is None:
            return [*rest]
        read = RemedyRead(
            kind=RemedyKind(new.kind),
            text=new.text.strip(),
            due_on=new.due_on,
            amount=new.amount if new.kind in MONEY else None,
            currency=self.standing.house.limits.currency,
        )
        return [*rest, read]

    def _instead(self) -> RemedyGiven | None:
        typed = {part: self.cleaned_data.get(f"instead_{part}") for part in _PARTS}
        if not any(typed.values()):
            return None
        return RemedyGiven(
            kind=typed["kind"] or "",
            text=self.said("instead_text"),
            due_on=typed["due_on"],
            amount=typed["amount"],
        )
