"""What is to be done to the chosen complaints, as a form: one for each kind of round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kikitori.casework.errors import Problem
from kikitori.casework.macro_ahead import Named
from kikitori.casework.macros import macros_in_use
from kikitori.interfaces.desk.away.away_words import name_told
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.steps.assign import able_staff
from kikitori.interfaces.desk.macros.part_words import Names, parts_told
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Team
from kikitori.records.people.standing_in import Roster
from kikitori.records.selection.terms import RoundKind

#: So many of the newest are offered.
_MOST_MASSES = 100
#: What the button says will happen.
VERB = {
    RoundKind.ASSIGN: _("Put them into these hands"),
    RoundKind.PLACE: _("Move them there"),
    RoundKind.NOTE: _("Keep this note with each"),
    RoundKind.MASS: _("Group them"),
    RoundKind.MACRO: _("Do all of this with each"),
}


class RoundForm(forms.Form):
    """The values of one kind of round; bound only when it is to be taken."""

    default_renderer = LookRenderer

    def __init__(
        self, kind: RoundKind, actor: Actor, data: QueryDict | None = None, roster: Roster | None = None
    ) -> None:
        """`roster`: who is away, said behind their names."""
        super().__init__(data, label_suffix="", auto_id="id_round_%s")
        self.kind = kind
        match kind:
            case RoundKind.ASSIGN:
                people = ((str(one.pk), name_told(one.name, roster, one.pk)) for one in able_staff())
                options = [("", _("Please choose")), *people]
                self.fields["to"] = fields.drop_down(_("Into whose hands"), options)
                if roster:
                    self.fields["to"].help_text = _(
                        "Whoever is away can be given them all the same; what falls due is shown to their deputy"
                        " as well."
                    )
            case RoundKind.PLACE:
                stay = ("", _("As it is"))
                teams = Team.objects.order_by("name", "pk")
                self.fields["queue"] = fields.drop_down(
                    _("Queue"), [stay, *((each.value, QUEUE[each]) for each in Queue)], required=False
                )
                self.fields["team"] = fields.drop_down(
                    _("Team"), [stay, *((str(team.pk), team.name) for team in teams)], required=False
                )
            case RoundKind.MASS:
                known = masses_seen_by(actor).order_by("-begun_at", "-pk")[:_MOST_MASSES]
                options = [("", _("A new one")), *((str(row.pk), row.title) for row in known)]
                self.fields["mass"] = fields.drop_down(_("Mass complaint"), options, required=False)
                self.fields["title"] = fields.line(_("What the new one is called"), required=False)
            case RoundKind.MACRO:
                self.fields["macro"] = _macro_field()
            case _:
                self.fields["body"] = fields.text(_("Note, only among ourselves"), rows=4)
        if kind not in (RoundKind.NOTE, RoundKind.MACRO):
            self.fields["reason"] = fields.text(_("Why, for the colleague"), required=False, rows=2)
        for field in self.fields.values():
            field.error_messages["required"] = PROBLEM[Problem.MISSING]
            field.error_messages["invalid_choice"] = PROBLEM[Problem.UNKNOWN_WORD]

    @property
    def verb(self) -> Any:
        """The word on the button."""
        return VERB[self.kind]

    def values(self) -> dict[str, Any]:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        found: dict[str, Any] = {
            name: typed[name] for name in ("queue", "body", "title", "reason") if name in typed
        }
        return found | {name: int(typed[name]) for name in ("to", "team", "mass", "macro") if typed.get(name)}

    def blame(self, problems: Mapping[str, Problem]) -> None:
        """Put each code of the verb beside its field; what has none goes to the top."""
        for name, problem in problems.items():
            self.add_error(
                name if name in self.fields else None, _SAID.get((name, problem), PROBLEM[problem])
            )


_NONE_FOR_MANY = _(
    "No macro can be used on several at once: none is written, or each tells the complainant something."
)


def _macro_field() -> forms.ChoiceField:
    """Every macro that can be used on many, each with what it does. Four queries at most."""
    rows = [row for row in macros_in_use() if row.for_many]
    names = Names.of(Named.of(part for row in rows for part in row.steps))
    helps = {str(row.pk): listed(parts_told(row.steps, names)) for row in rows}
    reads = get_language() or "ja"
    found = fields.choice(_("Macro"), [(str(row.pk), row.name_in(reads)) for row in rows], helps=helps)
    if not rows:
        found.help_text = _NONE_FOR_MANY
    return found


_SAID = {
    ("complaints", Problem.MISSING): _("No complaint is chosen. Please tick at least one in the list."),
    ("complaints", Problem.OUT_OF_RANGE): _(
        "At most 2,000 complaints can be taken at once. Please narrow the list."
    ),
    ("title", Problem.MISSING): _("Please choose a mass complaint, or say what the new one is called."),
    ("queue", Problem.MISSING): _("Please choose a queue or a team."),
    ("macro", Problem.MISSING): _("Please choose a macro."),
}
