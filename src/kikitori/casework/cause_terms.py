"""Causes in an organisation's own words: those that come with Kikitori said otherwise, and its own beside them.

A code, once used, stays: what was named by it keeps a name. Each change is kept (settings_kept.py).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.inquiry.causes import Cause, CauseNeeds, causes_with
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

_LONGEST_NAME = 80
#: What codes of an organisation's own begin with; none that comes with Kikitori does.
_OWN = "own_"


@dataclass(frozen=True, kw_only=True)
class CauseTermGiven:
    """A cause as somebody wants it called. `needs`: a CauseNeeds."""

    name_ja: str = ""
    name_en: str = ""
    needs: str = ""
    is_offered: bool = True


def save_cause(
    actor: Actor, given: CauseTermGiven, *, code: str = "", seen: int = 0, now: datetime
) -> CauseTerm:
    """A cause of our own, or the one with this `code` as it is to be. `seen`: its newest change that the editor knew.

    Raises Refused; Invalid: `name_ja` MISSING without any name; NotNow: SET_MEANWHILE, GONE_MEANWHILE (no such code).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    check = Checked()
    name_ja, name_en = (
        check.line(field, getattr(given, field), longest=_LONGEST_NAME) for field in ("name_ja", "name_en")
    )
    if not (name_ja or name_en):
        check.problems.setdefault("name_ja", Problem.MISSING)
    needs = check.word("needs", given.needs, CauseNeeds, CauseNeeds.NOTHING)
    check.done()
    with transaction.atomic():
        wait_for_turn(Setting.CAUSES.value)
        rows = {row.code: row for row in CauseTerm.objects.all()}
        known = causes_with(rows.values())
        if code and code not in known:
            raise NotNow(Obstacle.GONE_MEANWHILE)
        if newest_change_of(code) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        own = rows.get(code) or CauseTerm(code=code or _fresh(rows))
        before = _as_kept(known[code]) if code else {}
        own.name_ja, own.name_en = name_ja, name_en
        own.needs, own.is_offered = needs.value, given.is_offered
        own.written_at = now
        own.save()
        note_change(actor, Setting.CAUSES, before, _as_kept(causes_with([own])[own.code]), now)
    return own


def newest_change_of(code: str) -> int:
    """The number of the newest change of this cause; 0 where nobody ever changed it. One query, or none."""
    if not code:
        return 0
    lines = SettingChange.objects.filter(kind=Setting.CAUSES.value, after__code=code)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0


def _fresh(rows: dict[str, CauseTerm]) -> str:
    numbers = [int(code.removeprefix(_OWN)) for code in rows if code.startswith(_OWN)]
    return f"{_OWN}{max(numbers, default=0) + 1}"


def _as_kept(cause: Cause) -> dict[str, object]:
    return {
        "code": cause.code,
        "name_ja": cause.name.ja,
        "name_en": cause.name.en,
        "needs": cause.needs.value,
        "offered": cause.offered,
    }
