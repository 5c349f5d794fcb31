"""To whom 誰に頼むか: which of us is given what has come up by itself, where nobody chose somebody."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import override

from kikitori.casework.house import House
from kikitori.casework.tasks import able_to_take, add_task
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role

_DAYS_FOR_IT = 3


def whoever_sees_to_it(complaint: Complaint) -> Staff | None:
    """Who has it in hand, else a lead, else anybody who handles complaints and sees this one. One query."""
    able = able_to_take(complaint)
    own = [one for one in able if one.pk == complaint.assignee_id]
    return next(iter(own + _leads(able, complaint) + able), None)


def a_lead(complaint: Complaint) -> Staff | None:
    """A lead who sees it, of the team that has it where there is one. One query."""
    return next(iter(_leads(able_to_take(complaint), complaint)), None)


def _leads(able: list[Staff], complaint: Complaint) -> list[Staff]:
    leads = [one for one in able if one.role == Role.LEAD.value]
    return sorted(leads, key=lambda one: one.team_id != complaint.team_id)


def ask_a_lead(
    complaint: Complaint, title: Callable[[], str], house: House, *, because: str, now: datetime
) -> None:
    """A task for a lead; `title` is asked for in their language. Where no lead sees the complaint, nobody is asked."""
    lead = a_lead(complaint)
    if lead is None:
        return
    with override(lead.language):
        what = title()
    day = house.day_of(now) + timedelta(days=_DAYS_FOR_IT)
    add_task(Actor.system(because), complaint, title=what, to=lead, by=day, now=now, for_what=because)
