"""Reads about guidelines: what is in force, what somebody is asked to read, and the examples that are shipped."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from kikitori.records.prevention.guidelines import GuidelineRead, GuidelineVersion
from kikitori.records.prevention.text import GuidelineText

_DATA = Path(__file__).parent / "data" / "guidelines.yaml"


def in_force(today: date) -> QuerySet[GuidelineVersion]:
    """Of each guideline in use the newest version whose day has come, by number of the guideline."""
    return _newest(in_force_from__lte=today).order_by("guideline_id")


def to_be_read() -> QuerySet[GuidelineVersion]:
    """Of each guideline in use its newest version, also one whose day is still to come: it is read before that day."""
    return _newest().order_by("guideline_id")


def unread_by(staff: int) -> QuerySet[GuidelineVersion]:
    """Of those, what this person has not marked as read and understood."""
    read = GuidelineRead.objects.filter(version=OuterRef("pk"), staff=staff)
    return to_be_read().filter(~Exists(read))


def _newest(**among: Any) -> QuerySet[GuidelineVersion]:
    of_it = GuidelineVersion.objects.filter(guideline=OuterRef("guideline"), **among).order_by("-number")
    return GuidelineVersion.objects.filter(guideline__ended_at=None, pk=Subquery(of_it.values("pk")[:1]))


@cache
def examples() -> dict[str, GuidelineText]:
    """Examples a lead can begin from, by key. None is in force by itself."""
    return {row["key"]: GuidelineText.read(row) for row in yaml.safe_load(_DATA.read_text("utf-8"))}
