"""Heads of the fishbone in an organisation's own words: shipped ones said otherwise, and its own beside them.

Nothing is removed: what is out of use is not offered any more. What was drawn keeps the heads it had, by name. Each
change is kept (settings_kept.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import fresh_code, newest_change_of, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Setting
from kikitori.records.prevention.actions import FishboneHead
from kikitori.records.prevention.bones import Head, heads_with

#: What stands beside a bone of the drawing.
_LONGEST_NAME = 40
#: Places in the order that can be given.
LAST_PLACE = 99
#: More than these no drawing holds.
MOST_OFFERED = 12


@dataclass(frozen=True, kw_only=True)
class HeadGiven:
    """A head as somebody wants it called, and where in the order."""

    name_ja: str = ""
    name_en: str = ""
    place: int | None = None
    is_offered: bool = True


def save_head(
    actor: Actor, given: HeadGiven, *, code: str = "", seen: int = 0, now: datetime
) -> FishboneHead:
    """A head of our own, or the one with this `code` as it is to be. `seen`: its newest change that the editor knew.

    Without a place a new one is the last, another stays where it is.
    Raises Refused; Invalid: `name_ja` MISSING without any name, `place` OUT_OF_RANGE, `is_offered` OUT_OF_RANGE where
    none would be left or more than a drawing holds; NotNow: SET_MEANWHILE, GONE_MEANWHILE (no such code).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    name_ja, name_en = _read(given)
    with transaction.atomic():
        wait_for_turn(Setting.HEADS.value)
        rows = {row.code: row for row in FishboneHead.objects.all()}
        known = heads_with(rows.values())
        if code and code not in known:
            raise NotNow(Obstacle.GONE_MEANWHILE)
        if newest_change_of(Setting.HEADS, code) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        others = sum(head.offered for head in known.values() if head.code != code)
        if not 1 <= others + given.is_offered <= MOST_OFFERED:
            raise Invalid({"is_offered": Problem.OUT_OF_RANGE})
        own = rows.get(code) or FishboneHead(code=code or fresh_code(rows))
        before = as_kept(known[code]) if code else {}
        last = min(max(head.place for head in known.values()) + 1, LAST_PLACE)
        own.name_ja, own.name_en = name_ja, name_en
        own.place = given.place or (known[code].place if code else last)
        own.is_offered, own.written_at = given.is_offered, now
        own.save()
        note_change(actor, Setting.HEADS, before, as_kept(heads_with([own])[own.code]), now)
    return own


def as_kept(head: Head) -> dict[str, object]:
    """What the record of changes holds of a head."""
    return {
        "code": head.code,
        "name_ja": head.name.ja,
        "name_en": head.name.en,
        "place": head.place,
        "offered": head.offered,
    }


def _read(given: HeadGiven) -> tuple[str, str]:
    check = Checked()
    name_ja = check.line("name_ja", given.name_ja, longest=_LONGEST_NAME)
    name_en = check.line("name_en", given.name_en, longest=_LONGEST_NAME)
    if not (name_ja or name_en):
        check.problems.setdefault("name_ja", Problem.MISSING)
    if given.place is not None and not 1 <= given.place <= LAST_PLACE:
        check.problems["place"] = Problem.OUT_OF_RANGE
    check.done()
    return name_ja, name_en
