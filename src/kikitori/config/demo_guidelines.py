"""Guidelines of a demonstration house: the examples made its own, put into force, read, and followed but once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from kikitori.casework.follow_guideline import mark_item
from kikitori.casework.guideline_reading import asked_to_read, mark_guideline_read
from kikitori.casework.guidelines import put_into_force, write_guideline
from kikitori.casework.house import House
from kikitori.casework.settings_kept import newest_change
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role, Setting
from kikitori.records.prevention.guideline_queries import examples, in_force
from kikitori.records.prevention.guidelines import Guideline, GuidelineMark, GuidelinePin
from kikitori.records.prevention.terms import ItemNeed, ItemState
from kikitori.records.prevention.text import Contact, GuidelineText, InTwo, Item

#: Before the first complaint, and shortly before today.
_LONG_AGO, _LATELY = timedelta(days=240), timedelta(days=12)
_DESK = Contact(
    name=InTwo(ja="品質・安全の窓口", en="Quality and safety desk"),
    phone="0120-000-221",
    mail="anzen@example.jp",
    hours=InTwo(
        ja="平日 9:00〜18:00（緊急のときは携帯へ）", en="Weekdays 9:00 to 18:00; in an emergency by mobile"
    ),
)
_FIRST = "これまでの手引きを、版のある対応指針に改めました。"
_AGAIN = "配送の破損が続いたため、同じ便の確認を加えました。"
_LATER = Item(
    text=InTwo(ja="配送会社に当日の記録を照会した", en="Asked the carrier for the record of that day"),
    need=ItemNeed.OPTIONAL.value,
)
_DEVIATION = "お写真をお送りいただくのが難しいとのことで、お話だけで確かめました。"


def put_examples_into_force(staff: Collection[Staff], now: datetime) -> None:
    """All examples since long ago; the first of them has a second version, which not everybody has read yet."""
    if newest_change(Setting.GUIDELINES):
        return
    lead = actor_for(next(one for one in staff if one.role == Role.LEAD.value))
    for text in examples().values():
        _force(lead, replace(text, contacts=(_DESK,)), None, _FIRST, now - _LONG_AGO)
    everybody = [actor_for(one) for one in asked_to_read()]
    for version in in_force(House().day_of(now)):
        for person in everybody:
            mark_guideline_read(person, version.pk, now=now - _LONG_AGO + timedelta(days=2))


def write_one_anew(staff: Collection[Staff], now: datetime) -> None:
    """Once the complaints are there: a second version of the first guideline, read by the lead alone."""
    versions = list(in_force(House().day_of(now)))
    if not versions or versions[0].number > 1:
        return
    lead = actor_for(next(one for one in staff if one.role == Role.LEAD.value))
    text = versions[0].guideline.text
    _force(lead, replace(text, items=(*text.items, _LATER)), versions[0].guideline_id, _AGAIN, now - _LATELY)
    newest = in_force(House().day_of(now)).first()
    if newest is not None:
        mark_guideline_read(lead, newest.pk, now=now - _LATELY)


def see_to_items(complaint: Complaint, step: str, by: Actor, now: datetime) -> None:
    """After an assessment what is needed before the decision; after the offer everything, but for one thing once."""
    if step not in (Step.ASSESS.value, Step.PROPOSE.value):
        return
    pin = GuidelinePin.objects.filter(complaint=complaint, ended_at=None).select_related("version").first()
    is_ours = may(by, NEEDED[Step.MARK_ITEM], complaint).allowed
    if pin is None or not is_ours or not is_possible(State(complaint.state), Step.MARK_ITEM):
        return
    done = set(pin.marks.values_list("item", flat=True))
    for item in pin.version.text.items:
        at_once = item.need == ItemNeed.BEFORE_DECISION.value
        if item.id in done or (step == Step.ASSESS.value and not at_once):
            continue
        left = item.need == ItemNeed.OPTIONAL.value
        if left and not GuidelineMark.objects.filter(state=ItemState.NOT_DONE.value).exists():
            mark_item(by, complaint, item=item.id, state="not_done", reason=_DEVIATION, now=now)
        elif not left:
            mark_item(by, complaint, item=item.id, state="done", now=now)


def _force(lead: Actor, text: GuidelineText, guideline: int | None, reason: str, at: datetime) -> None:
    seen = Guideline.objects.get(pk=guideline).revision if guideline else 0
    row = write_guideline(lead, text, guideline=guideline, seen=seen, now=at)
    put_into_force(lead, row.pk, from_day=House().day_of(at), reason=reason, seen=row.revision, now=at)
