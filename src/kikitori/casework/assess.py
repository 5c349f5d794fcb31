"""Assess 初期評価: how grave, how urgent, what exactly is alleged, is anybody in danger (ISO 10002, 7.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.escalate import escalate_if_grave
from kikitori.casework.given import Checked
from kikitori.casework.pin_guideline import pin_at_assessment
from kikitori.casework.receive import suspected_dangers
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.complaints.terms import Severity, Subject
from kikitori.records.people.actor import Actor
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.sorting import Answer, SafetyQuestion, place


@dataclass(frozen=True, kw_only=True)
class AllegationGiven:
    """One point raised: what happened, what the person expected, what they got."""

    text: str
    expected: str = ""
    actual: str = ""


def assess_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    severity: str,
    subject: str,
    safety: Mapping[str, str],
    allegations: Sequence[AllegationGiven],
    now: datetime,
    title: str = "",
    note: str = "",
    heated: bool = False,
    confidentiality: str = "",
    seen_version: int | None = None,
) -> None:
    """Write down the initial assessment and sort the complaint anew.

    Allegations replace those before, by number, and keep their findings. Answers to the safety questions
    may raise the severity given, never lower it. A severity that a level of the ladder names brings the
    complaint before it. The closest guideline is pinned. Raises Invalid, Changed (when `seen_version` is old).
    """
    check = Checked()
    judged = check.word("severity", severity, Severity)
    topic = check.word("subject", subject, Subject)
    secrecy = check.secrecy("confidentiality", confidentiality) if confidentiality else None
    answers = {
        check.word("safety", question, SafetyQuestion): check.word("safety", answer, Answer)
        for question, answer in safety.items()
    }
    headline = check.line("title", title, longest=200)
    remark = check.text("note", note, longest=10_000)
    points = _read_points(check, allegations)
    check.done()
    with transaction.atomic():
        with taking(actor, complaint, Step.ASSESS, now=now, seen_version=seen_version) as step:
            row = step.complaint
            judged_before = Severity(row.severity) if row.assessed_at else None
            placement = place(answers, suspected=suspected_dangers(row.story), judged=judged, heated=heated)
            row.severity, row.urgency, row.queue = (
                placement.severity.value,
                placement.urgency.value,
                placement.queue.value,
            )
            row.subject, row.assessed_at = topic.value, now
            row.confidentiality = secrecy.value if secrecy else row.confidentiality
            row.title = headline or row.title
            _answer(step, answers)
            _allege(row, points)
            step.say(
                severity=row.severity,
                urgency=row.urgency,
                queue=row.queue,
                placed=list(placement.reasons),
                allegations=len(points),
                **({"note": remark} if remark else {}),
            )
        pin_at_assessment(step)
        if placement.severity is not judged_before:
            escalate_if_grave(complaint, placement.severity, now=now)


def _read_points(check: Checked, given: Sequence[AllegationGiven]) -> list[AllegationGiven]:
    return [
        AllegationGiven(
            text=check.text(f"allegations.{n}.text", point.text, longest=2000, needed=True),
            expected=check.text(f"allegations.{n}.expected", point.expected, longest=2000),
            actual=check.text(f"allegations.{n}.actual", point.actual, longest=2000),
        )
        for n, point in enumerate(given)
    ]


def _answer(step: Taken, answers: Mapping[SafetyQuestion, Answer]) -> None:
    """The newest answer per question counts; the earlier one stands in the timeline of its assessment."""
    SafetyAnswer.objects.bulk_create(
        [
            SafetyAnswer(
                complaint=step.complaint,
                question=question.value,
                answer=answer.value,
                answered_at=step.now,
                answered_by_id=step.actor.staff_id,
            )
            for question, answer in answers.items()
        ],
        update_conflicts=True,
        unique_fields=["complaint", "question"],
        update_fields=["answer", "answered_at", "answered_by"],
    )
    step.say(safety={question.value: answer.value for question, answer in answers.items()})


def _allege(complaint: Complaint, points: Sequence[AllegationGiven]) -> None:
    """Number the points from 1; those beyond the new list are gone unless something was found on them."""
    Allegation.objects.bulk_create(
        [
            Allegation(
                complaint=complaint,
                number=number,
                text=point.text,
                expected=point.expected,
                actual=point.actual,
                told=True,
            )
            for number, point in enumerate(points, start=1)
        ],
        update_conflicts=True,
        unique_fields=["complaint", "number"],
        update_fields=["text", "expected", "actual", "told"],
    )
    complaint.allegations.filter(number__gt=len(points), findings__isnull=True).delete()
