"""Who does not handle it any more: decided by a lead whom it does not speak of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.bar import decide_bar
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.interfaces.desk.complaint.steps.assign import able_staff
from kikitori.interfaces.look.forms import ManyChoices
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.voices.petitions import Petition

_YES, _NO = "yes", "no"


def _decide(
    actor: Actor,
    complaint: Complaint,
    *,
    petition: Petition,
    granted: str,
    barred: list[Staff],
    words: str,
    now: datetime,
    to: Staff | None = None,
) -> None:
    decide_bar(
        actor,
        complaint,
        petition=petition,
        granted=granted == _YES,
        barred=barred,
        to=to or None,
        words=words,
        now=now,
    )


class DecideBar(StepForm):
    """A bar beats every role. To whoever is barred the complaint does not exist any more."""

    step = Step.DECIDE_BAR
    verb = _("Decide this")
    done = _("Decided. The complainant reads it on their page.")
    about = _(
        "To whoever is barred the complaint does not exist any more, whatever their role. "
        "Only leads whom it does not speak of see that it was asked for; nothing is sent by letter."
    )
    side = Side.SHOWN
    calls = staticmethod(_decide)
    needs = (needs.AN_OPEN_NAMING,)
    from_address = frozenset({"petition"})

    def set_up(self) -> None:
        """What was asked for, who could be meant, and who goes on with it."""
        rows = [row for row in self.standing.confided if row.is_open]
        self.fields["petition"] = fields.one_of(_("What was asked for"), rows, _in_a_line)
        answers = [(_YES, _("Barred")), (_NO, _("Not barred; the reason stands below"))]
        self.fields["granted"] = fields.choice(_("What is decided"), answers, in_a_row=True)
        people = {str(one.pk): one for one in self.standing.others_seeing}
        self.fields["barred"] = forms.TypedMultipleChoiceField(
            label=_("Who does not handle it any more"),
            choices=[(key, one.name) for key, one in people.items()],
            coerce=people.__getitem__,
            empty_value=[],
            required=False,
            widget=ManyChoices(),
        )
        self.fields["to"] = fields.one_of(_("Who goes on with it"), able_staff(), lambda one: one.name)
        self.fields["to"].required = False
        self.fields["to"].help_text = _(
            "Where nobody is chosen, it waits for somebody to take it, and open tasks of whoever is barred come to you."
        )
        self.fields["words"] = fields.text(_("What the complainant is told"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """The oldest, with those the machine takes it to speak of."""
        rows = [row for row in self.standing.confided if row.is_open]
        chosen = next((row for row in rows if str(row.pk) == self.asked.get("petition")), None)
        row = chosen or next(iter(rows), None)
        return {"petition": row.pk if row else "", "barred": list(row.hidden_from) if row else []}


def _in_a_line(row: Petition) -> str:
    parts = [gettext("Whoever has it in hand")] if row.chosen.get("handler") else []
    return " · ".join([*parts, *([one_line(row.words, 200)] if row.words else [])])
