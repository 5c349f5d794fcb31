"""What is read aloud at the end of a conversation: what we understood, what they would like, what we do by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import override

from kikitori.interfaces.desk.frame import Frame
from kikitori.records.deadlines.packs import Packs
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.told_now import owed_if_told_now
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.inquiry.questions import Facts
from kikitori.records.triage.labels import SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion

#: What is promised of itself to somebody who complains.
_TOLD = frozenset({PromiseKind.ACKNOWLEDGEMENT, PromiseKind.PROGRESS, PromiseKind.DECISION})


@dataclass(frozen=True, slots=True)
class Due:
    """Something we do, and by when. `kind`: a PromiseKind."""

    kind: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Script:
    """The parts of it, in the person's language."""

    language: str
    told: list[str]
    wish: str
    name: str
    roads: list[str]
    dangers: list[str]
    dues: list[Due]
    anonymous: bool
    restricted: bool


def script_of(frame: Frame, talk: Conversation, facts: Facts) -> Script:
    """The script. Two queries, for the packs written here and the closures; none for an interview."""
    with override(talk.language):
        dangers = [
            str(SAFETY_QUESTION[SafetyQuestion(question)])
            for question, answer in facts.safety.items()
            if answer == Answer.YES.value
        ]
    return Script(
        language=talk.language,
        told=[paragraph for paragraph in facts.story.split("\n") if paragraph.strip()],
        wish=facts.wish,
        name="" if facts.anonymous else facts.name,
        roads=[] if facts.anonymous and not (facts.phone or facts.email) else _roads(facts),
        dangers=dangers,
        dues=[] if talk.complaint_id else _dues(frame),
        anonymous=facts.anonymous,
        restricted=facts.restricted,
    )


def _roads(facts: Facts) -> list[str]:
    return [road for road in (facts.phone, facts.email, facts.post) if road]


def _dues(frame: Frame) -> list[Due]:
    packs = Packs(lambda: frame.organisation)
    in_force = packs.in_force(timezone.localdate(frame.now))
    owed = owed_if_told_now(packs.service(in_force), frame.now, frame.calendar)
    return [Due(rule.kind, at) for rule, at in owed if rule.kind in _TOLD]
