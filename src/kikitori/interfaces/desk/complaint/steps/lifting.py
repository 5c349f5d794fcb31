"""A bar is lifted by two: one asks and says why, another decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kikitori.casework.lift import ask_to_lift, decide_lift
from kikitori.foundation.language.text import one_line
from kikitori.interfaces.desk.complaint import fields, needs
from kikitori.interfaces.desk.complaint.form import Side, StepForm
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

_YES, _NO = "yes", "no"


class AskToLift(StepForm):
    """The reason is written for the complainant, who has asked for the bar."""

    step = Step.ASK_LIFT
    verb = _("Ask another lead to lift it")
    done = _("Asked. Another lead who is not barred decides it; until then nothing changes.")
    about = _(
        "Nobody lifts a bar alone: another lead who is not barred decides. The complainant has asked for this bar and "
        "reads your reason once it is lifted. Whoever was barred then sees the complaint again."
    )
    side = Side.SHOWN
    calls = staticmethod(ask_to_lift)
    needs = (needs.A_BAR_TO_LIFT,)
    from_address = frozenset({"staff"})

    def set_up(self) -> None:
        """Those for whom nobody has asked yet."""
        names = {bar.staff: name for bar, name in self.standing.bars if bar.asked is None}
        people = [Staff(pk=number, name=name) for number, name in names.items()]
        self.fields["staff"] = fields.one_of(_("Who may handle it again"), people, lambda one: one.name)
        self.fields["reason"] = fields.text(_("Why, as the complainant will read it"), rows=4)

    def first_values(self) -> dict[str, Any]:
        """Whoever comes first."""
        waiting = [bar.staff for bar, _name in self.standing.bars if bar.asked is None]
        return {"staff": waiting[0]} if waiting else {}


def _decide(
    actor: Actor, complaint: Complaint, *, asked: Event, granted: str, words: str, now: datetime
) -> None:
    decide_lift(actor, complaint, asked=asked.pk, granted=granted == _YES, words=words, now=now)


class DecideLift(StepForm):
    """Whoever asked may only say that it stays."""

    step = Step.DECIDE_LIFT
    verb = _("Decide this")
    done = _("Decided. Where the bar was lifted, the complainant reads it on their page.")
    about = _(
        "Where it is lifted, the complainant reads the reason on their page, and whoever was barred sees the complaint "
        "again. Where it stays, neither learns of it."
    )
    calls = staticmethod(_decide)
    needs = (needs.A_LIFT_ASKED_FOR,)
    from_address = frozenset({"asked"})

    def set_up(self) -> None:
        """Each with who asked and why."""
        names = {bar.asked.pk: name for bar, name in self.standing.bars if bar.asked}
        asked = [bar.asked for bar, _name in self.standing.bars if bar.asked]
        self.fields["asked"] = fields.one_of(
            _("Bar that is to be lifted"), asked, lambda event: _in_a_line(event, names[event.pk])
        )
        answers = [(_YES, _("Lift the bar")), (_NO, _("The bar stays"))]
        self.fields["granted"] = fields.choice(_("What is decided"), answers, in_a_row=True)
        self.fields["words"] = fields.text(_("Why it stays, for whoever asked"), required=False, rows=3)

    def first_values(self) -> dict[str, Any]:
        """The oldest."""
        asked = [bar.asked.pk for bar, _name in self.standing.bars if bar.asked]
        return {"asked": asked[0]} if asked else {}


def _in_a_line(asked: Event, name: str) -> str:
    by = asked.actor_staff.name if asked.actor_staff else ""
    values = {"name": name, "by": by, "reason": one_line(asked.data["reason"], 200)}
    return gettext("%(name)s, asked by %(by)s: %(reason)s") % values
