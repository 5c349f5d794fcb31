"""The question sets there are: those that come with Kikitori, and what an organisation has written in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import yaml

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.records.complaints.terms import Kind, Subject
from kikitori.records.inquiry.conversations import Conversation, QuestionSetVersion
from kikitori.records.inquiry.question_reader import read_question_set
from kikitori.records.inquiry.questions import Moment, Purpose, QuestionSet

#: Versions below are those that come with Kikitori.
OWN_FROM = 1001
#: As they are offered.
SHIPPED = ("general", "association", "interview")
_DATA = Path(__file__).parent / "data"
#: The safety questions (records/triage/sorting.py, which this room does not know): a test holds them together.
SAFETY_QUESTIONS = frozenset(
    {"injury", "fire", "co", "death", "child", "threat_to_self", "data_leak", "legal_deadline"}
)
_WORDS: Mapping[str, frozenset[str]] = {
    "subject": frozenset(each.value for each in Subject),
    "kind": frozenset(each.value for each in Kind),
    "anonymous": frozenset({"yes", "no"}),
    "safety": frozenset({"yes", "no", "unknown"}),
}


@lru_cache(maxsize=64)
def read(text: str) -> QuestionSet:
    """The set a text says; where it says nothing of hard moments or long calls, those that come with Kikitori hold.

    Raises SetError.
    """
    found = read_question_set(text, SAFETY_QUESTIONS, _WORDS)
    moments, minutes = _common()
    return replace(found, moments=found.moments or moments, call_minutes=found.call_minutes or minutes)


def text_of(set_id: str, version: int) -> str | None:
    """A version as it was written; None where there is none. One query."""
    rows = QuestionSetVersion.objects.filter(set=set_id, version=version)
    kept = rows.values_list("text", flat=True).first()
    if kept is None and set_id in SHIPPED and read(shipped_text(set_id)).version == version:
        return shipped_text(set_id)
    return kept


def version_of(set_id: str, version: int) -> QuestionSet | None:
    """One version; None where there is none. One query."""
    text = text_of(set_id, version)
    return replace(read(text), id=set_id, version=version) if text is not None else None


def questions_of(conversation: Conversation) -> QuestionSet:
    """The questions it was begun with; one query. Raises LookupError where they are not there, which cannot be."""
    found = version_of(conversation.set, conversation.version)
    if found is None:
        raise LookupError(f"{conversation.set} {conversation.version}")
    return found


def newest_own() -> dict[str, QuestionSetVersion]:
    """The newest version of each set that the organisation has written; one query."""
    rows = QuestionSetVersion.objects.filter(version__gte=OWN_FROM).select_related("by")
    return {row.set: row for row in rows.order_by("set", "-version").distinct("set")}


def in_use(purpose: Purpose | None = None) -> list[QuestionSet]:
    """Every set as it is asked now, in the order they are offered; one query."""
    own = newest_own()
    found = [
        replace(read(own[each].text), id=each, version=own[each].version)
        if each in own
        else read(shipped_text(each))
        for each in (*SHIPPED, *sorted(own.keys() - set(SHIPPED)))
    ]
    return [each for each in found if purpose is None or each.purpose is purpose]


@cache
def shipped_text(set_id: str) -> str:
    """A set as it comes with Kikitori. Raises FileNotFoundError for one that does not."""
    return (_DATA / f"{set_id}.yaml").read_text(encoding="utf-8")


@cache
def _common() -> tuple[tuple[Moment, ...], tuple[tuple[int, Bilingual], ...]]:
    given = yaml.safe_load((_DATA / "moments.yaml").read_text(encoding="utf-8"))
    moments = tuple(
        Moment(each["key"], Bilingual(**each["name"]), Bilingual(**each["say"])) for each in given["moments"]
    )
    return moments, tuple((minute, Bilingual(**said)) for minute, said in given["call_minutes"].items())
