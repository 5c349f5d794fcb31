"""The checklist of the guideline a complaint goes by: items done, left undone for a reason, or holding it up."""

from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guidelines import GuidelineMark, GuidelinePin
from kikitori.records.prevention.terms import ItemNeed, ItemState


def mark_item(
    actor: Actor, complaint: Complaint, *, item: str, state: str, reason: str = "", now: datetime
) -> None:
    """Say of an item that it is done, that it is not done and why, or that it is open after all.

    Raises Invalid: `state`, `reason` MISSING for what is not done; NotNow (NO_GUIDELINE): there is no such item in
    the version it goes by.
    """
    check = Checked()
    what = check.word("state", state, ItemState)
    why = check.text("reason", reason, longest=2000)
    if what is ItemState.NOT_DONE and not why:
        check.problems.setdefault("reason", Problem.MISSING)
    check.done()
    with taking(actor, complaint, Step.MARK_ITEM, now=now) as step:
        pin = _pin_of(step)
        if pin is None or pin.version.text.item(item) is None:
            raise NotNow(Obstacle.NO_GUIDELINE)
        if not _mark(step, pin, item, what, why if what is ItemState.NOT_DONE else ""):
            step.let_be()
            return
        step.say(version=pin.version_id, item=item, state=what.value)
        if what is ItemState.NOT_DONE:
            step.say(reason=why)


def require_followed(step: Taken) -> None:
    """Raises NotNow (ITEM_OPEN, with its number in the list) where an item is to be seen to before a decision.

    Asked of staff alone: the complainant's own yes, or their silence, is not held up by our checklist. One query;
    a second where something is to be seen to.
    """
    if step.actor.staff_id is None:
        return
    pin = _pin_of(step)
    holding = [
        each
        for each in (pin.version.text.items if pin else ())
        if each.need == ItemNeed.BEFORE_DECISION.value
    ]
    if pin is None or not holding:
        return
    seen_to = set(pin.marks.values_list("item", flat=True))
    for item in holding:
        if item.id not in seen_to:
            raise NotNow(Obstacle.ITEM_OPEN, str(pin.version.text.place_of(item.id)))


def _pin_of(step: Taken) -> GuidelinePin | None:
    return step.complaint.guideline_pins.filter(ended_at=None).select_related("version").first()


def _mark(step: Taken, pin: GuidelinePin, item: str, state: ItemState, reason: str) -> bool:
    """Write it; False where it stands so already, so that two who tick the same leave one entry."""
    row = pin.marks.filter(item=item).first()
    if state is ItemState.OPEN:
        if row is not None:
            row.delete()
        return row is not None
    if row is not None and (row.state, row.reason) == (state.value, reason):
        return False
    GuidelineMark.objects.update_or_create(
        pin=pin,
        item=item,
        defaults={"state": state.value, "reason": reason, "at": step.now, "by_id": step.actor.staff_id},
    )
    return True
