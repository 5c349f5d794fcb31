"""Severity, urgency and queue from plain facts, with reasons (ISO 10002, 7.5).

Safety first: what endangers life or health goes to the urgent queue whoever complains, and no customer
type, VIP included, ever moves a complaint ahead of it. A machine's word may raise, never lower.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kikitori.records.complaints.terms import Queue, Severity, Urgency


class SafetyQuestion(StrEnum):
    """Asked of every complaint at intake and at the initial assessment.

    ISO 10002, 7.5; 消費生活用製品安全法 35条 (product accidents); 個人情報保護法 26条 (leaks).
    """

    INJURY = "injury"
    FIRE = "fire"
    CO = "co"
    DEATH = "death"
    CHILD = "child"
    THREAT_TO_SELF = "threat_to_self"
    DATA_LEAK = "data_leak"
    LEGAL_DEADLINE = "legal_deadline"


class Answer(StrEnum):
    """An answer to a safety question; unknown is a value, not a no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


#: Answers that make a complaint S1 (life, health, a duty to report) or at least S2.
_S1 = (
    SafetyQuestion.INJURY,
    SafetyQuestion.FIRE,
    SafetyQuestion.CO,
    SafetyQuestion.DEATH,
    SafetyQuestion.THREAT_TO_SELF,
)
_S2 = (SafetyQuestion.CHILD, SafetyQuestion.DATA_LEAK, SafetyQuestion.LEGAL_DEADLINE)

_RANK = (Severity.S1, Severity.S2, Severity.S3, Severity.S4)
_URGENCY_RANK = (Urgency.NOW, Urgency.TODAY, Urgency.NORMAL, Urgency.LOW)
_LEAST_URGENCY = {
    Severity.S1: Urgency.NOW,
    Severity.S2: Urgency.TODAY,
    Severity.S3: Urgency.NORMAL,
    Severity.S4: Urgency.LOW,
}


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a complaint belongs, and the words (question or rule codes) that put it there."""

    severity: Severity
    urgency: Urgency
    queue: Queue
    reasons: tuple[str, ...] = field(default=())


def must_be_urgent(severity: Severity) -> bool:
    """Does anything this grave wait in the urgent queue, whatever anybody would like?"""
    return severity <= Severity.S2


def place(
    answers: Mapping[SafetyQuestion, Answer],
    *,
    suspected: frozenset[SafetyQuestion] = frozenset(),
    judged: Severity | None = None,
    heated: bool = False,
) -> Placement:
    """Sort one complaint.

    `answers`: what people said. `suspected`: what the story seems to say; counts unless somebody answered
    no. `judged`: a handler's severity, which answers may raise but not lower. `heated`: the person is
    upset, which raises the urgency by one and never the severity.
    """
    yes = {q for q, a in answers.items() if a is Answer.YES}
    yes |= {q for q in suspected if answers.get(q) is not Answer.NO}
    reasons = [q.value for q in SafetyQuestion if q in yes]
    asked = Severity.S1 if yes & set(_S1) else Severity.S2 if yes & set(_S2) else Severity.S4
    own = judged or Severity.S3
    severity = min(asked, own, key=_RANK.index)
    if judged is not None and severity is judged:
        reasons.append("judged")
    urgency = _LEAST_URGENCY[severity]
    if heated and urgency is not Urgency.NOW:
        urgency = _URGENCY_RANK[_URGENCY_RANK.index(urgency) - 1]
        reasons.append("heated")
    queue = Queue.URGENT if must_be_urgent(severity) else Queue.MAIN
    return Placement(severity, urgency, queue, tuple(reasons))


class RedirectState(StrEnum):
    """Of a request to show somebody to another door: waits, was confirmed, stays here, was taken back later."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    UNDONE = "undone"
