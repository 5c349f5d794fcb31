"""Assign: take it, or put it into a colleague's hands, with everybody's load in sight."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kikitori.casework.assign import assign_complaint
from kikitori.casework.place import place_complaint
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.lifecycle import OPEN, Step
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.models import Staff, Team


def loads(standing: Standing) -> dict[int, int]:
    """Open complaints in each colleague's hands, as far as the actor sees them. One query."""
    rows = visible_to(standing.actor).filter(
        state__in=[state.value for state in OPEN], assignee__isnull=False
    )
    return dict(rows.values("assignee").annotate(number=Count("pk")).values_list("assignee", "number"))


def able_staff() -> list[Staff]:
    """Everybody at work who may look into complaints, in the order of their names. One query."""
    roles = [role.value for role, granted in OF_ROLE.items() if Permission.INVESTIGATE in granted]
    return list(
        Staff.objects.filter(is_active=True, role__in=roles).select_related("team").order_by("name", "pk")
    )


class Place(StepForm):
    """Which team has it, and in which queue it waits."""

    step = Step.PLACE
    verb = _("Move it there")
    done = _("It has been moved.")
    about = _("The complainant is not told. What is grave (S1, S2) stays in the urgent queue.")
    calls = staticmethod(place_complaint)

    def set_up(self) -> None:
        """Both as they stand; what is not changed stays."""
        teams = list(Team.objects.order_by("name", "pk"))
        queues = [(each.value, QUEUE[each]) for each in Queue]
        self.fields["queue"] = fields.choice(_("Queue"), queues, in_a_row=True)
        if teams:
            self.fields["team"] = fields.one_of(_("Team"), teams, lambda team: team.name)
            self.fields["team"].required = False
            self.fields["team"].help_text = _(
                "Whoever has it in hand and is not in this team gives it out of hand."
            )
        self.fields["reason"] = fields.text(_("Why, for the colleague"), required=False, rows=2)

    def first_values(self) -> dict[str, Any]:
        """Where it is now."""
        return {"queue": self.standing.complaint.queue, "team": self.standing.complaint.team_id or ""}


class Assign(StepForm):
    """Whose hands it is in."""

    step = Step.ASSIGN
    verb = _("Put it into these hands")
    done = _("It is in other hands now.")
    about = _(
        "The complainant is not told who it is. A restricted complaint leaves your sight when you hand it on."
    )
    calls = staticmethod(assign_complaint)

    def set_up(self) -> None:
        """Every colleague, with what is in their hands."""
        busy, colleagues = loads(self.standing), able_staff()
        helps = {}
        for person in colleagues:
            number = busy.get(person.pk, 0)
            load = ngettext("%(n)s open complaint", "%(n)s open complaints", number) % {"n": number}
            helps[str(person.pk)] = (
                _("%(load)s, %(team)s") % {"load": load, "team": person.team} if person.team else load
            )
        self.fields["to"] = fields.one_of(
            _("Into whose hands"), colleagues, lambda person: person.name, helps
        )
        self.fields["reason"] = fields.text(_("Why, for the colleague"), required=False, rows=2)

    def first_values(self) -> dict[str, Any]:
        """Whose it is now."""
        return {"to": self.standing.complaint.assignee_id or ""}
