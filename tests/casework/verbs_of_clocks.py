"""The verbs that begin, meet, prolong, stop, count anew and turn clocks, in the same table as all others."""

from datetime import date

from kikitori.casework.clock import (
    extend_clock,
    meet_clock,
    recount_clocks,
    start_clock,
    stop_clock,
    turn_clock,
)
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Closure
from tests import makers
from tests.casework.ruled import LEAK, clock, leaked, under_the_law
from tests.casework.verbs import HOUSE, LATER, OVERDUE, Case
from tests.cast import Cast


def newly_closed(cast: Cast) -> Complaint:
    """A closure has become known since the deadlines were counted."""
    complaint = makers.acknowledged(cast)
    day = date(2026, 11, 25)
    Closure.objects.create(name_ja="臨時休業", name_en="Closed", first=day, last=day)
    return complaint


def lawful(cast: Cast) -> Complaint:
    """Received under a law that has deadlines of its own."""
    under_the_law()
    return makers.acknowledged(cast)


CLOCK_CASES = [
    Case(
        Step.START_CLOCK,
        lawful,
        lambda actor, complaint: start_clock(actor, complaint, rule=LEAK, at=LATER, now=LATER),
        may=HOUSE,
        state="acknowledged",
        event="clock_started",
        says="kind rule note clocks",
        internal=True,
        statements=9,
    ),
    Case(
        Step.MEET_CLOCK,
        leaked,
        lambda actor, complaint: meet_clock(
            actor, complaint, clock=clock(complaint, "leak"), how="報告済み", at=LATER, now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="clock_met",
        says="kind rule how clocks",
        internal=True,
        statements=9,
    ),
    Case(
        Step.EXTEND_CLOCK,
        makers.investigated,
        lambda actor, complaint: extend_clock(
            actor,
            complaint,
            clock=clock(complaint, "decision"),
            to=date(2027, 1, 8),
            reason="記録を待つため。",
            now=LATER,
        ),
        may=HOUSE,
        state="investigating",
        event="clock_extended",
        says="kind rule before due_at reason clocks",
        letters=("new_date",),
        statements=17,
    ),
    Case(
        Step.STOP_CLOCK,
        leaked,
        lambda actor, complaint: stop_clock(
            actor, complaint, clock=clock(complaint, "leak"), reason="対象外", now=LATER
        ),
        may=frozenset({"lead", "system"}),
        state="investigating",
        event="clock_stopped",
        says="kind rule reason clocks",
        internal=True,
        statements=9,
    ),
    Case(
        Step.RECOUNT_CLOCKS,
        newly_closed,
        lambda actor, complaint: recount_clocks(actor, complaint, reason="臨時休業", now=LATER),
        may=frozenset({"lead", "system"}),
        state="acknowledged",
        event="clocks_recounted",
        says="reason clocks",
        internal=True,
        unnoticed=True,
        statements=9,
    ),
    Case(
        Step.TURN_CLOCK,
        makers.acknowledged,
        lambda actor, complaint: turn_clock(actor, clock(complaint, "first-answer"), now=OVERDUE),
        may=HOUSE,
        state="acknowledged",
        event="clock_turned",
        says="kind rule due_at clocks",
        internal=True,
        unnoticed=True,
        statements=9,
    ),
]
