"""How the demo looks into things: a plan where one is asked for, evidence and facts of what was found. By the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta

from kikitori.casework.note_fact import FactGiven, note_fact
from kikitori.casework.plan_inquiry import LineGiven, end_line, plan_inquiry
from kikitori.casework.take_evidence import EvidenceGiven, take_evidence
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.inquiry.usual_lines import usual_lines
from kikitori.records.people.actor import Actor

_GRAVE = (Severity.S1.value, Severity.S2.value)
#: Of the usual ones every third is planned; of the slight none.
_EVERY = 3
_DAYS = timedelta(days=3)
_WHAT = Bilingual(
    ja="当日の作業と応対の記録（写し）", en="Record of the work and the calls of that day (copy)"
)
_SOURCE = Bilingual(ja="当方の記録", en="our own records")
_DONE = Bilingual(ja="記録を取り寄せて確かめました。", en="The record was obtained and read.")


def plan_it(actor: Actor, complaint: Complaint, now: datetime) -> None:
    """The usual lines for what it is about, where it is grave, or now and then."""
    wanted = complaint.severity in _GRAVE
    wanted |= complaint.severity == Severity.S3.value and complaint.pk % _EVERY == 0
    if not wanted or complaint.inquiry_lines.exists():
        return
    language = complaint.language
    lines = [
        LineGiven(
            what=each.what.in_(language),
            source=each.source.in_(language) if each.source else "",
            due_on=(now + _DAYS).date(),
        )
        for each in usual_lines(complaint.subject)
    ]
    plan_inquiry(actor, complaint, lines=lines, now=now)


def write_up(actor: Actor, complaint: Complaint, reasons: str, now: datetime) -> None:
    """Before it is decided: what came of each line, the record as evidence, and what it shows of the first point."""
    complaint.refresh_from_db()
    if complaint.severity in _GRAVE:
        plan_it(actor, complaint, now)
    open_lines = [row for row in complaint.inquiry_lines.all() if row.is_open]
    if not open_lines:
        return
    language = complaint.language
    for line in open_lines:
        end_line(actor, complaint, line=line, how="done", came_out=_DONE.in_(language), now=now)
    given = EvidenceGiven(
        kind="system_record",
        what=_WHAT.in_(language),
        source=_SOURCE.in_(language),
        got_on=now.date(),
        bearings={1: "supports"},
    )
    shown = take_evidence(actor, complaint, given=given, now=now)
    fact = FactGiven(nature="fact", text=reasons, point=1, evidence=shown)
    note_fact(actor, complaint, given=fact, now=now)
