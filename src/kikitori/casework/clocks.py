"""Keeping the clocks: which rule's time begins with a step, and which is met or stopped by it.

Clocks show what rules demand and promises what people were told; waiting for an answer stops neither (invariant 4).
"""

from datetime import datetime

from django.db.models import Q

from kikitori.casework.house import House
from kikitori.casework.promising import PACK
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.why import why_to_json

#: Rules whose clocks start when a complaint comes in (or comes back).
_STARTING: dict[Step, tuple[str, ...]] = {
    Step.RECEIVE: ("acknowledgement", "first-answer", "decision"),
    Step.REOPEN: ("first-answer", "decision"),
    Step.CONFIRM_UNSOLVED: ("first-answer", "decision"),
}
#: Rules whose clocks a step meets.
_MEETING: dict[Step, tuple[str, ...]] = {
    Step.ACKNOWLEDGE: ("acknowledgement",),
    Step.REPLY: ("first-answer",),
    Step.PROPOSE: ("first-answer",),
    Step.ACCEPT: ("first-answer", "decision"),
    Step.DECIDE: ("first-answer", "decision"),
}
#: Steps that can end a complaint, and its clocks with it.
_ENDING = frozenset({Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.WITHDRAW})


def settle_clocks(complaint: Complaint, step: Step, now: datetime, house: House) -> None:
    """Apply one step to the clocks of a complaint already in the state after it."""
    starting, meeting = _STARTING.get(step, ()), _MEETING.get(step, ())
    if starting:
        start = complaint.received_at if step is Step.RECEIVE else now
        _start(complaint, starting, house.calendar, start)
    running = complaint.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True)
    if meeting:
        of_these = Q()
        for rule in meeting:
            of_these |= Q(rule__endswith=f"/{rule}")
        running.filter(of_these).update(met_at=now)
    if step in _ENDING:
        running.update(cancelled_at=now)


def _start(complaint: Complaint, rules: tuple[str, ...], calendar: BusinessCalendar, start: datetime) -> None:
    pack = built_in_pack(PACK)
    clocks = []
    for rule_id in rules:
        rule = pack.rule(rule_id)
        counted = due(rule, start, calendar)
        clocks.append(
            Clock(
                complaint=complaint,
                kind=rule.kind,
                rule=f"{PACK}/{pack.version}/{rule_id}",
                started_at=start,
                due_at=counted.due_at,
                warn_from=counted.warn_from,
                due_soon_from=counted.due_soon_from,
                why=why_to_json(counted.why),
            )
        )
    Clock.objects.bulk_create(clocks)
