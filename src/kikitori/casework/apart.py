"""Apart 第一段階との分離: under review nobody decides, or has it in hand, who had a part in what is reviewed."""

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.step import Taken
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.second_stage import TELLING, had_a_part


def part_takers(complaint: Complaint) -> frozenset[int]:
    """Staff who may not review this complaint, while it is under review; nobody where it is not. At most one query."""
    if complaint.state != State.REVIEW2.value:
        return frozenset()
    rows = complaint.events.filter(kind__in=TELLING).order_by("pk")
    return had_a_part(rows.values_list("kind", "actor_staff_id", "data"))


def require_no_part(step: Taken, staff: int, name: str = "") -> None:
    """Raises NotNow(HAD_A_PART, name) where this person had a part in what is reviewed."""
    if staff in part_takers(step.complaint):
        raise NotNow(Obstacle.HAD_A_PART, name)


def require_no_part_of(step: Taken) -> None:
    """The same for whoever takes this step."""
    if step.actor.staff_id is not None:
        require_no_part(step, step.actor.staff_id, step.actor.name)
