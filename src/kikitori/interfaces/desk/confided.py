"""Whom complainants have named, for Today: what waits for a decision that this lead may take, soonest first.

From the same source as the page on which it is decided (casework/barring.py): of whom it speaks finds neither line nor
number, and the page asks as much for them as for anybody.
"""

from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.barring import namings_to_decide
from kikitori.foundation.postgres.counted import UpTo
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.steps.table import WORD_OF, name_of
from kikitori.interfaces.desk.horizon import Group, Horizon
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.people.actor import Actor

#: So many are drawn; what comes after them waits its turn.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One request. `address`: the complaint; `url`: where it is decided."""

    reference: str
    asked_at: datetime
    due_at: datetime | None
    address: str
    url: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Confided:
    """All that wait, as far as they are drawn, with how many there are and whether the first is overdue."""

    lines: list[Line]
    number: UpTo
    is_late: bool


def confided_to_decide(actor: Actor, horizon: Horizon) -> Confided | None:
    """None where there is nothing to decide. One query; none for whoever decides no bars."""
    rows = namings_to_decide(actor).order_by("due_at", "id")
    shown = rows.values_list("pk", "complaint__reference", "asked_at", "due_at")[: SHOWN + 1]
    lines = [_line(horizon, *row) for row in shown]
    if not lines:
        return None
    late = any(line.is_late for line in lines)
    return Confided(lines[:SHOWN], UpTo.of(len(lines), SHOWN), late)


def _line(horizon: Horizon, number: int, reference: str, asked_at: datetime, due_at: datetime | None) -> Line:
    decided_at = complaint_address(reference, name_of(WORD_OF[Step.DECIDE_BAR]))
    return Line(
        reference,
        asked_at,
        due_at,
        complaint_address(reference),
        f"{decided_at}?petition={number}",
        is_late=due_at is not None and horizon.group_of(due_at) is Group.LATE,
    )
