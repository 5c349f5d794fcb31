"""Keeping automations: written, changed, moved in the order, switched on and off. Every version stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from kikitori.casework.automation.named import referring
from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.automation.models import Automation, AutomationVersion, AutomationWatch, Timer
from kikitori.records.automation.rule import Fault, OnTime, Rule, UnreadableRule, Wrong, sound
from kikitori.records.automation.rule_kept import rule_as_json
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting

#: More than anybody keeps in mind; each is looked at for every entry.
MOST = 50
_WATCH = 1


def write_automation(actor: Actor, rule: Rule, *, now: datetime) -> Automation:
    """A new one, the last in the order, and off. Raises Refused, UnreadableRule."""
    _require(actor)
    kept = rule_as_json(referring(sound(rule)))
    with transaction.atomic():
        wait_for_turn(Setting.AUTOMATION.value)
        last = Automation.objects.aggregate(last=Max("position"))["last"] or 0
        if Automation.objects.count() >= MOST:
            raise UnreadableRule((Fault(Wrong.TOO_MANY, ""),))
        row = Automation.objects.create(position=last + 1, rule=kept)
        _keep_version(actor, row, now)
        note_change(actor, Setting.AUTOMATION, {}, _told(row), now)
    return row


def rewrite_automation(
    actor: Actor, automation: Automation, rule: Rule, *, seen: int, now: datetime
) -> Automation | None:
    """The next version; None where it says what the newest one says. `seen`: the version the editor had before them.

    On, it goes on from now: what has happened before is not gone through again. Raises Refused, Unseen, UnreadableRule,
    NotNow(SET_MEANWHILE).
    """
    _require(actor)
    kept = rule_as_json(referring(sound(rule)))
    with transaction.atomic():
        row = _locked(automation)
        if row.version != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        if row.rule == kept:
            return None
        before = _told(row)
        row.rule, row.version = kept, row.version + 1
        if row.is_on:
            _begin(row, now)
        row.save()
        _keep_version(actor, row, now)
        note_change(actor, Setting.AUTOMATION, before, _told(row), now)
    return row


def switch_automation(actor: Actor, automation: Automation, *, on: bool, now: datetime) -> None:
    """On or off; what is so already stays. On, it begins with what happens from now on. Raises Refused, Unseen."""
    _require(actor)
    with transaction.atomic():
        row = _locked(automation)
        if row.is_on is on:
            return
        before = _told(row)
        row.is_on = on
        if on:
            _begin(row, now)
        else:
            Timer.objects.filter(automation=row).delete()
        row.save()
        note_change(actor, Setting.AUTOMATION, before, _told(row), now)


def move_automation(actor: Actor, automation: Automation, *, up: bool, now: datetime) -> None:
    """Change places with the one before it, or after it; at the end of the order nothing happens."""
    _require(actor)
    with transaction.atomic():
        row = _locked(automation)
        others = Automation.objects.select_for_update()
        other = (
            others.filter(position__lt=row.position).order_by("-position").first()
            if up
            else others.filter(position__gt=row.position).order_by("position").first()
        )
        if other is None:
            return
        before = _order()
        row.position, other.position = other.position, row.position
        row.save(update_fields=["position"])
        other.save(update_fields=["position"])
        note_change(actor, Setting.AUTOMATION, before, _order(), now)


def pause_after_failures(automation: int, *, now: datetime) -> None:
    """It has failed too often: off until somebody has looked at it. Stands in the record of settings, by nobody."""
    for row in Automation.objects.select_for_update().filter(pk=automation, is_on=True):
        before = _told(row)
        row.is_on, row.paused_at = False, now
        row.save(update_fields=["is_on", "paused_at"])
        Timer.objects.filter(automation=row).delete()
        note_change(Actor.system("automation"), Setting.AUTOMATION, before, _told(row), now)


def newest_event() -> int:
    """The number of the newest entry of any timeline. One query, from the index alone."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def the_watch() -> AutomationWatch:
    """How far the timelines have been watched, locked. Needs a transaction."""
    AutomationWatch.objects.get_or_create(pk=_WATCH)
    return AutomationWatch.objects.select_for_update().get(pk=_WATCH)


def _begin(row: Automation, now: datetime) -> None:
    """From now on: the newest entry, the moment, and timers still to be set where it waits for time."""
    newest = newest_event()
    row.from_event, row.on_since = newest, now
    row.failures, row.paused_at = 0, None
    row.walked_to = 0 if isinstance(row.read.when, OnTime) else None
    row.counted_with = newest_change(Setting.CALENDAR)
    Timer.objects.filter(automation=row).delete()
    if not Automation.objects.filter(is_on=True).exclude(pk=row.pk).exists():
        # Nobody has watched while none was on.
        watch = the_watch()
        watch.done_to = watch.seen_to = newest
        watch.save()


def _locked(automation: Automation) -> Automation:
    wait_for_turn(Setting.AUTOMATION.value)
    for row in Automation.objects.select_for_update().filter(pk=automation.pk):
        return row
    raise Unseen


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.MANAGE_AUTOMATION)
    if not decision.allowed:
        raise Refused(decision)


def _keep_version(actor: Actor, row: Automation, now: datetime) -> None:
    AutomationVersion.objects.create(
        automation=row, number=row.version, rule=row.rule, at=now, by_id=actor.staff_id
    )


def _told(row: Automation) -> dict[str, Any]:
    """What the record of settings keeps of it; the rule itself is kept with its version."""
    told = {"automation": row.pk, "name": row.rule["name"], "version": row.version, "on": row.is_on}
    return {**told, "paused": True} if row.paused_at is not None and not row.is_on else told


def _order() -> dict[str, Any]:
    return {"order": list(Automation.objects.order_by("position").values_list("pk", flat=True))}
