"""An automation as a form: its name, what sets it off, and beside it the rows of its conditions and actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.automation.action_form import ActionForm, Named, kept_action
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.views.condition_form import Whole
from kikitori.interfaces.desk.views.condition_rows import ConditionRows, everybody, kept_rows, sent_rows
from kikitori.interfaces.look.forms import Choices, LookRenderer, ManyChoices
from kikitori.records.automation.labels import ANCHOR, BY, UNIT, WRONG
from kikitori.records.automation.rule import (
    BY as KNOWN_BY,
)
from kikitori.records.automation.rule import (
    LONGEST_NAME,
    MOST,
    MOST_ACTIONS,
    Fault,
    OnEvent,
    OnTime,
    Rule,
    When,
    Wrong,
)
from kikitori.records.automation.terms import TRIGGERS, Anchor, Unit
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.terms import EventKind
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import ActorKind

ON_EVENT, ON_TIME = "event", "time"
_PARTS = ("name_ja", "name_en", "cause", "anchor", "amount", "unit", "stop", "seen")
_LISTS = ("kinds", "by")


#: Another kind of cause has other controls.
_REDRAWS = {
    "hx-post": reverse_lazy("desk:automation_draft"),
    "hx-vals": '{"part": "when"}',
    "hx-target": "#when",
    "hx-swap": "innerHTML",
}


def _name(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-l", "autocomplete": "off"}),
        error_messages={"max_length": PROBLEM[Problem.TOO_LONG]},
    )


class RuleForm(forms.Form):
    """All of an automation but its conditions and actions. Only the controls of the chosen cause are there."""

    default_renderer = LookRenderer
    name_ja = _name(_("Name in Japanese"))
    name_en = _name(_("Name in English"))
    cause = forms.ChoiceField(
        label=_("Which kind of cause"),
        choices=[
            (ON_EVENT, _("Something happens in a complaint")),
            (ON_TIME, _("Time passes")),
        ],
        widget=Choices(attrs={"class": "choices--row", **_REDRAWS}),
        error_messages={
            "required": PROBLEM[Problem.MISSING],
            "invalid_choice": PROBLEM[Problem.UNKNOWN_WORD],
        },
    )
    kinds = forms.MultipleChoiceField(
        label=_("After one of these"),
        choices=[(kind.value, EVENT[kind]) for kind in TRIGGERS],
        required=False,
        widget=ManyChoices(attrs={"class": "choices--row choices--close"}),
    )
    by = forms.MultipleChoiceField(
        label=_("Only where it was done by"),
        help_text=_("Without a choice: by anybody."),
        choices=[(kind.value, BY[kind]) for kind in KNOWN_BY],
        required=False,
        widget=ManyChoices(attrs={"class": "choices--row choices--close"}),
    )
    amount = Whole(
        label=_("How long"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={"invalid": PROBLEM[Problem.NOT_A_NUMBER]},
    )
    unit = forms.ChoiceField(
        label=_("Counted in"),
        choices=[(each.value, UNIT[each]) for each in Unit],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    anchor = forms.ChoiceField(
        label=_("From when"),
        choices=[(each.value, ANCHOR[each]) for each in Anchor],
        required=False,
        widget=forms.Select(attrs={"class": "w-m"}),
    )
    stop = forms.BooleanField(
        label=_("Once it has fired, leave out those after it in the order for the same cause"), required=False
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, typed: Mapping[str, Any], *, judged: bool = True) -> None:
        """Not `judged`: drawn as it was typed, without a word about what is still missing."""
        super().__init__(dict(typed) if judged else None, initial=dict(typed), label_suffix="")
        self.as_typed = partial(RuleForm, typed, judged=False)
        self.waits = typed.get("cause") == ON_TIME
        for name in ("kinds", "by") if self.waits else ("amount", "unit", "anchor"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say what is missing beside the control that lacks it. Raises nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not (cleaned.get("name_ja") or cleaned.get("name_en")) and "name_ja" not in self.errors:
            self.add_error("name_ja", WRONG[Wrong.NO_NAME])
        if not self.waits and not cleaned.get("kinds") and "kinds" not in self.errors:
            self.add_error("kinds", WRONG[Wrong.NO_EVENT])
        return cleaned

    @property
    def when(self) -> When:
        """What was typed, once it is clean."""
        typed = self.cleaned_data
        if not self.waits:
            kinds = tuple(EventKind(word) for word in typed["kinds"])
            return OnEvent(kinds, tuple(ActorKind(word) for word in typed["by"]))
        return OnTime(
            Anchor(typed["anchor"] or Anchor.RECEIVED), typed["amount"] or 0, Unit(typed["unit"] or Unit.DAYS)
        )


@dataclass
class RuleBuilder(ConditionRows):
    """An automation being put together: conditions, the rest of the form, and actions in their order."""

    form: RuleForm
    actions: list[ActionForm]

    def as_typed(self) -> RuleBuilder:
        """The same, without a word about what is still missing."""
        actions = [each.as_typed() for each in self.actions]
        return RuleBuilder(self.rows_as_typed(), self.form.as_typed(), actions)

    @property
    def may_act_more(self) -> bool:
        """Is there room for one more action?"""
        return len(self.actions) < MOST_ACTIONS

    @property
    def seen(self) -> int:
        """The version this was built on."""
        return self.form.cleaned_data.get("seen") or 0

    def rule(self) -> Rule | None:
        """What was put together; None where something is not complete, which the forms say then."""
        conditions = self.conditions()
        complete = [self.form.is_valid(), *(each.is_valid() for each in self.actions)]
        if conditions is None or not all(complete):
            return None
        typed = self.form.cleaned_data
        return Rule(
            ja=typed["name_ja"],
            en=typed["name_en"],
            when=self.form.when,
            conditions=conditions,
            actions=tuple(each.action for each in self.actions),
            stop=typed["stop"],
        )

    def blame(self, faults: tuple[Fault, ...]) -> None:
        """Put each fault beside its control; what has none goes to the top."""
        for fault in faults:
            place, _dot, number = fault.place.partition(".")
            if number.isdigit() and int(number) < len(self.actions):
                own = self.actions[int(number)]
                own.add_error(fault.part if fault.part in own.fields else None, WRONG[fault.wrong])
                continue
            field = {"name": "name_ja", "when": "amount" if self.form.waits else "kinds"}.get(place)
            self.form.add_error(field, self._said(fault))

    def _said(self, fault: Fault) -> Any:
        if fault.wrong is Wrong.OUT_OF_RANGE and self.form.waits:
            unit = Unit(self.form.cleaned_data.get("unit") or Unit.DAYS)
            return _("Please enter a number from 1 to %(most)s.") % {"most": MOST[unit]}
        return WRONG[fault.wrong]


def named() -> Named:
    """Whom and what an automation can name. Three queries."""
    people = everybody()
    templates = ReplyTemplate.objects.filter(is_active=True).order_by("name").values_list("pk", "name")
    templates_named = {str(pk): name for pk, name in templates}
    return Named(people.staff, people.teams, templates_named, branches=people.branches)


def sent_rule(data: QueryDict, named: Named, do: str = "") -> RuleBuilder:
    """The builder as it was sent. `do`: `add-then`, `drop-then-1`, and what rows of conditions know."""
    typed: dict[str, Any] = {name: data.get(name, "") for name in _PARTS}
    typed |= {name: data.getlist(name) for name in _LISTS}
    rows: list[Mapping[str, Any]] = [
        {part: data.get(f"then-{number}-{part}", "") for part in _ACTION_PARTS}
        for number in range(MOST_ACTIONS)
        if f"then-{number}-kind" in data and do != f"drop-then-{number}"
    ]
    if do == "add-then":
        rows.append({})
    actions = [ActionForm(f"then-{number}", row, named) for number, row in enumerate(rows)]
    return RuleBuilder(sent_rows(data, named, do), RuleForm(typed), actions)


def kept_rule(rule: Rule, seen: int, named: Named) -> RuleBuilder:
    """The builder of an automation as it is kept, or of one that begins."""
    when = rule.when
    typed: dict[str, Any] = {"name_ja": rule.ja, "name_en": rule.en, "stop": rule.stop, "seen": seen}
    if isinstance(when, OnEvent):
        typed |= {"cause": ON_EVENT, "kinds": [kind.value for kind in when.kinds]}
        typed["by"] = [kind.value for kind in when.by]
    else:
        typed |= {
            "cause": ON_TIME,
            "anchor": when.anchor.value,
            "amount": when.amount,
            "unit": when.unit.value,
        }
    actions = [
        ActionForm(f"then-{number}", kept_action(action), named) for number, action in enumerate(rule.actions)
    ]
    return RuleBuilder(kept_rows(rule.conditions, named), RuleForm(typed), actions)


_ACTION_PARTS = ("kind", "who", "team", "queue", "text", "days", "template")
