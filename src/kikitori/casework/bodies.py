"""The register 外部機関・専門窓口: experts of ours, other departments, bodies outside. Each change is kept.

Nothing is ever removed: a complaint that went there keeps its name. What is out of use is not offered any more.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting
from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import BodyKind

_LONGEST_NAME = 100
_LONGEST_TEXT = 4000
#: A year in days, and a little more: no clock of theirs is longer than ten of them.
_MOST_DAYS = 3660
_LINES = {"phone": 64, "url": 300, "contact": 200}
_TEXTS = (
    *("scope_ja", "scope_en", "limits_ja", "limits_en"),
    *("leaflet_ja", "leaflet_en", "leaflet_easy", "address"),
)


@dataclass(frozen=True, kw_only=True)
class BodyGiven:
    """An entry as somebody wants it: a BodyKind, and a name in one language at least. Days as whole numbers."""

    kind: str = ""
    name_ja: str = ""
    name_en: str = ""
    scope_ja: str = ""
    scope_en: str = ""
    limits_ja: str = ""
    limits_en: str = ""
    leaflet_ja: str = ""
    leaflet_en: str = ""
    leaflet_easy: str = ""
    address: str = ""
    phone: str = ""
    url: str = ""
    contact: str = ""
    answer_days: int | None = None
    turn_days: int | None = None
    in_letters: bool = False
    is_active: bool = True


def save_body(
    actor: Actor, given: BodyGiven, *, body: int | None = None, seen: int = 0, now: datetime
) -> Body:
    """A new entry, or `body` as it is to be. `seen`: the newest change of this one that the editor knew.

    Raises Refused; Invalid: `name_ja` MISSING without any name, `url` NOT_AN_ADDRESS, days OUT_OF_RANGE, `in_letters`
    UNKNOWN_WORD for what is inside our house; NotNow (SET_MEANWHILE).
    """
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    values = _read(given)
    with transaction.atomic():
        wait_for_turn(Setting.BODIES.value)
        own = Body.objects.filter(pk=body).first() if body else Body()
        if own is None or (own.pk and newest_change_of(own.pk) != seen):
            raise NotNow(Obstacle.SET_MEANWHILE)
        before = as_kept(own) if own.pk else {}
        for name, value in values.items():
            setattr(own, name, value)
        own.save()
        note_change(actor, Setting.BODIES, before, as_kept(own), now)
    return own


def newest_change_of(body: int) -> int:
    """The number of the newest change of this entry; 0 where nobody ever changed it. One query."""
    lines = SettingChange.objects.filter(kind=Setting.BODIES.value, after__body=body)
    return lines.order_by("-id").values_list("pk", flat=True).first() or 0


def as_kept(body: Body) -> dict[str, object]:
    """What the record of changes holds of an entry."""
    return {"body": body.pk, **{name: getattr(body, name) for name in BodyGiven.__dataclass_fields__}}


def _read(given: BodyGiven) -> dict[str, object]:
    check = Checked()
    kind = check.word("kind", given.kind, BodyKind)
    values: dict[str, object] = {"kind": kind.value, "is_active": given.is_active}
    for name in ("name_ja", "name_en"):
        values[name] = check.line(name, getattr(given, name), longest=_LONGEST_NAME)
    if not (values["name_ja"] or values["name_en"]):
        check.problems.setdefault("name_ja", Problem.MISSING)
    for name, longest in _LINES.items():
        values[name] = check.line(name, getattr(given, name), longest=longest)
    for name in _TEXTS:
        values[name] = check.text(name, getattr(given, name), longest=_LONGEST_TEXT)
    if values["url"] and not _is_address(str(values["url"])):
        check.problems.setdefault("url", Problem.NOT_AN_ADDRESS)
    for name in ("answer_days", "turn_days"):
        values[name] = getattr(given, name)
        if values[name] is not None and not 1 <= getattr(given, name) <= _MOST_DAYS:
            check.problems[name] = Problem.OUT_OF_RANGE
    if given.in_letters and kind is not BodyKind.EXTERNAL:
        check.problems.setdefault("in_letters", Problem.UNKNOWN_WORD)
    values["in_letters"] = given.in_letters
    check.done()
    return values


def _is_address(url: str) -> bool:
    """Something a browser opens as a page, and nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.hostname)
