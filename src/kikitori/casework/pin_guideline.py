"""Which version of which guideline 対応指針 a complaint goes by: found by the assessment, or chosen with a reason.

The version is pinned: what is written later changes nothing for this complaint until somebody takes it over.
"""

from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.fitting import About, Fit, Offer, closest
from kikitori.records.prevention.guideline_queries import in_force
from kikitori.records.prevention.guidelines import GuidelineMark, GuidelinePin, GuidelineVersion


def pin_at_assessment(assessed: Taken) -> None:
    """Pin what applies to a complaint that was just assessed, within that step.

    What it goes by stays where it is about the same as before, and where another version of the same guideline
    applies: a newer version is taken over by people. Two queries where nothing changes.
    """
    complaint = assessed.complaint
    about = About(complaint.subject, complaint.severity, complaint.kind)
    before = _pin_of(complaint)
    if before is not None and about == About(before.subject, before.severity, before.kind):
        return
    versions = {row.guideline_id: row for row in in_force(assessed.house.day_of(assessed.now))}
    fit = closest((Offer(number, row.text) for number, row in versions.items()), about)
    if before is None and fit is None:
        return
    if before is not None and fit is not None and before.version.guideline_id == fit.number:
        GuidelinePin.objects.filter(pk=before.pk).update(
            subject=about.subject, severity=about.severity, kind=about.kind,
            named=[each.value for each in fit.named], others=fit.others,
        )  # fmt: skip
        return
    with taking(assessed.actor, complaint, Step.CHOOSE_GUIDELINE, now=assessed.now, within=assessed) as step:
        _change(step, before, versions[fit.number] if fit else None, fit)


def choose_guideline(
    actor: Actor, complaint: Complaint, *, version: GuidelineVersion, reason: str, now: datetime
) -> None:
    """Go by this version from now on: a newer one of the same guideline, or another guideline.

    What was said of items whose words are the same goes along. Raises Invalid: `reason` MISSING; NotNow:
    GUIDELINE_NOT_IN_FORCE. Where it goes by this version already, nothing is written.
    """
    why = checked_text("reason", reason, longest=2000)
    with taking(actor, complaint, Step.CHOOSE_GUIDELINE, now=now) as step:
        versions = {row.guideline_id: row for row in in_force(step.house.day_of(now))}
        chosen = versions.get(version.guideline_id)
        if chosen is None or chosen.pk != version.pk:
            raise NotNow(Obstacle.GUIDELINE_NOT_IN_FORCE)
        before = _pin_of(step.complaint)
        if before is not None and before.version_id == chosen.pk:
            step.let_be()
            return
        _change(step, before, chosen, None, why)


def _pin_of(complaint: Complaint) -> GuidelinePin | None:
    return complaint.guideline_pins.filter(ended_at=None).select_related("version").first()


def _change(
    step: Taken,
    before: GuidelinePin | None,
    version: GuidelineVersion | None,
    fit: Fit | None,
    reason: str = "",
) -> None:
    if before is not None:
        GuidelinePin.objects.filter(pk=before.pk).update(ended_at=step.now)
    if version is None:
        step.say(version=None)
        return
    complaint = step.complaint
    pin = GuidelinePin.objects.create(
        complaint=complaint,
        version=version,
        subject=complaint.subject,
        severity=complaint.severity,
        kind=complaint.kind,
        named=[each.value for each in fit.named] if fit else [],
        others=fit.others if fit else 0,
        reason=reason,
        pinned_at=step.now,
        pinned_by_id=step.actor.staff_id,
    )
    if before is not None:
        _take_marks_along(before, pin, before.version, version)
    step.say(version=version.pk, guideline=version.guideline_id, number=version.number)
    if reason:
        step.say(reason=reason)
    if fit is not None:
        step.say(named=[each.value for each in fit.named], others=fit.others)


def _take_marks_along(
    before: GuidelinePin, pin: GuidelinePin, old: GuidelineVersion, new: GuidelineVersion
) -> None:
    """Of the same guideline: an item that reads as it did was done as it was; one that reads otherwise is open anew."""
    if old.guideline_id != new.guideline_id:
        return
    same = {item.id for item in new.text.items if (was := old.text.item(item.id)) and was.text == item.text}
    rows = before.marks.filter(item__in=same)
    GuidelineMark.objects.bulk_create(
        GuidelineMark(pin=pin, item=row.item, state=row.state, reason=row.reason, at=row.at, by_id=row.by_id)
        for row in rows
    )
