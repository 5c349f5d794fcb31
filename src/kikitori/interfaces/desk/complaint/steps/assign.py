"""Assign: take it, or put it into a colleague's hands, with everybody's load in sight."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kikitori.casework.assign import assign_complaint
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.handing_over import Facts, facts_of
from kikitori.casework.place import place_complaint
from kikitori.interfaces.desk.away.away_words import away_told
from kikitori.interfaces.desk.complaint import fields
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.handing_words import facts_told
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.lifecycle import OPEN, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor
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


def _assign_or_hand_over(
    actor: Actor,
    complaint: Complaint,
    *,
    to: Staff,
    reason: str,
    now: datetime,
    hand_over: bool = False,
    words: str = "",
    with_drafts: bool = False,
) -> None:
    """Assigned alone where nobody has it, where no hand-over was wished, and to whoever has it already."""
    if not hand_over or to.pk == complaint.assignee_id:
        assign_complaint(actor, complaint, to=to, reason=reason, now=now)
        return
    said = "\n\n".join(text for text in (reason.strip(), words.strip()) if text)
    hand_over_complaint(actor, complaint, to=to, words=said, with_drafts=with_drafts, now=now)


class Assign(StepForm):
    """Whose hands it is in."""

    step = Step.ASSIGN
    verb = _("Put it into these hands")
    done = _("It is in other hands now.")
    about = _(
        "The complainant is not told who it is. A restricted complaint leaves your sight when you hand it on."
    )
    calls = staticmethod(_assign_or_hand_over)
    part = "desk/complaint/_fields_assign.html"

    def set_up(self) -> None:
        """Every colleague, with what is in their hands; where somebody has it, what to hand over with it."""
        busy, colleagues = loads(self.standing), able_staff()
        helps = {}
        for person in colleagues:
            number = busy.get(person.pk, 0)
            load = ngettext("%(n)s open complaint", "%(n)s open complaints", number) % {"n": number}
            help_text = _("%(load)s, %(team)s") % {"load": load, "team": person.team} if person.team else load
            away = away_told(self.standing.roster, person.pk)
            helps[str(person.pk)] = (
                _("%(away)s. %(load)s") % {"away": away, "load": help_text} if away else help_text
            )
        self.fields["to"] = fields.one_of(
            _("Into whose hands"), colleagues, lambda person: person.name, helps
        )
        if self.standing.roster:
            self.fields["to"].help_text = _(
                "Whoever is away can be given it all the same; what falls due is shown to their deputy as well."
            )
        self.fields["reason"] = fields.text(_("Why, for the colleague"), required=False, rows=2)
        if self.standing.complaint.assignee_id is not None:
            self._set_up_hand_over()

    def _set_up_hand_over(self) -> None:
        self.fields["hand_over"] = forms.BooleanField(
            label=_("Hand it over: tell them what stands below, until they say that they have read it"),
            required=False,
        )
        self.fields["words"] = fields.text(
            _("What the next person should know beyond that"),
            help_text=_("What you have agreed on, what to beware of, what you would do next."),
            required=False,
            rows=4,
        )
        if any(self.facts.get(name) for name in ("drafts", "conversations")) and self._is_theirs:
            self.fields["with_drafts"] = forms.BooleanField(
                label=_("My drafts and unfinished conversations about it go along"), required=False
            )

    @property
    def _is_theirs(self) -> bool:
        return self.standing.complaint.assignee_id == self.standing.actor.staff_id

    @cached_property
    def facts(self) -> Facts:
        """What would be handed over, as it stands."""
        return facts_of(self.standing.complaint, self.standing.complaint.assignee)

    @property
    def facts_told(self) -> list[str]:
        """The same in words."""
        return facts_told(self.facts, self.standing.now)

    def first_values(self) -> dict[str, Any]:
        """Whose it is now."""
        here = self.standing.complaint.assignee_id
        return {"to": here or "", "hand_over": here is not None, "with_drafts": True}
