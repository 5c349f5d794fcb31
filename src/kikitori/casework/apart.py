"""Apart 第一段階との分離: under review nobody decides, or has it in hand, who had a part in what is reviewed."""

from collections.abc import Iterable, Mapping
from typing import Any

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.step import Taken
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.second_stage import TELLING, had_a_part
from kikitori.records.complaints.timeline import Event


def part_takers(complaint: Complaint) -> frozenset[int]:
    """Staff who may not review this complaint, while it is under review; nobody where it is not. At most one query."""
    if complaint.state != State.REVIEW2.value:
        return frozenset()
    rows = complaint.events.filter(kind__in=TELLING).order_by("pk")
    return had_a_part(rows.values_list("kind", "actor_staff_id", "data"))


def part_takers_of(complaints: Iterable[Complaint]) -> dict[int, frozenset[int]]:
    """The same of several, by their numbers; only those under review are among them. At most one query for all."""
    reviewed = {each.pk for each in complaints if each.state == State.REVIEW2.value}
    if not reviewed:
        return {}
    told: dict[int, list[tuple[str, int | None, Mapping[str, Any]]]] = {pk: [] for pk in reviewed}
    rows = Event.objects.filter(complaint__in=reviewed, kind__in=TELLING).order_by("pk")
    for pk, kind, by, values in rows.values_list("complaint_id", "kind", "actor_staff_id", "data"):
        told[pk].append((kind, by, values))
    return {pk: had_a_part(lines) for pk, lines in told.items()}


def require_no_part(step: Taken, staff: int, name: str = "") -> None:
    """Raises NotNow(HAD_A_PART, name) where this person had a part in what is reviewed."""
    if staff in part_takers(step.complaint):
        raise NotNow(Obstacle.HAD_A_PART, name)


def require_no_part_of(step: Taken) -> None:
    """The same for whoever takes this step."""
    if step.actor.staff_id is not None:
        require_no_part(step, step.actor.staff_id, step.actor.name)
