"""Fairness 公平性の確認: whom remedies fell to in the complaints a reader sees, question by question. Reads only.

Two queries for each question, however many complaints there are; what is shown of them is records/remedies/fairness.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from kikitori.casework.alike import GRANTED, decided_since
from kikitori.records.access.visibility import not_sealed, visible_to
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.decision_parts import RIGHT
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType
from kikitori.records.remedies import fairness as pure
from kikitori.records.remedies.models import Remedy

#: So far back it looks.
LAST = timedelta(days=365)
YES, NO = "yes", "no"
#: Of nobody a customer type was given.
NO_TYPE = "none"


class Question(StrEnum):
    """By what complainants are told apart."""

    TYPE = "type"
    CHANNEL = "channel"
    LANGUAGE = "language"
    REPRESENTED = "represented"
    FURTHER = "further"


@dataclass(frozen=True, slots=True)
class Median:
    """The amount in the middle of so many."""

    number: int
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One question: groups that may be shown, each with its medians."""

    question: Question
    shown: pure.Shown
    medians: Mapping[str, list[Median]] = field(default_factory=dict)


class _Median(Aggregate):
    """The amount in the middle, one that was granted: percentile_disc of PostgreSQL."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = BigIntegerField()


def decided_lately(actor: Actor, now: datetime) -> QuerySet[Complaint]:
    """The complaints this looks at: seen, and decided or agreed upon in the last twelve months."""
    return decided_since(visible_to(actor).filter(not_sealed()), now - LAST)


def fairness(actor: Actor, *, now: datetime) -> list[Answered]:
    """Every question, answered. Two queries each."""
    seen = decided_lately(actor, now)
    return [_answered(question, seen) for question in Question]


def in_group(actor: Actor, question: Question, group: str, now: datetime) -> QuerySet[Complaint] | None:
    """The complaints of one group that is shown; None of one that is not. One query before it is read."""
    seen = decided_lately(actor, now)
    if not any(each.group == group for each in pure.compared(_counts(question, seen)).groups):
        return None
    return seen.filter(pk__in=seen.annotate(group=_GROUP[question]("")).filter(group=group).values("pk"))


def _answered(question: Question, seen: QuerySet[Complaint]) -> Answered:
    shown = pure.compared(_counts(question, seen))
    return Answered(question, shown, _medians(question, seen, {each.group for each in shown.groups}))


def _counts(question: Question, seen: QuerySet[Complaint]) -> dict[str, pure.Count]:
    findings = Finding.objects.filter(allegation__complaint=OuterRef("pk"))
    newer = Finding.objects.filter(allegation=OuterRef("allegation"), pk__gt=OuterRef("pk"))
    right = findings.filter(~Exists(newer), outcome__in=sorted(RIGHT))
    granted = Remedy.objects.filter(complaint=OuterRef("pk"), state__in=GRANTED)
    rows = seen.annotate(
        group=_GROUP[question](""),
        is_judged=Exists(findings),
        is_upheld=Exists(right),
        is_remedied=Exists(granted),
    )
    counted = (
        rows.order_by()
        .values("group")
        .annotate(
            decided=Count("pk", distinct=True),
            judged=Count("pk", filter=Q(is_judged=True), distinct=True),
            upheld=Count("pk", filter=Q(is_upheld=True), distinct=True),
            remedied=Count("pk", filter=Q(is_remedied=True), distinct=True),
        )
    )
    return {
        str(row["group"]): pure.Count(row["decided"], row["judged"], row["upheld"], row["remedied"])
        for row in counted
    }


def _medians(question: Question, seen: QuerySet[Complaint], shown: set[str]) -> dict[str, list[Median]]:
    rows = Remedy.objects.filter(complaint__in=seen.values("pk"), state__in=GRANTED, amount__gt=0)
    found = (
        rows.annotate(group=_GROUP[question]("complaint__"))
        .order_by()
        .values("group", "currency")
        .annotate(number=Count("pk"), middle=_Median("amount"))
    )
    medians: dict[str, list[Median]] = {}
    for row in found:
        if str(row["group"]) in shown and row["number"] >= pure.FEWEST:
            median = Median(row["number"], row["middle"], row["currency"])
            medians.setdefault(str(row["group"]), []).append(median)
    return {group: sorted(each, key=lambda one: -one.number) for group, each in medians.items()}


def _whether(condition: Exists) -> Case:
    return Case(When(condition, then=Value(YES)), default=Value(NO))


def _represented(prefix: str) -> Case:
    speaks = Party.objects.filter(
        complaint=OuterRef(f"{prefix}pk"),
        role__in=(PartyRole.REPRESENTATIVE.value, PartyRole.FORMER.value),
    )
    return _whether(Exists(speaks))


def _further(prefix: str) -> Case:
    """Did the same person complain before?"""
    theirs = Party.objects.filter(
        complaint=OuterRef(OuterRef(f"{prefix}pk")), role=PartyRole.COMPLAINANT.value
    )
    before = Party.objects.filter(
        role=PartyRole.COMPLAINANT.value,
        person__in=theirs.values("person"),
        complaint__received_at__lt=OuterRef(f"{prefix}received_at"),
    )
    return _whether(Exists(before))


def _type(prefix: str) -> Coalesce:
    """The customer type of whoever complained, the first given of those that stand; most have none."""
    given = GivenType.objects.filter(
        person__parts__complaint=OuterRef(f"{prefix}pk"),
        person__parts__role=PartyRole.COMPLAINANT.value,
        ended_at=None,
    )
    first = Subquery(given.order_by("given_at", "pk").values("type")[:1], output_field=CharField())
    return Coalesce(first, Value(NO_TYPE))


_GROUP: dict[Question, Callable[[str], Any]] = {
    Question.TYPE: _type,
    Question.CHANNEL: lambda prefix: F(f"{prefix}channel"),
    Question.LANGUAGE: lambda prefix: F(f"{prefix}language"),
    Question.REPRESENTED: _represented,
    Question.FURTHER: _further,
}
