"""Leaflets 案内 of bodies as files: put in place, replaced, taken out. Each change is kept with the body's.

A complainant who was told of the body keeps the version that was in use then.
"""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from kikitori.casework.bodies import as_kept, newest_change_of
from kikitori.casework.enclosures import SCAN_JOB, FileGiven, is_handed_out
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.once import wait_for_turn
from kikitori.casework.own_columns import require_permission
from kikitori.casework.settings_kept import note_change
from kikitori.foundation import jobs
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.metadata import without_metadata
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.file_rules import file_name, flaw_of, is_misnamed, may_tell_more
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.referral.leaflets import LARGEST_LEAFLET, LEAFLET_KINDS, Leaflet
from kikitori.records.referral.models import Body

_HEAD = 4096


def replace_leaflet(actor: Actor, body: Body, given: FileGiven, *, seen: int, now: datetime) -> Leaflet:
    """This file is its leaflet from now on, in the place of the one before.

    `seen`: the newest change of this body that the editor knew. Raises Refused; Invalid (`file`: MISSING for an empty
    one, TOO_LONG for more than LARGEST_LEAFLET, NOT_STORABLE for what is neither PDF nor PNG nor JPEG, or is named as
    if it were another kind); NotNow (SET_MEANWHILE).
    """
    require_permission(actor, Permission.MANAGE_RULES)
    name, kind, content = _read(given)
    with transaction.atomic():
        before = _turn(body, seen)
        last = Leaflet.objects.filter(body=body).order_by("-version").defer("raw").first()
        _end(body, now)
        row = Leaflet.objects.create(
            body=body,
            version=last.version + 1 if last else 1,
            name=name,
            found=kind,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            raw=content,
            added_by_id=actor.staff_id,
            added_at=now,
        )
        note_change(actor, Setting.BODIES, before, _kept_with(body, row), now)
        if settings.ENVIRONMENT.clamav:
            jobs.defer(SCAN_JOB, queueing_lock=SCAN_JOB)
    return row


def take_leaflet_out(actor: Actor, body: Body, *, seen: int, now: datetime) -> bool:
    """It has none from now on; False where it had none. Raises Refused, NotNow (SET_MEANWHILE)."""
    require_permission(actor, Permission.MANAGE_RULES)
    with transaction.atomic():
        before = _turn(body, seen)
        if not _end(body, now):
            return False
        note_change(actor, Setting.BODIES, before, _kept_with(body, None), now)
    return True


def leaflet_in_use(body: Body) -> Leaflet | None:
    """The one that goes with a referral now, without its bytes; None where there is none. One query."""
    return Leaflet.objects.filter(body=body, ended_at=None).defer("raw").first()


def leaflet_handed_out(row: Leaflet | None) -> Leaflet | None:
    """The same, where it may leave the house: not before a scanner, if there is one, has found it clean."""
    return row if row is not None and is_handed_out(row) else None


def _read(given: FileGiven) -> tuple[str, str, bytes]:
    """Name, kind and bytes of a file that can be kept; of a picture without where it was taken. Raises Invalid."""
    name = file_name(given.name)
    if given.size == 0:
        raise Invalid({"file": Problem.MISSING})
    if given.size > LARGEST_LEAFLET:
        raise Invalid({"file": Problem.TOO_LONG})
    content = given.read()
    kind = kind_of(content[:_HEAD])
    if kind not in LEAFLET_KINDS or flaw_of(name, kind, len(content)) or is_misnamed(name, kind):
        raise Invalid({"file": Problem.NOT_STORABLE})
    if may_tell_more(kind):
        content = without_metadata(kind, content) or content
    return name, kind, content


def _turn(body: Body, seen: int) -> dict[str, object]:
    """Nobody else changes this body meanwhile. Returns what the record holds of it. Raises NotNow (SET_MEANWHILE)."""
    wait_for_turn(Setting.BODIES.value)
    if newest_change_of(body.pk) != seen:
        raise NotNow(Obstacle.SET_MEANWHILE)
    return _kept_with(body, leaflet_in_use(body))


def _end(body: Body, now: datetime) -> bool:
    return bool(Leaflet.objects.filter(body=body, ended_at=None).update(ended_at=now))


def _kept_with(body: Body, row: Leaflet | None) -> dict[str, object]:
    told = {"name": row.name, "version": row.version, "digest": row.digest} if row else {}
    return {**as_kept(body), "leaflet": told}
