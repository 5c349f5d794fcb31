"""One action as a form: which controls it has follows from what is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import pgettext_lazy

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.views.condition_form import Whole
from kikitori.interfaces.desk.views.condition_words import Names
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.automation.labels import ACTION, PART, WHO
from kikitori.records.automation.rule import MOST_DAYS, Action
from kikitori.records.automation.terms import ONE_OF, PARTS, WHO_OF, ActionKind, Part
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue

#: Parts that are numbers of rows, or of days.
_WHOLE = frozenset({Part.TEAM, Part.DAYS, Part.TEMPLATE})
_NONE = [("", "–")]
#: Another kind has other parts: the actions are drawn again. While anything else is typed nothing moves.
_REDRAWS = {"hx-post": reverse_lazy("desk:automation_draft"), "hx-target": "#then", "hx-swap": "innerHTML"}


@dataclass(frozen=True)
class Named(Names):
    """Whom and what an action can name: staff, teams, templates, by number as text."""

    templates: Mapping[str, str] = field(default_factory=dict)


class ActionForm(forms.Form):
    """One action."""

    default_renderer = LookRenderer

    def __init__(self, prefix: str, typed: Mapping[str, Any], named: Named, *, judged: bool = True) -> None:
        """`typed`: what was sent or is kept, by the names of the parts. Not `judged`: nothing is said to be missing."""
        self.as_typed = partial(ActionForm, prefix, typed, named, judged=False)
        known = {kind.value: kind for kind in ActionKind}
        self.kind = known.get(str(typed.get("kind")), ActionKind.TASK)
        data = {"kind": self.kind.value, **{part.value: typed.get(part.value) for part in PARTS[self.kind]}}
        sent = {f"{prefix}-{name}": "" if value is None else value for name, value in data.items()}
        super().__init__(sent if judged else None, prefix=prefix, initial=data)
        self.label_suffix = ""
        self.fields["kind"] = _select(
            pgettext_lazy("action", "What to do"), [(each.value, ACTION[each]) for each in ActionKind]
        )
        self.fields["kind"].widget.attrs.update(_REDRAWS)
        for part in PARTS[self.kind]:
            self.fields[part.value] = self._field(part, named)

    def _field(self, part: Part, named: Named) -> forms.Field:
        needed = self.kind not in ONE_OF
        match part:
            case Part.WHO:
                words = [(word.value, WHO[word]) for word in WHO_OF[self.kind]]
                return _select(PART[part], [*_NONE, *words, *named.staff.items()], needed=needed)
            case Part.TEAM:
                return _select(PART[part], [*_NONE, *named.teams.items()], needed=needed)
            case Part.QUEUE:
                return _select(
                    PART[part], [*_NONE, *((each.value, QUEUE[each]) for each in Queue)], needed=needed
                )
            case Part.TEMPLATE:
                return _select(PART[part], [*_NONE, *named.templates.items()], needed=needed)
            case Part.DAYS:
                return Whole(
                    label=PART[part],
                    min_value=1,
                    max_value=MOST_DAYS,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
                    error_messages={
                        "required": PROBLEM[Problem.MISSING],
                        "invalid": PROBLEM[Problem.NOT_A_NUMBER],
                        "min_value": PROBLEM[Problem.OUT_OF_RANGE],
                        "max_value": PROBLEM[Problem.OUT_OF_RANGE],
                    },
                )
            case Part.TEXT:
                return forms.CharField(
                    label=PART[part],
                    widget=forms.TextInput(attrs={"class": "w-l", "autocomplete": "off"}),
                    error_messages={"required": PROBLEM[Problem.MISSING]},
                )

    @property
    def label(self) -> Any:
        """What it does, in words."""
        return ACTION[self.kind]

    @property
    def action(self) -> Action:
        """What was typed, once it is clean."""
        said: dict[str, Any] = {}
        for part in PARTS[self.kind]:
            value = self.cleaned_data.get(part.value)
            if value not in ("", None):
                said[part.value] = int(value) if part in _WHOLE else value
        return Action(self.kind, **said)


def kept_action(action: Action) -> dict[str, Any]:
    """An action as its form would be sent."""
    parts = {part.value: getattr(action, part.value) for part in PARTS[action.kind]}
    return {
        "kind": action.kind.value,
        **{name: "" if value is None else str(value) for name, value in parts.items()},
    }


def _select(label: Any, options: Iterable[tuple[str, Any]], *, needed: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=list(options),
        required=needed,
        widget=forms.Select(attrs={"class": "w-m"}),
        error_messages={
            "required": PROBLEM[Problem.MISSING],
            "invalid_choice": PROBLEM[Problem.UNKNOWN_WORD],
        },
    )
