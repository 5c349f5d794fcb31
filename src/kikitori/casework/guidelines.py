"""Guidelines 対応指針: written as a draft, put into force as a numbered version, taken out of use. Each change is kept.

A version is written once and never again: complaints go by it and people have marked it as read. What changes is the
draft, until somebody puts it into force as the next version, from a day that has not passed, with the reason.
"""

from datetime import date, datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.given import Checked
from kikitori.casework.guideline_given import numbered, read_guideline
from kikitori.casework.house import House
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.prevention.guidelines import Guideline, GuidelineVersion
from kikitori.records.prevention.text import GuidelineText

_LONGEST_REASON = 2000


def write_guideline(
    actor: Actor, given: GuidelineText, *, guideline: int | None = None, seen: int = 0, now: datetime
) -> Guideline:
    """A new draft, or that of `guideline` written anew. Nothing is in force by it. `seen`: the revision one knew.

    Raises Refused, Invalid, NotNow (SET_MEANWHILE).
    """
    _require(actor)
    with transaction.atomic():
        own = _locked(guideline, seen) if guideline else Guideline(written_at=now)
        text = read_guideline(given, _ids_of(own))
        before = own.draft
        text, own.next_item = numbered(text, own.next_item)
        if text.kept() == before:
            return own
        own.draft, own.written_at = text.kept(), now
        own.revision += 1
        own.save()
        was = {"guideline": own.pk, "draft": before} if before else {}
        note_change(actor, Setting.GUIDELINES, was, {"guideline": own.pk, "draft": own.draft}, now)
    return own


def put_into_force(
    actor: Actor, guideline: int, *, from_day: date | None, reason: str, seen: int, now: datetime
) -> GuidelineVersion:
    """The draft becomes the next version, for complaints assessed from this day on. Brings back what was out of use.

    Raises Refused; Invalid: `from_day` MISSING, IN_THE_PAST, OUT_OF_RANGE; `reason` MISSING, TOO_LONG; NotNow:
    SET_MEANWHILE, NOTHING_CHANGED where the newest version says the same.
    """
    _require(actor)
    check = Checked()
    day = check.coming_day("from_day", from_day, House().day_of(now))
    why = check.text("reason", reason, longest=_LONGEST_REASON, needed=True)
    check.done()
    with transaction.atomic():
        own = _locked(guideline, seen)
        newest = own.versions.order_by("-number").first()
        if newest is not None and own.ended_at is None and newest.words == own.draft:
            raise NotNow(Obstacle.NOTHING_CHANGED)
        version = GuidelineVersion.objects.create(
            guideline=own,
            number=newest.number + 1 if newest else 1,
            words=own.draft,
            in_force_from=day,
            reason=why,
            at=now,
            by_id=actor.staff_id,
        )
        own.ended_at = None
        own.revision += 1
        own.save(update_fields=["ended_at", "revision"])
        was = {"guideline": own.pk, "version": newest.number, "title": _title(newest.text)} if newest else {}
        kept = {
            "guideline": own.pk,
            "version": version.number,
            "title": _title(version.text),
            "from": day.isoformat(),
            "reason": why,
        }
        note_change(actor, Setting.GUIDELINES, was, kept, now)
    return version


def take_out_of_use(actor: Actor, guideline: int, *, reason: str, seen: int, now: datetime) -> Guideline:
    """No complaint gets it any more; those that go by it already go on, and it stays readable.

    Raises Refused; Invalid: `reason`; NotNow: SET_MEANWHILE, NO_GUIDELINE where nothing of it is in use.
    """
    _require(actor)
    check = Checked()
    why = check.text("reason", reason, longest=_LONGEST_REASON, needed=True)
    check.done()
    with transaction.atomic():
        own = _locked(guideline, seen)
        newest = own.versions.order_by("-number").first()
        if newest is None or own.ended_at is not None:
            raise NotNow(Obstacle.NO_GUIDELINE)
        own.ended_at = now
        own.revision += 1
        own.save(update_fields=["ended_at", "revision"])
        was = {"guideline": own.pk, "version": newest.number, "title": _title(newest.text)}
        note_change(actor, Setting.GUIDELINES, was, {**was, "ended": True, "reason": why}, now)
    return own


def _locked(guideline: int, seen: int) -> Guideline:
    """The row, held until commit. Raises NotNow (SET_MEANWHILE)."""
    own = Guideline.objects.select_for_update().filter(pk=guideline).first()
    if own is None or own.revision != seen:
        raise NotNow(Obstacle.SET_MEANWHILE)
    return own


def _ids_of(own: Guideline) -> frozenset[str]:
    """Every id an item of it has, or had: what was taken out of the draft can come back as what it was."""
    return frozenset(f"i{number}" for number in range(1, own.next_item))


def _title(text: GuidelineText) -> dict[str, str]:
    return {"ja": text.title.ja, "en": text.title.en}


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_GUIDELINES)
    if not decision.allowed:
        raise Refused(decision)
