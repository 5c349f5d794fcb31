"""The verbs by which a complaint goes by a guideline, in the same table as all others."""

from __future__ import annotations

from datetime import datetime, timedelta

from kikitori.casework.follow_guideline import mark_item
from kikitori.casework.guidelines import put_into_force, write_guideline
from kikitori.casework.house import House
from kikitori.casework.pin_guideline import choose_guideline
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.prevention.guidelines import GuidelineVersion
from kikitori.records.prevention.text import GuidelineText, InTwo, Item
from tests import makers
from tests.casework.verbs import HOUSE, LATER, STAFF, Case
from tests.cast import Cast
from tests.makers import FRIDAY

TEXT = GuidelineText(
    title=InTwo(ja="破損のお申し出"),
    subjects=("delivery",),
    do=InTwo(ja="まず、けががなかったかを伺います。"),
    items=(
        Item(text=InTwo(ja="けががないか確かめた"), need="needed"),
        Item(text=InTwo(ja="写真を受け取った")),
    ),
)


def in_force(cast: Cast, text: GuidelineText = TEXT, *, now: datetime = FRIDAY) -> GuidelineVersion:
    """A guideline, in force since this morning."""
    row = write_guideline(cast.actor("lead"), text, now=now - timedelta(minutes=5))
    return put_into_force(
        cast.actor("lead"),
        row.pk,
        from_day=House().day_of(now),
        reason="はじめての版",
        seen=row.revision,
        now=now,
    )


def going_by_one(cast: Cast) -> Complaint:
    """Assessed while a guideline for it was in force, and being looked into."""
    in_force(cast)
    return makers.investigated(cast)


def before_one(cast: Cast) -> Complaint:
    """Assessed before there was a guideline."""
    complaint = makers.investigated(cast)
    in_force(cast)
    return complaint


GUIDELINE_CASES = [
    Case(
        Step.CHOOSE_GUIDELINE,
        before_one,
        lambda actor, complaint: choose_guideline(
            actor, complaint, version=GuidelineVersion.objects.get(), reason="当てはまるため", now=LATER
        ),
        may=HOUSE,
        state="investigating",
        event="guideline_chosen",
        says="version guideline number reason",
        internal=True,
        statements=11,
        unnoticed=True,
    ),
    Case(
        Step.MARK_ITEM,
        going_by_one,
        lambda actor, complaint: mark_item(actor, complaint, item="i1", state="done", now=LATER),
        may=STAFF,
        state="investigating",
        event="item_marked",
        says="version item state",
        internal=True,
        statements=11,
        unnoticed=True,
    ),
]
