"""Reads about escalation: the ladder as it stands, what waits for an answer."""

from datetime import datetime

from django.db.models import QuerySet

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.ladder import Rung, usual_ladder
from kikitori.records.escalation.models import OPEN, Escalation, Level
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role


def the_ladder(team_id: int | None) -> tuple[Rung, ...]:
    """The levels as configured; else the leads at work, those of this team first. One query, or two."""
    if configured := configured_ladder():
        return configured
    leads = Staff.objects.filter(role=Role.LEAD.value, is_active=True).order_by("id")
    teams = list(leads.values_list("pk", "team_id"))
    return usual_ladder(
        [pk for pk, _ in sorted(teams, key=lambda lead: team_id is None or lead[1] != team_id)]
    )


def configured_ladder() -> tuple[Rung, ...]:
    """The levels as somebody has set them, lowest first; none where nobody has. One query."""
    return tuple(_rung(level) for level in Level.objects.order_by("number"))


def _rung(level: Level) -> Rung:
    return Rung(
        level.number,
        tuple(one for one in (level.holder_id, level.deputy_id) if one is not None),
        level.answer_within_minutes,
        Severity(level.from_severity) if level.from_severity else None,
    )


def open_escalations(complaints: QuerySet[Complaint]) -> QuerySet[Escalation]:
    """What waits for an answer about these complaints, in no order."""
    return Escalation.objects.filter(OPEN, complaint__in=complaints)


def unanswered(now: datetime) -> QuerySet[Escalation]:
    """What has waited for longer than its level allows, the longest first."""
    return Escalation.objects.filter(OPEN, answer_by__lte=now).order_by("answer_by", "id")
