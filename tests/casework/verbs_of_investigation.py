"""The verbs of an investigation, in the same table as all others."""

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.plan_inquiry import LineGiven, end_line, plan_inquiry
from kikitori.casework.take_evidence import EvidenceGiven, note_custody, take_evidence
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from tests import makers
from tests.casework.verbs import LATER, SOON, STAFF, Case
from tests.cast import Cast

BOX = EvidenceGiven(
    kind="object",
    what="つぶれた箱",
    source="申出者",
    got_on=makers.FRIDAY.date(),
    place="倉庫の棚3",
    bearings={1: "supports"},
)


def planned(cast: Cast) -> Complaint:
    """One line, with a task for the handler."""
    complaint = makers.investigated(cast)
    line = LineGiven(what="配送の記録", source="配送会社", point=1, due_on=SOON, to=cast.handler)
    plan_inquiry(cast.actor("handler"), complaint, lines=[line], now=LATER)
    return complaint


def with_evidence(cast: Cast) -> Complaint:
    """A crushed box, kept on a shelf."""
    complaint = makers.investigated(cast)
    take_evidence(cast.actor("handler"), complaint, given=BOX, now=LATER)
    return complaint


INVESTIGATION_CASES = [
    Case(
        Step.PLAN_INQUIRY,
        makers.investigated,
        lambda actor, complaint: plan_inquiry(
            actor, complaint, lines=[LineGiven(what="配送の記録", point=1, due_on=SOON)], now=LATER
        ),
        may=STAFF,
        state="investigating",
        event="inquiry_planned",
        says="numbers",
        internal=True,
        statements=8,
        unnoticed=True,
    ),
    Case(
        Step.END_INQUIRY_LINE,
        planned,
        lambda actor, complaint: end_line(
            actor, complaint, line=complaint.inquiry_lines.get(), how="done", came_out="横積み", now=LATER
        ),
        may=STAFF,
        state="investigating",
        event="inquiry_line_ended",
        says="line how",
        internal=True,
        statements=14,
        unnoticed=True,
    ),
    Case(
        Step.TAKE_EVIDENCE,
        makers.investigated,
        lambda actor, complaint: take_evidence(actor, complaint, given=BOX, now=LATER),
        may=STAFF,
        state="investigating",
        event="evidence_taken",
        says="evidence digest",
        internal=True,
        statements=12,
        unnoticed=True,
    ),
    Case(
        Step.NOTE_CUSTODY,
        with_evidence,
        lambda actor, complaint: note_custody(
            actor,
            complaint,
            evidence=complaint.evidence.get(),
            kind="handed_to",
            whom="検査室",
            happened_on=LATER.date(),
            now=LATER,
        ),
        may=STAFF,
        state="investigating",
        event="custody_noted",
        says="evidence custody",
        internal=True,
        statements=9,
        unnoticed=True,
    ),
    Case(
        Step.NOTE_FACT,
        makers.investigated,
        lambda actor, complaint: note_fact(
            actor, complaint, given=FactGiven(nature="fact", text="三枚が割れている", point=1), now=LATER
        ),
        may=STAFF,
        state="investigating",
        event="fact_noted",
        says="note nature",
        internal=True,
        statements=7,
        unnoticed=True,
    ),
]
