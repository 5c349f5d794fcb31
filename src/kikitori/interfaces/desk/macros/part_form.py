"""The forms of a macro: one for its names, one for each of its parts with what its kind asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.casework.macros import LONGEST_NAME
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.macros.part_words import PART_KIND
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.views.condition_form import Whole
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue
from kikitori.records.letters.labels import POLITENESS
from kikitori.records.letters.placeholders import Politeness
from kikitori.records.together.parts import ASKS, HOLDER, ME, Part, PartKind

#: Fields of a part that hold a number.
_NUMBERS = ("team", "days", "template")


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom and what a part can name: (number as text, name)."""

    staff: Sequence[tuple[str, str]] = ()
    teams: Sequence[tuple[str, str]] = ()
    templates: Sequence[tuple[str, str]] = ()


class MacroForm(forms.Form):
    """All of a macro but its parts."""

    default_renderer = LookRenderer
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    name_ja = fields.line(_("Name in Japanese"), required=False, css="w-m")
    name_en = fields.line(_("Name in English"), required=False, css="w-m")
    is_active = forms.BooleanField(label=_("It is offered on complaints"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **initial: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="id_%s", initial=initial)
        for name in ("name_ja", "name_en"):
            self.fields[name].widget.attrs["maxlength"] = str(LONGEST_NAME)


class PartForm(forms.Form):
    """One part: its kind, and what that asks for."""

    default_renderer = LookRenderer

    def __init__(self, number: int, kind: PartKind, offer: Offer, data: Any = None, **initial: Any) -> None:
        super().__init__(data, label_suffix="", prefix=f"part_{number}", auto_id="id_%s", initial=initial)
        self.number, self.kind = number, kind
        for name in ASKS[kind]:
            self.fields[name] = _field(name, kind, offer)
            self.fields[name].error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]

    @property
    def title(self) -> Any:
        """What it does."""
        return PART_KIND[self.kind]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields people see."""
        return [self[name] for name in ASKS[self.kind]]

    def part(self) -> Part:
        """What was typed; what is no number is none."""
        typed = {name: self.cleaned_data.get(name) or "" for name in ASKS[self.kind]}
        values: dict[str, Any] = dict(typed)
        for name in _NUMBERS:
            if name in typed:
                values[name] = int(typed[name]) if typed[name] else None
        if "days" in values:
            values["days"] = values["days"] or 0
        return Part(kind=self.kind, **values)


def _field(name: str, kind: PartKind, offer: Offer) -> forms.Field:
    match name:
        case "words":
            return _words(kind)
        case "days":
            return Whole(
                label=_("In how many working days"),
                help_text=_("1 is the end of the next working day."),
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
                error_messages={"invalid": PROBLEM[Problem.NOT_A_NUMBER]},
            )
    label, options = _choice(name, kind, offer)
    return fields.drop_down(label, options, required=False)


def _choice(name: str, kind: PartKind, offer: Offer) -> tuple[Any, list[tuple[str, Any]]]:
    choose, stay = ("", _("Please choose")), ("", _("As it is"))
    match name:
        case "queue":
            return _("Queue"), [stay, *((each.value, QUEUE[each]) for each in Queue)]
        case "team":
            return _("Team"), [stay, *offer.teams]
        case "template":
            return _("Template"), [choose, *offer.templates]
        case "politeness":
            return _("How polite"), [(each.value, POLITENESS[each]) for each in Politeness]
    me = (ME, _("Whoever uses this"))
    if kind is PartKind.TASK:
        return _("Whose task"), [choose, me, (HOLDER, _("Whoever has it in hand")), *offer.staff]
    return _("Into whose hands"), [choose, me, *offer.staff]


def _words(kind: PartKind) -> forms.Field:
    match kind:
        case PartKind.TASK:
            return fields.line(_("What is to be done"), required=False)
        case PartKind.CALL:
            return fields.line(_("About what"), help_text=_("May stay empty."), required=False)
        case PartKind.PROMISE:
            reads = _("The complainant can read it on their page.")
            return fields.line(_("What is promised"), help_text=reads, required=False)
        case PartKind.ESCALATE:
            return fields.text(_("What is asked of the lead"), required=False, rows=2)
    return fields.text(pgettext_lazy("note", "Note"), required=False, rows=3)
